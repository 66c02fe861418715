"""kgraph's own failures at a source: said, counted, another exit code, and never kept as a fact about the source."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import kgraph
from kgraph.enrich import (
    FETCHERS,
    PAGE,
    Broken,
    Failure,
    Fetcher,
    FetchResult,
    Request,
    Response,
    Session,
    observe,
    read_page,
)
from kgraph.enrich.services.by_pubmed import by_pubmed
from kgraph.enrich.services.pages import ACCEPT
from kgraph.enrich.wire import session as session_module
from kgraph.model import Source
from tests.enrich.test_readers import SLOW
from tests.shared_corpora import ROOT

_OBSERVATIONS = "PREFIX kg: <https://w3id.org/kgraph/ns#> SELECT ?o { ?o a kg:Observation }"
_GOOD = b"<title>A good page of the site</title><meta name=author content='Ann Lee'>"


class Site:
    """Bodies by path, on loopback; 404 for others."""

    def __init__(self, bodies: dict[str, bytes]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = bodies.get(self.path)
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.netloc = f"127.0.0.1:{self._http.server_port}"
        Thread(target=self._http.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://{self.netloc}{path}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site({"/good": _GOOD, "/slow": SLOW})
    yield site
    site.close()


def _build(site: Site, folder: Path, *paths: str) -> kgraph.Graph:
    claims = " ".join(f"Fact {n} stands here [{n}]." for n in range(1, len(paths) + 1))
    entries = "\n".join(f"[{n}] {site.url(path)}" for n, path in enumerate(paths, 1))
    (folder / "a.md").write_text(f"{claims}\n\n## References\n\n{entries}\n", encoding="utf-8")
    return kgraph.build([folder / "a.md"], store=folder / ".kgraph", workers=1)


def _enrich(folder: Path, *more: str, before: str = "") -> "subprocess.CompletedProcess[str]":
    code = f"import sys\n{before}\nfrom kgraph.cli import run\nsys.exit(run(sys.argv[1:]))"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")} | {
        "PYTHONPATH": str(ROOT)
    }
    run = subprocess.run(
        [sys.executable, "-c", code, "enrich", "--rate", "1000", *more], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    assert "Traceback" not in run.stderr, run.stderr
    return run


def test_a_page_that_takes_too_long(site: Site, tmp_path: Path) -> None:
    graph = _build(site, tmp_path, "/good", "/slow")
    done = _enrich(tmp_path, "--allow-host", site.netloc, "--deadline", "0.6")
    assert done.returncode == 1
    assert "2 sources asked: 1 alive, 1 failed" in done.stdout
    assert "failed         1   times" in done.stdout
    assert f"{site.url('/slow')}: page: reading it took more than 0." in done.stderr
    assert len(graph.query(_OBSERVATIONS)) == 1
    assert {s.source: s.status for s in graph.tables().sources} == {
        site.url("/good"): "alive",
        site.url("/slow"): None,
    }


@pytest.mark.parametrize("name", ["protego", "trafilatura", "lxml_html_clean", "pypdf"])
def test_without_a_library_of_the_extra_nothing_is_asked(site: Site, tmp_path: Path, name: str) -> None:
    graph = _build(site, tmp_path, "/good")
    hide = f"""
import importlib.util as u
real = u.find_spec
u.find_spec = lambda name, *more: None if name == {name!r} else real(name, *more)
"""
    done = _enrich(tmp_path, "--allow-host", site.netloc, before=hide)
    assert done.returncode == 2
    assert (
        done.stderr
        == f"kgraph: enriching needs {name.replace('_', '-')}. Install: pip install 'kgraph[enrich]'.\n"
    )
    assert not (tmp_path / ".kgraph" / "fetched.sqlite").exists()
    assert graph.query(_OBSERVATIONS) == []


def test_read_page_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("trafilatura", "trafilatura.metadata", "pypdf"):
        monkeypatch.setitem(sys.modules, name, None)
    page = read_page(b"<title>A page of some words</title>", url="https://example.org/a")
    assert page.title == "A page of some words"
    assert [note for note in page.notes if note.startswith("not-installed: trafilatura")] == list(page.notes)
    assert "not-installed: pypdf" in read_page(b"%PDF-1.7 nothing", url="https://example.org/a.pdf").notes


def _broken(sources: Sequence[Source], get: Any) -> Any:
    raise RuntimeError("no good")


def _silent(sources: Sequence[Source], get: Any) -> Any:
    return {}


@pytest.mark.parametrize(("fetch", "reason"), [(_broken, "the fetcher broke: RuntimeError: no good"), (_silent, "the fetcher gave no result")])  # fmt: skip
def test_a_fetcher_that_fails_leaves_no_observation(
    site: Site, tmp_path: Path, fetch: Any, reason: str
) -> None:
    graph = _build(site, tmp_path, "/good")
    before = set(graph.quads())
    mine = Fetcher(name="mine", takes=lambda s: True, fetch=fetch)
    with Session(allow_hosts=[site.netloc], rate=1000) as session:
        report = kgraph.enrich(graph, session=session, table=[mine], archive=None)
        assert report.failed == [Broken(about=site.url("/good"), fetcher="mine", reason=reason)]
        assert report.statuses == {"failed": 1}
        assert set(graph.quads()) == before
        report = kgraph.enrich(graph, session=session, table=[mine, PAGE], archive=None)
    assert (report.statuses, len(report.failed)) == ({"alive": 1}, 1), "the next fetcher is asked"


def test_a_robots_txt_that_cannot_be_read_is_no_refusal(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    site = Site({"/good": _GOOD, "/robots.txt": b"User-agent: *\n" + b"Disallow: /*a*a*a*a*b\n" * 20_000})
    monkeypatch.setattr(session_module, "_LONGEST_READ_S", 0.0)
    source = Source(id=site.url("/good"), kind="webpage", urls=(site.url("/good"),))
    with Session(allow_hosts=[site.netloc], rate=1000) as session:
        [seen] = observe([source], session, table=[PAGE], archive=None)
    assert isinstance(seen, Broken)
    assert seen.reason.startswith("robots.txt: reading it took more than")


def test_a_damaged_cache_is_said_and_made_anew(site: Site, tmp_path: Path) -> None:
    _build(site, tmp_path, "/good")
    cache = tmp_path / ".kgraph" / "fetched.sqlite"
    cache.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    done = _enrich(tmp_path, "--allow-host", site.netloc)
    assert done.returncode == 1
    assert "1 source asked: 1 alive" in done.stdout
    assert "cache          1   things went wrong" in done.stdout
    assert "set aside as fetched.sqlite.damaged-1 and made anew" in done.stderr
    again = _enrich(tmp_path, "--allow-host", site.netloc)
    assert (again.returncode, again.stderr) == (0, "")


def test_a_cache_that_cannot_be_opened_is_said_before_anything_is_asked(site: Site, tmp_path: Path) -> None:
    graph = _build(site, tmp_path, "/good")
    (tmp_path / ".kgraph" / "fetched.sqlite").mkdir()
    done = _enrich(tmp_path, "--allow-host", site.netloc)
    assert done.returncode == 3
    assert "cannot be used" in done.stderr
    assert done.stderr.count("\n") == 1
    assert graph.query(_OBSERVATIONS) == []


def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    """Every write beyond so many bytes fails: exit 1 or 3 with a sentence, and what is in the graph is right."""
    site = Site({f"/{n}": _GOOD + os.urandom(30_000).hex().encode() for n in range(40)})
    graph = _build(site, tmp_path, *(f"/{n}" for n in range(40)))
    codes = set()
    for kilobytes in (60, 200, 700, 1500, 100_000):
        before = f"import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes * 1024},) * 2)"
        done = _enrich(tmp_path, "--allow-host", site.netloc, before=before)
        codes.add(done.returncode)
        assert done.returncode in (0, 1, 3), done.stderr
        assert done.returncode == 0 or done.stderr
        assert all(s.title in (None, "A good page of the site") for s in graph.tables().sources)
    assert done.returncode == 0
    assert codes & {1, 3}
    assert {s.title for s in graph.tables().sources} == {"A good page of the site"}
    site.close()


def test_sources_without_a_readable_address_break_no_fetcher() -> None:
    for url in ("http://[::1/x", "https://[bad/", "http://a.b:99999/x", "http://"):
        source = Source(id="urn:kgraph:text:1", kind="other", urls=(url,))
        with Session(rate=1000, deadline_s=1, retries=0) as session:
            seen = list(observe([source], session, archive=None))
        assert [s.status for s in seen if not isinstance(s, Broken)] == ["refused"], url
        assert not any(isinstance(s, Broken) for s in seen)
        assert [f.name for f in FETCHERS if f.takes(source)][-1] == "page"


def test_one_broken_converter_costs_no_other_source() -> None:
    """PubMed is asked by PMID although PMCIDs could not be turned into such."""

    def get(request: Request) -> Response | Failure:
        if "idconv" in request.url:
            return Failure(kind="unreachable", reason="nobody there")
        return Response(
            url=request.url, status=200, content=b'{"result": {"uids": ["7"], "7": {"title": "Snow"}}}'
        )

    sources = [
        Source(id="pmid:7", kind="paper", identifiers={"pmid": "7"}),
        Source(id="pmcid:PMC1", kind="paper", identifiers={"pmcid": "PMC1"}),
    ]
    found = by_pubmed().fetch(sources, get)
    assert {name: f.status for name, f in found.items()} == {"pmid:7": "alive", "pmcid:PMC1": "unreachable"}


def test_a_page_titled_by_oembed_keeps_its_identifiers() -> None:
    head = '<link type="application/json+oembed" href="https://e.org/o"><meta name="citation_doi" content="10.1234/5">'
    page = read_page(head.encode(), url="https://e.org/a", content_type="text/html")
    told = json.loads(json.dumps(asdict(page)))

    def get(request: Request) -> Response:
        if request.url == "https://e.org/o":
            return Response(
                url=request.url, status=200, content=b'{"title": "Told elsewhere", "version": "1.0"}'
            )
        assert request.accept == ACCEPT
        return Response(url=request.url, status=200, page=told)

    source = Source(id="https://e.org/a", kind="webpage", urls=("https://e.org/a",))
    found: FetchResult = PAGE.fetch([source], get)[source.id]
    assert found.described is not None
    assert (found.described.title, dict(found.described.identifiers)) == (
        "Told elsewhere",
        {"doi": "10.1234/5"},
    )
