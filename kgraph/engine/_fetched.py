"""Articles at addresses, asked for several at once: a server that answers after 50 ms gives twenty a second else."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kgraph import addresses
from kgraph.engine._job import MAX_ARTICLE_BYTES, Job

_AT_ONCE = 16
"""So many bodies of the largest kind are held in memory."""


def fetched(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs in order, those at addresses with their bytes; one that cannot be read as it is, so that its reader says why."""
    waiting: list[Job] = []
    for job in jobs:
        is_elsewhere = job.data is None and addresses.is_address(job.article.file)
        if waiting and (not is_elsewhere or len(waiting) == _AT_ONCE or _root(job) != _root(waiting[0])):
            yield from _with_bytes(waiting)
            waiting = []
        if is_elsewhere:
            waiting.append(job)
        else:
            yield job
    if waiting:
        yield from _with_bytes(waiting)


def _root(job: Job) -> str:
    return job.article.file


def _with_bytes(jobs: list[Job]) -> Iterator[Job]:
    try:
        found = addresses.read_many([job.article.address for job in jobs], MAX_ARTICLE_BYTES)
    except OSError:  # of the file system as a whole, which each reader will say of its own
        yield from jobs
        return
    for job, data in zip(jobs, found, strict=True):
        # One byte more would tell that it is too large: the reader asks again, and says so.
        yield job if isinstance(data, OSError) or len(data) == MAX_ARTICLE_BYTES else replace(job, data=data)
