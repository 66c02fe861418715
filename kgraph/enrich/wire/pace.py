"""One request at a time to a host, and a gap between two of them."""

import threading
import time
from collections import defaultdict

_LONGEST_WAIT_S = 120.0
_STORMS = 3
_LEFT_ALONE_S = 86_400.0


class Pace:
    """Who may ask which host when."""

    def __init__(self, gap_s: float) -> None:
        self._gap_s = gap_s
        self._gaps: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._next: dict[str, float] = {}
        self._storms: dict[str, int] = {}
        self._guard = threading.Lock()
        self._waiting = threading.Condition()
        self.turn = 0
        """Counts up when everyone who waits is sent away; `wait` takes the count from before the lock."""

    def lock(self, host: str) -> threading.Lock:
        """The lock that a host's one request at a time holds."""
        with self._guard:
            return self._locks[host]

    def wait(self, host: str, turn: int) -> bool:
        """Wait until the host may be asked again; False where that is too far away, or `leave` was called.

        To be called with the host's lock held, which is kept until `rest`.
        """
        until = self._next.get(host, 0.0)
        if until - time.monotonic() > _LONGEST_WAIT_S:
            return False
        with self._waiting:
            while self.turn == turn and (left := until - time.monotonic()) > 0:
                self._waiting.wait(left)
            return self.turn == turn

    def rest(self, host: str, gap_s: float | None = None) -> None:
        """Begin the gap after an answer: counted from its end, no delay on the way makes it shorter there."""
        self.hold(host, max(gap_s or 0.0, self._gaps.get(host, 0.0), self._gap_s))

    def slow(self, host: str, gap_s: float) -> None:
        """Keep at least so long a gap with a host from now on, because its robots.txt asks for it."""
        self._gaps[host] = gap_s

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, because it asked for that."""
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)

    def answered(self, host: str, *, too_many: bool) -> None:
        """Note how a request to a host ended. One that says “too many” again and again is asked no more."""
        self._storms[host] = self._storms.get(host, 0) + 1 if too_many else 0
        if self._storms[host] >= _STORMS:
            self.hold(host, _LEFT_ALONE_S)

    def leave(self) -> None:
        """Send away everyone who waits."""
        with self._waiting:
            self.turn += 1
            self._waiting.notify_all()
