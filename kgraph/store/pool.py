"""Warm workers for a server: each query in a process that can be killed, on the newest generation."""

import io
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgraph.errors import KgraphError, StoreError
from kgraph.store import generations
from kgraph.store._spooled import spooled
from kgraph.store._worker import Answer, Output, Worker
from kgraph.store.query import Limits, Result, checked, question, result
from kgraph.store.reading import Reader

_QUERIES_A_WORKER = 500
_WORKER_BYTES = 96 * 1024**2
"""A worker is replaced after so many, and when it holds so much: what the engine keeps stays small."""


class Busy(KgraphError):
    """All workers stayed busy for as long as a caller may wait, or this machine can start no more."""


@dataclass(slots=True, eq=False)
class _Generation:
    """A generation that is held open because workers read it."""

    reader: Reader
    held: ExitStack
    quads: Path
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
        self._asked: set[Worker] = set()
        self._closed = False

    def generation(self) -> str:
        """The name of the current generation. Errors: `StoreError` where there is no store."""
        return generations.current(self.store).name

    def warm(self) -> None:
        """Start the workers before they are needed. Errors: `StoreError`."""
        with self._lock:
            generation = self._current()
            while len(generation.idle) + generation.busy < self._size:
                generation.idle.append(self._start(generation))

    def ask(
        self,
        sparql: str,
        out: Output,
        *,
        name: str = "query",
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str | None = None,
    ) -> str:
        """What the query gives (`solutions`, `boolean` or `graph`); SPARQL-JSON or N-Triples of it are written to `out`.

        Errors: `QueryError`, `QueryTimeout`, `StoreError` as in `run_query`; `Busy`; what `out` raises.
        """
        request = question(sparql, name, default_graphs=default_graphs, named_graphs=named_graphs, base=base)
        for _ in range(self._size + 1):
            answer = self._answer(request, out)
            # A worker may be dead, or dying, when it is asked, and so may all others that wait.
            if self._closed or answer.kind != "killed" or not answer.at_once:
                break
        if self._closed:
            raise self._stopping()
        return checked(answer, sparql, name, self.store, self.limits)

    def _answer(self, request: dict[str, Any], out: Output) -> Answer:
        if not self._slots.acquire(timeout=self._wait_s):
            raise Busy(f"all {self._size} workers are busy. Try again in a moment.")
        try:
            generation, worker = self._borrow()
            try:
                return worker.ask(
                    request, out, timeout_s=self.limits.timeout_s, max_bytes=self.limits.result_bytes
                )
            except BaseException:
                worker.kill()
                raise
            finally:
                self._give_back(generation, worker)
        finally:
            self._slots.release()

    def rows(self, sparql: str, *, name: str = "query") -> Result:
        """The answer as a `Result`, whole in memory. Errors: those of `ask`."""
        out = io.BytesIO()
        return result(self.ask(sparql, out, name=name), out.getvalue())

    def close(self, wait_s: float = 2.0) -> None:
        """Kill every worker; queries that still run end with an error."""
        with self._lock:
            self._closed = True
            for worker in self._asked:
                worker.stop()
            if self._now:
                self._drop_idle(self._now)
        deadline = time.monotonic() + wait_s
        while self._asked and time.monotonic() < deadline:
            time.sleep(0.01)

    def _borrow(self) -> tuple[_Generation, Worker]:
        with self._lock:
            if self._closed:
                raise self._stopping()
            generation = self._current()
            while generation.idle:
                worker = generation.idle.pop()
                if worker.alive:
                    break
                worker.kill()
            else:
                worker = self._start(generation)
            generation.busy += 1
            self._asked.add(worker)
            return generation, worker

    def _give_back(self, generation: _Generation, worker: Worker) -> None:
        with self._lock:
            generation.busy -= 1
            self._asked.discard(worker)
            stale = generation is not self._now or self._closed
            fit = worker.asked < _QUERIES_A_WORKER and worker.resident < _WORKER_BYTES
            if worker.alive and not stale and fit:
                generation.idle.append(worker)
            else:
                worker.kill()
                if not stale:
                    with suppress(Busy):  # the next question tries again, and is told
                        generation.idle.append(self._start(generation))
            if stale and not generation.busy:
                generation.held.close()

    def _current(self) -> _Generation:
        name = generations.current(self.store).name
        if self._now is None or self._now.reader.name != name:
            with ExitStack() as stack:
                reader = stack.enter_context(Reader(self.store))
                quads = stack.enter_context(spooled(reader))
                made = _Generation(reader, stack.pop_all(), quads)
            if self._now:
                self._drop_idle(self._now)
                if not self._now.busy:
                    self._now.held.close()
            self._now = made
        return self._now

    def _drop_idle(self, generation: _Generation) -> None:
        while generation.idle:
            generation.idle.pop().kill()

    def _start(self, generation: _Generation) -> Worker:
        try:
            return Worker(generation.quads, self.limits.memory_bytes)
        except OSError as error:
            raise Busy(f"no process can be started ({error.strerror}). Try again in a moment.") from error

    def _stopping(self) -> StoreError:
        return StoreError(f"{self.store}: the server is stopping.")
