"""Overview, lists, source, site, problems and search, clicked through on the sample graph."""

import re

from tests.browser.visit import Visit, expect, to

GO = "hash => new Promise(done => { addEventListener('hashchange', () => setTimeout(done), { once: true }); location.hash = hash; })"
"""Follow an address, and wait until its view is there."""
ATTENTION = "https://arxiv.org/abs/1706.03762"


def test_every_number_of_the_overview_opens_what_it_counts(app: Visit) -> None:
    app.open().shows("What backs this?")
    expect(app(".lead")).to_have_text(
        "80 claims in 12 articles; 55 sources on 21 sites: 52 cited in claims, 3 never cited."
    )
    expect(app(".hero .legend")).to_have_text(
        "5 cited, several publishers48 cited, one publisher13 cited, publisher unknown1 carried3 source missing10 uncited",
        use_inner_text=False,
    )
    assert app(".hero .fill").count() == 6
    numbers = app("main a").evaluate_all(
        "links => links.map(a => [a.hash.slice(1), a.innerText]).filter(([, t]) => /^[\\d,]+( |$)/.test(t))"
    )
    assert len(numbers) > 30
    for route, text in dict(numbers).items():
        app.page.evaluate(GO, f"#{route}")
        assert app("main h1").inner_text().split()[0] == text.split()[0], route


def test_from_site_to_source_to_claim(app: Visit) -> None:
    app.open()
    app(".leaned >> text=arxiv.org").first.click()
    app.shows("arxiv.org", "/site/arxiv.org")
    expect(app(".lead")).to_have_text("13 claims in 3 articles rest on it; 11 on nothing else.")
    assert app(".claim-card").count() == 13
    backers = app(".claim-card").filter(has_text="Model size was first thought").locator(".quiet a")
    assert backers.all_inner_texts() == [
        "Scaling Laws for Neural Language Models",
        "Training Compute-Optimal Large Language Models",
    ]
    app("aside >> text=Attention Is All You Need").click()
    app.shows("Attention Is All You Need", to("source", ATTENTION))
    expect(app(".lead")).to_have_text("5 claims in 3 articles rest on it; 3 on nothing else.")
    assert app(".claim-card").count() == 5
    facts = app(".facts dl").inner_text()
    assert (
        "arxiv.org/abs/1706.03762" in facts
        and "not known" in facts
        and "arxiv:1706.03762" in facts
        and "Vaswani, Ashish" in facts
    )
    assert app(".facts a.outward").get_attribute("rel") == "noopener noreferrer nofollow"
    app(".claim-card .claim-text a").first.click()
    expect(app(".backing.chosen .claim-text")).to_have_text(
        "The Transformer dropped recurrence and convolution and relied on attention alone."
    )
    assert app.route.startswith("/article/") and "?claim=" in app.route


def test_sources_used_and_unused(app: Visit) -> None:
    app.open("/sources").shows("55 sources")
    app(".facet a:has-text('never')").click()
    app.shows("3 sources", "/sources?cited=never")
    assert app("tbody td.number:nth-child(7)").all_inner_texts() == ["0"] * 3
    app("tbody a").first.click()
    expect(app(".lead")).to_have_text("Listed, but never cited.")


def test_a_list_is_sorted_by_its_columns(app: Visit) -> None:
    app.open("/articles").shows("12 articles")
    shares = [int(text.split()[0]) for text in app(".covered").all_inner_texts()]
    assert shares == sorted(shares)
    app("th >> text=Claims").click()
    app.shows("12 articles", "/articles?sort=-claims")
    claims = [int(text) for text in app("tbody td:nth-child(3)").all_inner_texts()]
    assert claims == sorted(claims, reverse=True)
    app("th >> text=Article").click()
    titles = app("tbody td:first-child").all_inner_texts()
    assert titles == sorted(titles, key=str.lower)
    app("text=A chirp from far away").click()
    app.shows("A chirp from far away", to("article", "data/articles/gravitational-waves.md"))


def test_problems_lead_to_their_place(app: Visit) -> None:
    app.open().page.locator(".leaned >> text=marker dangling").click()
    app.shows("5 problems", "/problems?code=marker-dangling")
    app("text='[^history]' names no entry").click()
    app.shows("A chirp from far away")
    expect(app(".side .note.warning >> text=names no entry")).to_be_in_viewport()


def test_search_as_you_type(app: Visit) -> None:
    app.open()
    app("#search").press_sequentially("scal", delay=20)
    app.shows("scal", "/search?q=scal")
    expect(app("mark").first).to_have_text(re.compile("scal", re.IGNORECASE))
    app("#search").press_sequentially("ing laws", delay=20)
    app.shows("scaling laws", "/search?q=scaling%20laws")
    assert app("#search").evaluate("element => element === document.activeElement")
    found = app(".results .source-line > a")
    assert found.all_inner_texts() == ["Scaling Laws for Neural Language Models"]
    found.click()
    app.shows("Scaling Laws for Neural Language Models")
    assert app("#search").input_value() == ""
    app.page.go_back()
    app.shows("scaling laws")
    app("#search").fill("no such words anywhere")
    app.shows("no such words anywhere")
    expect(app(".lead")).to_have_text("0 found")


def test_an_address_that_leads_nowhere(app: Visit) -> None:
    for route, said in (("/source/x", "No such source"), ("/article/%", "No such article"), ("/site/<b>", "No such site"), ("/nothing", "No such view")):  # fmt: skip
        app.open(route).shows(said)
    app("text=Back to the overview").click()
    app.shows("What backs this?", "/")
