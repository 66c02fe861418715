"""Labels that hold what ends a string, a line or an element: each graph format is read back with the same nodes."""

import json
from pathlib import Path

import igraph
import networkx
import pydot
import pytest

from kgraph.export import View
from kgraph.export import graphs as module
from kgraph.export.views import Value
from tests.payloads import TEX

ODD = (
    "\\N \\G \\l", "graph {", "];", "<b>html</b>", "[ id 1 label \"x\" ]", "&#10;", "]]>", "a\\", '\\"', "x\x0by", "\u202e\u2066", "-> ;", "//c", "/*", "é\u0301 😀",
)  # fmt: skip
LABELS = (*TEX, *ODD)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a star of all labels in each format."""
    nodes: dict[str, dict[str, Value]] = {
        f"n{i}": {"kind": "source", "label": each, "site": each} for i, each in enumerate(LABELS)
    }
    view = View(nodes=nodes, edges=[("n0", name, {"kind": "cited", "weight": 1}) for name in nodes])
    folder = tmp_path_factory.mktemp("labels")
    for format_ in ("graphml", "gexf", "gml", "dot", "cyjs"):
        (folder / f"a.{format_}").write_bytes(getattr(module, format_)(view))
    return folder


def _expected(text: str) -> str:
    """What XML can hold of it, as a parser of XML gives it."""
    return str(module._clean(text)).replace("\r\n", "\n").replace("\r", "\n")


def test_graphml(written: Path) -> None:
    read = networkx.read_graphml(written / "a.graphml")
    assert [read.nodes[f"n{i}"]["label"] for i in range(len(LABELS))] == [_expected(each) for each in LABELS]
    other = igraph.Graph.Read_GraphML(str(written / "a.graphml"))
    assert other.vs["label"] == [_expected(each) for each in LABELS]
    assert read.number_of_edges() == other.ecount() == len(LABELS)


def test_gexf(written: Path) -> None:
    read = networkx.read_gexf(written / "a.gexf")
    for name in ("label", "site"):
        found = [read.nodes[f"n{i}"][name] for i in range(len(LABELS))]
        assert [_expected(each) for each in found] == [_expected(each) for each in LABELS]
    assert read.number_of_edges() == len(LABELS)


@pytest.mark.filterwarnings("ignore:One or more unknown entities:RuntimeWarning")
def test_gml(written: Path) -> None:
    read = networkx.read_gml(written / "a.gml", label="id")
    sites = [attributes["site"] for _, attributes in read.nodes(data=True)]
    assert sites == [module._clean(each) for each in LABELS]
    other = igraph.Graph.Read_GML(str(written / "a.gml"))
    assert (other.vcount(), other.ecount()) == (len(LABELS), len(LABELS))


def test_dot(written: Path) -> None:
    text = (written / "a.dot").read_text(encoding="utf-8")
    [read] = pydot.graph_from_dot_data(text) or []
    assert len(read.get_edges()) == len(LABELS)
    sites = {each.get_name(): each.get("site") for each in read.get_nodes() if each.get("site") is not None}
    assert len(sites) == len(LABELS)
    for i, label in enumerate(LABELS):
        quoted = sites[f'"n{i}"']
        shown = (
            quoted[1:-1].replace("\\\\", "\0").replace('\\"', '"').replace("\\n", "\n").replace("\0", "\\")
        )
        assert shown == str(module._clean(label)).replace("\r", "")


def test_cyjs(written: Path) -> None:
    nodes = json.loads((written / "a.cyjs").read_text(encoding="utf-8"))["elements"]["nodes"]
    assert [each["data"]["name"] for each in nodes] == [module._clean(each) for each in LABELS]
