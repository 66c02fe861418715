"""How `kgraph serve` bears up: 8 clients beside 300 slow connections, on a graph of 100,000 claims.

    $ python bench/serve.py FOLDER [--seconds 60] [--articles 10000]      FOLDER gets the articles and the store

The clients ask what the explorer and people ask: SPARQL about one source or article, pages of the JSON API, the
newest status. First alone, then beside connections that send a byte of a header a second and begin again when they
are cut. Prints errors, the median and the 99th percentile of both, their ratio, the most memory in the first and in the
second half of the time (workers are replaced every few hundred queries, so memory goes up and down), and processes left
behind.
"""

import argparse
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import requests
from page import make

import kgraph

CLIENTS = 8
SLOW = 300
_PREFIXES = "PREFIX schema: <https://schema.org/> PREFIX cito: <http://purl.org/spar/cito/> PREFIX kg: <https://w3id.org/kgraph/ns#> "


class Server:
    """A server in a process of its own."""

    def __init__(self, store: Path) -> None:
        command = [sys.executable, "-m", "kgraph", "serve", "--port", "0", "--store", str(store)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.process.stderr.readline())
        if not found:
            raise SystemExit("the server did not start")
        self.port = int(found[1])
        self.url = found[0]

    def tree(self) -> set[int]:
        """The server and all processes below it."""
        parents: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def cpu_s(self) -> float:
        """CPU time of the server and the processes below it so far; what other work on the machine leaves alone."""
        total = 0
        for pid in self.tree():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """What the server and the processes below it hold that no other shares."""
        total = 0
        for pid in self.tree():
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total += sum(int(kb) for kb in re.findall(r"Private_\w+:\s+(\d+)", text))
        return total / 1024


def questions(articles: int) -> list[tuple[str, dict[str, str]]]:
    """Paths and parameters of requests, of every kind the same share."""
    rng = random.Random(1)
    out: list[tuple[str, dict[str, str]]] = []
    for _ in range(100):
        number = rng.randrange(articles)
        of_article = (
            f'?a kg:path "articles/{number:05}.md" . ?c schema:isPartOf ?a ; schema:text ?t ; cito:cites ?s'
        )
        out += [
            ("sparql", {"query": f"{_PREFIXES} SELECT ?t ?s {{ {of_article} }}"}),
            ("sparql", {"query": f"{_PREFIXES} ASK {{ {of_article} . ?s schema:isPartOf ?site }}"}),
            (
                "sparql",
                {
                    "query": f"{_PREFIXES} CONSTRUCT {{ ?c cito:cites ?s }} {{ ?c cito:cites ?s }} LIMIT 50 OFFSET {number}"
                },
            ),
            ("api/claims", {"article": f"articles/{number:05}.md"}),
            ("api/claims", {"limit": "50", "offset": str(number)}),
            ("api/status", {}),
        ]
    rng.shuffle(out)
    return out


def clients(
    server: Server, asked: list[tuple[str, dict[str, str]]], seconds: float
) -> tuple[list[float], list[str]]:
    """Seconds each request took, and what went wrong."""
    took: list[float] = []
    faults: list[str] = []
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        rng = random.Random(number)
        with requests.Session() as session:
            while time.monotonic() < end:
                path, parameters = rng.choice(asked)
                start = time.perf_counter()
                try:
                    reply = session.get(server.url + path, params=parameters, timeout=30)
                except requests.RequestException as error:
                    faults.append(repr(error))
                    continue
                took.append(time.perf_counter() - start)
                if reply.status_code != 200:
                    faults.append(f"{reply.status_code} {reply.text[:200]}")

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, faults


def slow(port: int, stop: threading.Event) -> None:
    """Connections that say a byte a second; one that is cut begins again."""
    request = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 4000
    held: dict[socket.socket, int] = {}
    while not stop.wait(1.0):
        while len(held) < SLOW:
            held[socket.create_connection(("127.0.0.1", port), timeout=10)] = 0
        for connection, sent in list(held.items()):
            try:
                connection.sendall(request[sent : sent + 1])
                held[connection] = sent + 1
            except OSError:
                connection.close()
                del held[connection]
    for connection in held:
        connection.close()


def watch(server: Server, stop: threading.Event, found: list[float]) -> None:
    """Note the server's memory once a second until told to stop."""
    while not stop.wait(1.0):
        found.append(server.memory_mb())


def lives(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def said(what: str, took: list[float], faults: list[str]) -> float:
    """Print what one round took; its 99th percentile in milliseconds."""
    p99 = statistics.quantiles(took, n=100)[98] * 1000
    print(
        f"{what:28} {len(took):7,} requests, {len(faults)} errors, median {statistics.median(took) * 1000:.0f} ms, p99 {p99:.0f} ms"
    )
    for fault in faults[:3]:
        print("  " + fault)
    return p99


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    store = options.folder.resolve() / "kg"
    os.chdir(options.folder)
    if not store.exists():
        make(Path("articles"), options.articles)
        kgraph.build("articles", store=store)
    asked = questions(options.articles)
    server = Server(store)
    try:
        clients(server, asked, 3)
        alone: Any = clients(server, asked, options.seconds / 3)
        stop = threading.Event()
        memory: list[float] = []
        crowd = threading.Thread(target=slow, args=(server.port, stop))
        watcher = threading.Thread(target=watch, args=(server, stop, memory))
        crowd.start()
        watcher.start()
        time.sleep(2)
        used = server.cpu_s()
        beside: Any = clients(server, asked, options.seconds)
        used = server.cpu_s() - used
        stop.set()
        crowd.join()
        watcher.join()
        below = server.tree()
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(timeout=30)
    finally:
        server.process.kill()
    time.sleep(0.5)
    floor = said("alone", *alone)
    crowded = said(f"beside {SLOW} slow connections", *beside)
    print(f"{'ratio of p99':28} {crowded / floor:7.2f}")
    print(f"{'CPU time a request':28} {1000 * used / len(beside[0]):7.1f} ms")
    half = len(memory) // 2
    print(
        f"{'memory, at most':28} {max(memory[:half]):7.0f} MB, {max(memory[half:]):.0f} MB in the second half"
    )
    left = [pid for pid in below if lives(pid)]
    print(f"{'exit code, processes left':28} {code:7}, {len(left)}")


if __name__ == "__main__":
    main()
