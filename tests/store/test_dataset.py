"""Which graphs a query names: too many are loaded at worst, never too few."""

import pytest

from kgraph.store._dataset import Named, named

A = frozenset({"urn:a"})
QUERIES = {
    "SELECT * { ?s ?p ?o }": None,
    "SELECT * { ?graph ?from 'GRAPH <urn:a>' } # FROM <urn:a>": None,
    "PREFIX graph: <urn:> SELECT * { ?s graph:from <urn:GRAPH> }": None,
    "SELECT * { GRAPH <urn:a> { ?s ?p ?o } }": Named(A, alone=False),
    "SELECT*{graph<urn:a>{?s ?p ?o}}": Named(A, alone=False),
    "SELECT * { GRAPH # a remark\n <urn:a> { ?s ?p ?o } }": Named(A, alone=False),
    "SELECT * { GRAPH <urn:a> { ?s ?p ?o } GRAPH <urn:b> { ?s ?p ?o } }": Named(frozenset({"urn:a", "urn:b"}), alone=False),
    "SELECT * { GRAPH <urn:a> { ?s ?p ?o } GRAPH ?g { ?s ?p ?o } }": Named(None, alone=False),
    "SELECT * { GRAPH $g { ?s ?p ?o } }": Named(None, alone=False),
    "SELECT * FROM <urn:a> { ?s ?p ?o }": Named(A, alone=True),
    "SELECT * from named <urn:a> { GRAPH ?g { ?s ?p ?o } }": Named(A, alone=True),
    "SELECT * FROM <urn:a> FROM NAMED <urn:b> { GRAPH ?g { ?s ?p ?o } }": Named(frozenset({"urn:a", "urn:b"}), alone=True),
    "PREFIX e: <urn:> ASK { GRAPH e:a { ?s ?p ?o } }": Named(A, alone=False),
    "PREFIX : <urn:> ASK { GRAPH :a { ?s ?p ?o } }": Named(A, alone=False),
    "PREFIX e: <urn:x> PREFIX e: <urn:> ASK { GRAPH e:a { ?s ?p ?o } }": Named(None, alone=False),
    "PREFIX e: <urn:> ASK { GRAPH e:a\\-b { ?s ?p ?o } }": Named(None, alone=False),
    "ASK { GRAPH e:a { ?s ?p ?o } }": Named(None, alone=False),
    "BASE <http://e.org/> ASK { GRAPH <a> { ?s ?p ?o } }": Named(None, alone=False),
    "ASK { GRAPH <urn:\\u0061> { ?s ?p ?o } }": Named(None, alone=False),
    "ASK { GRAPH": Named(None, alone=False),
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_graphs(query: str) -> None:
    assert named(query) == QUERIES[query]


def test_those_of_the_protocol_win() -> None:
    query = "SELECT * FROM <urn:b> { ?s ?p ?o }"
    assert named(query, ["urn:a"]) == named(query, [], ["urn:a"]) == Named(A, alone=True)
