"""Articles across what they lean on, as bands and as a matrix: every claim is counted, lines open, the address holds it all."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.browser.conftest import built
from tests.browser.facts import met, table
from tests.browser.visit import Home, Visit, expect

HELIX = "data/articles/double-helix.md"
_SVG = "{http://www.w3.org/2000/svg}"
_MEETINGS = """all => all.map(each => [each.dataset.from, each.dataset.to, each.querySelector("title").textContent])"""
_CROSSED = """() => {
    const boxes = [...document.querySelectorAll("svg text")].filter(each => each.textContent.trim()).map(each => [each.textContent, each.getBoundingClientRect()]);
    const over = [];
    for (const [i, [one, a]] of boxes.entries()) for (const [other, b] of boxes.slice(i + 1))
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3) over.push([one, other]);
    return { shown: boxes.length, over };
}"""
_ON_NODES = """() => {
    const nodes = [...document.querySelectorAll(".stage .node")].map(each => /translate\\(([-\\d.]+) ([-\\d.]+)\\) scale\\(([\\d.]+)/.exec(each.getAttribute("transform")).slice(1).map(Number));
    const on = [];
    for (const text of document.querySelectorAll(".stage text")) {
        const { x, y, width, height } = text.getBBox();
        for (const [u, v, r] of nodes) {
            const [across, down] = [Math.max(x, Math.min(u, x + width)) - u, Math.max(y + 2, Math.min(v, y + height - 2)) - v];
            if (Math.hypot(across, down) < r * 0.9) on.push(text.textContent);
        }
    }
    return on;
}"""
_LONG_TASKS = "window.longest = 0; new PerformanceObserver(list => { for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration); }).observe({ type: 'longtask', buffered: true });"


def draw(app: Visit, query: str = "") -> None:
    app.open(f"/graph{query}")
    app(".crossing").wait_for()


def line(app: Visit, key: str) -> Any:
    return app(f'.strand[data-key="{key}"]')


def meetings(app: Visit, what: str) -> dict[tuple[str, str], int]:
    """Article and what it leans on → claims, as the drawing says."""
    found = app(what).evaluate_all(_MEETINGS)
    return {(a, b): int(re.findall(r"([\d,]+) claims?$", said)[0].replace(",", "")) for a, b, said in found}


@pytest.mark.parametrize(("view", "what"), [("bands", ".band"), ("matrix", ".cell")])
def test_every_claim_is_in_the_drawing(app: Visit, samples: Path, view: str, what: str) -> None:
    draw(app, "" if view == "bands" else "?view=matrix")
    expected = {(f"article:{a}", f"site:{site}"): len(claims) for (a, site), claims in met(samples).items()}
    assert meetings(app, what) == expected
    claims, backed = len(table(samples, "claims")), {row["claim"] for row in table(samples, "citations")}
    expect(app(".said")).to_contain_text(f"{len(backed)} claims.")
    expect(app(".said")).to_contain_text(f"{claims - len(backed)} claims without a source are not drawn")


def test_the_tail_is_said_in_numbers_and_opens(app: Visit, samples: Path) -> None:
    draw(app, "?articles=3&backers=5")
    by_site: dict[str, set[str]] = {}
    for (_, site), claims in met(samples).items():
        by_site.setdefault(site, set()).update(claims)
    ranked = sorted(by_site, key=lambda site: (-len(by_site[site]), site))
    left = set().union(*(by_site[site] for site in ranked[5:]))
    expect(app(".said")).to_contain_text(f"other {len(ranked) - 5} sites, {len(left)} claims")
    expect(app(".said")).to_contain_text("other 9 articles, ")
    app('.band[data-from="others:articles"][data-to="others:backers"]').dispatch_event("click")
    expect(line(app, "others:backers")).to_have_count(0)
    assert app(".strand.kind-site").count() == len(ranked)
    app.page.go_back()
    expect(app(".strand.kind-site")).to_have_count(5)


def test_a_band_opens_to_sources_and_then_to_claims(app: Visit, samples: Path) -> None:
    draw(app)
    app(f'.band[data-from="article:{HELIX}"][data-to="site:doi.org"]').dispatch_event("click")
    of = {source: claims for (a, source), claims in met(samples, "source").items() if a == HELIX}
    site = {row["source"]: row["site"] for row in table(samples, "sources")}
    here = {source: claims for source, claims in of.items() if site[source] == "doi.org"}
    own = app(f'.band[data-from="article:{HELIX}"][data-to^="source:"]')
    expect(own).to_have_count(len(here))
    assert len(app(".band.lit").all()) == len(here)
    union = set().union(*here.values())
    expect(app(".chosen-node")).to_contain_text(f"{len(union)} claims")
    expect(app(".chosen-node li")).to_have_count(len(union))
    source = max(here, key=lambda each: len(here[each]))
    app(f'.band[data-from="article:{HELIX}"][data-to="source:{source}"]').dispatch_event("click")
    expect(app(f'.band[data-from="article:{HELIX}"][data-to^="claim:{HELIX}#"]')).to_have_count(
        len(here[source])
    )
    route = app.route
    app.page.reload()
    expect(app(f'.band[data-from="article:{HELIX}"][data-to^="claim:{HELIX}#"]')).to_have_count(
        len(here[source])
    )
    assert app.route == route
    app.page.go_back()
    app.page.go_back()
    expect(app('.band[data-to^="source:"]')).to_have_count(0)


def test_by_publisher_and_filtered(app: Visit, samples: Path) -> None:
    draw(app)
    app("label:has-text('Articles by') select").select_option("publisher")
    publishers = {row["publisher"] for row in table(samples, "sources") if int(row["claims"])}
    expect(app(".strand.kind-publisher")).to_have_count(len(publishers))
    app("label:has-text('Find') input").fill("nobel")
    expect(app('.strand.kind-source[data-key*="nobelprize"]').first).to_be_visible()
    assert "by=publisher" in app.route
    assert "find=nobel" in app.route


def test_by_keys(app: Visit) -> None:
    draw(app)
    focused = "document.activeElement.dataset.key"
    app("label:has-text('Find') input").focus()
    app.page.keyboard.press("Tab")
    assert app.page.evaluate(focused) == "site:doi.org"
    app.page.keyboard.press("ArrowDown")
    app.page.keyboard.press("Enter")
    expect(line(app, "site:arxiv.org")).to_have_attribute("aria-expanded", "true")
    assert app.page.evaluate(focused) == "site:arxiv.org"
    app.page.keyboard.press("ArrowDown")
    assert app.page.evaluate(focused) == "source:https://arxiv.org/abs/1706.03762"
    app.page.keyboard.press("ArrowLeft")
    assert app.page.evaluate(focused).startswith("article:")
    app.page.keyboard.press("Escape")
    expect(app(".chosen-node")).to_be_empty()


def test_on_a_phone_the_drawing_comes_first(home: Any, visit: Any) -> None:
    app = visit(home, viewport={"width": 390, "height": 844})
    draw(app)
    expect(app("label:has-text('Find') input")).not_to_be_visible()
    assert app(".crossing").bounding_box()["y"] < 844 / 4
    app(".filters > summary").click()
    expect(app("label:has-text('Find') input")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_heads_of_the_matrix_stay(home: Any, visit: Any, width: int) -> None:
    app = visit(home, viewport={"width": width, "height": 500})
    draw(
        app,
        "?view=matrix&" + "&".join(f"open=site:{site}" for site in ("doi.org", "arxiv.org", "sqlite.org")),
    )
    app(".matrix").evaluate("e => e.style.width = '1600px'")  # wider than any window
    stage = app(".stage").bounding_box()
    app(".stage").evaluate("e => e.scrollTo(200, 150)")
    assert app(".stage").evaluate("e => [e.scrollLeft, e.scrollTop]") == [200, 150]
    heads, names, cells = (app(f".matrix .{part}").bounding_box() for part in ("heads", "names", "cells"))
    assert abs(heads["y"] - stage["y"]) < 2 and abs(names["x"] - stage["x"]) < 2
    assert cells["x"] == heads["x"] and cells["y"] == names["y"], "cells stay below and beside their heads"
    assert cells["x"] < names["x"] + names["width"], "it has been scrolled"
    app(".names .strand").last.focus()
    app.page.keyboard.press("Home")
    first = app(".names .strand").first.bounding_box()
    assert first["y"] >= heads["y"] + heads["height"] - 2, "what has the focus is not behind a head"


@pytest.mark.parametrize("view", ["bands", "matrix"])
def test_kept_and_printed_as_it_stands(app: Visit, view: str) -> None:
    draw(app, f"?view={view}&chosen=site:doi.org&open=site:doi.org")
    shown = [each for each in app(".crossing text").all_text_contents() if each.strip()]
    with app.page.expect_download() as kept:
        app.page.get_by_role("button", name="SVG").click()
    root = etree.parse(str(kept.value.path())).getroot()
    assert [t.text for t in root.iter(f"{_SVG}text") if (t.text or "").strip()] == shown
    assert {p.get("fill") for p in root.iter(f"{_SVG}path", f"{_SVG}rect")} >= {"rgb(36, 104, 168)"}
    with app.page.expect_download() as kept:
        app.page.get_by_role("button", name="PNG").click()
    assert Path(kept.value.path()).read_bytes().startswith(b"\x89PNG")
    app.page.emulate_media(media="print")
    expect(app(".filters")).not_to_be_visible()
    expect(app(".crossing")).to_be_visible()


def test_a_node_view_is_printed_as_it_stands(app: Visit) -> None:
    app.open("/graph?view=sites")
    app(".stage[data-drawn=yes]").wait_for()
    app.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    app.page.emulate_media(media="print")
    expect(app(".stage .on-paper")).to_be_visible()
    expect(app(".stage canvas").first).not_to_be_visible()
    assert app(".stage .on-paper").evaluate("e => e.decode().then(() => e.naturalWidth)") > 400


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A hundred articles; every claim stands on two sources of its own, and some on one that all share: 5,000 nodes."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "a").mkdir()
    for a in range(100):
        claims, entries = [], []
        for c in range(25):
            claims.append(
                f"Measurement {c} of station {a} was taken in the morning [{c + 1}][{(c + 1) % 25 + 1}]."
            )
            entries.append(
                f"{c + 1}. Reading {c} of station {a}, https://site{(a * 7 + c * c) % 400}.example/{a}/{c}"
            )
        (folder / "a" / f"station-{a}.md").write_text(
            f"# What station {a} measured\n\n" + "\n\n".join(claims) + "\n\n## References\n\n" + "\n".join(entries) + "\n"
        )  # fmt: skip
    return Home("file", (built(folder, "a") / "graph.html").as_uri())


@pytest.mark.parametrize("view", ["bands", "matrix", "claims-sources", "sites"])
@pytest.mark.parametrize("articles", [12, 100])
def test_labels_are_never_on_each_other(request: pytest.FixtureRequest, samples: Path, visit: Any, view: str, articles: int) -> None:  # fmt: skip
    home = (
        Home("file", (samples / "graph.html").as_uri()) if articles == 12 else request.getfixturevalue("many")
    )
    app = visit(home).open(f"/graph?view={view}")
    app(".crossing, .stage[data-drawn=yes]").first.wait_for()
    if view in ("claims-sources", "sites"):
        # what is pointed at has its label, and takes the place of those that it would lie on
        app(".stage").hover(position={"x": 400, "y": 300})
        with app.page.expect_download() as kept:
            app.page.get_by_role("button", name="SVG").click()
        app.page.evaluate("svg => document.querySelector('.stage').innerHTML = svg", Path(kept.value.path()).read_text(encoding="utf-8"))  # fmt: skip
        # only the label of what is pointed at may lie on a node
        assert len(set(app.page.evaluate(_ON_NODES))) <= 1
    found = app.page.evaluate(_CROSSED)
    assert found["shown"] > 10
    assert found["over"] == []


def test_five_thousand_nodes_do_not_hold_the_page(many: Home, visit: Any) -> None:
    """The longest task of the main thread, median of five; on a machine that does more at once than it has cores, as much longer."""
    longest = []
    for _ in range(5):
        app = visit(many)
        app.open("/articles")
        app.page.wait_for_timeout(500)
        app.page.evaluate(_LONG_TASKS)
        app.page.evaluate("window.longest = 0; location.hash = '/graph?view=claims-sources&most=5000'")
        app(".stage[data-drawn=yes]").wait_for(timeout=60_000)
        app.page.wait_for_timeout(500)
        assert app(".said").inner_text().startswith("5,000 nodes, 5,000 edges.")
        longest.append(app.page.evaluate("window.longest"))
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert sorted(longest)[2] <= 300 * busy, longest
