"""One request at a time to a host, and a gap between two of them."""

import threading
import time
from collections import defaultdict

_LONGEST_WAIT_S = 120.0


class Pace:
    """Who may ask which host when."""

    def __init__(self, gap_s: float) -> None:
        self._gap_s = gap_s
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._next: dict[str, float] = {}
        self._guard = threading.Lock()

    def lock(self, host: str) -> threading.Lock:
        """The lock that a host's one request at a time holds."""
        with self._guard:
            return self._locks[host]

    def wait(self, host: str, gap_s: float | None = None) -> bool:
        """Sleep until the host may be asked again; False where that is too far away to wait for.

        To be called with the host's lock held; the request is then sent at once.
        """
        wait = self._next.get(host, 0.0) - time.monotonic()
        if wait > _LONGEST_WAIT_S:
            return False
        if wait > 0:
            time.sleep(wait)
        self._next[host] = time.monotonic() + (self._gap_s if gap_s is None else max(gap_s, self._gap_s))
        return True

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, because it asked for that."""
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)
