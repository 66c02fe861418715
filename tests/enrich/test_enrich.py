"""`kgraph enrich` from end to end: a store, real servers, and what can be asked afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pyshacl
import pytest
import rdflib

import kgraph
from kgraph.enrich import PAGE, Fetcher, FetchResult, Session, observe
from kgraph.jobs.enrich import Only, enrich, sources_in
from kgraph.observation import Description, Observation
from kgraph.rdf.vocab import shapes_turtle, vocabulary_turtle
from tests.cli.conftest import clean_environment, run_in

_WORDS = "<p>" + "Words of a page that says something. " * 60


class Pages:
    """Pages on loopback: some moved, some gone, most alive; each answer takes `latency_s`."""

    def __init__(self, latency_s: float = 0.0) -> None:
        pages = self
        self.asked: list[str] = []
        self.conditional = 0

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                pages.asked.append(self.path)
                time.sleep(latency_s)
                if self.path == "/robots.txt" or self.path.startswith("/gone"):
                    self._say(404, b"<title>Not here</title>")
                elif self.path.startswith("/old"):
                    self._say(301, b"", ("Location", self.path.replace("/old", "/new")))
                elif self.path.startswith("/wall"):
                    self._say(403, b"<title>Just a moment...</title>")
                elif self.headers.get("If-None-Match"):
                    pages.conditional += 1
                    self._say(304, b"")
                else:
                    self._say(
                        200,
                        f'<title>Page {self.path}</title><meta name="author" content="Ann Lee">{_WORDS}'.encode(),
                        ("ETag", '"1"'),
                    )

            def _say(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
                self.send_response(status)
                for name, value in (
                    ("Content-Type", "text/html"),
                    ("Content-Length", str(len(body))),
                    ("Connection", "close"),
                    *headers,
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

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
def pages() -> Iterator[Pages]:
    pages = Pages()
    yield pages
    pages.close()


def _article(pages: Pages, paths: list[str], folder: Path) -> Path:
    claims = "".join(f"Fact number {i} stands here [{i}]. " for i in range(1, len(paths) + 1))
    entries = "".join(f"[{i}] {pages.url(p)}\n" for i, p in enumerate(paths, 1))
    path = folder / "post.md"
    path.write_text(f"{claims}\n\n## References\n\n{entries}", encoding="utf-8")
    return path


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return run_in(folder, clean_environment(folder))(*arguments)


def test_from_the_shell(pages: Pages, tmp_path: Path) -> None:
    _article(pages, ["/a", "/old", "/gone", "/wall"], tmp_path)
    (tmp_path / "other.md").write_text(
        f"A titled one [1]. And [2].\n\n## References\n\n[1] [Quite another title]({pages.url('/titled')})\n[2] http://10.1.2.3/x\n"
    )
    assert _run(tmp_path, "build", ".").returncode == 0
    options = ("--allow-host", pages.netloc, "--rate", "1000", "--deadline", "5")
    done = _run(tmp_path, "enrich", *options)
    assert done.returncode == 0, done.stderr
    assert "6 sources asked" in done.stdout
    for part in ("1 gone", "1 moved", "1 blocked", "1 refused", "2 alive"):
        assert part in done.stdout
    found = {
        name: _run(tmp_path, "query", name, "--format", "csv").stdout
        for name in (
            "sources-by-status",
            "dead-sources",
            "moved-sources",
            "titles-that-differ",
            "sources-by-type-and-year",
        )
    }
    assert "gone,1,1" in found["sources-by-status"]
    assert "Fact number 3 stands here." in found["dead-sources"]
    assert pages.url("/new") in found["moved-sources"]
    assert "Quite another title,Page /titled" in found["titles-that-differ"]
    asked = len(pages.asked)
    again = _run(tmp_path, "enrich", *options)
    assert again.returncode == 0
    assert pages.conditional >= 2, "a second run asks conditionally"
    offline = _run(tmp_path, "enrich", *options, "--offline")
    assert offline.returncode == 0
    assert "not in the cache" in offline.stdout
    assert len(pages.asked) < 2 * asked + 5
    before = len(pages.asked)
    _run(tmp_path, "enrich", *options, "--offline")
    assert len(pages.asked) == before, "offline asks nobody"


def test_what_was_cited_stays(pages: Pages, tmp_path: Path) -> None:
    _article(pages, ["/a", "/old"], tmp_path)
    graph = kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
    before = set(graph.quads())
    with Session(allow_hosts=[pages.netloc], rate=1000, retries=0) as session:
        report = kgraph.enrich(graph, session=session, archive=None)
    assert report.statuses == {"alive": 1, "moved": 1}
    added = set(graph.quads()) - before
    assert before <= set(graph.quads())
    assert all("/obs/" in line.split(" ")[0] for line in added)
    dataset = graph.to_rdflib()
    flat = rdflib.Graph()
    for s, p, o, _ in dataset.quads((None, None, None, None)):
        flat.add((s, p, o))
    conforms, _, text = pyshacl.validate(
        flat, shacl_graph=rdflib.Graph().parse(data=shapes_turtle(), format="turtle"), advanced=True
    )
    assert conforms, text[:2000]
    vocabulary = rdflib.Graph().parse(data=vocabulary_turtle(), format="turtle")
    terms = {t for triple in flat for t in triple if isinstance(t, rdflib.URIRef) and "kgraph/ns#" in t}
    assert all((t, rdflib.RDFS.label, None) in vocabulary for t in terms)


def test_only(pages: Pages, tmp_path: Path) -> None:
    _article(pages, ["/a", "/gone"], tmp_path)
    kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
    with Session(allow_hosts=[pages.netloc], rate=1000, retries=0) as session:
        enrich(tmp_path / "kg", session, archive=None)
        now = session.clock()

    def ids(*only: str) -> list[str]:
        return [s.id for s in sources_in(tmp_path / "kg", Only.read(only), now)]

    assert ids() == [pages.url("/a"), pages.url("/gone")]
    assert ids("status:gone") == [pages.url("/gone")]
    assert ids("status:new") == []
    assert ids("age:1d") == []
    assert ids("site:example.org") == []
    for wrong in ("nonsense", "age:soon", "status:odd"):
        with pytest.raises(kgraph.KgraphError, match=r"not understood|unknown"):
            Only.read([wrong])


def test_a_fetcher_of_ones_own_and_one_that_breaks(pages: Pages, tmp_path: Path) -> None:
    _article(pages, ["/a"], tmp_path)
    graph = kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)

    def broken(sources: Any, get: Any) -> Any:
        raise RuntimeError("no good")

    def mine(sources: Any, get: Any) -> Any:
        return {
            s.id: FetchResult(status="alive", asked=s.id, described=Description(title="My own title"))
            for s in sources
        }

    table = [
        Fetcher(name="broken", takes=lambda s: True, fetch=broken),
        Fetcher(name="mine", takes=lambda s: True, fetch=mine),
        PAGE,
    ]
    with Session(allow_hosts=[pages.netloc], rate=1000) as session:
        report = kgraph.enrich(graph, session=session, table=table, archive=None)
    assert report.new_titles == 1
    assert pages.asked == [], "the page is not asked where a fetcher before it knew the title"
    assert [(each.fetcher, each.reason) for each in report.failed] == [
        ("broken", "the fetcher broke: RuntimeError: no good")
    ]
    assert not any("no good" in line for line in graph.quads()), (
        "that a fetcher broke says nothing of a source"
    )


def test_killed_runs_go_on(tmp_path: Path) -> None:
    pages = Pages(latency_s=0.02)
    try:
        paths = [f"/page{i}" for i in range(80)]
        _article(pages, paths, tmp_path)
        assert _run(tmp_path, "build", ".").returncode == 0
        command = [
            sys.executable,
            "-m",
            "kgraph",
            "enrich",
            "--allow-host",
            pages.netloc,
            "--rate",
            "1000",
            "--deadline",
            "5",
        ]
        rng = random.Random(1)
        for _ in range(3):
            with subprocess.Popen(
                command,
                cwd=tmp_path,
                env=clean_environment(tmp_path),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ) as run:
                enough = len(pages.asked) + rng.randint(5, 25)
                while len(pages.asked) < enough and run.poll() is None:
                    time.sleep(0.005)
                os.killpg(run.pid, signal.SIGKILL)
        done = _run(tmp_path, *command[3:])
        assert done.returncode == 0, done.stderr
        assert "80 alive" in done.stdout
        in_flight = 3 * 1  # one host is asked one thing at a time
        assert 81 <= len(pages.asked) <= 81 + in_flight, "no run asks again for what an earlier one has"
        assert "resumed" in done.stdout
        graph = kgraph.open_graph(tmp_path / ".kgraph")
        [row] = graph.query(
            "PREFIX kg: <https://w3id.org/kgraph/ns#> SELECT (COUNT(DISTINCT ?o) AS ?n) { ?o kg:fetchedTitle ?t }"
        )
        assert row.n == 80
    finally:
        pages.close()


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def test_many_hosts_at_once(tmp_path: Path) -> None:
    """Within 1.3 times what the politeness limits alone allow: one request a host, so many a second."""
    hosts, each, latency_s, rate = 12, 8, 0.1, 2.0
    servers = [Pages(latency_s) for _ in range(hosts)]
    try:
        entries = [s.url(f"/p{i}") for i in range(each) for s in servers]
        claims = "".join(f"Fact {i} stands here [{i}]. " for i in range(1, len(entries) + 1))
        (tmp_path / "a.md").write_text(
            f"{claims}\n\n## References\n\n" + "".join(f"[{i}] {u}\n" for i, u in enumerate(entries, 1))
        )
        graph = kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
        began, cpu = time.monotonic(), _cpu_s()
        with Session(allow_hosts=[s.netloc for s in servers], rate=rate, retries=0) as session:
            report = kgraph.enrich(graph, session=session, archive=None)
        # Work of its own, of its readers, and of the servers in this process, is no want of politeness.
        took = time.monotonic() - began - (_cpu_s() - cpu)
    finally:
        for server in servers:
            server.close()
    assert report.statuses == {"alive": hosts * each}
    allowed = (each + 1) / rate  # robots.txt and the pages, a rest after each
    assert took < 1.3 * allowed + 0.5, f"{took:.1f} s where {allowed:.1f} s are allowed"


def test_one_long_host_is_told_of_as_it_goes(tmp_path: Path) -> None:
    """Each answer is an observation at once: a run that is given up ends at once, too, and goes on later."""
    pages = Pages(latency_s=0.01)
    try:
        _article(pages, [f"/page{i}" for i in range(30)], tmp_path)
        graph = kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
        told: list[int] = []

        def stop_at_ten(done: int, total: int, *_: Any) -> None:
            told.append(done)
            if done == 10:
                raise KeyboardInterrupt

        with Session(allow_hosts=[pages.netloc], rate=1000, cache=tmp_path / "c.sqlite") as session:
            with pytest.raises(KeyboardInterrupt):
                enrich(graph.store, session, archive=None, on_progress=stop_at_ten)
            assert told == list(range(1, 11))
            assert len(pages.asked) <= 13, "what is in flight ends; nothing more is asked"
            report = enrich(graph.store, session, archive=None)
        assert 10 <= report.resumed <= 12
        assert report.statuses == {"alive": 30}
        assert len(pages.asked) <= 33
    finally:
        pages.close()


def _saying(result: FetchResult) -> Any:
    return lambda sources, get: {s.id: result for s in sources}


def test_history(tmp_path: Path) -> None:
    """Each change is a revision of what was seen before; the same again is the same, seen later."""
    (tmp_path / "a.md").write_text("A claim [1].\n\n## References\n\n[1] https://example.org/a\n")
    graph = kgraph.build([str(tmp_path / "a.md")], store=tmp_path / "kg", workers=1)
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    for title in ("One", "One", "Two", "One"):
        said = FetchResult(status="alive", asked="https://example.org/a", described=Description(title=title))
        fetcher = Fetcher(name="mine", takes=lambda s: True, fetch=_saying(said))
        with Session(clock=lambda: now[0]) as session:
            enrich(graph.store, session, table=[fetcher], archive=None)
        now[0] += timedelta(days=1)
    rows = graph.query(
        """PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?title ?first ?last ?before WHERE {
          ?o kg:fetchedTitle ?title ; kg:firstSeen ?first ; prov:generatedAtTime ?last .
          OPTIONAL { ?o prov:wasRevisionOf/kg:fetchedTitle ?before }
        } ORDER BY ?first"""
    )
    assert [(r.title, str(r.first)[8:10], str(r.last)[8:10], r.before) for r in rows] == [
        ("One", "01", "02", None),
        ("Two", "03", "03", "One"),
        ("One", "04", "04", "Two"),
    ]


def test_what_is_replayed_is_as_old_as_it_is(pages: Pages, tmp_path: Path) -> None:
    _article(pages, ["/a"], tmp_path)
    graph = kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    for offline in (False, True):
        with Session(
            allow_hosts=[pages.netloc],
            rate=1000,
            cache=tmp_path / "c",
            offline=offline,
            clock=lambda: now[0],
        ) as session:
            [seen] = observe(sources_in(graph.store, Only(), now[0]), session, table=[PAGE], archive=None)
        assert isinstance(seen, Observation), seen
        assert seen.time.startswith("2026-01-01")
        now[0] += timedelta(days=60)


def test_only_the_last_word_on_a_source_counts(tmp_path: Path) -> None:
    """What the archive keeps, and what a fetcher does not know, is not what became of a source."""
    (tmp_path / "a.md").write_text(
        "A [1]. B [2].\n\n## References\n\n[1] https://example.org/a\n[2] http://wiki.intranet/b\n"
    )
    graph = kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
    asked: list[str] = []

    def kept(sources: Any, get: Any) -> Any:
        asked.extend(s.id for s in sources)
        return {s.id: FetchResult(status="unknown", asked=s.id, described=Description(archived="https://a.example/1")) for s in sources}  # fmt: skip

    gone = Fetcher(
        name="mine",
        takes=lambda s: True,
        fetch=lambda ss, get: {s.id: FetchResult(status="gone", asked=s.id) for s in ss},
    )
    archive = Fetcher(name="archive", takes=lambda s: True, fetch=kept)
    with Session(allow_hosts=["wiki.intranet"]) as session:
        enrich(graph.store, session, table=[gone], archive=archive)
        found = {s: len(sources_in(graph.store, Only.read([f"status:{s}"]), session.clock())) for s in ("gone", "unknown", "new")}  # fmt: skip
    assert found == {"gone": 2, "unknown": 0, "new": 0}
    assert asked == ["https://example.org/a"], "an address of the intranet is told to nobody"
