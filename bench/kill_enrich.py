"""SIGKILL at random moments of `kgraph enrich`: what is left running, what a next run makes of it, what it asks again.

    python bench/kill_enrich.py [--kills 100] [--seed 1]

A site on loopback has 60 pages, each with a title of its own; some are slow to read. A run is killed two to seven times,
then let come to its end, and the store looked at; so on with new stores, until there were `--kills` kills.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import kgraph

PAGES = 60
_TITLES = "PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX prov: <http://www.w3.org/ns/prov#> SELECT ?source ?title { ?o prov:specializationOf ?source ; kg:fetchedTitle ?title }"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        time.sleep(0.01)
        number = self.path.rpartition("/")[2]
        body = (
            f"<title>Page number {number}</title>{'<p><b>word ' * (20_000 if number.endswith('7') else 10)}"
        )
        self.send_response(200 if number.isdigit() else 404)
        self.send_header("Content-Type", "text/html")
        with contextlib.suppress(OSError):  # who asked was killed
            self.end_headers()
            self.wfile.write(body.encode() if number.isdigit() else b"")

    def log_message(self, *_: Any) -> None:
        pass


def readers_left() -> int:
    """Processes that read pages and have no parent any more, or are still alive a second later."""
    for _ in range(50):
        left = [p for p in Path("/proc").glob("[0-9]*") if _is_reader(p)]
        if not left:
            return 0
        time.sleep(0.02)
    return len(left)


def _is_reader(process: Path) -> bool:
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and MARK in (process / "environ").read_bytes().decode("utf-8", "replace")
    except OSError:
        return False


MARK = f"kill_enrich={os.getpid()}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=site.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{site.server_port}"
    left = wrong = stores = killed = other = 0
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        claims = " ".join(f"Fact {n} stands here [{n + 1}]." for n in range(PAGES))
        entries = "\n".join(f"[{n + 1}] http://{host}/{n}" for n in range(PAGES))
        (home / "a.md").write_text(f"{claims}\n\n## References\n\n{entries}\n", encoding="utf-8")
        # The readers' environment is their own: the mark is in the path that they import from.
        path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path), MARK])
        command = [sys.executable, "-m", "kgraph", "enrich", "--allow-host", host, "--rate", "1000"]
        while killed < options.kills:
            graph = kgraph.build([home / "a.md"], store=home / ".kgraph", workers=1)
            stores += 1
            for last in (*[False] * rng.randrange(2, 8), True):
                run = subprocess.Popen(command, cwd=home, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip
                try:
                    _, said = run.communicate(timeout=None if last else rng.uniform(0.1, 4.0))
                    if run.returncode:
                        other += 1
                        print(f"exit {run.returncode}: {said.strip()}")
                except subprocess.TimeoutExpired:
                    run.send_signal(signal.SIGKILL)
                    run.communicate()
                    killed += 1
                left += readers_left()
            rows = graph.query(_TITLES)
            wrong += sum(str(r.title) != f"Page number {str(r.source).rpartition('/')[2]}" for r in rows)
            wrong += len(rows) != PAGES and run.returncode == 0  # with 1 it has said what is missing
            shutil.rmtree(home / ".kgraph")
    print(
        f"{killed} kills, {stores} stores; processes left: {left}; wrong answers: {wrong}; other exits than 0: {other}"
    )


if __name__ == "__main__":
    main()
