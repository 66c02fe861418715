"""Graphs to a real server, and to one that fails."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from kgraph import cli
from kgraph.jobs.build import build
from kgraph.jobs.push import Pushed, push
from kgraph.remote import Client, place_of
from kgraph.store import Reader
from tests.remote.test_client import Reply, Server, serving  # noqa: F401

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
ARTICLE = "A fact stands here [1]. {}\n\n[1] https://example.org/one\n"
needs_oxigraph = pytest.mark.skipif(not OXIGRAPH.exists(), reason="the server of the package oxigraph is not installed")  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three articles, built into its store."""
    monkeypatch.chdir(tmp_path)
    for name in ("KGRAPH_STORE", "KGRAPH_PASSWORD", "KGRAPH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "p").mkdir()
    for name in "abc":
        (tmp_path / f"p/{name} ü.md").write_text(ARTICLE.format(name), encoding="utf-8")
    build(["p"], ".kgraph", workers=1)
    return tmp_path


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    """The address of a real server on this machine, whose default graph is the union of all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                requests.get(url, timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.05)
        yield url
    finally:
        server.kill()
        server.wait()


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def _there(url: str) -> list[str]:
    quads = requests.get(f"{url}/store", headers={"Accept": "application/n-quads"}, timeout=10).text
    return sorted(quads.splitlines())


@needs_oxigraph
def test_a_real_server_has_what_the_store_has(
    place: Path, oxigraph: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"{oxigraph}/store"
    code, out, _ = _run(capsys, "push", url, "--dry-run")
    assert (code, "3 would be put" in out, (place / ".kgraph/pushed.sqlite").exists()) == (0, True, False)
    assert _run(capsys, "push", url)[0] == 0
    with Reader(".kgraph") as reader:
        assert _there(oxigraph) == list(reader.quads())
    assert _run(capsys, "push", url)[1] == f"{url}: 3 unchanged\n"

    (place / "p/a ü.md").write_text(ARTICLE.format("Changed"), encoding="utf-8")
    (place / "p/b ü.md").unlink()
    build(["p"], ".kgraph", workers=1)
    code, out, _ = _run(capsys, "push", url)
    assert (code, out.split(": ")[1].split(" (")[0]) == (0, "1 put")
    assert ", 1 deleted, 1 unchanged\n  counted on the server: 1\n" in out
    with Reader(".kgraph") as reader:
        assert _there(oxigraph) == list(reader.quads())
    assert "2 put" in _run(capsys, "push", url, "--all")[1]

    asked = ("query", "sites-by-claims", "--format", "csv")
    assert _run(capsys, *asked, "--endpoint", f"{oxigraph}/query") == _run(capsys, *asked)
    Path("ask.rq").write_text("ASK { GRAPH ?g { ?s ?p ?o } }")
    assert _run(capsys, "query", "ask.rq", "--endpoint", f"{oxigraph}/query", "--format", "json")[1] == '{"head": {}, "boolean": true}\n'  # fmt: skip
    assert _run(capsys, "query", "sites-by-claims", "--user", "ada")[0] == 2
    code, _, err = _run(capsys, "push", f"{oxigraph}/query")
    assert (code, "404" in err) == (5, True)


def _push(url: str, **more: Any) -> Pushed:
    with Client(sleep=lambda s: None, deadline_s=10) as client:
        return push(".kgraph", url, client, place_of(url), **more)


def _counts(*counts: int) -> Callable[[Any], None]:
    """Takes graphs, and says that they have so many triples."""
    import json

    def answer(handler: Any) -> None:
        from urllib.parse import parse_qs, urlsplit

        query = parse_qs(urlsplit(handler.path).query).get("query", [""])[0]
        graphs = [part.split(">")[0] for part in query.split("VALUES ?g {")[1].split("}")[0].split("<")[1:]]
        rows = [
            {"g": {"type": "uri", "value": g}, "n": {"type": "literal", "value": str(n), "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
            for g, n in zip(graphs, counts, strict=False)
        ]  # fmt: skip
        body = json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": rows}}).encode()
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))  # fmt: skip

    return answer


def test_what_failed_is_put_again(place: Path, serving: Callable[..., Server]) -> None:  # noqa: F811
    with Reader(".kgraph") as reader:
        size = len(list(reader.quads())) // 3
    taken: Reply = (201, {}, b"")
    server = serving(
        taken, (400, {}, b"too odd"), taken, _counts(size, size - 1), taken, taken, _counts(size, size)
    )
    found = _push(server.url)
    assert (found.put, found.checked, found.triples) == (1, 1, size)
    reasons = [failure.reason for failure in found.failures]
    assert reasons == ["400: too odd", f"the server has {size - 1} triples of it, the store {size}"]
    found = _push(server.url)
    assert (found.put, found.unchanged, found.failures) == (2, 1, [])
    assert _push(server.url).unchanged == 3
    again = serving(taken).url.replace("/store", "/x")
    assert _push(again, dry_run=True).put == 3, "another address knows nothing of it"


def test_a_server_that_would_refuse_the_rest_is_left(
    place: Path, serving: Callable[..., Server], capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> None:  # fmt: skip
    for status, words in ((401, "--user NAME"), (403, "does not let"), (404, "404"), (405, "takes no graphs"), (302, "redirects to http://x/")):  # fmt: skip
        server = serving((status, {"Location": "http://x/"} if status == 302 else {}, b""))
        code, _, err = _run(capsys, "push", server.url)
        assert (code, words in err, len(server.asked)) == (5, True, 1), err
    assert cli.run(["push", "http://u:p@h/"]) == 2


def test_what_cannot_be_counted_is_said(
    place: Path, serving: Callable[..., Server], capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> None:  # fmt: skip
    url = serving((204, {}, b"")).url.replace("/store", "/")
    code, out, _ = _run(capsys, "push", url)
    assert (code, "not counted on the server: --query-url" in out) == (0, True)
    (place / ".kgraph/pushed.sqlite").write_bytes(b"no database" * 1000)
    code, _, err = _run(capsys, "push", url)
    assert (code, "pushed.sqlite: damaged" in err) == (3, True)
    shutil.rmtree(place / ".kgraph")
    assert _run(capsys, "push", url)[0] == 3


def test_a_default_graph_that_is_empty_is_said(
    place: Path, serving: Callable[..., Server], capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> None:  # fmt: skip
    head = {"Content-Type": "application/sparql-results+json"}
    empty = (200, head, b'{"head":{"vars":["site"]},"results":{"bindings":[]}}')
    server = serving(empty, (200, head, b'{"head":{},"boolean":false}'), (200, head, b'{"head":{},"boolean":true}'))  # fmt: skip
    code, _, err = _run(capsys, "query", "sites-by-claims", "--endpoint", server.url)
    assert (code, "all its triples lie in named graphs" in err) == (0, True)
