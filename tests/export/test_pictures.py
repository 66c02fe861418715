"""Pictures of a view, and the card of a notebook: read back by parsers that did not write them."""

import itertools
import math
import re
import time
import webbrowser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

import kgraph
from kgraph import export
from kgraph.export import VIEWS, View, picture
from kgraph.export._drawing import COLOURS, EDGE
from kgraph.export._layout import HEIGHT, WIDTH
from kgraph.export._shapes import SHAPES
from kgraph.export.picture import svg
from tests.shared_corpora import ROOT

_SVG = "{http://www.w3.org/2000/svg}"


def _grid(nodes: int) -> View:
    """Articles in a ring, each with a site of its own and one that all share."""
    view = View()
    view.nodes["site:hub"] = {"kind": "site", "label": "hub", "site": "hub"}
    for i in range(nodes // 2):
        view.nodes[f"a{i}"] = {"kind": "article", "label": f"Article {i}"}
        view.nodes[f"site:{i}"] = {"kind": "site", "label": f"site-{i}.example", "site": f"site-{i}.example"}
        view.edges.append((f"a{i}", f"site:{i}", {"kind": "cites", "weight": 1}))
        view.edges.append((f"a{i}", "site:hub", {"kind": "cites", "weight": 2}))
    return view


def _nodes(root: etree._Element) -> list[tuple[str, float, float, float]]:
    """Title, place and radius of each node."""
    out = []
    for each in root.iter(f"{_SVG}g"):
        if (title := each.findtext(f"{_SVG}title")) is not None:
            x, y, size = map(float, re.findall(r"[\d.]+", each.get("transform", "")))
            out.append((title, x, y, size))
    return out


def _boxes(root: etree._Element) -> list[tuple[float, float, float, float]]:
    """Where labels stand, by a careful estimate of their width."""
    out = []
    for text in root.iter(f"{_SVG}text"):
        size = float(text.get("font-size", "14"))
        if text.get("fill") is None:
            x, y = float(text.get("x", "0")), float(text.get("y", "0"))
            out.append((x, y - size * 0.7, x + size * 0.4 * len(text.text or ""), y))
    return out


@pytest.mark.parametrize("view", VIEWS)
def test_svg_shows_every_connected_node(samples: kgraph.Graph, out: Path, view: str) -> None:
    samples.export(out / "a.svg", view=view)
    root = etree.parse(str(out / "a.svg")).getroot()
    held = export.view(export.tables(samples.quads()), view)
    connected = {n for a, b, _ in held.edges for n in (a, b)}
    nodes = _nodes(root)
    assert len(nodes) == len(connected) > 20
    [lines] = [g for g in root.iter(f"{_SVG}g") if g.get("stroke") == EDGE]
    assert len(lines) == len(held.edges)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for _, x, y, _ in nodes)


def test_shapes_say_what_colours_say_and_a_legend_names_them(samples: kgraph.Graph, out: Path) -> None:
    """As in the explorer: each kind of node and each way of backing has its own shape."""
    marks = (ROOT / "web" / "src" / "graph" / "marks.ts").read_text(encoding="utf-8")
    assert {shape for shape in SHAPES.values() if f'"{shape}"' not in marks} == set()
    assert len(set(SHAPES.values())) == len(SHAPES) == len(COLOURS)
    samples.export(out / "a.svg", view="claims-sources")
    root = etree.parse(str(out / "a.svg")).getroot()
    drawn = {(g.get("fill"), p.get("d")) for g in root.iter(f"{_SVG}g") for p in g.findall(f"{_SVG}path") if g.get("fill") in COLOURS.values()}  # fmt: skip
    present = {"several", "one", "unknown", "carried", "source"}
    assert drawn == {(COLOURS[look], SHAPES[look]) for look in present}
    keys = [g for g in root.findall(f"{_SVG}g") if g.get("fill") in COLOURS.values()]
    assert {(g.get("fill"), g.find(f"{_SVG}path").get("d")) for g in keys} == drawn  # type: ignore[union-attr]
    told = [t.text for t in root.findall(f"{_SVG}text")]
    assert {"claim cited, several publishers", "claim carried", "source"} <= set(told)


def test_the_foot_never_lies_on_itself() -> None:
    view = View()
    for i, backing in enumerate(("several", "one", "unknown", "carried")):
        for j in range(500):
            view.nodes[f"c{i}.{j}"] = {
                "kind": "claim",
                "label": "A claim",
                "backing": backing,
                "article": "a",
            }
            view.edges.append((f"c{i}.{j}", "s", {"kind": "cited", "weight": 1}))
    view.nodes["s"] = {"kind": "source", "label": "A source", "site": "example.org"}
    for kind in ("article", "site"):
        view.nodes[kind] = {"kind": kind, "label": kind}
        view.edges.append((kind, "s", {"kind": "cites", "weight": 1}))
    foot = etree.fromstring(svg(view)).findall(f"{_SVG}text")
    assert "1,996 nodes more counted in those with a ring" in str(foot[-1].text)
    assert len({t.get("y") for t in foot}) == 2


@pytest.mark.parametrize("nodes", [50, 500, 5000])
def test_sizes(nodes: int) -> None:
    began = time.process_time()
    root = etree.fromstring(svg(_grid(nodes)))
    assert (
        time.process_time() - began < 60
    )  # about 19 on a quiet machine; every pair of nodes at once would take many minutes
    shown = _nodes(root)
    assert len(shown) == nodes + 1
    assert len({(x, y) for _, x, y, _ in shown}) > 0.97 * nodes, "nodes stand apart"
    boxes = _boxes(root)
    on = [(box, x, y) for box in boxes for _, x, y, r in shown if math.dist((max(box[0], min(x, box[2])), max(box[1], min(y, box[3]))), (x, y)) < 0.9 * r]  # fmt: skip
    assert not on, "labels do not lie on nodes"
    assert len(boxes) >= (10 if nodes < 5000 else 1)  # so many leave room for the name of the hub alone
    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert not overlaps, "labels do not collide"


def test_hubs_have_their_names_and_discs_stand_apart() -> None:
    """Ten articles with forty sites each: a crowd in which every article must be named, and every disc seen."""
    view = View()
    for i in range(10):
        view.nodes[f"a{i}"] = {"kind": "article", "label": f"Article {i}"}
        for j in range(40):
            name = "shared" if j == 0 else f"site-{i}-{j}.example"
            view.nodes[name] = {"kind": "site", "label": name, "site": name}
            view.edges.append((f"a{i}", name, {"kind": "cites", "weight": 1}))
    root = etree.fromstring(svg(view))
    written = {t.text for t in root.iter(f"{_SVG}text")}
    assert {f"Article {i}" for i in range(10)} <= written
    discs = [node[1:] for node in _nodes(root)]
    assert min(r for _, _, r in discs) >= 2
    over = sum(math.dist(a[:2], b[:2]) < 0.8 * (a[2] + b[2]) for a, b in itertools.combinations(discs, 2))
    assert over < len(discs) / 20


def test_what_stands_alike_is_counted_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_NODES", 200)
    view = View()
    for i in range(600):
        view.nodes[f"c{i}"] = {
            "kind": "claim",
            "label": f"Claim {i}",
            "backing": "one",
            "article": f"a{i % 3}",
        }
    for i in range(3):
        view.nodes[f"s{i}"] = {"kind": "source", "label": f"Source {i}", "site": "example.org"}
    view.edges = [(f"c{i}", f"s{i % 3}", {"kind": "cited", "weight": 1}) for i in range(600)]
    root = etree.fromstring(svg(view))
    assert sorted(title for title, *_ in _nodes(root)) == ["200 claims"] * 3 + [
        "Source 0",
        "Source 1",
        "Source 2",
    ]
    assert "6 nodes, 3 edges; 597 nodes more counted" in svg(view).decode()


def test_an_empty_view_says_so() -> None:
    assert "Nothing is connected yet" in svg(View()).decode()


def test_the_same_picture_every_time(samples: kgraph.Graph) -> None:
    held = export.view(export.tables(samples.quads()), "sites")
    assert svg(held) == svg(held)


def test_png(samples: kgraph.Graph, out: Path) -> None:
    try:
        samples.export(out / "a.png", view="sites")
    except kgraph.KgraphError as error:
        assert "needs a font" in str(error)
        pytest.skip("this machine has no font")
    data = (out / "a.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (2 * WIDTH, 2 * HEIGHT)


def test_hostile_labels(hostile: kgraph.Graph, out: Path) -> None:
    for view in VIEWS:
        hostile.export(out / "a.svg", view=view)
        root = etree.parse(str(out / "a.svg")).getroot()
        assert {etree.QName(e).localname for e in root.iter()} <= {"svg", "rect", "g", "path", "title", "text"}  # fmt: skip
        assert "\u202e" not in (out / "a.svg").read_text(encoding="utf-8")


def test_the_card_of_a_notebook(samples: kgraph.Graph, hostile: kgraph.Graph) -> None:
    soup = BeautifulSoup(samples._repr_html_(), "html.parser")
    assert "12 articles, 80 claims, 55 sources on 21 sites" in soup.get_text()
    assert "69 cited, 1 carried, 10 uncited" in soup.get_text()
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in soup.find_all("tr")[1:]]
    asked = [[row.site, str(row.claims)] for row in samples.query("sites-by-claims")]
    assert rows == sorted(asked, key=lambda row: (-int(row[1]), row[0]))[:8]
    assert soup.find("svg") is not None
    for each in (soup, BeautifulSoup(hostile._repr_html_(), "html.parser")):
        assert each.find(["script", "link", "img", "iframe"]) is None
        assert not any(name.startswith("on") for tag in each.find_all(True) for name in tag.attrs)


def test_show_opens_the_page(samples: kgraph.Graph, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    given, made = samples.show(out / "graph.html"), samples.show()
    try:
        assert opened == [given.as_uri(), made.as_uri()]
        assert given.read_bytes() == made.read_bytes()
        assert b"<!doctype html>" in made.read_bytes()
    finally:
        made.unlink()
