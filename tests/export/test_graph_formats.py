"""GraphML, GEXF, GML, DOT and Cytoscape JSON, read back by parsers that did not write them."""

import html
import json
import re
from pathlib import Path
from typing import Any

import igraph
import pydot
import pytest
from lxml import etree

import kgraph
from kgraph.export import VIEWS, Options, View, export, tables, view
from kgraph.export.graphs import gml

_COUNTS = {
    "claims-sources": (
        "SELECT (COUNT(DISTINCT ?n) AS ?c) WHERE { { ?n a schema:Claim } UNION { ?x biro:references ?n } UNION { ?x cito:cites ?n } }",
        "SELECT (COUNT(*) AS ?c) WHERE { ?a a schema:Claim ; cito:cites|kg:carriedFrom ?b }",
    ),
    "articles-sources": (
        "SELECT (COUNT(DISTINCT ?n) AS ?c) WHERE { { ?n kg:path ?p } UNION { ?x a schema:Claim ; cito:cites|kg:carriedFrom ?n } }",
        "SELECT (COUNT(*) AS ?c) WHERE { { SELECT DISTINCT ?a ?b WHERE { ?x a schema:Claim ; schema:isPartOf/schema:isPartOf ?a ; cito:cites|kg:carriedFrom ?b } } }",
    ),
    "sites": (
        "SELECT (COUNT(DISTINCT ?n) AS ?c) WHERE { { ?n kg:path ?p } UNION { ?x a schema:Claim ; (cito:cites|kg:carriedFrom)/schema:isPartOf ?n } }",
        "SELECT (COUNT(*) AS ?c) WHERE { { SELECT DISTINCT ?a ?b WHERE { ?x a schema:Claim ; schema:isPartOf/schema:isPartOf ?a ; (cito:cites|kg:carriedFrom)/schema:isPartOf ?b } } }",
    ),
}
_PREFIXES = "PREFIX schema: <https://schema.org/> PREFIX cito: <http://purl.org/spar/cito/> PREFIX biro: <http://purl.org/spar/biro/> PREFIX kg: <https://w3id.org/kgraph/ns#> "


def _expected(graph: kgraph.Graph, view: str) -> tuple[int, int]:
    nodes, edges = (graph.query(_PREFIXES + q)[0].c for q in _COUNTS[view])
    assert nodes > 20
    assert edges > 20
    return nodes, edges


@pytest.mark.parametrize("view", VIEWS)
def test_graphml(samples: kgraph.Graph, out: Path, view: str) -> None:
    samples.export(out / "a.graphml", view=view, isolated=True)
    read = igraph.Graph.Read_GraphML(str(out / "a.graphml"))
    assert (read.vcount(), read.ecount()) == _expected(samples, view)
    assert read.is_directed()
    assert {"kind", "label", "degree"} <= set(read.vs.attributes())
    assert read.vs["degree"] == [float(d) for d in read.degree()] or read.vs["degree"] == read.degree()
    tree = etree.parse(str(out / "a.graphml"))
    types = {k.get("attr.name"): k.get("attr.type") for k in tree.iter("{*}key")}
    assert types["degree"] in ("int", "long")
    assert types["label"] == "string"


@pytest.mark.parametrize("view", VIEWS)
def test_gml(samples: kgraph.Graph, out: Path, view: str) -> None:
    samples.export(out / "a.gml", view=view, isolated=True)
    read = igraph.Graph.Read_GML(str(out / "a.gml"))
    assert (read.vcount(), read.ecount()) == _expected(samples, view)
    assert all(isinstance(d, (int, float)) for d in read.vs["degree"])


@pytest.mark.parametrize("view", VIEWS)
def test_gexf(samples: kgraph.Graph, out: Path, view: str) -> None:
    samples.export(out / "a.gexf", view=view, isolated=True)
    tree = etree.parse(str(out / "a.gexf"))
    assert (len(list(tree.iter("{*}node"))), len(list(tree.iter("{*}edge")))) == _expected(samples, view)
    types = {a.get("title"): a.get("type") for a in tree.iter("{*}attribute")}
    assert types["degree"] in ("integer", "long")
    assert types["kind"] == "string"


@pytest.mark.parametrize("view", VIEWS)
def test_dot(samples: kgraph.Graph, out: Path, view: str) -> None:
    samples.export(out / "a.dot", view=view, isolated=True)
    [read] = pydot.graph_from_dot_file(str(out / "a.dot")) or []
    nodes = [n for n in read.get_nodes() if n.get_name() not in ("node", "edge", "graph", '"\\n"')]
    assert (len(nodes), len(read.get_edges())) == _expected(samples, view)


@pytest.mark.parametrize("view", VIEWS)
def test_cyjs(samples: kgraph.Graph, out: Path, view: str) -> None:
    samples.export(out / "a.cyjs", view=view, isolated=True)
    elements = json.loads((out / "a.cyjs").read_text(encoding="utf-8"))["elements"]
    assert (len(elements["nodes"]), len(elements["edges"])) == _expected(samples, view)
    ids = {n["data"]["id"] for n in elements["nodes"]}
    assert all(e["data"]["source"] in ids and e["data"]["target"] in ids for e in elements["edges"])


def test_what_has_no_edge_is_left_out_and_said(samples: kgraph.Graph) -> None:
    whole = view(tables(samples.quads()), "claims-sources")
    degree = {n: int(a["degree"]) for n, a in whole.nodes.items()}
    alone = sum(d == 0 for d in degree.values())
    core = {n for a, b, _ in whole.edges for n in (a, b) if min(degree[a], degree[b]) >= 2}
    for least, wanted in ((1, len(degree) - alone), (2, len(core))):
        said: list[str] = []
        data = export(samples.quads(), "cyjs", min_degree=least, beside=Options(say=said.append))
        assert len(json.loads(data)["elements"]["nodes"]) == wanted > 5
        assert said[0] == f"{alone} nodes without edges left out; --isolated yes keeps them"
        assert len(said) == least


def test_formats_carry_the_drawing(samples: kgraph.Graph, out: Path) -> None:
    """Position, size and colour, the same in each format, and those of the picture."""
    for suffix in ("graphml", "gexf", "gml", "cyjs", "svg"):
        samples.export(out / f"a.{suffix}", view="sites")
    drawn = {c.findtext("{*}title"): c for c in etree.parse(str(out / "a.svg")).getroot().iter("{*}g")}
    node = {v["label"]: v for v in igraph.Graph.Read_GraphML(str(out / "a.graphml")).vs}["arxiv.org"]
    shown = drawn["arxiv.org"]
    x, y, radius = map(float, re.findall(r"[\d.]+", shown.get("transform", "")))
    assert (node["x"], node["y"]) == (x, y)
    assert abs(node["size"] - 2 * radius) < 0.2
    assert node["color"] == shown.get("fill")
    viz = "{http://www.gexf.net/1.2draft/viz}"
    [of] = [n for n in etree.parse(str(out / "a.gexf")).iter("{*}node") if n.get("label") == "arxiv.org"]
    place, size, colour = (of.find(viz + part) for part in ("position", "size", "color"))
    assert place is not None and size is not None and colour is not None
    assert (float(place.get("x", "")), -float(place.get("y", ""))) == (node["x"], node["y"])
    assert float(size.get("value", "")) == node["size"]
    assert "#" + "".join(f"{int(colour.get(c, '')):02x}" for c in "rgb") == node["color"]
    held = json.loads((out / "a.cyjs").read_text(encoding="utf-8"))
    [cy] = [n for n in held["elements"]["nodes"] if n["data"]["name"] == "arxiv.org"]
    assert cy["position"] == {"x": node["x"], "y": node["y"]}
    assert (cy["data"]["size"], cy["data"]["color"]) == (node["size"], node["color"])
    assert held["style"][0]["style"]["background-color"] == "data(color)"
    graphics = (out / "a.gml").read_text().partition('label "arxiv.org"')[2].partition("]")[0]
    assert f"x {node['x']}" in graphics and f'fill "{node["color"]}"' in graphics


def test_attributes(samples: kgraph.Graph) -> None:
    drawn = samples.to_networkx()
    nodes = dict(drawn.nodes(data=True))
    kinds = {a["kind"] for a in nodes.values()}
    assert kinds == {"claim", "source"}
    assert {a["support"] for a in nodes.values() if a["kind"] == "claim"} == {"cited", "carried", "uncited"}
    assert all(a["degree"] == drawn.degree(n) for n, a in nodes.items())
    attention = nodes["https://arxiv.org/abs/1706.03762"]
    assert (attention["site"], attention["label"]) == ("arxiv.org", "Attention Is All You Need")
    assert {a["kind"] for _, _, a in drawn.edges(data=True)} == {"cited", "carried"}


def test_same_bytes(samples: kgraph.Graph, out: Path) -> None:
    for suffix in ("graphml", "gexf", "gml", "dot", "cyjs"):
        samples.export(out / f"a.{suffix}")
        samples.export(out / f"b.{suffix}")
        assert (out / f"a.{suffix}").read_bytes() == (out / f"b.{suffix}").read_bytes()


def _labels(graph: Any, name: str = "label") -> str:
    return "\n".join(str(x) for x in graph.vs[name])


def test_hostile_text(hostile: kgraph.Graph, out: Path) -> None:
    for suffix in ("graphml", "gexf", "gml", "dot", "cyjs"):
        hostile.export(out / f"a.{suffix}")
    read = igraph.Graph.Read_GraphML(str(out / "a.graphml"))
    labels = _labels(read)
    for visible in ("<script>alert(1)</script>", "]]> & ", "brace { }", "😀 and 中文", "bell escape \ufffd"):
        assert visible in labels, visible
    etree.parse(str(out / "a.gexf"))
    assert igraph.Graph.Read_GML(str(out / "a.gml")).vcount() == read.vcount()
    [dot] = pydot.graph_from_dot_file(str(out / "a.dot")) or []
    assert len(dot.get_edges()) == read.ecount()
    json.loads((out / "a.cyjs").read_text(encoding="utf-8"))


_CLAIM = "The Transformer dropped recurrence and convolution and relied on attention alone."
_EXPECTED = {
    "Attention Is All You Need": {"kind": "source", "degree": 5, "site": "arxiv.org"},
    _CLAIM.removesuffix(" alone.") + "…": {"kind": "claim", "degree": 1, "support": "cited"},
}


def _by_igraph(graph: igraph.Graph) -> dict[str, dict[str, Any]]:
    return {v["label"]: v.attributes() for v in graph.vs}


def _gexf(path: Path) -> dict[str, dict[str, Any]]:
    tree = etree.parse(str(path))
    titles = {
        (str(kind.get("class")), str(a.get("id"))): a
        for kind in tree.iter("{*}attributes")
        for a in kind.iter("{*}attribute")
    }
    found: dict[str, dict[str, Any]] = {}
    for node in tree.iter("{*}node"):
        values = {titles["node", str(v.get("for"))]: str(v.get("value")) for v in node.iter("{*}attvalue")}
        found[str(node.get("label"))] = {
            str(a.get("title")): int(v) if a.get("type") in ("integer", "long") else v
            for a, v in values.items()
        }
    return found


def _dot(path: Path) -> dict[str, dict[str, Any]]:
    [graph] = pydot.graph_from_dot_file(str(path)) or []
    found = {}
    for node in graph.get_nodes():
        values = node.get_attributes()
        label = str(values.get("label", "")).strip('"').replace("\\n", " ")
        found[label] = {k: int(v) if v.isdigit() else v.strip('"') for k, v in values.items() if k != "label"}
    return found


def test_attributes_arrive_with_their_types(samples: kgraph.Graph, out: Path) -> None:
    """Kind, label, degree, site and support, in each format as another parser reads them."""
    for suffix in ("graphml", "gexf", "gml", "dot", "cyjs"):
        samples.export(out / f"a.{suffix}")
    elements = json.loads((out / "a.cyjs").read_text(encoding="utf-8"))["elements"]["nodes"]
    read = {
        "graphml": _by_igraph(igraph.Graph.Read_GraphML(str(out / "a.graphml"))),
        "gml": {
            html.unescape(k): v for k, v in _by_igraph(igraph.Graph.Read_GML(str(out / "a.gml"))).items()
        },
        "gexf": _gexf(out / "a.gexf"),
        "dot": _dot(out / "a.dot"),
        "cyjs": {n["data"]["name"]: n["data"] for n in elements},
    }
    for suffix, nodes in read.items():
        for label, expected in _EXPECTED.items():
            assert {k: nodes[label].get(k) for k in expected} == expected, (suffix, label)


def test_labels_that_come_again(out: Path) -> None:
    """networkx has no two nodes of one name in GML: the labels stay what people read."""
    labels = ["Notes", "Notes", "Notes (2)", "Notes", "Notes (2)"]
    seen = View(nodes={f"n{i}": {"kind": "source", "label": label} for i, label in enumerate(labels)})
    (out / "a.gml").write_bytes(gml(seen))
    read = igraph.Graph.Read_GML(str(out / "a.gml"))
    assert read.vs["label"] == ["Notes", "Notes (3)", "Notes (2)", "Notes (4)", "Notes (2) (2)"]
