"""How long enrichment takes over what politeness alone allows: 1,000 sources on 50 hosts that answer after 100 ms.

    $ python bench/enrich.py [--sources 1000] [--hosts 50] [--rate 1.0]

Politeness allows a host one request at a time, robots.txt among them, and a rest of `1 / rate` seconds after each. Prints
the ratio of the two times, the CPU time, and how much memory the process takes at a tenth, at half and at the end.
"""

import argparse
import resource
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Process, Queue
from pathlib import Path
from threading import Thread
from typing import Any

import kgraph
from kgraph.enrich import Session
from kgraph.jobs.enrich import enrich

LATENCY_S = 0.1
BODY = (
    "<title>Page {}</title><meta name=author content='Ann Lee'>"
    + "<p>Words of a page that says something." * 300
)


class Page(BaseHTTPRequestHandler):
    """A page of 12 kB after a while."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        time.sleep(LATENCY_S)
        body = BODY.format(self.path).encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def serve(hosts: int, ports: "Queue[list[int]]") -> None:
    """So many servers in this process, until it is ended."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Page) for _ in range(hosts)]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    ports.put([server.server_port for server in servers])
    time.sleep(86_400)


def peak_mb() -> float:
    """The most memory this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--rate", type=float, default=1.0)
    options = parser.parse_args()
    ports: Queue[list[int]] = Queue()
    servers = Process(target=serve, args=(options.hosts, ports), daemon=True)
    servers.start()
    hosts = [f"127.0.0.1:{port}" for port in ports.get()]
    urls = [f"http://{hosts[i % options.hosts]}/{i}" for i in range(options.sources)]
    memory: list[float] = []

    def seen(done: int, total: int, *_: object) -> None:
        if done in (total // 10, total // 2):
            memory.append(peak_mb())

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        claims = "".join(f"Fact {i} stands here [{i}]. " for i in range(1, len(urls) + 1))
        entries = "".join(f"[{i}] {url}\n" for i, url in enumerate(urls, 1))
        (folder / "a.md").write_text(f"{claims}\n\n## References\n\n{entries}", encoding="utf-8")
        kgraph.build([folder / "a.md"], store=folder / "kg", workers=1)
        with Session(allow_hosts=hosts, rate=options.rate, cache=folder / "fetched.sqlite") as session:
            began, cpu = time.perf_counter(), time.process_time()
            report = enrich(folder / "kg", session, archive=None, on_progress=seen)
            took, cpu = time.perf_counter() - began, time.process_time() - cpu
    servers.terminate()
    requests = -(-options.sources // options.hosts) + 1
    allowed = requests * LATENCY_S + (requests - 1) / options.rate
    print(f"{dict(report.statuses)}")
    print(f"{took:8.1f} s      taken, {cpu:.1f} s of CPU")
    print(f"{allowed:8.1f} s      allowed by politeness alone")
    print(f"{took / allowed:8.2f}        ratio")
    tenth, *_, half = memory
    print(
        f"{tenth:8.0f} MB     after a tenth of the sources, {half:.0f} MB after half, {peak_mb():.0f} MB after all"
    )


if __name__ == "__main__":
    main()
