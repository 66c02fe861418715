"""Every fetcher, on answers in its service's documented shape, over real HTTP (tests/cases/enrich)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from kgraph.enrich import ARCHIVE, FETCHERS, Failure, Fetcher, Request, Response, Session
from kgraph.enrich.run import observation
from kgraph.enrich.services import asking as _services
from kgraph.enrich.services.by_pubmed import by_pubmed
from kgraph.model import Source

CASES = Path(__file__).parents[1] / "cases" / "enrich"
PATHS = sorted(CASES.glob("*/*.json"))
BY_NAME: dict[str, Fetcher] = {
    f.name: f
    for f in (
        *FETCHERS,
        ARCHIVE,
        _services.by_openalex("k"),
        _services.by_zotero("http://zotero.example"),
        by_pubmed(idconv="https://pmc.example/idconv"),
    )
}


class Server:
    """Answers what a case says, on loopback."""

    def __init__(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self, None)

            def do_POST(self) -> None:
                server.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_: Any) -> None:
                pass

        self.answers: list[dict[str, Any]] = []
        self.unexpected: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.netloc = f"127.0.0.1:{self._http.server_port}"
        Thread(target=self._http.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes | None) -> None:
        parts = urlsplit(handler.path)
        path, query = unquote(parts.path), {k: v[0] for k, v in parse_qs(parts.query).items()}
        fitting = [
            each
            for each in self.answers
            if path.endswith(each["path"])
            and all(query.get(k) == v for k, v in (each.get("query") or {}).items())
            and each.get("request") in (None, (body or b"").decode())
        ]
        if not fitting:
            if path != "/robots.txt":
                self.unexpected.append(handler.path)
            handler.send_error(404)
            return
        each = max(fitting, key=lambda e: len(e["path"]))
        content = each["body"] if isinstance(each["body"], str) else json.dumps(each["body"])
        data = content.encode()
        handler.send_response(each["status"])
        handler.send_header("Content-Type", each.get("type", "text/html"))
        for name, value in (each.get("headers") or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.mark.parametrize("path", PATHS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case(path: Path, server: Server) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    server.answers, server.unexpected = case["answers"], []
    fetcher = BY_NAME[path.parent.name]
    sources = [
        Source(
            id=s["id"],
            kind=s["kind"],
            identifiers=s["identifiers"],
            urls=(s["id"],) if s["id"].startswith("http") else (),
        )
        for s in case["sources"]
    ]
    assert all(fetcher.takes(s) for s in sources)
    with Session(allow_hosts=[server.netloc], rate=1000, retries=0) as session:

        def get(request: Request) -> Response | Failure:
            """Real HTTP, to the loopback server instead of the host that is named."""
            real = urlsplit(request.url)

            def there(url: str) -> str:
                return urlsplit(url)._replace(scheme="http", netloc=server.netloc).geturl()

            def back(url: str) -> str:
                return urlsplit(url)._replace(scheme=real.scheme, netloc=real.netloc).geturl()

            answer = session.get(replace(request, url=there(request.url), gap_s=None))
            chain = tuple(back(u) for u in answer.chain)
            return (
                replace(answer, url=back(answer.url), chain=chain)
                if isinstance(answer, Response)
                else replace(answer, chain=chain)
            )

        found = fetcher.fetch(sources, get)
        clock = session.clock()
    assert server.unexpected == []
    for source in sources:
        seen = observation(source, fetcher.name, found[source.id], clock)
        for name, expected in case["expect"].get(source.id, {}).items():
            if name == "note":
                assert expected in seen.notes
            elif name == "identifiers":
                assert expected.items() <= dict(seen.identifiers).items()
            else:
                value = getattr(seen, name)
                assert (list(value) if isinstance(value, tuple) else value) == expected, name


def test_every_fetcher_has_cases() -> None:
    assert {p.parent.name for p in PATHS} == set(BY_NAME)
