"""Answers in the W3C's formats, read back by rdflib; Markdown by a parser of tables."""

import io
from typing import Any

import pytest
from rdflib import XSD, BNode, Literal, URIRef, Variable
from rdflib.query import Result as Theirs

from kgraph.errors import UsageError
from kgraph.store import Result
from kgraph.store.results import FORMATS, render

_X = str(XSD)
VALUES: list[tuple[dict[str, str], Any]] = [
    ({"type": "uri", "value": "https://example.org/a?b=c&d=%20"}, URIRef("https://example.org/a?b=c&d=%20")),
    ({"type": "literal", "value": 'quote " comma , tab\tline\nend \\ <b>&amp;'}, Literal('quote " comma , tab\tline\nend \\ <b>&amp;')),
    ({"type": "literal", "value": "Größe 大小", "xml:lang": "de"}, Literal("Größe 大小", lang="de")),
    ({"type": "literal", "value": "42", "datatype": _X + "integer"}, Literal(42)),
    ({"type": "literal", "value": "-0.50", "datatype": _X + "decimal"}, Literal("-0.50", datatype=XSD.decimal)),
    ({"type": "literal", "value": "1.5E3", "datatype": _X + "double"}, Literal("1.5E3", datatype=XSD.double)),
    ({"type": "literal", "value": "true", "datatype": _X + "boolean"}, Literal(True)),
    ({"type": "literal", "value": "INF", "datatype": _X + "double"}, Literal("INF", datatype=XSD.double)),
    ({"type": "literal", "value": "2025-01-02T03:04:05Z", "datatype": _X + "dateTime"}, Literal("2025-01-02T03:04:05Z", datatype=XSD.dateTime)),
]  # fmt: skip
RESULT = Result(variables=("n", "value"), terms=tuple({"value": term} for term, _ in VALUES))


def _read(format_: str, result: Result = RESULT) -> Theirs:
    return Theirs.parse(io.BytesIO(render(result, format_)), format=format_)


@pytest.mark.parametrize("format_", ["json", "xml", "tsv"])
def test_terms_come_back(format_: str) -> None:
    read = _read(format_)
    assert [str(v) for v in read.vars or ()] == ["n", "value"]
    rows = list(read.bindings)
    assert len(rows) == len(VALUES)
    for row, (_, expected) in zip(rows, VALUES, strict=True):
        [(name, found)] = row.items()
        assert str(name) == "value"
        assert type(found) is type(expected)
        assert getattr(found, "toPython", str)() == getattr(expected, "toPython", str)()
        assert [getattr(found, k, None) for k in ("datatype", "language")] == [
            getattr(expected, k, None) for k in ("datatype", "language")
        ]


def test_csv_has_the_texts() -> None:
    rows = list(_read("csv").bindings)
    assert [str(row[Variable("value")]) for row in rows] == [term["value"] for term, _ in VALUES]


def test_numbers_in_tsv_stand_bare() -> None:
    lines = render(RESULT, "tsv").decode().split("\n")
    assert lines[0] == "?n\t?value"
    assert "\t42" in lines
    assert '\t"-0.50"^^<http://www.w3.org/2001/XMLSchema#decimal>' in lines
    assert "\ttrue" in lines
    assert '\t"INF"^^<http://www.w3.org/2001/XMLSchema#double>' in lines


def test_blank_nodes_and_truth() -> None:
    node = Result(variables=("x",), terms=({"x": {"type": "bnode", "value": "b0"}},))
    for format_ in ("json", "xml"):
        [row] = _read(format_, node).bindings
        assert isinstance(row[Variable("x")], BNode)
        assert _read(format_, Result(boolean=True)).askAnswer is True
    for format_ in ("csv", "tsv", "md"):
        assert render(Result(boolean=False), format_) == b"false\n"


def test_markdown_is_one_row_a_line() -> None:
    head, rule, *rows = render(RESULT, "md").decode().splitlines()
    assert (head, rule) == ("| n | value |", "|---|---|")
    assert len(rows) == len(VALUES)
    assert rows[1] == r'|  | quote " comma , tab line end \\ \<b\>&amp; |'
    for row in rows:
        assert row.replace(r"\|", "").count("|") == 3


def test_a_graph_is_n_triples_in_every_format() -> None:
    line = "<https://example.org/a> <https://example.org/b> <https://example.org/c> ."
    for format_ in FORMATS:
        assert render(Result(lines=(line,)), format_) == f"{line}\n".encode()
    with pytest.raises(UsageError, match="unknown result format 'yaml'"):
        render(RESULT, "yaml")
