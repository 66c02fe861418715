"""The node views of the graph: counted nodes, filters, search, neighbourhoods, pictures to keep."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree

from tests.browser.drawing import becomes, pixels, stage
from tests.browser.facts import backing, drawn, table
from tests.browser.visit import Visit, expect, to

_SVG = "{http://www.w3.org/2000/svg}"
KINDS = {
    "claims-sources": ["several", "one", "unknown", "carried", "source"],
    "articles-sources": ["source", "article"],
    "sites": ["article", "site"],
}


def said(app: Visit) -> str:
    """Nodes and edges, as the page tells their number, once they are drawn."""
    expect(app(".said")).to_have_text(re.compile(r"edge|Nothing"))
    text = str(app(".said").inner_text())
    if "edge" in text:
        expect(app(".stage[data-drawn=yes]")).to_be_visible()
    return text.partition(".")[0] + "."


def draw(app: Visit, query: str = "?view=claims-sources") -> str:
    """Open the view and wait for the drawing; what is said beside it."""
    app.open(f"/graph{query}")
    return said(app)


@pytest.mark.parametrize("view", KINDS)
def test_each_view_draws_every_connection(app: Visit, samples: Path, view: str) -> None:
    assert draw(app, f"?view={view}") == drawn(samples, view).said
    for kind in KINDS[view]:
        becomes(app, kind, lambda n: n > 30)
    words = [text for text in app(".under .legend li").all_inner_texts() if not text.startswith("larger")]
    assert len(words) == len(KINDS[view])
    shapes = app(".under .key-mark path").evaluate_all("all => all.map(each => each.getAttribute('d'))")
    assert len(set(shapes)) == len(KINDS[view])


def test_claims_on_the_same_sources_are_one_node_that_opens(app: Visit, samples: Path) -> None:
    expected = drawn(samples, "claims-sources")
    of, order = backing(samples), [row["claim"] for row in table(samples, "claims")]
    alike: dict[str, list[str]] = {}
    for claim in order:
        if own := sorted(row["source"] for row in table(samples, "citations") if row["claim"] == claim):
            alike.setdefault(f"{of[claim]} {own}", []).append(claim)
    group = next(claims for claims in alike.values() if len(claims) == 2)
    path, _, name = group[0].removeprefix("https://w3id.org/kgraph/a/").partition("#")
    draw(app, f"?view=claims-sources&chosen={quote(f'all:claim:2:{path}#{name}')}")
    assert f"{expected.more} nodes more" in app(".said").inner_text()
    app("text=Show these 2 one by one").click()
    expect(app(".said")).to_contain_text(f"{len(expected.nodes) + 1} nodes")
    assert f"{expected.more - 1} nodes more" in app(".said").inner_text()
    app.page.go_back()
    expect(app(".said")).to_contain_text(expected.said)


def test_choosing_a_view_changes_the_address(app: Visit, samples: Path) -> None:
    draw(app)
    app("select").nth(0).select_option(label="Articles and sites")
    expect(app(".said")).to_contain_text(drawn(samples, "sites").said)
    assert app.route == "/graph?view=sites"
    app.page.go_back()
    expect(app(".said")).to_contain_text(drawn(samples, "claims-sources").said)


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
    expect(app(".said")).to_contain_text(expected.said)
    app.page.reload()
    expect(app(".said")).to_contain_text(expected.said)


def test_filters_that_nothing_passes(app: Visit) -> None:
    assert draw(app, "?view=sites&site=arxiv.org&support=carried") == "Nothing matches these filters."


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
    site = card.locator(".chosen-title a").inner_text()
    beside = {a for a, b in drawn(samples, "sites").edges if b == site}
    assert beside
    titles = {row["article"]: row["title"] or row["article"] for row in table(samples, "articles")}
    named = card.locator("li button").all_inner_texts()
    assert len(named) == min(8, len(beside))
    assert set(named) <= {titles[path] for path in beside}
    assert f"chosen=site%3A{site}" in app.route
    becomes(app, "site", lambda n: 0 < n < before["count"])
    app.page.wait_for_timeout(400)  # sooner, the next would be a double click, wherever it is
    app(".stage").click(position={"x": 5, "y": 5})
    expect(card).to_be_empty()
    app.page.wait_for_timeout(400)
    app(".stage").click(position={"x": x, "y": y})
    card.locator(".chosen-title a").click()
    app.shows(site, f"/site/{site}")


def test_a_double_click_opens(app: Visit) -> None:
    draw(app, "?view=sites")
    x, y = stage(app, "site")["inside"]
    app(".stage").dblclick(position={"x": x, "y": y})
    expect(app(".view-head .kind")).to_have_text("Site")


def test_a_neighbourhood_of_a_source(app: Visit, samples: Path) -> None:
    app.open(to("source", "https://arxiv.org/abs/1706.03762"))
    app("text=See its neighbourhood").click()
    assert "edges" in said(app)
    nodes = int(app(".said").inner_text().split()[0])
    assert 5 < nodes < len(drawn(samples, "claims-sources").nodes)
    app("text=Leave this neighbourhood").click()
    expect(app(".said")).to_contain_text(drawn(samples, "claims-sources").said)


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
    nodes = [g for g in root.iter(f"{_SVG}g") if g.get("class") == "node"]
    assert len(nodes) == len(expected.nodes)
    assert len(list(root.iter(f"{_SVG}path"))) == len(expected.edges) + len(nodes)
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
    app(".as-list li").first.wait_for()
    listed = dict(line.split(" · ") for line in app(".as-list li").all_inner_texts())
    expected = drawn(samples, "sites")
    sites = {b for _, b in expected.edges}
    assert set(listed) == sites
    assert int(listed["arxiv.org"].split()[0]) == sum(b == "arxiv.org" for _, b in expected.edges)
