"""Garbage, resets, half-open connections and too many of them: the terminal stays quiet, the next is served."""

import socket
import time
from pathlib import Path

import pytest
import requests

from tests.serve.conftest import Server, serving
from tests.serve.crowds import LARGE, connect, connections, reset, sparql

GARBAGE = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,  # a browser that wants TLS
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET\r\n\r\n", b"\r\n" * 5000, b"\x00" * 70_000, b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET \xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nContent-Length: -5\r\n\r\n", b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: gzip\r\n\r\nzz",
    b"GET /sparql HTTP/1.1\r\nHost: HOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET /%ff%fe HTTP/1.1\r\nHost: HOST\r\n\r\n", b"GET /api/\xc3\xa9 HTTP/1.1\r\nHost: HOST\r\n\r\n", b"GET /sparql?query=%ff HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: HOST\r\n\r\n" * 300, b"GET / HTTP/1.1\r\nHost: HOST\r\nAccept: \xff\xff\r\nOrigin: \x80\r\n\r\n",
    b"GET /sparql HTTP/1.1\r\nHost: HOST\r\nAccept: " + b"a/b;q=1," * 6000 + b"\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n",
]  # fmt: skip


def said(server: Server) -> str:
    """What stands on the terminal after the line that names the address."""
    assert server.process.stderr is not None
    return server.process.stderr.read()


def well(server: Server) -> None:
    """It answers, at the latest when the questions of those who left have ended: until then it may say that it is busy."""
    end = time.monotonic() + 30
    while (asked := _ask(server)) == 503 and time.monotonic() < end:
        time.sleep(0.2)
    assert asked == 200


def _ask(server: Server) -> int:
    start = time.monotonic()
    status = requests.get(server.url + "sparql", params={"query": "ASK {}"}, timeout=30).status_code
    assert time.monotonic() - start < 25
    return status


def test_garbage(store: Path) -> None:
    with serving(store) as server:
        for end in (reset, lambda raw: raw.shutdown(socket.SHUT_WR), lambda raw: raw.close()):
            for each in GARBAGE:
                raw = connect(server)
                try:
                    raw.sendall(each.replace(b"HOST", f"127.0.0.1:{server.port}".encode()))
                    time.sleep(0.01)
                    end(raw)
                except OSError:
                    pass
                raw.close()
        well(server)
    assert said(server) == ""


@pytest.mark.parametrize("after_s", [0.0, 0.01, 0.2, 1.0])
def test_clients_that_leave(store: Path, after_s: float) -> None:
    """In the middle of their question, of its answer, and of a crowd."""
    with serving(store, "--timeout", "2") as server:
        for request in (
            sparql(server, LARGE),
            sparql(server, LARGE)[:-2],
            b"",
            sparql(server, "ASK {}") * 50,
        ):
            held = [connect(server, request) for _ in range(10)]
            time.sleep(after_s)
            for number, raw in enumerate(held):
                reset(raw) if number % 2 else raw.close()
        well(server)
    assert said(server) == ""


def test_few_descriptors(store: Path) -> None:
    """No more connections are held than there are descriptors for; the others are told, and the next is served."""
    few = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))"
    with serving(store, before=few) as server:
        with connections(server, 120) as held:
            late = [connect(server) for _ in range(400)]
            time.sleep(1.0)
            told = [raw.recv(12) for raw in late]
            assert told.count(b"HTTP/1.1 503") >= 390
            held[0].sendall(sparql(server, "ASK {}"))
            assert held[0].recv(12) == b"HTTP/1.1 200", "who is in is served"
            for raw in late:
                raw.close()
        well(server)
        with connections(server, 100, sparql(server, LARGE)) as held:
            statuses = {raw.recv(12) for raw in held}
            assert statuses <= {b"HTTP/1.1 200", b"HTTP/1.1 503"}
        well(server)
    assert said(server) == ""


def test_more_descriptors_are_asked_for_where_they_may_be_had(store: Path) -> None:
    few = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))"
    with serving(store, before=few) as server, connections(server, 400, sparql(server, "ASK {}")) as held:
        assert {raw.recv(12) for raw in held} == {b"HTTP/1.1 200"}
