"""How a server is told to stop, and what it says when something of its own fails."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether someone asked the server to stop; however often they ask, it ends once and in order."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Be asked by SIGINT and SIGTERM while the block runs."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._ask) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


class Faults(logging.Handler):
    """Says a fault of ours in one line on standard error, the same one once a minute; of clients' faults nothing."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._said: dict[str, float] = {}

    @contextmanager
    def heard(self, *names: str) -> Iterator[None]:
        """Take the place of what these loggers do otherwise while the block runs."""
        loggers = [logging.getLogger(name) for name in names]
        before = [(each.handlers, each.propagate) for each in loggers]
        for each in loggers:
            each.handlers, each.propagate = [self], False
        try:
            yield
        finally:
            for each, (handlers, propagate) in zip(loggers, before, strict=True):
                each.handlers, each.propagate = handlers, propagate

    def emit(self, record: logging.LogRecord) -> None:
        """Say it, if it is ours."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, ConnectionError | asyncio.CancelledError):
            return
        said = f"{type(error).__name__}: {' '.join(str(error).split())}" if error else record.getMessage()
        text = said.strip().rpartition("\n")[2][:300]
        now = time.monotonic()
        if now - self._said.get(text, -60.0) < 60.0:
            return
        if len(self._said) > 100:
            self._said.clear()
        self._said[text] = now
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
        sys.stderr.write(f"kgraph: a fault of the server's own: {shown}\n")
        sys.stderr.flush()
