"""The tables kept open for a server: each question in SQL in a process that can be killed, on the newest generation."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.errors import StoreError
from kgraph.store import generations
from kgraph.store._graph import Busy
from kgraph.store.named import NamedQuery
from kgraph.store.query import Limits, Result
from kgraph.store.reading import Reader
from kgraph.store.sql import Tables

_IDLE = 2
"""Processes that wait for a question; of more that were needed at once the others end."""


@dataclass(slots=True)
class _Generation:
    reader: Reader
    idle: list[Tables] = field(default_factory=list)
    busy: int = 0


class TablePool:
    """At most `size` questions at once. Safe to use from many threads; `close` leaves no process behind.

    A build that commits is picked up by the next question; one that runs keeps its generation.
    """

    def __init__(self, store: str | Path, *, size: int, limits: Limits, wait_s: float = 10.0) -> None:
        self.store = Path(store)
        self._size, self._limits, self._wait_s = size, limits, wait_s
        self._slots = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        # A process ends with the thread that started it, and those of a server come and go: this one stays.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="tables")
        self._now: _Generation | None = None
        self._asked: set[Tables] = set()
        self._closed = False

    def generation(self) -> str:
        """The name of the generation that the next question is answered from. Errors: `StoreError` where there is no store."""
        return generations.current(self.store).name

    def ask(
        self, query: NamedQuery, values: Mapping[str, str] | None = None, *, most: int | None = None
    ) -> tuple[Result, str]:
        """The rows of a question, by default all, and the generation they are of. Errors: those of `Tables.ask`."""
        if not self._slots.acquire(timeout=self._wait_s):
            raise Busy(f"all {self._size} workers are busy. Try again in a moment.")
        try:
            generation = self._borrow()
            try:
                return self._answer(generation, query, values, most), generation.reader.name
            finally:
                self._give_back(generation)
        finally:
            self._slots.release()

    def close(self) -> None:
        """End all processes; questions that are still asked end with an error."""
        with self._lock:
            self._closed = True
            for tables in self._asked:
                tables.stop()
            now = self._now
        if now and not now.busy:
            _end(now)
        self._starter.shutdown(wait=False, cancel_futures=True)

    def _answer(
        self, generation: _Generation, query: NamedQuery, values: Mapping[str, str] | None, most: int | None
    ) -> Result:
        with self._lock:
            tables = generation.idle.pop() if generation.idle else Tables(generation.reader.tables(), limits=self._limits)  # fmt: skip
            self._asked.add(tables)
        try:
            try:
                self._starter.submit(tables.open).result()
            except RuntimeError as error:  # it takes no more work
                raise self._stopping() from error
            if self._closed:
                raise self._stopping()
            return tables.ask(query, values, most=most)
        except StoreError as error:
            if self._closed:
                raise self._stopping() from error
            raise
        finally:
            with self._lock:
                self._asked.discard(tables)
                kept = len(generation.idle) < _IDLE and generation is self._now and not self._closed
                if kept:
                    generation.idle.append(tables)
            if not kept:
                tables.close()

    def _borrow(self) -> _Generation:
        """The newest generation, counted as asked."""
        newest = generations.current(self.store).name
        old: _Generation | None = None
        with self._lock:
            if self._closed:
                raise self._stopping()
            if self._now is None or self._now.reader.name != newest:
                old, self._now = self._now, _Generation(Reader(self.store))
            self._now.busy += 1
            now = self._now
        if old and not old.busy:
            _end(old)
        return now

    def _give_back(self, generation: _Generation) -> None:
        with self._lock:
            generation.busy -= 1
            over = not generation.busy and (generation is not self._now or self._closed)
        if over:
            _end(generation)

    def _stopping(self) -> StoreError:
        return StoreError(f"{self.store}: the server is stopping.")


def _end(generation: _Generation) -> None:
    """Let go of a generation that nobody asks any more."""
    while generation.idle:
        generation.idle.pop().close()
    generation.reader.__exit__()
