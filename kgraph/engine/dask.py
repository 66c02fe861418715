"""Many articles on a cluster: the workers of Dask hand them to processes of kgraph's own, as this machine would.

A worker of Dask cannot stop an article that hangs: its thread would go on. So each of its threads has one process that
reads, with the limits of an article, and what becomes of an article is the same as here.
"""

import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from kgraph.addresses import is_address
from kgraph.engine._batches import batches
from kgraph.engine._carried import carried, with_bibliographies, with_folders
from kgraph.engine._job import Job, Limits, Outcome, Task
from kgraph.engine._readers import Readers, demand_same, this_kgraph
from kgraph.engine.in_process import skipped
from kgraph.errors import InputError, KgraphError, NetworkError, UsageError

WAIT_FOR_WORKERS_S = 60.0
"""How long a cluster may be without any worker."""
_CONNECT_S = 15.0
_TICK_S = 2.0
_AHEAD = 4
"""Batches that are out for each reader: while a slow one is waited for, the others have work."""
_KILLED = ("all workers of the cluster that read it died", "Leave it out and report it")


def run(
    jobs: Iterable[Job], task: Task, limits: Limits, *, scheduler: str | None = None, workers: int = 1
) -> Iterator[Outcome]:
    """One outcome a job, in order, from the cluster whose `scheduler` is named, or from one of `workers` processes here.

    A batch whose worker dies is read by another one; an article by which four have died is skipped.
    Errors: `UsageError` where Dask is not installed, or workers have another kgraph; `NetworkError` for a cluster
    that cannot be reached, is lost, or has no worker; as of `pool.run`.
    """
    jobs = iter(jobs)
    first = next(jobs, None)
    if first is None:
        return
    with _cluster(scheduler, workers) as client:
        yield from _Run(client, scheduler or "the local cluster", first, task, limits).outcomes(chain([first], jobs))  # fmt: skip


_Item = Job | Outcome
"""A job that is sent, or the outcome of one that could not be."""


@dataclass(frozen=True, slots=True)
class _Batch:
    items: tuple[_Item, ...]
    future: Any

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(item for item in self.items if isinstance(item, Job))


class _Run:
    """One run on a cluster: what every worker is told once, and the batches that are out."""

    def __init__(self, client: Any, name: str, first: Job, task: Task, limits: Limits) -> None:
        self._client, self._name = client, name
        self._readers = self._wait_for_readers()
        task = with_bibliographies(task, first.article.reach)
        self._carries = not self._all_see(first)
        if self._carries:
            task = with_folders(task, first.article.reach)
        # A task of the cluster's own and no scattered value: it is made anew where the workers that had it are gone.
        self._told = client.submit(Readers, task, limits, this_kgraph(), pure=False)

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        out: deque[_Batch] = deque()
        for items in batches(map(self._sendable, jobs), self._readers, _weight):
            out.append(self._submitted(items))
            if len(out) >= _AHEAD * self._readers:
                yield from self._of(out.popleft())
        while out:
            yield from self._of(out.popleft())

    def _wait_for_readers(self) -> int:
        """How many articles the cluster reads at once, when it has a worker."""
        try:
            self._client.wait_for_workers(1, timeout=WAIT_FOR_WORKERS_S)
        except TimeoutError:
            raise self._without_workers() from None
        except (OSError, CancelledError):
            raise self._lost() from None
        return sum(self._client.nthreads().values()) or 1

    def _all_see(self, first: Job) -> bool:
        """Whether all workers have a kgraph like this one, and the file of the first article where it is here."""
        file = os.path.abspath(first.article.file) if _is_on_disk(first) else None  # noqa: PTH100
        try:
            seen = self._client.run(_look, this_kgraph(), file, _stamp(file))
        except KgraphError:
            raise
        except Exception as error:
            raise UsageError(f"{self._name}: a worker cannot use kgraph ({_said(error)}). Install it on all workers.") from error  # fmt: skip
        return all(seen.values())

    def _sendable(self, job: Job) -> _Item:
        if not _is_on_disk(job):
            return job
        if not self._carries:
            # Workers stand in folders of their own.
            file = os.path.abspath(job.article.file)  # noqa: PTH100 - links are left as they are
            return replace(job, article=replace(job.article, file=file))
        try:
            return carried(job)
        except InputError as error:
            return Outcome(job.article.path, "skipped", reason=str(error))

    def _submitted(self, items: tuple[_Item, ...]) -> _Batch:
        batch = _Batch(items, None)
        if not batch.jobs:
            return batch
        return _Batch(items, self._client.submit(Readers.read, self._told, batch.jobs, pure=False))

    def _of(self, batch: _Batch) -> Iterator[Outcome]:
        heard = iter(self._heard(batch) if batch.future is not None else ())
        for item in batch.items:
            yield item if isinstance(item, Outcome) else next(heard)

    def _heard(self, batch: _Batch) -> Sequence[Outcome]:
        from distributed import KilledWorker

        try:
            outcomes: list[Outcome] = self._result(batch.future)
        except KilledWorker:
            if len(batch.jobs) == 1:
                return [skipped(batch.jobs[0], *_KILLED)]
            return [each for job in batch.jobs for each in self._heard(self._submitted((job,)))]
        return outcomes

    def _result(self, future: Any) -> Any:
        """What came of a batch. Errors: `NetworkError`; `KilledWorker`; the `KgraphError` of a reader."""
        from distributed import KilledWorker

        last_seen = monotonic()
        while True:
            try:
                return future.result(timeout=_TICK_S)
            except TimeoutError:
                if self._client.scheduler_info()["workers"]:
                    last_seen = monotonic()
                elif monotonic() - last_seen > WAIT_FOR_WORKERS_S:
                    raise self._without_workers() from None
            except CancelledError:
                raise self._lost() from None
            except (KilledWorker, KgraphError):
                raise
            except Exception as error:
                raise NetworkError(f"{self._name}: a worker failed ({_said(error)}). Look into its log.") from error  # fmt: skip

    def _lost(self) -> NetworkError:
        return NetworkError(f"{self._name}: the scheduler was lost. What was committed stays: run again when it is back.")  # fmt: skip

    def _without_workers(self) -> NetworkError:
        return NetworkError(f"{self._name}: no worker for {WAIT_FOR_WORKERS_S:g} s. Start some: dask worker ADDRESS")  # fmt: skip


def _is_on_disk(job: Job) -> bool:
    return job.data is None and not is_address(job.article.file)


def _look(made_by: tuple[str, str], file: str | None, stamp: tuple[int, ...]) -> bool:
    """Done by a worker: whether it has this very file. Errors: `UsageError` for another kgraph."""
    demand_same(made_by)
    return _stamp(file) == stamp


def _stamp(file: str | None) -> tuple[int, ...]:
    """What tells a file from any other that lies at the same path on another machine; nothing where there is none."""
    if file is None:
        return ()
    try:
        status = os.stat(file)  # noqa: PTH116 - of any length
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _weight(item: _Item) -> int:
    return len(item.data or b"") if isinstance(item, Job) else 0


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


@contextmanager
def _cluster(scheduler: str | None, workers: int) -> Iterator[Any]:
    """A client of the cluster, which is ended with the block where it is our own."""
    try:
        from distributed import Client, LocalCluster
        from distributed.comm.addressing import parse_address, parse_host_port
    except ImportError:
        raise UsageError("--engine dask needs Dask. Install: pip install 'kgraph[dask]'.") from None
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        address: Any = scheduler
        if scheduler is None:
            address = stack.enter_context(LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers, threads_per_worker=1, memory_limit=None, dashboard_address=None, silence_logs=logging.CRITICAL,
                local_directory=stack.enter_context(TemporaryDirectory(prefix="kgraph-", ignore_cleanup_errors=True)),
            ))  # fmt: skip
        else:
            try:
                parse_host_port(parse_address(scheduler)[1])
            except ValueError as error:
                raise UsageError(
                    f"--scheduler {scheduler}: no address (expected tcp://HOST:8786)."
                ) from error
        try:
            client = Client(address, timeout=_CONNECT_S, set_as_default=False, name="kgraph")  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError) as error:
            raise NetworkError(f"{scheduler}: no scheduler of Dask can be reached ({_said(error)}). Check the address: tcp://HOST:8786") from error  # fmt: skip
        yield stack.enter_context(client)


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's logs held back: what concerns the user is an error or an outcome."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
