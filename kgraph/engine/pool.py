"""Many articles in worker processes: outcomes in the order of the jobs, and no article that can stop the rest."""

import select
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator

from kgraph.engine._child import TIME_IS_UP
from kgraph.engine._job import Job, Limits, Outcome, Task
from kgraph.engine._worker import Worker
from kgraph.engine.in_process import skipped
from kgraph.errors import KgraphError

_AHEAD = 4
"""Jobs a worker has at once, so that it need not wait for us; few, since the last ones may be long."""
_HELD_BYTES = 64 * 1024 * 1024
"""Payloads that wait for an earlier one: beyond it no further jobs are given."""
_TICK_S = 0.5
_TOO_LARGE_FOR_US = ("yields more than there is memory for", "Split it")
_STARTS = 3
"""So many workers in a row may die before they are ready; then something is wrong with the machine, not with an article."""


class StartError(KgraphError):
    """No process can be started that would read articles."""


def run(jobs: Iterable[Job], task: Task, limits: Limits, count: int) -> Iterator[Outcome]:
    """One outcome a job, in order, from `count` workers at most.

    An article that takes too long or too much, or during which its worker dies, is skipped.
    Errors: `StartError`; the `KgraphError` of a task that cannot be meant.
    """
    pool = Pool(task, limits, count)
    try:
        yield from pool.read(jobs)
    finally:
        pool.close()


class Pool:
    """The workers, what they are to do, and what they have done. They start when they are needed; `close` ends them."""

    def __init__(self, task: Task, limits: Limits, count: int) -> None:
        self._done: dict[int, Outcome] = {}
        self._coming: Iterator[Job] = iter(())
        self._task, self._limits, self._count = task, limits, count
        self._jobs: dict[int, Job] = {}
        """Those that were taken from what is coming, and are not done."""
        self._taken = 0
        self._todo: deque[int] = deque()
        self._workers: list[Worker] = []
        self._held = 0
        self._failed_starts = 0

    def read(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """One outcome a job, in order. It may be called again, with other jobs, when all of these are done.

        Errors: as of `run`, whereafter only `close` may be called.
        """
        self._coming = iter(jobs)
        number = self._taken
        while self._has(number):
            while number not in self._done:
                self._turn(number)
            yield self._take(number)
            number += 1

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _has(self, number: int) -> bool:
        """Whether there is a job of this number; those before it are known to be."""
        return number in self._done or number in self._jobs or self._next() == number

    def _turn(self, wanted: int) -> None:
        """Give work, then wait until something is done; `wanted` is the number of the job that is waited for."""
        self._give(wanted)
        poll = select.poll()
        for worker in self._workers:
            poll.register(worker.answers, select.POLLIN)
            if worker.unsent:
                poll.register(worker.jobs, select.POLLOUT)
        began = time.monotonic()
        ready = {number for number, _ in poll.poll(_TICK_S * 1000)}
        # No more than a tick, so that the time in which we were stopped ourselves does not count.
        waited = min(time.monotonic() - began, _TICK_S)
        for worker in self._workers.copy():
            worker.waited_s += waited if worker.given else 0.0
            if worker.jobs in ready:
                worker.flush()
            if worker.answers in ready:
                self._hear(worker)
            elif worker.waited_s > self._limits.patience_s:
                self._bury(worker, impatient=True)

    def _take(self, number: int) -> Outcome:
        """The outcome of a job that is done, which is then forgotten."""
        outcome = self._done.pop(number)
        self._held -= _weight(outcome)
        return outcome

    def _give(self, wanted: int) -> None:
        while (number := self._next()) is not None and (self._held < _HELD_BYTES or number == wanted):
            if len(self._workers) < self._count and all(w.given for w in self._workers):
                worker = self._start()
            else:
                worker = min(self._workers, key=lambda w: len(w.given))
            if len(worker.given) >= _AHEAD:
                return
            self._todo.popleft()
            worker.give(number, self._jobs[number])

    def _next(self) -> int | None:
        """The number of the next job that nobody works on, which is taken from what is coming where it must; None where there is none."""
        if not self._todo:
            job = next(self._coming, None)
            if job is None:
                return None
            self._jobs[self._taken] = job
            self._todo.append(self._taken)
            self._taken += 1
        return self._todo[0]

    def _start(self) -> Worker:
        try:
            worker = Worker(self._task, self._limits)
        except OSError as error:
            raise StartError(f"{sys.executable}: cannot be started ({error.strerror}). Make room for one more process.") from error  # fmt: skip
        self._workers.append(worker)
        return worker

    def _hear(self, worker: Worker) -> None:
        for value, payload in worker.read():
            if isinstance(value, KgraphError):
                raise value
            number = worker.given.popleft()
            if payload is None:
                value = skipped(self._jobs[number], *_TOO_LARGE_FOR_US)
            else:
                value.payload = payload
            self._keep(number, value)
        if worker.ended:
            self._bury(worker)

    def _bury(self, worker: Worker, *, impatient: bool = False) -> None:
        """Take leave of a worker that has ended, or waits too long; what it was given is done elsewhere, or blamed."""
        code = worker.end()
        self._workers.remove(worker)
        guilty = worker.given.popleft() if worker.ready and worker.given else None
        self._todo = deque(sorted((*worker.given, *self._todo)))
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise StartError(f"the process that reads articles does not start (it ended with {_name(code)}). Install kgraph again.")  # fmt: skip
            return
        self._failed_starts = 0
        if guilty is None:
            return
        late = impatient or code == -TIME_IS_UP
        if worker.answered and not late:
            # What it had read before may have had a part in it: alone, the same article always ends the same way.
            self._start().give(guilty, self._jobs[guilty])
        else:
            why = self._late(impatient) if late else self._why(worker, code)
            self._keep(guilty, skipped(self._jobs[guilty], *why))

    def _late(self, impatient: bool) -> tuple[str, str]:
        seconds = self._limits.patience_s if impatient else self._limits.deadline_s
        return f"took longer than {seconds:g} s to read", "Split it, or allow more by --article-deadline"

    def _why(self, worker: Worker, code: int) -> tuple[str, str]:
        if worker.out_of_memory:
            most = f"at most {self._limits.memory_mb} MB"
            return (
                f"needed more memory than it may take ({most})",
                "Split it, or allow more by --article-memory",
            )
        if code == -signal.SIGKILL:
            return "the process that read it was killed, by hand or for want of memory", "Run again"
        return f"the process that read it died ({_name(code)})", "Leave it out and report it"

    def _keep(self, number: int, outcome: Outcome) -> None:
        self._done[number] = outcome
        job = self._jobs.pop(number)
        outcome.path = job.article.path  # not another text of the same, which a store would hold
        self._held += _weight(outcome)


def _weight(outcome: Outcome) -> int:
    """About the bytes of memory an outcome takes."""
    return len(outcome.payload) + 2_000


def _name(code: int) -> str:
    """An exit code, or the name of a signal."""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
