"""An answer as it comes through a pipe or a socket: pieces, each behind its length in four bytes, an empty one last."""

import select
import time
from collections.abc import Callable


class Pieces:
    """The pieces that come through the descriptor `source`, which `receive` reads: so many bytes at most, none at its end."""

    def __init__(self, source: int, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._ready = select.poll()  # not select(), which takes no descriptor above 1023
        self._ready.register(source, select.POLLIN)

    @property
    def waits(self) -> bool:
        """Whether something can be read at once, its end among it."""
        return bool(self._ready.poll(0))

    def next(self, deadline: float) -> bytes:
        """The next piece, whole, by the monotonic time `deadline`. Errors: `TimeoutError`; `EOFError` where it ended before."""
        return self._read(int.from_bytes(self._read(4, deadline), "big"), deadline)

    def _read(self, count: int, deadline: float) -> bytes:
        parts = []
        while count:
            if not self._ready.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TimeoutError
            part = self._receive(count)
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)
