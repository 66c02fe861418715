"""An article: claims underlined by how they are backed, chips that lead to their source, what backs each claim beside it."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser.conftest import built
from tests.browser.facts import backing, table, underlined
from tests.browser.visit import Home, Visit, expect, to
from tests.serve.conftest import ARTICLES

WAVES = "data/articles/gravitational-waves.md"
CURVE = "data/articles/keeling-curve.md"
STYLES = {
    "several": "double",
    "one": "solid",
    "unknown": "solid",
    "carried": "dashed",
    "missing": "wavy",
    "uncited": "dotted",
}
_CLAIMS = """spans => {
    const claims = {};
    for (const span of spans) {
        const found = claims[span.dataset.claim] ??= { how: span.classList[1], text: "", words: "", lines: new Set() };
        found.text += span.textContent;
        const bare = span.cloneNode(true);
        for (const chip of bare.querySelectorAll(".marker:not(.words)")) chip.remove();
        found.words += bare.textContent;
        found.lines.add(getComputedStyle(span).textDecorationStyle);
    }
    return Object.entries(claims).map(([id, { how, text, words, lines }]) => ({ id, how, text, words, lines: [...lines] }));
}"""


def read(app: Visit, path: str, query: str = "") -> None:
    """Open an article, and wait until all of it is there."""
    app.open(to("article", path) + query)
    app(".unit").first.wait_for()
    expect(app(".unit.later")).to_have_count(0)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def test_every_claim_of_every_article_is_underlined(app: Visit, samples: Path) -> None:
    seen = 0
    for path in sorted({row["article"] for row in table(samples, "articles")}):
        rows = {r["claim"].rpartition("#")[2]: r for r in table(samples, "claims") if r["article"] == path}
        text = (samples / path).read_text(encoding="utf-8")
        for query in ("", "?as=written"):
            read(app, path, query)
            shown = app(".claim").evaluate_all(_CLAIMS)
            assert {claim["id"] for claim in shown} == set(rows)
            for claim in shown:
                row = rows[claim["id"]]
                assert claim["how"] == backing(samples)[row["claim"]]
                assert claim["lines"] == [STYLES[claim["how"]]]
                if query:
                    written = text[int(row["start"]) : int(row["end"])]
                    assert claim["text"] == written.replace("\n", "")
                else:
                    # a marker that is the subject of its sentence is a chip here, and a name in the table
                    assert _letters(claim["words"]) in _letters(row["text"])
        legend = app(".filters b").all_inner_texts()
        assert [int(n) for n in legend] == [underlined(samples, path)[how] for how in STYLES]
        seen += len(shown)
    assert seen == 80


def test_nothing_of_the_markup_is_shown(app: Visit) -> None:
    read(app, CURVE)
    assert app(".text h2, .text h3").all_inner_texts() == [
        "The curve that changed how we see the air", "What it shows", "Why it is trusted", "References",
    ]  # fmt: skip
    assert app(".text li strong").all_inner_texts() == ["A yearly breath", "A steady climb"]
    shown = app(".text").inner_text()
    assert not re.search(r"\*\*|##|<a |-->|\]\(|Template for new posts", shown)


def test_marker_shows_its_source_and_leads_there(app: Visit) -> None:
    read(app, WAVES)
    marker = app("a.marker").filter(has_text="gw150914").first
    assert marker.evaluate("each => getComputedStyle(each, '::after').content") == '" doi.org"'
    marker.hover()
    expect(app(".hover")).to_contain_text(
        "Observation of Gravitational Waves from a Binary Black Hole Merger"
    )
    expect(app(".hover")).to_contain_text("2 claims rest on it")
    app.page.mouse.move(2, 2)
    expect(app(".hover")).to_have_count(0)
    marker.focus()
    expect(app(".hover")).to_have_count(1)
    app.page.keyboard.press("Escape")
    expect(app(".hover")).to_have_count(0)
    marker.click()
    app(".hover.pinned b a").click()
    app.shows(
        "Observation of Gravitational Waves from a Binary Black Hole Merger",
        to("source", "https://doi.org/10.1103/physrevlett.116.061102"),
    )
    expect(app(".hover")).to_have_count(0)


_OVER = """marker => {
    const card = document.querySelector(".hover").getBoundingClientRect();
    const { claim } = marker.closest("[data-claim]").dataset;
    const lines = [...document.querySelectorAll(`[data-claim="${claim}"]`)].flatMap(e => [...e.getClientRects()]);
    const over = lines.filter(r => card.left < r.right - 1 && r.left < card.right - 1 && card.top < r.bottom - 1 && r.top < card.bottom - 1);
    return { lines: lines.length, over: over.length, inside: card.top >= 0 && card.bottom <= innerHeight && card.left >= 0 && card.right <= innerWidth };
}"""


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 1280, "height": 560}], ids=lambda s: f"{s['width']}x{s['height']}")  # fmt: skip
def test_a_card_is_never_over_its_sentence(
    home: Home, visit: Callable[..., Visit], size: dict[str, int]
) -> None:
    app = visit(home, viewport=size)
    read(app, CURVE)
    markers = app(".claim a.marker")
    for i in range(markers.count()):
        app.page.mouse.move(2, 2)
        markers.nth(i).evaluate("each => each.scrollIntoView({ block: 'center' })")
        app.page.wait_for_timeout(200)  # a card is gone as soon as the page moves
        markers.nth(i).hover()
        expect(app(".hover")).to_be_visible()
        found = markers.nth(i).evaluate(_OVER)
        assert found["lines"] > 0 and found["over"] == 0 and found["inside"], i
        markers.nth(i).click()
        expect(app(".hover.pinned")).to_be_visible()
        assert markers.nth(i).evaluate(_OVER)["over"] == 0, i
        app.page.keyboard.press("Escape")


def test_a_marker_that_names_nothing_leads_nowhere(app: Visit) -> None:
    read(app, WAVES)
    broken = app(".marker.broken")
    assert broken.all_inner_texts() == ["[^history]"]
    assert "no entry has this label" in broken.get_attribute("title")
    assert broken.evaluate("element => element.closest('a')") is None


def test_the_column_stands_beside_its_claims(app: Visit) -> None:
    """Each card at the height of its claim or below, in their order, none on another; problems among them."""
    read(app, CURVE)
    app(".backing").first.wait_for()
    app.page.wait_for_timeout(300)
    text = app(".text").bounding_box()
    cards = sorted((box.bounding_box() for box in app(".side > *").all()), key=lambda box: box["y"])
    assert len(cards) >= 7
    assert all(card["x"] >= text["x"] + text["width"] for card in cards)
    assert all(a["y"] + a["height"] <= b["y"] for a, b in itertools.pairwise(cards))
    first = app(".claim").first
    card = app(f'.backing[data-of="{first.get_attribute("data-claim")}"]')
    assert abs(card.bounding_box()["y"] - first.bounding_box()["y"]) < 20
    expect(card).to_contain_text("paper · doi.org")
    expect(card).to_contain_text("not asked yet")
    assert app(".side .note").count() >= 1


def test_a_chosen_claim_says_what_backs_it(app: Visit) -> None:
    read(app, WAVES)
    app(".claim.several").first.click()
    assert app(".claim.chosen").evaluate_all("all => new Set(all.map(each => each.dataset.claim)).size") == 1
    card = app(".backing.chosen")
    expect(card).to_contain_text("It came from two black holes that merged more than a billion years ago.")
    expect(card).to_contain_text(
        "its own markers lead to sources of two publishers or more that are known".capitalize()
    )
    assert card.locator(".source-line").count() == 2
    address = app.route
    assert "?claim=" in address
    app.page.reload()
    expect(card).to_contain_text("It came from two black holes")
    expect(app(".claim.chosen").first).to_be_in_viewport()
    card.locator(".source-line a").first.click()
    app.shows("Observation of Gravitational Waves from a Binary Black Hole Merger")
    app.page.go_back()
    expect(card).to_contain_text("It came from two black holes")
    assert app.route == address


def test_on_a_telephone_what_backs_a_claim_folds_under_it(samples: Path, visit: Callable[..., Visit]) -> None:
    home = Home("file", (samples / "graph.html").as_uri())
    app = visit(home, viewport={"width": 390, "height": 844})
    read(app, WAVES)
    expect(app(".side")).to_be_hidden()
    plain = app.route
    for claim in app(".claim").all():
        claim.scroll_into_view_if_needed()
        claim.evaluate("span => span.click()")
        unit, folded = app(".unit:has(.claim.chosen)").bounding_box(), app(".backing.folded").bounding_box()
        assert unit["y"] < folded["y"] and folded["y"] + folded["height"] <= unit["y"] + unit["height"]
        app(".backing.folded").get_by_role("button", name="Choose none").click()
        expect(app(".backing")).to_have_count(0)
        assert app(".chosen").count() == 0 and app.route == plain


def test_a_passage_is_quoted_and_the_link_opens_it_and_no_other(app: Visit, samples: Path) -> None:
    quoted = [row for row in table(samples, "citations") if row["passage"]]
    assert quoted
    for row in quoted:
        read(app, row["article"], f"?claim={row['claim'].rpartition('#')[2]}")
        card = app(".backing.chosen")
        expect(card.locator("blockquote").first).to_have_text(row["passage"])
        address = card.get_by_role("link", name="Open this passage").first.get_attribute("href")
        page, _, words = address.partition("#:~:text=")
        assert page.startswith(row["source"].rstrip("/"))
        assert " … ".join(unquote(part) for part in words.split(",")) == row["passage"]


def test_claims_backed_in_one_way_are_listed_and_stand_out(app: Visit, samples: Path) -> None:
    read(app, CURVE)
    app.page.get_by_role("button", name="cited, one publisher").click()
    expect(app(".reader-answer h2")).to_have_text("4 claims: cited, one publisher")
    assert "backing=one" in app.route
    grey = "all => new Set(all.map(each => getComputedStyle(each).textDecorationColor)).size"
    assert app(".claim:not(.one)").evaluate_all(grey) == 1
    app(".reader-answer .claim-text a").nth(2).click()
    expect(app(".claim.chosen").first).to_contain_text("Keeling described the seasonal cycle")
    assert "backing=one" in app.route and "claim=" in app.route
    app.page.reload()
    expect(app(".reader-answer .claim-card")).to_have_count(4)
    expect(app(".claim.chosen").first).to_be_in_viewport()


def test_back_undoes_what_was_asked(app: Visit) -> None:
    read(app, CURVE)
    plain = app.route
    app.page.get_by_role("button", name="4 problems").click()
    expect(app(".problem-list li")).to_have_count(4)
    app.page.get_by_role("button", name="As written").click()
    app(".line").first.wait_for()
    app.page.go_back()
    expect(app(".line")).to_have_count(0)
    expect(app(".problem-list li")).to_have_count(4)
    app.page.go_back()
    expect(app(".reader-answer")).to_have_count(0)
    assert app.route == plain


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_without_its_text_an_article_is_shown_as_it_was_built(
    change: str, tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    from tests.serve.conftest import kgraph

    article = tmp_path / "ice.md"
    article.write_text(ARTICLES["ice.md"])
    built(tmp_path, "ice.md")
    article.unlink() if change == "gone" else article.write_text("Other words.\n")
    assert kgraph("export", "graph.html", cwd=tmp_path).returncode == 0
    app = visit(Home("file", (tmp_path / "graph.html").as_uri())).open("/article/ice.md")
    expect(app(".notice")).to_contain_text("is gone, or has changed")
    expect(app.page.get_by_role("button", name="As written")).to_be_disabled()
    assert len(set(app(".text .claim").evaluate_all("all => all.map(each => each.dataset.claim)"))) == 4
    assert "densest near four degrees" in app(".text").inner_text()
    assert "Other words" not in app("main").inner_text()
