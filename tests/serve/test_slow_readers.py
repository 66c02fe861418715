"""Readers that do not read cost disk, not memory, and not for ever. `bench/slow_readers.py` is the long one."""

import socket
import time
from pathlib import Path

import pytest
import rdflib
import requests

from tests.serve.conftest import Server, serving
from tests.serve.crowds import LARGE, connect, connections, memory_mb, sparql

MOST_MB = 200
FORMATS = ("application/sparql-results+json", "text/csv", "application/xml", "text/tab-separated-values")


def well(server: Server) -> bool:
    """Whether another question is answered."""
    return requests.get(server.url + "sparql", params={"query": "ASK {}"}, timeout=30).status_code == 200


def test_large_answers_that_nobody_reads(store: Path) -> None:
    with serving(store) as server:
        most = 0.0
        held = []
        for media_type in FORMATS:
            held.append(connect(server, sparql(server, LARGE, media_type)))
            assert held[-1].recv(12) == b"HTTP/1.1 200"
            most = max(most, memory_mb(server))
        assert well(server)
        assert max(most, memory_mb(server)) < MOST_MB
        for raw in held:
            raw.close()


def _text(server: Server, query: str, media_type: str) -> str:
    reply = requests.get(server.url + "sparql", params={"query": query}, headers={"Accept": media_type}, timeout=30)  # fmt: skip
    assert reply.status_code == 200, reply.text
    return reply.text


@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
def test_large_answers_are_whole(store: Path, media_type: str) -> None:
    """Rows that are read and written in pieces are those that were read and written at once."""
    with serving(store) as server:
        _, *few = _text(server, "SELECT ?s ?p ?o { ?s ?p ?o }", media_type).splitlines()
        _, *many = _text(server, "SELECT ?s ?p ?o { ?s ?p ?o . ?x ?y ?z }", media_type).splitlines()
    assert len(few) > 100
    assert sorted(many) == sorted(few * len(few))


@pytest.mark.parametrize(("media_type", "syntax"), [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")])  # fmt: skip
def test_large_graphs_are_whole(store: Path, media_type: str, syntax: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o . ?s <https://example.org/beside> ?x } { ?s ?p ?o . ?x ?q ?y }"
    with serving(store) as server:
        lines = _text(server, query, "application/n-triples")
        other = _text(server, query, media_type)
    assert len(lines) > 64 * 1024
    read = rdflib.Graph().parse(data=other, format=syntax)
    assert set(read) == set(rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize("path", ["/app/ask.js", "/api/columns"])
def test_files_that_nobody_reads(store: Path, path: str) -> None:
    with serving(store) as server:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        with connections(server, 200, request) as held:
            for raw in held:
                assert raw.recv(12) == b"HTTP/1.1 200"
            assert memory_mb(server) < MOST_MB
            assert well(server)


def test_large_queries_that_never_end(store: Path) -> None:
    """What all clients together send is bounded too."""
    with serving(store) as server:
        head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000000\r\n\r\n"
        refused = 0
        held = []
        for _ in range(60):
            raw = connect(server, head.encode())
            raw.sendall(b"#" * 900_000)
            held.append(raw)
        for raw in held:
            raw.settimeout(0.05)
            try:
                refused += raw.recv(12) == b"HTTP/1.1 503"
            except TimeoutError:
                continue
        assert refused >= 60 - 32 * 1024 * 1024 // 900_000 - 1
        assert memory_mb(server) < MOST_MB
        for raw in held:
            raw.close()
        deadline = time.monotonic() + 15
        while requests.post(server.url + "sparql", data={"query": "ASK {}"}, timeout=30).status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def _seconds_until_cut(raw: socket.socket, piece: int, pause_s: float) -> float:
    """How long a reader of so much at a time is borne."""
    start = time.monotonic()
    while time.monotonic() - start < 30:
        try:
            if not raw.recv(piece):
                break
        except ConnectionError:
            break
        time.sleep(pause_s)
    return time.monotonic() - start


def test_a_reader_that_stops_is_cut(store: Path) -> None:
    with serving(store, before="import kgraph.serve._listen as l; l.STALL_S = 1.0") as server:
        raw = connect(server, sparql(server, LARGE))
        assert raw.recv(12) == b"HTTP/1.1 200"
        time.sleep(4)
        assert _seconds_until_cut(raw, 1 << 20, 0) < 5, "what the kernel holds can be read, then it ends"
        raw.close()


def test_a_reader_that_is_far_too_slow_is_cut(store: Path) -> None:
    with serving(store, before="import kgraph.serve._listen as l; l.SEND_S = 2.0") as server:
        raw = connect(server, sparql(server, LARGE))
        assert 1 < _seconds_until_cut(raw, 16 * 1024, 0.05) < 15
        raw.close()


def test_a_short_answer_that_is_not_read_is_cut_too(store: Path) -> None:
    """Its last bytes would wait in the buffer of a connection that is closing."""
    before = "import kgraph.serve._listen as l; l.STALL_S = 1.0; l._SOCKET_BYTES = 4096"
    with serving(store, before=before) as server:
        request = f"GET /app/app.css HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n"
        with connections(server, 20, request.encode()):
            time.sleep(4)
            assert _sockets(server) <= 2
            assert well(server)


def _sockets(server: Server) -> int:
    count = 0
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            count += str(link.readlink()).startswith("socket:")
        except OSError:
            continue
    return count - 3  # the one that listens, and the event loop's pair


def test_only_so_many_at_once(store: Path) -> None:
    with serving(store, before="import kgraph.serve._descriptors as d; d.MAX_FILES = 2") as server:
        with connections(server, 2, sparql(server, LARGE)) as held:
            for raw in held:
                assert raw.recv(12) == b"HTTP/1.1 200"
            reply = requests.get(server.url + "sparql", params={"query": LARGE}, timeout=30)
            assert reply.status_code == 503
            assert "large answers" in reply.text
            assert well(server), "small ones need no room"
        deadline = time.monotonic() + 10
        while requests.get(server.url + "sparql", params={"query": LARGE}, timeout=30).status_code != 200:
            assert time.monotonic() < deadline, "the room is given back"


def test_a_disk_that_is_full(store: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))"
    with serving(store, before=limit) as server:
        reply = requests.get(server.url + "sparql", params={"query": LARGE}, timeout=30)
        assert reply.status_code == 503
        assert "no room for a large answer" in reply.text
        assert well(server)
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""
