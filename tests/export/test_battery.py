"""T9 in files: 110 payloads in every field, each export read by parsers that did not write it."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import duckdb
import igraph
import networkx
import pydot
import pytest
import rdflib
import rispy
from bibtexparser import entrypoint as bibtexparser
from lxml import etree, html
from pybtex.database import parse_file

import kgraph
from kgraph.export import TABLES, VIEWS
from tests.hostile_articles import hostile_store
from tests.payloads import ALL, FORMULAS, XSS
from tests.serve.conftest import kgraph as shell

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
_TAGS = re.compile(r"</?[a-zA-Z!?][^>]*>?")


@pytest.fixture(scope="module")
def battery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the store."""
    folder = tmp_path_factory.mktemp("battery")
    hostile_store(folder)
    return folder


@pytest.fixture(scope="module")
def graph(battery: Path) -> kgraph.Graph:
    return kgraph.Graph(battery / ".kgraph")


def _claims(graph: kgraph.Graph) -> list[str]:
    rows = graph.query("SELECT ?t WHERE { ?c a <https://schema.org/Claim> ; <https://schema.org/text> ?t }")
    return [str(row.t) for row in rows]


def test_the_payloads_came_through(graph: kgraph.Graph) -> None:
    """What XML can hold stands in the text of a claim as it was written, but for the spaces."""
    text = "\n".join(" ".join(claim.split()) for claim in _claims(graph))
    readable = [" ".join(each.split()) for each in (*XSS, *FORMULAS) if not _NOT_XML.search(each)]
    assert len([each for each in readable if each in text]) > 70


def _every(dot: str, step: int) -> tuple[str, int]:
    """Every so-many-th statement of a DOT file, and how many of them are edges: pydot takes 12 ms for each."""
    first, second, *lines, last = dot.rstrip("\n").split("\n")
    kept = lines[::step]
    return "\n".join([first, second, *kept, last]), sum('" -> "' in line for line in kept)


@pytest.mark.parametrize("view", VIEWS)
def test_graph_formats(graph: kgraph.Graph, tmp_path: Path, view: str) -> None:
    for suffix in ("graphml", "gexf", "gml", "dot", "cyjs", "svg"):
        graph.export(tmp_path / f"a.{suffix}", view=view, isolated=True if suffix != "svg" else None)
    for suffix in ("graphml", "gexf", "svg"):
        ElementTree.parse(tmp_path / f"a.{suffix}")
        etree.parse(str(tmp_path / f"a.{suffix}"), etree.XMLParser(resolve_entities=False, huge_tree=True))
    held = graph.to_networkx(view)
    size = (held.number_of_nodes(), held.number_of_edges())
    assert min(size) > 100
    by_networkx = networkx.read_graphml(tmp_path / "a.graphml")
    by_igraph = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    gml = igraph.Graph.Read_GML(str(tmp_path / "a.gml"))
    cyjs = json.loads((tmp_path / "a.cyjs").read_text(encoding="utf-8"))["elements"]
    step = 1 if view == "sites" else 5
    drawn, edges = _every((tmp_path / "a.dot").read_text(encoding="utf-8"), step)
    [dot] = pydot.graph_from_dot_data(drawn) or []
    assert size == (by_networkx.number_of_nodes(), by_networkx.number_of_edges())
    assert size == (by_igraph.vcount(), by_igraph.ecount()) == (gml.vcount(), gml.ecount())
    assert size == (len(cyjs["nodes"]), len(cyjs["edges"]))
    assert edges == len(dot.get_edges())
    assert step > 1 or edges == size[1]
    gexf = networkx.read_gexf(tmp_path / "a.gexf")
    assert size == (gexf.number_of_nodes(), gexf.number_of_edges())
    gml_nx = networkx.read_gml(tmp_path / "a.gml", label="id")
    assert size == (gml_nx.number_of_nodes(), gml_nx.number_of_edges())
    labels = {attributes["label"] for _, attributes in by_networkx.nodes(data=True)}
    assert labels == {attributes["label"] for _, attributes in held.nodes(data=True)}


def test_pictures_hold_text_only(graph: kgraph.Graph, tmp_path: Path) -> None:
    for view in VIEWS:
        graph.export(tmp_path / "a.svg", view=view)
        root = etree.parse(str(tmp_path / "a.svg")).getroot()
        assert {etree.QName(e).localname for e in root.iter()} <= {"svg", "rect", "g", "path", "title", "text"}  # fmt: skip
        names = {etree.QName(name).localname for e in root.iter() for name in e.attrib}
        assert [name for name in names if str(name).startswith("on") or name in ("href", "src")] == []


def test_the_card_holds_text_only(graph: kgraph.Graph) -> None:
    root = html.fromstring(graph._repr_html_())
    assert not {"script", "img", "iframe", "object", "a", "link", "style"} & {e.tag for e in root.iter()}
    assert [name for e in root.iter() for name in e.attrib if str(name).startswith("on") or name in ("href", "src")] == []  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_tables(graph: kgraph.Graph, tmp_path: Path, table: str) -> None:
    graph.export(tmp_path / "a.csv", table=table)
    graph.export(tmp_path / "a.parquet", table=table)
    here = duckdb.connect()
    exact = here.execute(f"SELECT * FROM read_parquet('{tmp_path / 'a.parquet'}')").fetchall()
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, strict=True)
    flat = here.execute(
        f"SELECT * FROM read_csv('{tmp_path / 'a.csv'}', header=true, all_varchar=true)"
    ).fetchall()
    assert len(rows) == len(exact) == len(flat) > 100
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(_RISKY) and not re.fullmatch(r"-?\d+", cell)] == []
    for row, values in zip(rows, exact, strict=True):
        written = ["" if value is None else str(value) for value in values]
        assert [cell.removeprefix("'") for cell in row] == [value.removeprefix("'") for value in written]


def test_answers_as_csv(battery: Path, graph: kgraph.Graph) -> None:
    """An answer is data for a program and keeps its values as they are; but its rows are whole."""
    run = shell("query", "sources-by-claims", "--store", ".kgraph", "--format", "csv", cwd=battery)
    assert run.returncode == 0, run.stderr
    rows = list(csv.reader(io.StringIO(run.stdout, newline=""), strict=True))
    assert {len(row) for row in rows} == {4}
    assert len(rows) - 1 == len(graph.query("sources-by-claims"))


def test_bibliographies(graph: kgraph.Graph, tmp_path: Path) -> None:
    for suffix in ("bib", "ris", "csl.json"):
        graph.export(tmp_path / f"a.{suffix}")
    items: list[dict[str, Any]] = json.loads((tmp_path / "a.csl.json").read_text(encoding="utf-8"))
    assert len({item["id"] for item in items}) == len(items) > 300
    by_pybtex = parse_file(str(tmp_path / "a.bib"))
    by_bibtexparser = bibtexparser.parse_file(str(tmp_path / "a.bib"))
    assert by_bibtexparser.failed_blocks == []
    assert len(by_pybtex.entries) == len(by_bibtexparser.entries) == len(items)
    assert {key.lower() for key in by_pybtex.entries} == {item["id"] for item in items}
    records = rispy.loads((tmp_path / "a.ris").read_text(encoding="utf-8"))
    assert len(records) == len(items)
    assert {record["id"] for record in records} == {item["id"] for item in items}
    lines = (tmp_path / "a.ris").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Z][A-Z0-9]  - .*|", line)] == []


@pytest.mark.parametrize(
    ("suffix", "syntax"),
    [
        ("nq", "nquads"),
        ("trig", "trig"),
        ("jsonld", "json-ld"),
        ("nt", "nt"),
        ("ttl", "turtle"),
        ("rdf", "xml"),
    ],
)
def test_rdf(graph: kgraph.Graph, tmp_path: Path, suffix: str, syntax: str) -> None:
    graph.export(tmp_path / f"a.{suffix}")
    held: rdflib.Graph = (
        rdflib.Dataset(default_union=True) if suffix in ("nq", "trig", "jsonld") else rdflib.Graph()
    )
    held.parse(tmp_path / f"a.{suffix}", format=syntax)
    found = {str(o) for o in held.objects(None, rdflib.URIRef("https://schema.org/text"))}
    assert found == set(_claims(graph))


def test_nothing_turns_a_terminal(battery: Path) -> None:
    """What the shell shows a person; a file or a pipe gets the text as it is."""
    run = shell("query", "problems", "--store", ".kgraph", "--format", "md", cwd=battery)
    assert "\x1b" not in run.stdout
    info = shell("info", "--store", ".kgraph", cwd=battery)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", info.stdout + info.stderr)
    assert len(ALL) == 110
