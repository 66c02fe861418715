"""T12: foreign Hosts and Origins, traversal, huge and slow bodies; and the next request still answered at once."""

import http.client
import socket
import time
from collections.abc import Iterator

import pytest

from tests.serve.conftest import Server

ASK = "/sparql?query=ASK%20%7B%7D"
NEXT_S = 0.1
"""Within which the request after a hostile one is answered."""


def send(
    server: Server,
    path: str,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    body: bytes | None = None,
) -> http.client.HTTPResponse:
    """A request with exactly these headers; Host is the server's own unless given."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"127.0.0.1:{server.port}", **(headers or {})}.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    return connection.getresponse()


@pytest.fixture(autouse=True)
def still_well(server: Server) -> Iterator[None]:
    send(server, ASK).read()
    yield
    took: list[float] = []
    while not took or (min(took) >= NEXT_S and len(took) < 10):  # other work on the machine only ever adds
        start = time.perf_counter()
        assert send(server, ASK).status == 200
        took.append(time.perf_counter() - start)
    assert min(took) < NEXT_S


HOSTS = [
    "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "127.0.0.1:{port}.evil.example",
    "169.254.169.254:{port}", "0.0.0.0:{port}", "127.1:{port}", "2130706433:{port}", "", "127.0.0.1:{port}@evil.example", "user@127.0.0.1:{port}",
    "localhost:{port}\t", "LOCALHOST.:{port}",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%20%7B%7D", "/api/claims"])
def test_foreign_hosts(server: Server, host: str, path: str) -> None:
    reply = send(server, path, {"Host": host.format(port=server.port)})
    body = reply.read()
    if host.startswith("localhost:"):  # surrounding white space is no part of a field's value
        assert reply.status == 200
        return
    assert 400 <= reply.status < 500
    assert b"Claim" not in body


def test_own_names(server: Server) -> None:
    for host in ("127.0.0.1", "localhost", "LocalHost", "[::1]"):
        assert send(server, ASK, {"Host": f"{host}:{server.port}"}).status == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:{port}", "http://localhost.evil.example:{port}", "https://friend.example.evil.example", "http://friend.example", "file://"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_foreign_origins(server: Server, origin: str, method: str) -> None:
    reply = send(server, ASK, {"Origin": origin.format(port=server.port)}, method)
    assert reply.status == 403
    assert reply.headers["Access-Control-Allow-Origin"] is None
    assert reply.read().endswith(b".\n")


def test_own_origin(server: Server) -> None:
    assert send(server, ASK, {"Origin": f"http://127.0.0.1:{server.port}"}).status == 200


def test_the_friend_that_was_asked_for(server: Server) -> None:
    friend = {"Origin": "https://friend.example", "Sec-Fetch-Site": "cross-site"}
    reply = send(server, ASK, friend)
    assert (reply.status, reply.headers["Access-Control-Allow-Origin"]) == (200, "https://friend.example")
    preflight = send(server, ASK, {**friend, "Access-Control-Request-Method": "POST"}, "OPTIONS")
    assert (preflight.status, preflight.headers["Access-Control-Allow-Methods"]) == (204, "GET, POST")
    assert reply.headers["Access-Control-Allow-Credentials"] is None


@pytest.mark.parametrize("path", [ASK, "/api/claims", "/api/columns", "/app/app.js"])
def test_no_origin_but_foreign_site(server: Server, path: str) -> None:
    assert send(server, path, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}).status == 403
    assert send(server, path, {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}).status == 403


def test_a_link_from_elsewhere_opens_the_page(server: Server) -> None:
    assert send(server, "/", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}).status == 200


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/app/../../pyproject.toml", "/app/..%2f..%2fpyproject.toml", "/app/%2e%2e/page.py", "/app//etc/passwd", "/app/app.js%00.css", "/api/../app/x", "/api/%2e%2e/%2e%2e/etc/passwd", "/api/article?path=../../../etc/passwd", "/api/article?path=/etc/passwd", "/api/questions/../../etc/passwd", "/api/questions/%2e%2e%2fx.rq", "//evil.example/", "/app/", "/nothing"],
)  # fmt: skip
def test_traversal(server: Server, path: str) -> None:
    reply = send(server, path)
    body = reply.read()
    assert 400 <= reply.status < 500
    assert b"root:" not in body


def test_huge_bodies(server: Server) -> None:
    form = {"Content-Type": "application/sparql-query"}
    declared = send(server, "/sparql", {**form, "Content-Length": str(100 * 1024**2)}, "POST")
    assert declared.status == 413
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as raw:
        raw.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        try:
            for _ in range(200):
                raw.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            return
        assert b"413" in raw.recv(200)


def test_a_query_just_small_enough(server: Server) -> None:
    query = b"ASK {} #" + b"x" * (1024 * 1024 - 8)
    form = {"Content-Type": "application/sparql-query", "Content-Length": str(len(query))}
    assert send(server, "/sparql", form, "POST", query).status == 200
    assert (
        send(server, "/sparql", {**form, "Content-Length": str(len(query) + 1)}, "POST", query + b"x").status
        == 400
    )


def test_endless_headers(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as raw:
        raw.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode())
        try:
            for i in range(2000):
                raw.sendall(f"X-{i}: {'y' * 1000}\r\n".encode())
        except (BrokenPipeError, ConnectionResetError):
            return
        raw.settimeout(5)
        assert raw.recv(100)[9:10] == b"4"


@pytest.mark.parametrize("path", ["/", ASK, "/api/claims", "/nothing", "/app/app.js"])
def test_every_response_is_armoured(server: Server, path: str) -> None:
    headers = send(server, path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Server"] is None
