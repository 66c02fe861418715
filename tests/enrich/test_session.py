"""The session against servers that mean harm, and against those that ask to be treated kindly (T8)."""

import gzip
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kgraph.enrich import Failure, Request, Response, Session
from kgraph.enrich.services.asking import by_stackexchange
from kgraph.model import Source
from tests.enrich.test_readers import SLOW

Talk = Callable[[socket.socket, bytes], None]


class Server:
    """Speaks raw bytes on loopback, as `talk` says; remembers when it was asked what."""

    def __init__(self, talk: Talk) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self.netloc = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.asked: list[tuple[float, bytes]] = []
        self._talk = talk
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"http://{self.netloc}{path}"

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(client,), daemon=True).start()

    def _one(self, client: socket.socket) -> None:
        head = b""
        try:
            while b"\r\n\r\n" not in head:
                data = client.recv(4096)
                if not data:
                    return
                head += data
            self.asked.append((time.monotonic(), head))
            self._talk(client, head)
        except OSError:
            pass  # the client has had enough
        finally:
            client.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Talk], Server]]:
    made: list[Server] = []

    def start(talk: Talk) -> Server:
        made.append(Server(talk))
        return made[-1]

    yield start
    for server in made:
        server.close()


def _session(server: Server, **more: object) -> Session:
    return Session(**{"allow_hosts": [server.netloc], "rate": 1000, "deadline_s": 1.5, "retries": 0} | more)  # type: ignore[arg-type]


def _send(body: bytes, *headers: str, status: str = "200 OK") -> Talk:
    head = "\r\n".join(
        (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", "")
    ).encode("latin-1")
    return lambda client, _: client.sendall(head + body)


def _drip(before: bytes, piece: bytes, gap_s: float = 0.1) -> Talk:
    def talk(client: socket.socket, _: bytes) -> None:
        client.sendall(before)
        for _again in range(600):
            client.sendall(piece)
            time.sleep(gap_s)

    return talk


def _flood(before: bytes, piece: bytes) -> Talk:
    def talk(client: socket.socket, _: bytes) -> None:
        client.sendall(before)
        while True:
            client.sendall(piece)

    return talk


_BOMB = gzip.compress(b"\0" * 300_000_000, 9)
_OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"

HOSTILE: dict[str, Talk] = {
    "silence": lambda client, _: time.sleep(20),
    "drips its status": _drip(b"", b"H"),
    "drips its headers": _drip(_OK, b"X"),
    "drips whole headers": _drip(_OK, b"X-A: b\r\n", 0.02),
    "drips its body": _drip(_OK + b"\r\n", b"x"),
    "drips a chunked body": _drip(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "endless headers": _flood(_OK, b"X-A: " + b"b" * 1000 + b"\r\n"),
    "an endless header": _flood(_OK + b"X-A: ", b"b" * 4096),
    "an endless status": _flood(b"HTTP/1.1 200 ", b"O" * 4096),
    "an endless body": _flood(_OK + b"\r\n", b"x" * 65536),
    "endless chunks": _flood(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + b"x" * 1024 + b"\r\n"),
    "an endless chunk size": _flood(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 4096),
    "a gzip bomb": _send(_BOMB, "Content-Encoding: gzip"),
    "a deflate bomb": _send(zlib.compress(b"\0" * 300_000_000, 9), "Content-Encoding: deflate"),
    "a nested bomb": _send(gzip.compress(_BOMB), "Content-Encoding: gzip, gzip"),
    "a length too long": lambda client, _: client.sendall(_OK + b"Content-Length: 1000000\r\n\r\nshort"),
    "a length below zero": lambda client, _: client.sendall(_OK + b"Content-Length: -5\r\n\r\nx"),
    "a length that is none": lambda client, _: client.sendall(_OK + b"Content-Length: lots\r\n\r\nx"),
    "gzip that is none": _send(b"plain", "Content-Encoding: gzip"),
    "half a gzip": _send(_BOMB[:400], "Content-Encoding: gzip"),
    "no HTTP": lambda client, _: client.sendall(b"SSH-2.0-OpenSSH_9.0\r\n"),
    "nothing": lambda client, _: None,
    "a reset": lambda client, _: client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0"),
    "a redirect to itself": lambda client, _: client.sendall(b"HTTP/1.1 302 F\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    "a gzip bomb that redirects": _send(_BOMB, "Content-Encoding: gzip", "Location: /", status="302 Found"),
    "half a gzip bomb that redirects": lambda client, _: client.sendall(b"HTTP/1.1 302 F\r\nLocation: /\r\nContent-Encoding: gzip\r\nContent-Length: 999999\r\n\r\n" + _BOMB[:200_000]),
    "an endless body that redirects": _flood(b"HTTP/1.1 302 F\r\nLocation: /\r\nConnection: close\r\n\r\n", b"x" * 65536),
    "cookies of blanks": lambda client, _: client.sendall(_OK + (b"Set-Cookie: a=b; expires=" + b" " * 60_000 + b"x\r\n") * 90 + b"Content-Length: 1\r\n\r\nx"),
    "a redirect to rubbish": lambda client, _: client.sendall(b"HTTP/1.1 302 F\r\nLocation: http://[::bad/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    "a wrong charset": _send("é".encode("latin-1"), "Content-Type: text/html; charset=klingon"),
    "a status of 999": lambda client, _: client.sendall(b"HTTP/1.1 999 ?\r\nContent-Length: 0\r\n\r\n"),
    "100 for ever": _flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "drips a chunk size": _drip(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "drips trailers": _drip(_OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X: y\r\n"),
    "two lengths": lambda client, _: client.sendall(_OK + b"Content-Length: 1\r\nContent-Length: 9\r\n\r\nx"),
    "a length and chunks": lambda client, _: client.sendall(_OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
    "a header of NULs": lambda client, _: client.sendall(_OK + b"X: " + b"\0" * 5000 + b"\r\n\r\nx"),
    "headers in another charset": _send(b"x", "Content-Type: text/html; charset=\xff\xfe", "ETag: \xe9"),
    "a page of NULs": _send(b"\0" * 1_000_000, "Content-Type: text/html"),
    "a bare deflate stream": _send(zlib.compress(b"hello " * 100)[2:-4], "Content-Encoding: deflate"),
    "too many, once and again": _send(b"", "Retry-After: 0", status="429 Slow"),
    "too many, for a second": _send(b"", "Retry-After: 1", status="429 Slow"),
    "too many, for a day": _send(b"", "Retry-After: 86400", status="429 Slow"),
    "too many, until a date": _send(b"", "Retry-After: Fri, 31 Dec 2999 23:59:59 GMT", status="429 Slow"),
    "too many, for nonsense": _send(b"", "Retry-After: \u0663\u0663 soon".encode().decode("latin-1"), status="429 Slow"),
    "busy for ever": _send(b"", status="503 Busy"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_ends_in_time_and_memory(name: str, serve: Callable[[Talk], Server]) -> None:
    server = serve(HOSTILE[name])
    with _session(server, max_bytes=2_000_000, retries=2) as session:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        answer = session.get(Request(url=server.url()))
        assert time.monotonic() - began < 1.5 + 3
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    assert all(b - a >= 0.001 for a, b in pairwise(t for t, _ in server.asked)), "the gap is kept every time"
    if isinstance(answer, Response):
        assert len(answer.content) <= 2_000_000
        assert answer.cut or "bomb" not in name or "nested" in name or "redirects" in name
    else:
        assert answer.kind == "unreachable"
        assert answer.reason
        assert "\n" not in answer.reason


def test_bodies_are_decoded(serve: Callable[[Talk], Server]) -> None:
    for encoding, body in (
        ("gzip", gzip.compress(b"hello " * 1000)),
        ("deflate", zlib.compress(b"hello " * 1000)),
        ("", b"hello " * 1000),
    ):
        server = serve(_send(body, *([f"Content-Encoding: {encoding}"] if encoding else [])))
        with _session(server) as session:
            answer = session.get(Request(url=server.url()))
        assert isinstance(answer, Response)
        assert answer.content == b"hello " * 1000


def test_what_is_sent(
    serve: Callable[[Talk], Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = serve(_send(b"ok", "Set-Cookie: a=b"))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    for name, value in (
        ("HOME", str(tmp_path)),
        ("NETRC", str(tmp_path / ".netrc")),
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("http_proxy", "http://127.0.0.1:1"),
    ):
        monkeypatch.setenv(name, value)
    with _session(server) as session:
        assert isinstance(session.get(Request(url=server.url("/1"))), Response)
        assert isinstance(session.get(Request(url=server.url("/2"))), Response)
    for _, head in server.asked:
        text = head.decode().lower()
        assert "user-agent: kgraph/" in text
        assert "+https://" in text
        assert "authorization" not in text
        assert "cookie" not in text


def test_the_gap_is_kept(serve: Callable[[Talk], Server]) -> None:
    server = serve(_send(b"ok"))
    with _session(server, rate=10) as session:
        threads = [
            threading.Thread(target=session.get, args=(Request(url=server.url(f"/{i}")),)) for i in range(6)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    times = sorted(t for t, _ in server.asked)
    assert len(times) == 6
    assert all(b - a >= 0.1 for a, b in pairwise(times)), times


def test_a_crawl_delay_is_kept_between_all_pages(serve: Callable[[Talk], Server]) -> None:
    def talk(client: socket.socket, head: bytes) -> None:
        rules = b"User-agent: *\nCrawl-delay: 0.3\n"
        _send(rules if b"GET /robots.txt" in head else b"page")(client, head)

    server = serve(talk)
    with _session(server, rate=1000) as session:
        for path in ("/a", "/b", "/c"):
            assert isinstance(session.get(Request(url=server.url(path), robots=True)), Response)
    pages = [t for t, head in server.asked if b"robots" not in head]
    assert len(pages) == 3
    assert all(b - a >= 0.3 for a, b in pairwise(pages)), pages


def test_retry_after(serve: Callable[[Talk], Server]) -> None:
    count = 0

    def talk(client: socket.socket, head: bytes) -> None:
        nonlocal count
        count += 1
        (_send(b"", "Retry-After: 1", status="429 Slow") if count == 1 else _send(b"ok"))(client, head)

    server = serve(talk)
    with _session(server, retries=1) as session:
        answer = session.get(Request(url=server.url()))
    assert isinstance(answer, Response)
    assert answer.content == b"ok"
    assert server.asked[1][0] - server.asked[0][0] >= 0.95


def test_a_long_retry_after_is_not_waited_for(serve: Callable[[Talk], Server]) -> None:
    server = serve(_send(b"", "Retry-After: 3600", status="429 Slow"))
    began = time.monotonic()
    with _session(server, retries=3) as session:
        first = session.get(Request(url=server.url("/a")))
        second = session.get(Request(url=server.url("/b")))
    assert isinstance(first, Response)
    assert first.status == 429
    assert isinstance(second, Failure), "the host asked to be left alone"
    assert len(server.asked) == 1
    assert time.monotonic() - began < 1


def test_robots(serve: Callable[[Talk], Server]) -> None:
    def talk(client: socket.socket, head: bytes) -> None:
        rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: kgraph\nDisallow: /kgraph\n"
        _send(rules if b"GET /robots.txt" in head else b"page")(client, head)

    server = serve(talk)
    with _session(server) as session:
        kinds = {
            path: session.get(Request(url=server.url(path), robots=True))
            for path in ("/a", "/kgraph/x", "/b")
        }
        free = session.get(Request(url=server.url("/kgraph/api")))
    assert isinstance(kinds["/a"], Response)
    refused = kinds["/kgraph/x"]
    assert isinstance(refused, Failure)
    assert (refused.kind, refused.reason) == ("refused", "robots.txt")
    assert isinstance(free, Response), "a service's API is no page"
    assert sum(b"/robots.txt" in head for _, head in server.asked) == 1


def test_conditional_and_offline(serve: Callable[[Talk], Server], tmp_path: Path) -> None:
    def talk(client: socket.socket, head: bytes) -> None:
        fresh = b'if-none-match: "v1"' in head.lower()
        (
            _send(b"", status="304 Not Modified")
            if fresh
            else _send(b"the page", 'ETag: "v1"', "Content-Type: text/plain")
        )(client, head)

    server = serve(talk)
    for turn in range(2):
        with _session(server, cache=tmp_path / "c.sqlite") as session:
            answer = session.get(Request(url=server.url()))
        assert isinstance(answer, Response)
        assert (answer.status, answer.content, answer.revalidated) == (200, b"the page", turn == 1)
    server.close()
    with _session(server, cache=tmp_path / "c.sqlite", offline=True) as session:
        replayed = session.get(Request(url=server.url()))
        unknown = session.get(Request(url=server.url("/other")))
    assert isinstance(replayed, Response)
    assert replayed.replayed
    assert replayed.content == b"the page"
    assert isinstance(unknown, Failure)
    assert unknown.kind == "offline"


def test_redirects_are_followed_and_told(serve: Callable[[Talk], Server]) -> None:
    def talk(client: socket.socket, head: bytes) -> None:
        path = head.split(b" ")[1].decode()
        hops = {"/a": ("301 Moved", "/b"), "/b": ("308 Moved", "/c"), "/t": ("302 Found", "/c")}
        if path in hops:
            _send(b"", f"Location: {hops[path][1]}", status=hops[path][0])(client, head)
        else:
            _send(b"here")(client, head)

    server = serve(talk)
    with _session(server) as session:
        for_good, for_now = (session.get(Request(url=server.url(p))) for p in ("/a", "/t"))
    assert isinstance(for_good, Response)
    assert isinstance(for_now, Response)
    assert (for_good.chain, for_good.permanent, for_good.url) == (
        (server.url("/a"), server.url("/b")),
        True,
        server.url("/c"),
    )
    assert for_now.permanent is False


def test_a_host_that_says_too_many_again_and_again_is_left_alone(serve: Callable[[Talk], Server]) -> None:
    server = serve(_send(b"", "Retry-After: 0", status="429 Slow"))
    with _session(server, retries=1) as session:
        answers = [session.get(Request(url=server.url(f"/{i}"))) for i in range(6)]
    assert [isinstance(a, Response) for a in answers] == [True, True, True, False, False, False]
    assert len(server.asked) == 3 * 2


def test_without_a_validator_the_date_of_the_answer_stands_for_it(
    serve: Callable[[Talk], Server], tmp_path: Path
) -> None:
    server = serve(_send(b"the page"))
    for _ in range(2):
        with _session(server, cache=tmp_path / "c.sqlite") as session:
            assert isinstance(session.get(Request(url=server.url())), Response)
    heads = [head.lower() for _, head in server.asked]
    assert [b"if-modified-since: " in head for head in heads] == [False, True]


def test_an_error_is_never_asked_for_conditionally(serve: Callable[[Talk], Server], tmp_path: Path) -> None:
    server = serve(_send(b"no", 'ETag: "v1"', status="404 Not Found"))
    for _ in range(2):
        with _session(server, cache=tmp_path / "c.sqlite") as session:
            assert isinstance(session.get(Request(url=server.url())), Response)
    assert not any(b"if-none-match" in head.lower() for _, head in server.asked)


def test_not_modified_that_nobody_asked_for_is_no_answer(
    serve: Callable[[Talk], Server], tmp_path: Path
) -> None:
    def talk(client: socket.socket, head: bytes) -> None:
        if head.startswith(b"GET /a"):
            _send(b"", "Location: /b", status="302 Found")(client, head)
        else:
            (_send(b"b") if len(server.asked) < 3 else _send(b"", status="304 Not Modified"))(client, head)

    server = serve(talk)
    with _session(server, cache=tmp_path / "c.sqlite") as session:
        first = session.get(Request(url=server.url("/a")))
        server_moved = session.get(Request(url=server.url("/c")))
    assert isinstance(first, Response)
    assert isinstance(server_moved, Response)
    assert (server_moved.status, server_moved.content, server_moved.revalidated) == (304, b"", False)


def test_robots_txt_is_kept_for_a_day(serve: Callable[[Talk], Server], tmp_path: Path) -> None:
    server = serve(_send(b""))
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    for hours in (0, 23, 25):
        now[0] = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        with _session(server, cache=tmp_path / "c.sqlite", clock=lambda: now[0]) as session:
            session.get(Request(url=server.url(f"/{hours}"), robots=True))
    assert [b"robots" in head for _, head in server.asked] == [True, False, False, True, False]


def test_a_host_without_its_robots_txt_is_not_asked_for_pages(serve: Callable[[Talk], Server]) -> None:
    """RFC 9309, 2.3.1.4: unreachable is a no. After three tries nothing more is asked."""
    server = serve(lambda client, _: None)
    with _session(server) as session:
        answers = [session.get(Request(url=server.url(f"/{i}"), robots=True)) for i in range(5)]
    assert all(isinstance(a, Failure) and a.kind == "unreachable" for a in answers)
    assert [head.split(b" ")[1] for _, head in server.asked] == [b"/robots.txt"] * 3


def test_a_run_that_was_cut_off_is_gone_on_with(serve: Callable[[Talk], Server], tmp_path: Path) -> None:
    server = serve(_send(b"x"))
    now = [datetime(2026, 1, 1, tzinfo=UTC)]

    def run(*paths: str, ends: bool) -> int:
        before = len(server.asked)
        now[0] += timedelta(minutes=1)
        with _session(server, cache=tmp_path / "c.sqlite", clock=lambda: now[0]) as session:
            session.begin()
            for path in paths:
                answer = session.get(Request(url=server.url(path)))
                assert isinstance(answer, Response)
                assert answer.time is not None
            if ends:
                session.end()
        return len(server.asked) - before

    assert run("/a", "/b", ends=False) == 2
    now[0] += timedelta(hours=1)
    assert run("/a", "/b", "/c", ends=False) == 1, "what the first run fetched counts"
    assert run("/a", "/b", "/c", ends=True) == 0
    assert run("/a", "/a", ends=True) == 1, "a run that ended is over; within one, nothing is asked twice"
    assert run("/a", ends=False) == 1
    now[0] += timedelta(hours=30)
    assert run("/a", ends=True) == 1, "what is older than a day is asked for again"


def test_leaving_ends_what_is_under_way(
    serve: Callable[[Talk], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(lambda client, _: time.sleep(20))
    answers: list[Response | Failure] = []
    with _session(server, deadline_s=15, rate=0.1) as session:
        under_way: list[str] = []
        lock = session._pace.lock

        def counted(host: str) -> Any:
            under_way.append(host)
            return lock(host)

        monkeypatch.setattr(session._pace, "lock", counted)

        def ask(path: str) -> None:
            answers.append(session.get(Request(url=server.url(path))))

        threads = [threading.Thread(target=ask, args=(f"/{i}",)) for i in range(3)]
        for each in threads:
            each.start()
        while not server.asked or len(under_way) < 3:  # what begins only after the leaving is not ended by it
            time.sleep(0.01)
        began = time.monotonic()
        session.leave()
        for each in threads:
            each.join()
        assert time.monotonic() - began < 1
    assert [a.kind for a in answers if isinstance(a, Failure)] == ["unreachable"] * 3
    assert len(server.asked) == 1


def test_leaving_between_two_hops_ends_the_request(
    serve: Callable[[Talk], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(_send(b"", "Location: /next", status="302 Found"))
    with _session(server, rate=100.0) as session:
        rest = session._pace.rest

        def rest_and_leave(host: str, gap_s: float | None = None) -> None:
            rest(host, gap_s)
            session.leave()

        monkeypatch.setattr(session._pace, "rest", rest_and_leave)
        answer = session.get(Request(url=server.url("/first")))
    assert isinstance(answer, Failure)
    assert answer.kind == "unreachable"
    assert len(server.asked) == 1


def test_stack_exchange_is_left_alone_as_long_as_it_asks(serve: Callable[[Talk], Server]) -> None:
    server = serve(_send(b'{"items": [], "backoff": 1}'))
    fetcher = by_stackexchange(base=f"http://{server.netloc}")
    sources = [
        Source(id=f"https://{site}.com/questions/1", kind="webpage")
        for site in ("stackoverflow", "superuser")
    ]
    with _session(server) as session:
        fetcher.fetch(sources, session.get)
    first, second = (t for t, _ in server.asked)
    assert second - first >= 1


def test_reading_a_page_counts_towards_the_deadline(serve: Callable[[Talk], Server]) -> None:
    def talk(client: socket.socket, head: bytes) -> None:
        slow = b"GET /slow" in head
        time.sleep(1.0 if slow else 0.0)
        _send(SLOW if slow else b"<title>A quick page</title>", "Content-Type: text/html")(client, head)

    server = serve(talk)
    with _session(server) as session:
        quick = session.get(Request(url=server.url("/quick"), read_page=True))
        began = time.monotonic()
        slow = session.get(Request(url=server.url("/slow"), read_page=True))
        took = time.monotonic() - began
    assert isinstance(quick, Response)
    assert quick.page is not None
    assert (quick.page["title"], quick.unread) == ("A quick page", "")
    assert isinstance(slow, Response)
    assert slow.page is None
    assert slow.unread.startswith("reading it took more than 0.")
    assert took < 1.5 + 0.5
