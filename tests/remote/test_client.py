"""Requests to a server that a person named: patience, deadlines, caps, and where a password goes."""

import base64
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import NetworkError, QueryError, UsageError
from kgraph.remote import Client, ask, credentials, demand_plain, place_of
from kgraph.remote._client import Credentials

Reply = tuple[int, dict[str, str], bytes]


class Server:
    """Answers each request with the next of `replies`, the last of them for ever, and remembers what was asked."""

    def __init__(self, replies: list[Reply | Callable[[Any], None]]) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.asked.append((self.command, self.path, dict(self.headers), body))
                reply = replies[min(len(server.asked), len(replies)) - 1]
                if callable(reply):
                    reply(self)
                    return
                status, headers, data = reply
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = _answer

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/store"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def serving() -> Iterator[Callable[..., Server]]:
    made: list[Server] = []

    def serve(*replies: Reply | Callable[[Any], None]) -> Server:
        made.append(Server(list(replies)))
        return made[-1]

    yield serve
    for server in made:
        server.close()


def _client(who: Credentials | None = None, **more: Any) -> tuple[Client, list[float]]:
    waits: list[float] = []
    return Client(who, sleep=waits.append, **more), waits


def test_busy_servers_are_asked_again(serving: Callable[..., Server]) -> None:
    server = serving((503, {"Retry-After": "7"}, b""), (429, {}, b""), (500, {"Retry-After": "soon"}, b""), (201, {}, b""))  # fmt: skip
    client, waits = _client()
    with client:
        assert client.ask("PUT", server.url, data=b"x", max_bytes=1000).status == 201
    assert waits == [7.0, 14.0, 28.0]
    assert [body for *_, body in server.asked] == [b"x"] * 4


def test_and_given_up(serving: Callable[..., Server]) -> None:
    client, waits = _client()
    with client:
        assert client.ask("PUT", serving((503, {}, b"")).url, max_bytes=1000).status == 503
        assert waits == [0.5, 1.0, 2.0, 4.0]
        assert client.ask("PUT", serving((503, {"Retry-After": "86400"}, b"")).url, max_bytes=1000).status == 503  # fmt: skip
        assert len(waits) == 4, "whoever wants to be left alone for a day is"
        with pytest.raises(NetworkError, match="Connection refused"):
            client.ask("PUT", "http://127.0.0.1:9/", max_bytes=1000)
        assert len(waits) == 8
        assert client.ask("PUT", serving((400, {}, b"no")).url, max_bytes=1000).why() == "400: no"
        assert len(waits) == 8


def test_deadlines(serving: Callable[..., Server]) -> None:
    def drip_headers(handler: Any) -> None:
        for _ in range(100):
            handler.wfile.write(b"H")
            time.sleep(0.05)

    def drip_body(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    def nothing(handler: Any) -> None:
        time.sleep(5)

    for slow in (drip_headers, drip_body, nothing):
        client, _ = _client(deadline_s=0.4)
        began = time.monotonic()
        with client, pytest.raises(NetworkError, match=r"no whole answer after 0\.4 s"):
            client.ask("GET", serving(slow).url, max_bytes=1000)
        assert time.monotonic() - began < 3


def test_caps(serving: Callable[..., Server]) -> None:
    def endless(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65_536)

    client, _ = _client(deadline_s=20)
    with client, pytest.raises(NetworkError, match="larger than 1 MB"):
        client.ask("GET", serving(endless).url, max_bytes=1024 * 1024)


def test_a_password_goes_nowhere_else(serving: Callable[..., Server]) -> None:
    elsewhere = serving((200, {}, b""))
    server = serving((307, {"Location": elsewhere.url}, b""))
    client, _ = _client(Credentials("ada", "gé"))
    with client:
        answer = client.ask("PUT", server.url, max_bytes=1000)
    assert answer.why() == f"307, it redirects to {elsewhere.url}: name that address"
    assert elsewhere.asked == []
    [(_, _, headers, _)] = server.asked
    assert headers["Authorization"] == "Basic " + base64.b64encode("ada:gé".encode()).decode()


def test_digests(serving: Callable[..., Server]) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'}
    server = serving((401, {}, b""), (401, challenge, b""), (201, {}, b""))
    client, waits = _client(Credentials("ada", "secret"))
    with client:
        assert client.ask("PUT", server.url, data=b"x", max_bytes=1000).status == 201
        assert client.ask("PUT", server.url, data=b"y", max_bytes=1000).status == 201
    ways = [headers.get("Authorization", "nothing").split()[0] for _, _, headers, _ in server.asked]
    assert ways == ["Basic", "nothing", "Digest", "Digest"]
    assert waits == []


def test_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "http://graphs.example/store"
    (tmp_path / "netrc").write_text("machine graphs.example login ada password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert credentials(url, None, {}) == Credentials()
    assert credentials(url, None, {"KGRAPH_TOKEN": "t"}) == Credentials(token="t")
    assert credentials(url, "ada", {"KGRAPH_PASSWORD": "p", "KGRAPH_TOKEN": "t"}) == Credentials("ada", "p")
    assert credentials(url, "ada", {}) == Credentials("ada", "secret")
    assert "secret" not in repr(credentials(url, "ada", {}))
    for other, user in ((url, "bob"), ("http://other.example/", "ada")):
        with pytest.raises(UsageError, match="no password"):
            credentials(other, user, {})


@pytest.mark.parametrize("url", ["", "store", "file:///etc/passwd", "ftp://x/", "http://", "http://u:p@host/", "http://host:99999/", "http://[::1", "http://h/#x"])  # fmt: skip
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UsageError):
        demand_plain(url)


@pytest.mark.parametrize(
    ("url", "parameter", "queries"),
    [
        ("http://h/store", "graph", "http://h/query"),
        ("http://h/ds/data", "graph", "http://h/ds/query"),
        ("http://h/repositories/r/rdf-graphs/service", "graph", "http://h/repositories/r"),
        ("http://h/sparql-graph-crud-auth", "graph-uri", "http://h/sparql"),
        ("https://h:8182/sparql/gsp/", "graph", "https://h:8182/sparql"),
        ("http://h/metadata", "graph", None),
    ],
)
def test_places(url: str, parameter: str, queries: str | None) -> None:
    found = place_of(url)
    assert (found.parameter, found.queries) == (parameter, queries)


def test_answers_to_queries(serving: Callable[..., Server]) -> None:
    json_, triples = {"Content-Type": "application/sparql-results+json; charset=utf-8"}, {"Content-Type": "application/n-triples"}  # fmt: skip
    rows = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"2","datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}'
    client, _ = _client()
    with client:
        assert ask(client, serving((200, json_, rows)).url, "SELECT").rows == [(2,)]
        assert ask(client, serving((200, json_, b'{"head":{},"boolean":false}')).url, "ASK").boolean is False
        assert ask(client, serving((200, triples, b"<a:b> <a:c> <a:d> .\n")).url, "C").lines == ("<a:b> <a:c> <a:d> .",)  # fmt: skip
        server = serving((200, json_, rows))
        ask(client, server.url, "SELECT" + " " * 2000)
        ask(client, server.url, "SELECT ?é")
        assert [(m, body[:6]) for m, _, _, body in server.asked] == [("POST", b"query="), ("GET", b"")]
        with pytest.raises(QueryError, match="refuses it"):
            ask(client, serving((400, {}, b"broken at 1:1")).url, "SELEC")
        for reply in ((200, {"Content-Type": "text/html"}, b"<p>"), (200, json_, b"{"), (200, json_, b"[]"), (401, {}, b""), (404, {}, b"")):  # fmt: skip
            with pytest.raises(NetworkError):
                ask(client, serving(reply).url, "SELECT")
