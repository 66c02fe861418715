"""What requests-cache, requests-ratelimiter and requests-hardened do where kgraph's session does it by itself.

    $ python -m venv peers && peers/bin/pip install -q '.[enrich]' requests-cache requests-ratelimiter requests-hardened
    $ peers/bin/python bench/http_libraries.py

Each line is one question, asked of both on loopback, in a process of its own: a body that drips, a bomb, what a host
that is asked by six threads sees, and which addresses of IANA's special-purpose registries are let through. The three
libraries are no dependency of kgraph (docs/decisions/0007).
"""

import contextlib
import gzip
import logging
import resource
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from multiprocessing import get_context
from threading import Thread
from typing import Any, ClassVar

DEADLINE_S = 2.0
MAX_BYTES = 2_000_000
BOMB = gzip.compress(b"\0" * 300_000_000, 9)
SPECIAL = (
    "0.0.0.1", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.8", "192.0.0.9", "192.0.2.1", "192.31.196.1",
    "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:1::1", "2001:3::1", "2001:4:112::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "4000::1",
)  # fmt: skip
"""One address of each special-purpose block, and of IPv6 space that is given to nobody."""


class Hostile(BaseHTTPRequestHandler):
    """Drips, bombs, and notes who is served when."""

    protocol_version = "HTTP/1.1"
    busy: ClassVar[list[tuple[float, float]]] = []

    def do_GET(self) -> None:
        began = time.monotonic()
        self.send_response(200)
        self.send_header("Connection", "close")
        if self.path == "/bomb":
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(BOMB)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(BOMB)
        elif self.path == "/drip":
            self.end_headers()
            with contextlib.suppress(OSError):  # the client has had enough
                for _ in range(80):
                    self.wfile.write(b"x")
                    time.sleep(0.1)
        else:
            time.sleep(0.15)
            self.send_header("Content-Length", "0")
            self.end_headers()
        if self.path.startswith("/many"):
            Hostile.busy.append((began, time.monotonic()))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def theirs(netloc: str) -> Callable[[str], object]:
    """The three libraries as one session: cache before limiter before guard."""
    import requests
    from requests_cache import CacheMixin
    from requests_hardened.ip_filter_adapter import IPFilterAdapter
    from requests_ratelimiter import LimiterMixin

    class Session(CacheMixin, LimiterMixin, requests.Session):  # type: ignore[misc]
        pass

    session = Session(backend="memory", per_second=5, per_host=True)
    session.mount("http://", IPFilterAdapter(is_https_proto=False, allow_loopback=True, tls_sni_support=True))
    return lambda path: session.get(f"http://{netloc}{path}", timeout=(DEADLINE_S, DEADLINE_S)).content


def ours(netloc: str) -> Callable[[str], object]:
    """kgraph's own session."""
    from kgraph.enrich import Request, Session

    session = Session(allow_hosts=[netloc], rate=5, deadline_s=DEADLINE_S, max_bytes=MAX_BYTES, retries=0)
    return lambda path: session.get(Request(url=f"http://{netloc}{path}"))


def drip(get: Callable[[str], object]) -> str:
    began = time.monotonic()
    get("/drip")
    return f"{time.monotonic() - began:.1f} s"


def bomb(get: Callable[[str], object]) -> str:
    get("/warm")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    get("/bomb")
    return f"{(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB"


def many(get: Callable[[str], object]) -> str:
    get("/warm")
    threads = [Thread(target=get, args=(f"/many{i}",)) for i in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return ""


QUESTIONS = {"drip": drip, "bomb": bomb, "many": many}


def asked(whose: str, question: str, netloc: str, answers: Any) -> None:
    """In a process of its own: one question."""
    answers.put(QUESTIONS[question]({"theirs": theirs, "ours": ours}[whose](netloc)))


def let_through() -> tuple[list[str], list[str]]:
    """The special-purpose addresses that each lets through."""
    import requests
    from requests_hardened.ip_filter import filter_host

    from kgraph.enrich.wire.addresses import is_public

    logging.disable()
    passed = []
    for address in SPECIAL:
        try:
            filter_host(address, 80, allow_loopback=False)
        except (requests.RequestException, ValueError):
            continue
        passed.append(address)
    return passed, [address for address in SPECIAL if is_public(address)]


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    Thread(target=server.serve_forever, daemon=True).start()
    netloc = f"127.0.0.1:{server.server_port}"
    print(f"{'':44}{'libraries':>12}{'kgraph':>12}")
    told: dict[tuple[str, str], str] = {}
    gaps: dict[str, str] = {}
    context = get_context("spawn")
    for question in QUESTIONS:
        for whose in ("theirs", "ours"):
            answers = context.Queue()
            Hostile.busy.clear()
            process = context.Process(target=asked, args=(whose, question, netloc, answers))
            process.start()
            told[question, whose] = answers.get(timeout=120)
            process.join()
            if question == "many":
                pairs = list(pairwise(sorted(Hostile.busy)))
                gaps[whose] = f"{min(b[0] - a[1] for a, b in pairs):.2f} s"
    for question, words in (
        ("drip", "a body that drips 8 s, deadline 2 s"),
        ("bomb", "memory that a bomb of 300 MB takes"),
    ):
        print(f"{words:44}{told[question, 'theirs']:>12}{told[question, 'ours']:>12}")
    print(f"{'shortest rest of a host (5 a second asked)':44}{gaps['theirs']:>12}{gaps['ours']:>12}")
    passed = let_through()
    print(f"{f'of {len(SPECIAL)} special addresses let through':44}{len(passed[0]):>12}{len(passed[1]):>12}")
    print("let through by the libraries:", ", ".join(passed[0]))


if __name__ == "__main__":
    main()
