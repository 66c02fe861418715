"""Many articles at once: files in, results out, in the order of the input, whatever the number of workers."""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kgraph import own_words, system_calls
from kgraph.addresses import is_address
from kgraph.engine._fetched import fetched
from kgraph.engine._job import MAX_ARTICLE_BYTES, ArticleFile, Cluster, Job, Known, Limits, Outcome, Task
from kgraph.engine._material import data_of, folder_of, is_as_known
from kgraph.errors import UsageError

__all__ = [
    "MAX_ARTICLE_BYTES",
    "ArticleFile",
    "Cluster",
    "Job",
    "Known",
    "Limits",
    "Outcome",
    "Task",
    "data_of",
    "folder_of",
    "is_as_known",
    "run",
]

_POOL_FROM_BYTES = 3_000_000
"""Less than this is read faster than a second worker starts (docs/performance.md)."""

_MEAN_BYTES = 16_000
"""About what an article has."""


def run(
    jobs: Iterable[Job],
    task: Task,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    cluster: Cluster | None = None,
) -> Iterator[Outcome]:
    """One outcome a job, in the order of the jobs, which are taken as they are needed: there may be more than fit in memory.

    `workers` None takes all cores where there is more than a little to do. An article that takes more than the
    `limits` allow, or during which its worker dies, is skipped; it costs nothing else. Where no workers can be had (no
    POSIX system, or no interpreter to start), articles are read in this process, without limits. A `cluster` reads them elsewhere.

    Errors: `UsageError` for limits that cannot be held here, or a base that is no IRI; `InputError` for words of the
    user's own that cannot be read; with a cluster as of `dask.run`.
    """
    head, rest, total = _beginning(iter(jobs))
    if not head:
        return
    if own_words.folder():
        import kgraph.extract.lexicon  # noqa: F401 - what is wrong with them is said here, once
    if cluster is not None:
        from kgraph.engine import dask

        count = workers or system_calls.cores()
        yield from dask.run(chain(head, rest), task, limits or Limits(), scheduler=cluster.scheduler, workers=count)  # fmt: skip
    elif can_have_workers():
        from kgraph.engine import pool

        many = system_calls.cores() if total >= _POOL_FROM_BYTES else 1
        yield from pool.run(fetched(chain(head, rest)), task, limits or Limits(), workers or many)
    elif limits is not None and limits != Limits():
        raise UsageError(
            "an article's time and memory cannot be limited on this system. Leave these options out."
        )
    else:
        from kgraph.engine import in_process

        yield from in_process.run(fetched(chain(head, rest)), task)


def can_have_workers() -> bool:
    """Whether this system has pipes and timers as workers need them, and an interpreter to start them with."""
    return os.name == "posix" and bool(sys.executable) and not getattr(sys, "frozen", False)


def _beginning(jobs: Iterator[Job]) -> tuple[list[Job], Iterator[Job], int]:
    """The first jobs, as many as tell whether there is much to do, the others, and how many bytes the first ones have."""
    head: list[Job] = []
    total = 0
    for job in jobs:
        head.append(job)
        total += _size(job)
        if total >= _POOL_FROM_BYTES:
            break
    return head, jobs, total


def _size(job: Job) -> int:
    """How many bytes an article has; no server is asked for that."""
    if job.data is not None:
        return len(job.data)
    if is_address(job.article.file):
        return _MEAN_BYTES
    try:
        return Path(job.article.file).stat().st_size
    except OSError:
        return 0
