"""An article: claims underlined by how they are backed, markers that lead to sources, problems in the margin."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import built
from tests.browser.facts import backing, table, underlined
from tests.browser.visit import Home, Visit, expect, to
from tests.serve.conftest import ARTICLES

WAVES = "data/articles/gravitational-waves.md"
STYLES = {"several": "double", "one": "solid", "carried": "dashed", "missing": "wavy", "uncited": "dotted"}
_CLAIMS = """spans => {
    const claims = {};
    for (const span of spans) {
        const found = claims[span.dataset.claim] ??= { how: span.classList[1], text: "", lines: new Set() };
        found.text += span.textContent;
        found.lines.add(getComputedStyle(span).textDecorationStyle);
    }
    return Object.entries(claims).map(([id, { how, text, lines }]) => ({ id, how, text, lines: [...lines] }));
}"""


def read(app: Visit, path: str) -> None:
    app.open(to("article", path))
    app(".line").first.wait_for()


def test_every_claim_of_every_article_is_underlined(app: Visit, samples: Path) -> None:
    seen = 0
    for path in sorted({row["article"] for row in table(samples, "articles")}):
        read(app, path)
        text = (samples / path).read_text(encoding="utf-8")
        rows = {r["claim"].rpartition("#")[2]: r for r in table(samples, "claims") if r["article"] == path}
        shown = app(".claim").evaluate_all(_CLAIMS)
        assert {claim["id"] for claim in shown} == set(rows)
        for claim in shown:
            row = rows[claim["id"]]
            assert claim["how"] == backing(samples)[row["claim"]]
            assert claim["lines"] == [STYLES[claim["how"]]]
            written = text[int(row["start"]) : int(row["end"])]
            assert claim["text"] == written.replace("\n", "")
        legend = app(".article-bar .legend b").all_inner_texts()
        assert [int(n) for n in legend] == [underlined(samples, path)[how] for how in STYLES]
        seen += len(shown)
    assert seen == 80


def test_marker_shows_its_source_and_leads_there(app: Visit) -> None:
    read(app, WAVES)
    marker = (
        app(
            "a.marker",
        )
        .filter(has_text="gw150914")
        .first
    )
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
    app.shows(
        "Observation of Gravitational Waves from a Binary Black Hole Merger",
        to("source", "https://doi.org/10.1103/physrevlett.116.061102"),
    )
    expect(app(".hover")).to_have_count(0)


def test_a_marker_that_names_nothing_leads_nowhere(app: Visit) -> None:
    read(app, WAVES)
    broken = app(".marker.broken")
    assert broken.all_inner_texts() == ["[^history]"]
    assert "no entry has this label" in broken.get_attribute("title")
    assert broken.evaluate("element => element.closest('a')") is None


def test_problems_stand_in_the_margin(app: Visit) -> None:
    read(app, "data/articles/keeling-curve.md")
    assert app(".text .note").count() == 4
    text = app(".text").bounding_box()
    notes = [box.bounding_box() for box in app(".margin").all()]
    assert all(note["x"] + note["width"] <= text["x"] for note in notes)
    assert all(a["y"] + a["height"] <= b["y"] for a, b in itertools.pairwise(notes))


def test_a_chosen_claim_says_what_backs_it(app: Visit) -> None:
    read(app, WAVES)
    app(".claim.several").first.click()
    assert app(".chosen").evaluate_all("all => new Set(all.map(each => each.dataset.claim)).size") == 1
    panel = app(".panel")
    expect(panel).to_contain_text("It came from two black holes that merged more than a billion years ago.")
    expect(panel).to_contain_text(
        "its own markers lead to sources of two publishers or more that are known".capitalize()
    )
    assert panel.locator(".source-line").count() == 2
    address = app.route
    assert "?claim=" in address
    app.page.reload()
    expect(panel).to_contain_text("It came from two black holes")
    expect(app(".chosen").first).to_be_in_viewport()
    panel.locator(".source-line a").first.click()
    app.shows("Observation of Gravitational Waves from a Binary Black Hole Merger")
    app.page.go_back()
    expect(panel).to_contain_text("It came from two black holes")
    assert app.route == address


def test_on_a_telephone_what_backs_a_claim_is_in_sight(samples: Path, visit: Callable[..., Visit]) -> None:
    home = Home("file", (samples / "graph.html").as_uri())
    app = visit(home, viewport={"width": 390, "height": 844})
    read(app, WAVES)
    expect(app(".panel")).to_be_hidden()
    plain = app.route
    for claim in app(".claim").all():
        claim.scroll_into_view_if_needed()
        claim.evaluate("span => span.click()")
        expect(app(".panel .chip")).to_be_in_viewport()
        sheet, chosen = app(".side").bounding_box(), app(".chosen").first.bounding_box()
        assert chosen["y"] + 20 <= sheet["y"], "the claim itself is not covered"
        app.page.get_by_role("button", name="Choose none").click()
        expect(app(".panel")).to_be_hidden()
        assert app(".chosen").count() == 0 and app.route == plain


def test_a_passage_is_quoted(app: Visit, samples: Path) -> None:
    quoted = next(row for row in table(samples, "citations") if row["passage"])
    app.open(f"{to('article', quoted['article'])}?claim={quoted['claim'].rpartition('#')[2]}")
    expect(app(".panel blockquote").first).to_have_text(quoted["passage"])


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_without_its_text_an_article_shows_its_claims(
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
    assert app(".text .claim-card").count() == 4
    assert "densest near four degrees" in app(".text .claim-card").first.inner_text()
