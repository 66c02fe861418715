"""Clients that are slow, rude or gone, and what the server's processes hold."""

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.serve.conftest import Server, below

LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 60000"
"""Some 30 MB of JSON on the store of the tests."""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def sparql(server: Server, query: str, accept: str = "*/*") -> bytes:
    """The bytes of a request."""
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAccept: {accept}\r\n\r\n".encode()


def connect(server: Server, request: bytes = b"") -> socket.socket:
    """A connection that takes in little, with a request sent."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(20)
    raw.connect(("127.0.0.1", server.port))
    raw.sendall(request)
    return raw


@contextmanager
def connections(server: Server, count: int, request: bytes = b"") -> Iterator[list[socket.socket]]:
    """Many of them, closed at the end."""
    held = [connect(server, request) for _ in range(count)]
    try:
        yield held
    finally:
        for raw in held:
            raw.close()


def reset(raw: socket.socket) -> None:
    """Close with a reset instead of a good-bye."""
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def memory_mb(server: Server) -> float:
    """What the server and the processes below it hold that no other process shares."""
    total = 0
    for pid in (server.process.pid, *below(server.process.pid)):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(kb) for kb in re.findall(r"Private_\w+:\s+(\d+)", text))
    return total / 1024
