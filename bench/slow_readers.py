"""What readers that do not read cost `kgraph serve`: its memory beside 16 large answers, and beside 1,000 connections.

    $ python bench/slow_readers.py FOLDER [--seconds 120] [--articles 500]      FOLDER gets the articles and the store

Four crowds, one after the other, each against a server of its own: 16 clients that ask for a table of 30 to 58 MB, in
every format, again where they are told to come back, and read 4 kB a second; 16 that ask for a graph of 43 to 58 MB in
the same way; 1,000 that ask for the largest file of the explorer and read a byte a second; 1,000 that send a query of
a megabyte and read a byte a second. For each: the most memory that the server and its processes held and shared with no other, the
most that the files hold in which its answers wait, how many answers were given (`200`) and how many refused (`503`),
how long another question took meanwhile, and how SIGINT then ended the server.
"""

import argparse
import os
import re
import signal
import socket
import threading
import time
import urllib.parse
from collections import Counter
from pathlib import Path

import requests
from page import make
from serve import Server, lives

import kgraph

ALL = "SELECT ?s ?p ?o ?c ?t { ?c a <https://schema.org/Claim> ; <https://schema.org/text> ?t . ?s ?p ?o } LIMIT 105000"
TRIPLES = "CONSTRUCT { ?c <urn:beside> ?o } { ?c a <https://schema.org/Claim> . ?s <https://schema.org/text> ?o } LIMIT 220000"
ROWS = ("application/sparql-results+json", "text/csv", "application/xml", "text/tab-separated-values")
GRAPHS = ("application/n-triples", "text/turtle", "application/rdf+xml", "application/ld+json")


def large_answers(server: Server) -> list[bytes]:
    """Sixteen requests for large tables."""
    return [_sparql(server, ALL, media_type) for media_type in ROWS * 4]


def large_graphs(server: Server) -> list[bytes]:
    """Sixteen requests for large graphs, whose triples the engine keeps to give none twice."""
    return [_sparql(server, TRIPLES, media_type) for media_type in GRAPHS * 4]


def _sparql(server: Server, query: str, media_type: str) -> bytes:
    path = "/sparql?" + urllib.parse.urlencode({"query": query})
    return _get(server, path, f"Accept: {media_type}\r\n")


def large_files(server: Server) -> list[bytes]:
    """A thousand requests for the largest file of the explorer."""
    return [_get(server, "/app/ask.js")] * 1000


def large_queries(server: Server) -> list[bytes]:
    """A thousand queries of a megabyte."""
    query = b"ASK {} #" + b"x" * (1024 * 1024 - 8)
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n\r\n"
    return [head.encode() + query] * 1000


def _get(server: Server, path: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{headers}\r\n".encode()


class Client:
    """One connection that sends a request and reads slowly; `status` is what it got last."""

    def __init__(self, port: int, request: bytes, again: bool) -> None:
        self._port, self._request, self._again = port, request, again
        self._begin()

    def _begin(self) -> None:
        self.connection = socket.socket()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.connection.connect(("127.0.0.1", self._port))
        self.connection.setblocking(False)
        self.left, self._head, self.status = memoryview(self._request), b"", ""

    def go_on(self, piece: int) -> None:
        """Send what can be sent; read the status, or else a piece."""
        try:
            if self.left:
                self.left = self.left[self.connection.send(self.left) :]
            elif len(self._head) < 12:
                self._head += self.connection.recv(12 - len(self._head))
                self.status = self._head[9:12].decode()
            else:
                self.connection.recv(piece)
        except BlockingIOError:
            return
        except OSError:
            self.status = self.status or "cut"
        if self._again and self.status == "503":
            self.connection.close()
            self._begin()


def crowd(server: Server, asked: list[bytes], seconds: float) -> Counter[str]:
    """All requests at once, each answer read slowly; the statuses that came."""
    few = len(asked) < 100
    clients = [Client(server.port, request, again=few) for request in asked]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for client in clients:
            client.go_on(4096 if few else 1)
        if not any(client.left for client in clients):
            time.sleep(1.0)
    for client in clients:
        client.connection.close()
    return Counter(client.status or "none yet" for client in clients)


def files_mb(server: Server) -> float:
    """What the server's files without a name hold."""
    found: dict[str, int] = {}
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            if "(deleted)" in str(link.readlink()):
                found[str(link)] = link.stat().st_blocks * 512
        except OSError:
            continue
    return sum(found.values()) / 1024**2


def measure(store: Path, name: str, make_requests: "object", seconds: float) -> None:
    """One crowd against one server."""
    assert callable(make_requests)
    server = Server(store)
    stop = threading.Event()
    memory, files, took = [server.memory_mb()], [0.0], [0.0]

    def watch() -> None:
        while not stop.wait(0.2):
            memory.append(server.memory_mb())
            files.append(files_mb(server))

    def ask() -> None:
        while not stop.wait(1.0):
            start = time.perf_counter()
            reply = requests.get(server.url + "api/status", timeout=60)
            took.append(time.perf_counter() - start if reply.status_code == 200 else 60.0)

    threads = [threading.Thread(target=watch), threading.Thread(target=ask)]
    try:
        for thread in threads:
            thread.start()
        statuses = crowd(server, make_requests(server), seconds)
        stop.set()
        for thread in threads:
            thread.join()
        below = server.tree()
        start = time.perf_counter()
        server.process.send_signal(signal.SIGINT)
        code = server.process.wait(timeout=30)
        ended = time.perf_counter() - start
    finally:
        server.process.kill()
    assert server.process.stderr is not None
    said = server.process.stderr.read()
    left = sum(lives(pid) for pid in below)
    shown = ", ".join(f"{n} × {status}" for status, n in sorted(statuses.items()))
    print(
        f"{name:16} memory {memory[0]:.0f} MB, at most {max(memory):.0f} MB; files at most {max(files):.0f} MB; {shown}; "
        f"another question at most {max(took):.1f} s; SIGINT: code {code} after {ended:.1f} s, {left} processes left, {len(re.findall(chr(10), said))} lines said"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--articles", type=int, default=500)
    options = parser.parse_args()
    store = options.folder.resolve() / "kg"
    os.chdir(options.folder)
    if not store.exists():
        make(Path("articles"), options.articles)
        kgraph.build("articles", store=store)
    for each in (large_answers, large_graphs, large_files, large_queries):
        measure(store, each.__name__.replace("_", " "), each, options.seconds)


if __name__ == "__main__":
    main()
