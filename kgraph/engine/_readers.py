"""What reads articles on a worker of a cluster: processes that can be stopped, kept from one batch to the next."""

from collections.abc import Sequence
from queue import Empty, LifoQueue
from typing import Any

from kgraph import __version__, own_words, rules
from kgraph.engine._fetched import fetched
from kgraph.engine._job import Job, Limits, Outcome, Task
from kgraph.engine.pool import Pool
from kgraph.errors import UsageError


class Readers:
    """The readers of one run on one worker: as many at once as threads ask, each a process with the limits of an article.

    `made_by` is the kgraph of who asks. Where the value is sent, it arrives without processes. They end with the last
    name of it: a cluster that forgets a run, for whatever reason, ends them.
    """

    def __init__(self, task: Task, limits: Limits, made_by: tuple[str, str]) -> None:
        self._task, self._limits, self._made_by = task, limits, made_by
        self._idle: LifoQueue[Pool] = LifoQueue()

    def read(self, jobs: Sequence[Job]) -> list[Outcome]:
        """One outcome a job, in order.

        Errors: `UsageError` where another kgraph, or other words of the user's own, would read; as of `pool.run`.
        """
        demand_same(self._made_by)
        try:
            pool = self._idle.get_nowait()
        except Empty:
            pool = Pool(self._task, self._limits, 1)
        try:
            outcomes = list(pool.read(fetched(jobs)))
        except BaseException:
            pool.close()
            raise
        self._idle.put(pool)
        return outcomes

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._task, self._limits, self._made_by)

    def __del__(self) -> None:
        while not self._idle.empty():
            self._idle.get_nowait().close()


def this_kgraph() -> tuple[str, str]:
    """What has to be the same wherever articles of one run are read: kgraph's rules, and the user's own words."""
    return rules.own_digest(), own_words.digest()


def demand_same(other: tuple[str, str]) -> None:
    """Errors: `UsageError` where the kgraph of who asks is not this one."""
    here = this_kgraph()
    if here[0] != other[0]:
        raise UsageError(f"a worker of the cluster reads by other rules (it has kgraph {__version__}). Install the same kgraph on all.")  # fmt: skip
    if here != other:
        raise UsageError(f"a worker of the cluster has other words of your own. Set {own_words.VARIABLE} to the same folder on all.")  # fmt: skip
