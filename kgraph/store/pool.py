"""Warm workers for a server: each query in a process that can be killed, on the newest generation."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.errors import KgraphError, StoreError
from kgraph.store import generations
from kgraph.store._worker import Answer, Worker
from kgraph.store.oxigraph import Reader
from kgraph.store.query import Limits, Result, checked, question, result

_QUERIES_A_WORKER = 500
"""A worker is replaced after so many, so that what the engine leaks stays small."""


class Busy(KgraphError):
    """All workers stayed busy for as long as a caller may wait."""


@dataclass(slots=True, eq=False)
class _Generation:
    """A generation that is held open because workers read it."""

    reader: Reader
    idle: list[Worker] = field(default_factory=list)
    busy: int = 0


class Pool:
    """At most `size` queries at once. Safe to use from many threads; `close` leaves no process behind.

    A build that commits is picked up by the next query; a query that runs keeps its generation.
    """

    def __init__(self, store: str | Path, *, size: int, limits: Limits, wait_s: float = 10.0) -> None:
        self.store = Path(store)
        self.limits = limits
        self._wait_s = wait_s
        self._slots = threading.BoundedSemaphore(size)
        self._size = size
        self._lock = threading.Lock()
        self._now: _Generation | None = None
        self._closed = False

    def generation(self) -> str:
        """The name of the current generation. Errors: `StoreError` where there is no store."""
        return generations.current(self.store).folder.name

    def warm(self) -> None:
        """Start the workers before they are needed. Errors: `StoreError`."""
        with self._lock:
            generation = self._current()
            while len(generation.idle) + generation.busy < self._size:
                generation.idle.append(self._start(generation))

    def ask(
        self,
        sparql: str,
        *,
        name: str = "query",
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str | None = None,
    ) -> Answer:
        """The raw answer: SPARQL-JSON or N-Triples.

        Errors: `QueryError`, `QueryTimeout`, `StoreError` as in `run_query`; `Busy`.
        """
        request = question(sparql, name, default_graphs=default_graphs, named_graphs=named_graphs, base=base)
        if not self._slots.acquire(timeout=self._wait_s):
            raise Busy(f"all {self._size} workers are busy. Try again in a moment.")
        try:
            generation, worker = self._borrow()
            try:
                answer = worker.ask(
                    request, timeout_s=self.limits.timeout_s, max_bytes=self.limits.result_bytes
                )
            except BaseException:
                worker.kill()
                raise
            finally:
                self._give_back(generation, worker)
        finally:
            self._slots.release()
        return checked(answer, sparql, name, self.store, self.limits)

    def rows(self, sparql: str, *, name: str = "query") -> Result:
        """The answer as a `Result`. Errors: those of `ask`."""
        return result(self.ask(sparql, name=name))

    def close(self, wait_s: float = 2.0) -> None:
        """Kill every worker; queries that still run end with an error."""
        with self._lock:
            self._closed = True
            if self._now:
                self._drop_idle(self._now)
        deadline = time.monotonic() + wait_s
        while self._now and self._now.busy and time.monotonic() < deadline:
            time.sleep(0.01)

    def _borrow(self) -> tuple[_Generation, Worker]:
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.store}: the server is stopping.")
            generation = self._current()
            while generation.idle:
                worker = generation.idle.pop()
                if worker.alive:
                    break
                worker.kill()
            else:
                worker = self._start(generation)
            generation.busy += 1
            return generation, worker

    def _give_back(self, generation: _Generation, worker: Worker) -> None:
        with self._lock:
            generation.busy -= 1
            stale = generation is not self._now or self._closed
            if worker.alive and not stale and worker.asked < _QUERIES_A_WORKER:
                generation.idle.append(worker)
            else:
                worker.kill()
                if not stale:
                    generation.idle.append(self._start(generation))
            if stale and not generation.busy:
                generation.reader.__exit__()

    def _current(self) -> _Generation:
        folder = generations.current(self.store).folder
        if self._now is None or self._now.reader.generation != folder:
            reader = Reader(self.store)
            if self._now:
                self._drop_idle(self._now)
                if not self._now.busy:
                    self._now.reader.__exit__()
            self._now = _Generation(reader)
        return self._now

    def _drop_idle(self, generation: _Generation) -> None:
        while generation.idle:
            generation.idle.pop().kill()

    def _start(self, generation: _Generation) -> Worker:
        return Worker(generation.reader.database, self.limits.memory_bytes)
