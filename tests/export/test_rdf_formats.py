"""Every RDF syntax says what the N-Quads say, by rdflib's parsers."""

from pathlib import Path

import pytest
import rdflib

import kgraph

QUADS = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
TRIPLES = {"nt": "nt", "ttl": "turtle", "rdf": "xml"}


def _quads(text: bytes, format_: str) -> set[tuple[str, ...]]:
    dataset = rdflib.Dataset()
    dataset.parse(data=text.decode(), format=format_)
    return {
        (*tuple(x.n3() if hasattr(x, "n3") else str(x) for x in (s, p, o)), str(g))
        for s, p, o, g in dataset.quads((None, None, None, None))
    }


@pytest.mark.parametrize("which", ["samples", "hostile"])
@pytest.mark.parametrize("format_", [*QUADS, *TRIPLES])
def test_agrees(which: str, format_: str, out: Path, request: pytest.FixtureRequest) -> None:
    graph: kgraph.Graph = request.getfixturevalue(which)
    graph.export(out / f"a.{format_}")
    expected = _quads(("\n".join(graph.quads()) + "\n").encode(), "nquads")
    assert len(expected) > 300
    data = (out / f"a.{format_}").read_bytes()
    if format_ in QUADS:
        assert _quads(data, QUADS[format_]) == expected
    else:
        read = rdflib.Graph().parse(data=data.decode(), format=TRIPLES[format_])
        assert {tuple(x.n3() for x in triple) for triple in read} == {q[:3] for q in expected}


def test_turtle_is_readable(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.ttl")
    text = (out / "a.ttl").read_text(encoding="utf-8")
    assert "@prefix schema: <https://schema.org/>" in text
    assert "schema:Claim" in text
    assert "cito:cites" in text


def test_to_rdflib(samples: kgraph.Graph) -> None:
    dataset = samples.to_rdflib()
    assert len(list(dataset.quads((None, None, None, None)))) == len(samples.quads())
