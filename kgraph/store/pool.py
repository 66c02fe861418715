"""A graph kept warm for a server: each query in a process that can be killed, on the newest generation."""

import io
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph.errors import StoreError
from kgraph.keeper import Answer, Output, Worker
from kgraph.store import generations
from kgraph.store._dataset import Named, named
from kgraph.store._graph import Busy
from kgraph.store._loading import Generation, Loading
from kgraph.store.query import Limits, Result, checked, question, result

_QUERIES_A_WORKER = 500
_KEPT_BYTES = 1024**3
"""A worker is replaced after so many queries, and when it holds more of its own than its share of so much."""


class Pool:
    """At most `size` queries at once. Safe to use from many threads; `close` leaves no process behind.

    A build that commits is picked up by the next query, if its graph is loaded within `wait_s`; until then the generation
    before answers, and for a while after a load that took seconds. A query that runs keeps its generation.
    """

    def __init__(self, store: str | Path, *, size: int, limits: Limits, wait_s: float = 10.0) -> None:
        self.store = Path(store)
        self.limits = limits
        self._wait_s = wait_s
        self._slots = threading.BoundedSemaphore(size)
        self._size = size
        self._lock = threading.Lock()
        self._now: Generation | None = None
        self._loading: Loading | None = None
        self._asked: set[Worker] = set()
        self._closed = False

    def generation(self) -> str:
        """The name of the generation that the next query is answered from. Errors: `StoreError` where there is no store."""
        newest = generations.current(self.store).name
        now, loading = self._now, self._loading
        if now is None or now.name == newest:
            return newest
        waits = loading is not None and time.monotonic() < loading.began + self._wait_s
        return newest if waits or (loading is None and time.monotonic() >= now.due) else now.name

    def warm(self) -> None:
        """Begin to load the graph before it is needed. Errors: `StoreError` where there is no store."""
        self._load(generations.current(self.store).name)

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
        graphs = named(sparql, default_graphs, named_graphs)
        if not self._slots.acquire(timeout=self._wait_s):
            raise Busy(f"all {self._size} workers are busy. Try again in a moment.")
        try:
            generation = self._borrow()
            try:
                return self._answered(generation, request, graphs, out, name)
            finally:
                self._give_back(generation)
        finally:
            self._slots.release()

    def rows(self, sparql: str, *, name: str = "query") -> Result:
        """The answer as a `Result`, whole in memory. Errors: those of `ask`."""
        out = io.BytesIO()
        return result(self.ask(sparql, out, name=name), out.getvalue())

    def close(self, wait_s: float = 2.0) -> None:
        """End all processes; queries that still run end with an error."""
        with self._lock:
            self._closed = True
            for worker in self._asked:
                worker.stop()
            now, loading = self._now, self._loading
        if loading:
            loading.close()
        if now:
            now.end()
        deadline = time.monotonic() + wait_s
        while self._asked and time.monotonic() < deadline:
            time.sleep(0.01)

    def _answered(
        self, generation: Generation, request: dict[str, Any], graphs: Named | None, out: Output, name: str
    ) -> str:
        for _ in range(self._size + 1):
            answer = self._answer(generation, request, graphs, out, name)
            # A worker may be dead, or dying, when it is asked, and so may all others that wait.
            if self._closed or answer.kind != "killed" or not answer.at_once:
                break
        if self._closed:
            raise self._stopping()
        return checked(answer, request["query"], name, generation.held, self.limits)

    def _answer(
        self, generation: Generation, request: dict[str, Any], graphs: Named | None, out: Output, name: str
    ) -> Answer:
        """What one worker makes of a question."""
        worker = self._worker(generation, graphs, name)
        try:
            answer = worker.ask(
                request, out, timeout_s=self.limits.timeout_s, max_bytes=self.limits.result_bytes
            )
        except BaseException:
            worker.kill()
            raise
        finally:
            with self._lock:
                self._asked.discard(worker)
        fit = worker.asked < _QUERIES_A_WORKER and worker.own_bytes < _KEPT_BYTES / self._size
        with self._lock:
            kept = graphs is None and fit and worker.alive and generation is self._now and not self._closed
            if kept:
                generation.idle.append(worker)
        if not kept:
            worker.kill()
        return answer

    def _worker(self, generation: Generation, graphs: Named | None, name: str) -> Worker:
        """One that waits, or a new one; a query that names graphs gets one of its own."""
        found = None
        while graphs is None and found is None and generation.idle:
            with suppress(IndexError):
                found = generation.idle.pop()
            if found and not found.alive:
                found.kill()
                found = None
        worker = found or (
            generation.held.worker(self.limits.memory_bytes)
            if graphs is None
            else generation.held.worker_of(graphs, self.limits.memory_bytes, name)
        )
        with self._lock:
            self._asked.add(worker)
            if self._closed:
                worker.stop()
        return worker

    def _borrow(self) -> Generation:
        """The generation that answers, counted as asked; the newest, where it can be had in time."""
        newest = generations.current(self.store).name
        until = time.monotonic() + self._wait_s
        while loading := self._load(newest):
            if not loading.done.wait(max(0.0, min(until, loading.began + self._wait_s) - time.monotonic())):
                break
            if loading.error:
                raise loading.error
        with self._lock:
            if self._closed:
                raise self._stopping()
            if self._now is None:
                raise Busy("the graph is still being loaded. Try again in a moment.")
            self._now.busy += 1
            return self._now

    def _load(self, newest: str) -> Loading | None:
        """The load that is to be waited for; None where what is held will do."""
        old: Generation | None = None
        try:
            with self._lock:
                if self._closed:
                    raise self._stopping()
                if self._loading and self._loading.done.is_set():
                    if self._loading.generation:
                        old, self._now = self._now, self._loading.generation
                    self._loading = None
                now = self._now
                if now and (now.name == newest or time.monotonic() < now.due):
                    return None
                if self._loading is None:
                    self._loading = Loading(self.store, newest)
                return self._loading
        finally:
            if old and not old.busy:
                old.end()

    def _give_back(self, generation: Generation) -> None:
        with self._lock:
            generation.busy -= 1
            over = not generation.busy and (generation is not self._now or self._closed)
        if over:
            generation.end()

    def _stopping(self) -> StoreError:
        return StoreError(f"{self.store}: the server is stopping.")
