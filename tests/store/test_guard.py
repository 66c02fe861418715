"""Queries that would leave the store, change it, or never end; and honest ones that only look like it (T11)."""

import io
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import QueryError
from kgraph.keeper import Keeper
from kgraph.store import Reader, run_query
from kgraph.store.query import MEMORY_BYTES
from tests.shared_corpora import ROOT


class Listener:
    """A socket on loopback that counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(64)
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"

    def connections(self) -> int:
        n = 0
        while True:
            try:
                self._socket.accept()[0].close()
                n += 1
            except BlockingIOError:
                return n

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "kg"
    kgraph.build([str(ROOT / "data/articles")], store=path, workers=1)
    return path


SERVICE = [
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { service <U> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE\n<U>\n{ ?s ?p ?o } }",
    "SELECT * { SERVICE # comment\n <U> { ?s ?p ?o } }",
    "SELECT * {SERVICE<U>{?s ?p ?o}}",
    "SELECT * { ?s ?p ?o . SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { { SERVICE <U> { ?s ?p ?o } } UNION { ?s ?p ?o } }",
    "SELECT * { OPTIONAL { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <U> { ?s ?p ?o } } } }",
    "SELECT * { FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "ASK { SERVICE <U> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <U> { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { BIND(<U> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <U> } SERVICE SILENT ?e { ?s ?p ?o } }",
    "PREFIX u: <U#> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "BASE <U> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <U> { ?s ?p ?o } }",
    "SELECT * { SERV\\u0049CE <U> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''long ' string''' . SERVICE <U> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "quote \\" inside" . SERVICE <U> { ?s ?p ?o } }',
    "SELECT * FROM <U> { ?s ?p ?o }",
    "SELECT * FROM NAMED <U> { GRAPH ?g { ?s ?p ?o } }",
]
UPDATES = [
    "LOAD <U>",
    "load silent <U>",
    "LOAD <U> INTO GRAPH <http://e.org/g>",
    "PREFIX a: <http://e.org/> LOAD <U>",
    "# comment\nLOAD <U>",
    "INSERT DATA { <http://a.org> <http://a.org> <http://a.org> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT DEFAULT",
    "CREATE GRAPH <U>",
    "COPY DEFAULT TO <U>",
    "MOVE <U> TO DEFAULT",
    "ADD <U> TO DEFAULT",
]


@pytest.mark.parametrize("query", SERVICE + UPDATES)
def test_nothing_leaves(store: Path, listener: Listener, query: str) -> None:
    query = query.replace("U", listener.url) if "<U" in query else query
    try:
        result = run_query(store, query, timeout_s=10)
    except QueryError as error:
        assert "\n" not in str(error)
        assert str(error).endswith(".")
    else:
        assert "FROM" in query, "only a data set clause is no request"
        assert not result.terms
    assert listener.connections() == 0
    assert run_query(store, "ASK { ?s ?p ?o }", timeout_s=10).boolean is True


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit on descriptors is all there is")
def test_the_kernel_refuses_what_the_guard_lets_through(store: Path, listener: Listener) -> None:
    """The engine itself is asked for SERVICE, in the process that queries run in; then it still answers."""
    with Reader(store) as reader, closing(Keeper()) as keeper:
        keeper.load(data for _, data in reader.graphs())
        worker = keeper.worker(MEMORY_BYTES)
        try:
            for query in (
                f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}",
                "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 1",
            ):
                request = {"query": query, "base": None, "default_graphs": None, "named_graphs": None}
                answer = worker.ask(request, io.BytesIO(), timeout_s=20, max_bytes=10_000)
                assert listener.connections() == 0
        finally:
            worker.kill()
    assert answer.kind == "solutions"


def test_the_listener_listens(listener: Listener) -> None:
    port = int(listener.url.split(":")[2].split("/")[0])
    socket.create_connection(("127.0.0.1", port)).close()
    time.sleep(0.05)
    assert listener.connections() == 1


LOOK_ALIKES = [
    'SELECT * { ?s ?p "SERVICE <http://a.org> { }" }',
    "SELECT * { ?s ?p 'LOAD <http://a.org>' }",
    'SELECT * { ?s ?p """SERVICE\n{ """ }',
    "SELECT ?service { ?service ?p ?o } LIMIT 1",
    "SELECT $load { $load ?p ?o } LIMIT 1",
    "SELECT * { ?s <http://a.org/SERVICE> ?o }",
    "SELECT * { ?s <http://a.org/LOAD> ?o }",
    "PREFIX service: <http://a.org/> SELECT * { ?s service:x ?o }",
    "PREFIX a: <http://a.org/> SELECT * { ?s a:SERVICE ?o }",
    "PREFIX a: <http://a.org/> SELECT * { ?s a:LOAD ?o }",
    "# SERVICE <http://a.org> { }\nSELECT * { ?s ?p ?o } LIMIT 1",
    "SELECT * { ?s ?p ?o # LOAD <http://a.org>\n} LIMIT 1",
    "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'INSERT DATA')) } LIMIT 1",
    "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), 'DELETE|DROP')) } LIMIT 1",
    "SELECT ?add ?copy ?move { ?add ?copy ?move } LIMIT 1",
    "ASK { ?clear ?drop ?create }",
    "SELECT * { ?s ?p 'it''s' }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT (COUNT(*) AS ?insert) { ?s ?p ?o }",
    "SELECT * { GRAPH ?service { ?s ?p ?o } } LIMIT 1",
    "SELECT * { { { { ?s ?p ?o } } } } LIMIT 1",
    "SELECT * { ?s ?p ?o FILTER(?o = '}') }",
    "SELECT * { ?s ?p ?o FILTER(?o = '{{{{{{') }",
    "CONSTRUCT { ?s ?p 'SERVICE' } WHERE { ?s ?p ?o } LIMIT 1",
    "DESCRIBE <http://a.org/LOAD>",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ?p 'DROP ALL' } } LIMIT 1",
    "SELECT * { BIND('SERVICE' AS ?x) }",
    "SELECT * { VALUES ?x { 'LOAD' 'SERVICE' } }",
    "SELECT * { ?s ?p ?o } ORDER BY ?service LIMIT 1",
    "PREFIX x: <http://a.org/#SERVICE> SELECT * { ?s x:y ?o }",
]


@pytest.mark.parametrize("query", LOOK_ALIKES)
def test_look_alikes_pass(store: Path, query: str) -> None:
    if query == "SELECT * { ?s ?p 'it''s' }":
        with pytest.raises(QueryError, match="broken"):
            run_query(store, query, timeout_s=10)
        return
    run_query(store, query, timeout_s=10)


_JOIN = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9))
BOMBS = {
    "cartesian count": f"SELECT (COUNT(*) AS ?n) {{ {_JOIN} }}",
    "cartesian rows": f"SELECT * {{ {_JOIN} }}",
    "cartesian order": f"SELECT * {{ {_JOIN} }} ORDER BY ?a0 ?c8",
    "cartesian distinct": f"SELECT DISTINCT * {{ {_JOIN} }}",
    "path star": "SELECT (COUNT(*) AS ?n) { ?a (<http://a>|!<http://a>)* ?b . ?c (<http://a>|!<http://a>)* ?d . ?e !<http://a>+ ?f }",
    "path plus": "SELECT (COUNT(*) AS ?n) { ?a ((!<http://a>)+/(!<http://b>)+)+ ?b . ?x ((!<http://a>)+/(!<http://b>)+)+ ?y }",
    "deep braces": "SELECT * " + "{ " * 1000 + "?s ?p ?o" + " }" * 1000,
    "deep parentheses": "SELECT * { ?s ?p ?o FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "deep not": "SELECT * { ?s ?p ?o FILTER(" + "!" * 60_000 + "true) }",
    "deep minus": "SELECT (" + "-" * 60_000 + "1 AS ?x) {}",
    "deep optional": "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 800 + "}" * 800 + " }",
    "deep select": "SELECT * { " + "{ SELECT * { " * 400 + "?s ?p ?o" + " } }" * 400 + " }",
    "deep union": "SELECT * { " + "{ ?s ?p ?o } UNION " * 20_000 + "{ ?s ?p ?o } }",
    "deep filter": "SELECT * { ?s ?p ?o FILTER(" + "?s = ?o || " * 30_000 + "true) }",
    "deep plus": "SELECT (" + "1 + " * 60_000 + "1 AS ?x) {}",
    "deep path": "SELECT * { ?s " + "(" * 400 + "<http://a>" + ")*" * 400 + " ?o }",
    "long path": "SELECT * { ?s <http://a>" + "/<http://a>" * 20_000 + " ?o }",
    "deep concat": "SELECT (" + "CONCAT('a', " * 500 + "'b'" + ")" * 500 + " AS ?x) {}",
    "doubling": "SELECT (STRLEN(?z) AS ?n) { BIND('xxxxxxxx' AS ?a) " + " ".join(f"BIND(CONCAT(?{a}, ?{a}, ?{a}, ?{a}) AS ?{b})" for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)) + " }",
    "regex": "SELECT * { ?s ?p ?o FILTER(REGEX(CONCAT(STR(?o), STR(?o), STR(?o)), '(a|aa|aaa)+(b|bb)+((x+x+)+y)+$')) }",
    "huge repeat": "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '((((x{1,200}){1,200}){1,200}){1,200})')) }",
    "replace": f"SELECT (REPLACE(GROUP_CONCAT(STR(?c0)), '.', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxx') AS ?x) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(3))} }}",
    "group concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?c0), STR(?c1))) AS ?x) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(3))} }}",
    "many values": "SELECT * { VALUES ?x { " + "1 " * 400_000 + "} }",
    "values product": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{i} {{ {'1 ' * 60} }}" for i in range(9)) + " }",
    "many variables": "SELECT * { " + " ".join(f"OPTIONAL {{ ?s ?p{i} ?o{i} }}" for i in range(60)) + " }",
    "many groups": f"SELECT ?a0 ?a1 ?a2 (COUNT(*) AS ?n) {{ {_JOIN} }} GROUP BY ?a0 ?a1 ?a2",
    "construct": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} WHERE {{ {_JOIN} }}",
    "describe": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "too long": "SELECT * { ?s ?p '" + "x" * 2_000_000 + "' }",
    "exists": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {_JOIN} FILTER(?c0 = ?c8 && ?c1 = 'no such thing') }} }}",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(store: Path, name: str) -> None:
    began = time.monotonic()
    try:
        result = run_query(store, BOMBS[name], timeout_s=1, memory_bytes=512 * 1024**2)
    except QueryError as error:
        message = str(error)
        assert "\n" not in message
        assert len(message) < 600
    else:
        assert len(result.terms) < 500_000
    assert time.monotonic() - began < 8, (
        "most would take years; the time is one second, and a machine may be busy"
    )
    assert run_query(store, "ASK { ?s ?p ?o }", timeout_s=10).boolean is True


def test_counts() -> None:
    assert len(SERVICE) + len(UPDATES) >= 40
    assert len(LOOK_ALIKES) >= 30
    assert len(BOMBS) >= 30
