"""One request at a time to a host, and a gap between two of them."""

import threading
import time
from collections import defaultdict

_LONGEST_WAIT_S = 120.0


class Pace:
    """Who may ask which host when."""

    def __init__(self, gap_s: float) -> None:
        self._gap_s = gap_s
        self._gaps: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._next: dict[str, float] = {}
        self._guard = threading.Lock()

    def lock(self, host: str) -> threading.Lock:
        """The lock that a host's one request at a time holds."""
        with self._guard:
            return self._locks[host]

    def wait(self, host: str) -> bool:
        """Sleep until the host may be asked again; False where that is too far away to wait for.

        To be called with the host's lock held, which is kept until `rest`.
        """
        wait = self._next.get(host, 0.0) - time.monotonic()
        if wait > _LONGEST_WAIT_S:
            return False
        if wait > 0:
            time.sleep(wait)
        return True

    def rest(self, host: str, gap_s: float | None = None) -> None:
        """Begin the gap after an answer: counted from its end, no delay on the way makes it shorter there."""
        self.hold(host, max(gap_s or 0.0, self._gaps.get(host, 0.0), self._gap_s))

    def slow(self, host: str, gap_s: float) -> None:
        """Keep at least so long a gap with a host from now on, because its robots.txt asks for it."""
        self._gaps[host] = gap_s

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, because it asked for that."""
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)
