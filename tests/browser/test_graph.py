"""The graph view: three views, filters, search, neighbourhoods, pictures to keep."""

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.browser.drawing import becomes, pixels, stage
from tests.browser.facts import drawn
from tests.browser.visit import Visit, expect, to

_SVG = "{http://www.w3.org/2000/svg}"
KINDS = {
    "claims-sources": ["several", "one", "carried", "source"],
    "articles-sources": ["source", "article"],
    "sites": ["article", "site"],
}


def draw(app: Visit, query: str = "") -> str:
    """Open the view and wait for the drawing; what is said below it."""
    app.open(f"/graph{query}")
    expect(app(".said")).to_have_text(re.compile(r"edges|Nothing"))
    return str(app(".said").inner_text())


@pytest.mark.parametrize("view", KINDS)
def test_each_view_draws_every_connection(app: Visit, samples: Path, view: str) -> None:
    assert draw(app, f"?view={view}") == drawn(samples, view).said
    for kind in KINDS[view]:
        becomes(app, kind, lambda n: n > 30)
    words = [text for text in app(".under .legend li").all_inner_texts() if not text.startswith("larger")]
    assert len(words) == len(KINDS[view])
    assert app(".under .dot").count() == len(KINDS[view])


def test_choosing_a_view_changes_the_address(app: Visit, samples: Path) -> None:
    draw(app)
    app("select").nth(0).select_option(label="Articles and sites")
    expect(app(".said")).to_have_text(drawn(samples, "sites").said)
    assert app.route == "/graph?view=sites"
    app.page.go_back()
    expect(app(".said")).to_have_text(drawn(samples, "claims-sources").said)


@pytest.mark.parametrize(
    ("label", "choice", "filters"),
    [
        ("Site", "arxiv.org", {"site": "arxiv.org"}),
        ("Article", "A chirp from far away", {"article": "data/articles/gravitational-waves.md"}),
        ("Backing", "cited, several publishers", {"support": "several"}),
    ],
)
def test_filters(app: Visit, samples: Path, label: str, choice: str, filters: dict[str, str]) -> None:
    everything = draw(app)
    app(f"label:has(span:text-is('{label}')) select").select_option(label=choice)
    expected = drawn(samples, "claims-sources", **filters)
    assert expected.said != everything and expected.edges
    expect(app(".said")).to_have_text(expected.said)
    app.page.reload()
    expect(app(".said")).to_have_text(expected.said)


def test_filters_that_nothing_passes(app: Visit) -> None:
    assert draw(app, "?site=arxiv.org&support=carried") == "Nothing matches these filters."


def test_find_leaves_only_what_matches_lit(app: Visit) -> None:
    draw(app, "?view=sites")
    all_sites, articles = stage(app, "site")["count"], stage(app, "article")["count"]
    app("label:has-text('Find') input").fill("arxiv")
    becomes(app, "site", lambda n: 0 < n < all_sites / 3)
    becomes(app, "article", lambda n: n < articles / 20)
    app("label:has-text('Find') input").fill("")
    becomes(app, "site", lambda n: n > all_sites * 0.9)


def test_a_click_lights_the_neighbourhood(app: Visit, samples: Path) -> None:
    draw(app, "?view=sites")
    before = stage(app, "site")
    x, y = before["inside"]
    app(".stage").click(position={"x": x, "y": y})
    card = app(".chosen-node")
    expect(card.locator(".kind")).to_have_text("site")
    site = card.locator("p a").inner_text()
    beside = {a for a, b in drawn(samples, "sites").edges if b == site}
    assert beside
    links = card.locator("li a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) == min(8, len(beside))
    assert {link.removeprefix("#") for link in links} <= {to("article", path) for path in beside}
    becomes(app, "site", lambda n: 0 < n < before["count"])
    app.page.wait_for_timeout(400)  # sooner, the next would be a double click, wherever it is
    app(".stage").click(position={"x": 5, "y": 5})
    expect(card).to_be_empty()
    app.page.wait_for_timeout(400)
    app(".stage").click(position={"x": x, "y": y})
    card.locator("p a").click()
    app.shows(site, f"/site/{site}")


def test_a_double_click_opens(app: Visit) -> None:
    draw(app, "?view=sites")
    x, y = stage(app, "site")["inside"]
    app(".stage").dblclick(position={"x": x, "y": y})
    expect(app(".view-head .kind")).to_have_text("Site")


def test_a_neighbourhood_of_a_source(app: Visit, samples: Path) -> None:
    app.open(to("source", "https://arxiv.org/abs/1706.03762"))
    app("text=See its neighbourhood").click()
    expect(app(".said")).to_have_text(re.compile("edges"))
    nodes = int(app(".said").inner_text().split()[0])
    assert 5 < nodes < len(drawn(samples, "claims-sources").nodes)
    app("text=Leave this neighbourhood").click()
    expect(app(".said")).to_have_text(drawn(samples, "claims-sources").said)


def test_colours_by_community(app: Visit) -> None:
    draw(app, "?view=sites")
    assert stage(app, "group-0")["count"] == 0
    app("label:has-text('Colour by') select").select_option("community")
    expect(app(".under .legend")).to_contain_text("that hang together (Louvain)")
    becomes(app, "group-0", lambda n: n > 30)
    becomes(app, "site", lambda n: n < 30)


def test_zoom(app: Visit) -> None:
    draw(app, "?view=sites")
    before = stage(app, "site")["count"]
    for name in ("Zoom in", "Zoom in", "Zoom in"):
        app.page.get_by_role("button", name=name).click()
        app.page.wait_for_timeout(300)
    becomes(app, "site", lambda n: abs(n - before) > before / 10)
    app.page.get_by_role("button", name="Show everything").click()
    becomes(app, "site", lambda n: abs(n - before) < before / 10)


def test_pictures_to_keep(app: Visit, samples: Path) -> None:
    draw(app, "?view=sites")
    with app.page.expect_download() as kept:
        app.page.get_by_role("button", name="SVG").click()
    assert kept.value.suggested_filename == "sites.svg"
    root = etree.parse(str(kept.value.path())).getroot()
    expected = drawn(samples, "sites")
    assert len(list(root.iter(f"{_SVG}circle"))) == len(expected.nodes)
    assert len(list(root.iter(f"{_SVG}path"))) == len(expected.edges)
    titles = {title.text for title in root.iter(f"{_SVG}title")}
    assert {"arxiv.org", "A chirp from far away"} <= titles
    with app.page.expect_download() as kept:
        app.page.get_by_role("button", name="PNG").click()
    assert kept.value.suggested_filename == "sites.png"
    found = pixels(app.page, Path(kept.value.path()).read_bytes(), "site")
    assert found["count"] > 300
    assert found["width"] > 800


def test_as_a_list(app: Visit, samples: Path) -> None:
    draw(app, "?view=sites")
    app("text=As a list").click()
    listed = dict(line.split(" · ") for line in app(".as-list li").all_inner_texts())
    expected = drawn(samples, "sites")
    sites = {b for _, b in expected.edges}
    assert set(listed) == sites
    assert int(listed["arxiv.org"].split()[0]) == sum(b == "arxiv.org" for _, b in expected.edges)
