"""Kills build, export, enrich and query at random moments, and looks at what is left: files, answers, processes.

    $ python bench/kills.py [--kills 300] [--seed 1]

Each run is in a session of its own; SIGKILL goes to its first process alone. Afterwards nothing of it may be
alive, the store holds whole articles and true observations and nothing else, an exported file is whole or as it was, and
the same command, not killed, ends with 0 and the same graph, file or answer as if nobody had ever been killed. A build
commits every 0.05 s, and any two shards of one class become one; a query makes an index on disk.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import kgraph
from kgraph.errors import StoreError

ARTICLES, SOURCES = 40, 60
BUILD = """
import sys
from kgraph import cli
from kgraph.jobs import build
from kgraph.store import _compact
build.CHECKPOINT_S, _compact.FAN_OUT = 0.05, 2
sys.exit(cli.run(["build", "posts", "--workers", "2"]))
"""
EXPORT = """
import sys
from kgraph import cli
sys.exit(cli.run(["export", "graph.graphml"]))
"""
ENRICH = """
import sys
import kgraph
from kgraph.jobs import enrich
from kgraph.enrich import Session
enrich.COMMIT_S = 0.1
with Session(allow_hosts=["{host}"], rate=10_000, cache=".kgraph/fetched.sqlite") as session:
    enrich.enrich(".kgraph", session, archive=None)
"""


QUERY = """
import sys
from kgraph import cli
from kgraph.store import _graph
_graph.IN_MEMORY_BYTES = 0
sys.exit(cli.run(["query", "count.rq", "--format", "csv"]))
"""
COUNT = "SELECT (COUNT(*) AS ?facts) { ?s ?p ?o }"


class Page(BaseHTTPRequestHandler):
    """A page that says which it is."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = f"<title>The page {self.path[1:]} of this site</title>".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass(slots=True, kw_only=True)
class Bench:
    """The folder, what is right, and what was found."""

    folder: Path
    commands: dict[str, str]
    took: dict[str, float] = field(default_factory=dict)
    quads: set[str] = field(default_factory=set)
    drawing: bytes = b""
    answer: bytes = b""
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def start(self, name: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", self.commands[name]], cwd=self.folder, start_new_session=True,
            stdout=subprocess.PIPE if name == "query" else subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def draw(self) -> None:
        """Learn what an export of the store is as it is now, and leave no file."""
        if self.start("export").wait():
            raise SystemExit("export fails without being killed")
        file = self.folder / "graph.graphml"
        self.drawing = file.read_bytes()
        file.unlink()

    def ask(self) -> None:
        """Learn what the store answers as it is now, and leave no index."""
        self.answer, _ = self.start("query").communicate()
        if not self.answer.startswith(b"facts"):
            raise SystemExit("query fails without being killed")
        self.without_index()

    def without_index(self) -> None:
        found = list(self.folder.glob(".kgraph/index-*"))
        self.counts["indexes"] += len(found)
        for index in found:
            shutil.rmtree(index)

    def whole(self, name: str) -> None:
        """Run it to its end and look at everything."""
        run = self.start(name)
        out, err = run.communicate()
        if name == "query" and out != self.answer:
            self.wrong.append(f"another answer: {out!r}, not {self.answer!r}")
        self.counts[f"exit {run.returncode}"] += 1
        if run.returncode:
            self.wrong.append(f"{name} ended with {run.returncode}: {err.decode()[-300:]}")
        self.look(name, whole=True)

    def kill(self, name: str, after: float) -> None:
        run = self.start(name)
        with suppress(subprocess.TimeoutExpired):
            run.wait(after)
        self.counts["killed" if run.poll() is None else "ended before"] += 1
        run.kill()
        run.communicate()
        until = time.monotonic() + 3
        while (left := alive(run.pid)) and time.monotonic() < until:
            time.sleep(0.02)
        if left:
            self.counts["processes left"] += len(left)
            self.wrong.append(f"{name}: processes left {left}")
            os.killpg(run.pid, signal.SIGKILL)
        self.look(name, whole=False)

    def look(self, name: str, *, whole: bool) -> None:
        """Whether what lies there is right, and after a run that ended, whole."""
        try:
            graph = kgraph.open_graph(self.folder / ".kgraph")
            quads = set(graph.quads())
            titles = [(r.source, r.title) for r in graph.query(TITLES)]
        except StoreError as error:
            if "no store" in str(error) and not whole and name == "build":
                return
            self.wrong.append(f"after {name}: {error}")
            return
        articles = {q for q in quads if "/a/posts/" in q[q.rindex("<") :]}
        graphs = {q[q.rindex("<") :] for q in articles}
        if articles != {q for q in self.quads if q[q.rindex("<") :] in graphs}:
            self.wrong.append(f"after {name}: half an article")
        if whole and name == "build" and articles != self.quads:
            self.wrong.append("a build that ended holds not everything")
        if any(title != f"The page {source.rpartition('/')[2]} of this site" for source, title in titles):
            self.wrong.append(f"after {name}: a title that no page has")
        # A page that was too slow once has two observations with a title.
        titled = {source for source, _ in titles}
        if whole and name == "enrich" and len(titled) != SOURCES:
            self.wrong.append(f"an enrichment that ended knows the titles of {len(titled)} sources")
        file = self.folder / "graph.graphml"
        if name == "export":
            drawn = file.read_bytes() if file.exists() else b""
            if drawn != self.drawing and (whole or drawn not in (b"", AS_IT_WAS)):
                self.wrong.append("after export: half a file")


TITLES = """PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?source ?title { ?o a kg:Observation ; prov:specializationOf ?source ; kg:fetchedTitle ?title }"""
AS_IT_WAS = b"what a file held before"


def alive(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, its_session = place.read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state not in "ZX":
                found.append(int(place.parent.name))
    return found


def prepare(bench: Bench, host: str) -> None:
    """Write the articles, and learn what is right and how long each command takes."""
    (bench.folder / "posts").mkdir()
    (bench.folder / "count.rq").write_text(COUNT)
    for i in range(ARTICLES):
        claims = "".join(f"The fact number {n} of article {i} stands here [{n % 3 + 1}]. " for n in range(60))
        entries = "".join(f"[{n}] [Source](http://{host}/{(3 * i + n) % SOURCES})\n" for n in (1, 2, 3))
        (bench.folder / f"posts/{i}.md").write_text(f"{claims}\n\n## References\n\n{entries}")
    for name in bench.commands:
        began = time.monotonic()
        code = bench.start(name).wait()
        bench.took[name] = time.monotonic() - began
        if code:
            raise SystemExit(f"{name} fails without being killed")
        if name == "build":
            bench.quads = set(kgraph.open_graph(bench.folder / ".kgraph").quads())


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--kills", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    rng = random.Random(options.seed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(
            folder=Path(name),
            commands={
                "build": BUILD,
                "export": EXPORT,
                "enrich": ENRICH.replace("{host}", host),
                "query": QUERY,
            },
        )
        prepare(bench, host)
        per_command: Counter[str] = Counter()
        while bench.counts["killed"] < options.kills:
            command = rng.choice(tuple(bench.commands))
            if command == "build":
                shutil.rmtree(bench.folder / ".kgraph", ignore_errors=True)
            if command == "export":
                bench.draw()
                if rng.random() < 0.5:
                    (bench.folder / "graph.graphml").write_bytes(AS_IT_WAS)
            if command == "query":
                bench.ask()
            before = bench.counts["killed"]
            for _ in range(rng.choice((1, 2, 3))):
                bench.kill(command, rng.uniform(0.05, 1.1 * bench.took[command]))
            per_command[command] += bench.counts["killed"] - before
            bench.whole(command)
    print(f"{dict(per_command)} killed, {bench.counts['ended before']} ended before")
    print(f"{len(bench.wrong)} wrong, {bench.counts['exit 70']} exit 70, {bench.counts['processes left']} processes left, {bench.counts['indexes']} indexes made")  # fmt: skip
    print("\n".join(bench.wrong[:20]))
    if bench.wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
