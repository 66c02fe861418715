"""How long questions in SPARQL take on a large graph: the first, further ones, after twenty that had to be killed.

    $ python bench/sparql.py FOLDER [--megabytes 18]      FOLDER gets the articles and the store; 18 MB are a million facts

By the wall and, for commands, in CPU time with that of the processes they start. A graph over the size that is held in
memory (some 45 MB of articles) is indexed when it is first asked.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import requests

import kgraph
from kgraph.store import Reader

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
QUESTIONS = {
    "one fact": "SELECT * { ?s ?p ?o } LIMIT 1",
    "all counted": COUNT,
    "by predicate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "claims with source": "SELECT (COUNT(*) AS ?n) { ?c a <https://schema.org/Claim> ; <https://schema.org/text> ?t ; <http://purl.org/spar/cito/cites> ?s }",
    "all named graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
}
TIMEOUT_S = 3
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def cpu_s() -> float:
    """CPU time of the processes that were started and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def command(folder: Path, name: str, query: str) -> None:
    """Ask from the command line, and print how long it took."""
    file = folder / "question.rq"
    file.write_text(query)
    began, used = time.perf_counter(), cpu_s()
    subprocess.run(
        [sys.executable, "-m", "kgraph", "query", str(file), "--store", str(folder / "kg"), "--timeout", "600"],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    print(f"{time.perf_counter() - began:8.2f} s {cpu_s() - used:8.2f} s of CPU   kgraph query, {name}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=18)
    options = parser.parse_args()
    folder: Path = options.folder
    if not (folder / "kg").exists():
        corpus = [sys.executable, str(Path(__file__).with_name("corpus.py")), str(folder / "articles")]
        subprocess.run([*corpus, "--megabytes", str(options.megabytes)], check=True)
        kgraph.build(folder / "articles", store=folder / "kg")
    with Reader(folder / "kg") as reader:
        print(f"{reader.nquads_bytes / 1024**2:8.0f} MB of N-Quads")
    command(folder, "the first after a build", COUNT)
    command(folder, "again", COUNT)
    command(folder, "all named graphs", QUESTIONS["all named graphs"])
    serve = [sys.executable, "-m", "kgraph", "serve", "--port", "0", "--store", str(folder / "kg"), "--timeout", str(TIMEOUT_S)]  # fmt: skip
    server = subprocess.Popen(serve, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        found = re.search(r"http://\S+/(?= )", server.stderr.readline())
        if not found:
            raise SystemExit("the server did not start")

        def seconds(query: str) -> float:
            began = time.perf_counter()
            reply = requests.get(f"{found[0]}sparql", params={"query": query}, timeout=600)
            if reply.status_code not in (200, 408):
                raise SystemExit(reply.text)
            return time.perf_counter() - began

        print(f"{seconds(COUNT):8.2f} s   serve, the first question")
        for name, query in QUESTIONS.items():
            best = min(seconds(query) for _ in range(3))
            print(f"{best:8.3f} s   {name}, the best of three{' (stopped)' if best > TIMEOUT_S else ''}")
        for _ in range(20):
            seconds(ENDLESS)
        print(f"{seconds(QUESTIONS['one fact']):8.3f} s   one fact, after twenty that were killed")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
