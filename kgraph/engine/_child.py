"""The process that reads articles, so that it can be stopped.

It takes pickled values on standard input: first the task, the limits and its parent's number, then jobs until the
input ends. On standard output it says `READY`, then for each job its outcome, or `MEMORY`, whereupon it ends. An
article that computes for too long ends the process by a signal of the kernel's, whatever code is running.
"""

import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from kgraph import system_calls
from kgraph.engine import in_process
from kgraph.engine._frames import send
from kgraph.engine._job import Job, Limits, Task
from kgraph.errors import KgraphError

READY, MEMORY = "ready", "memory"
TIME_IS_UP = signal.SIGPROF
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Work until standard input ends."""
    jobs, out = _streams()
    try:
        task, limits, parent = pickle.load(jobs)
        _prepare(task, limits, parent)
        send(out, READY)
        while True:
            _work(pickle.load(jobs), task, limits, out)
    except (EOFError, pickle.UnpicklingError, BrokenPipeError):
        return  # our parent needs us no longer, or is no more
    except MemoryError:
        pass
    send(out, MEMORY)


def _work(job: Job, task: Task, limits: Limits, out: int) -> None:
    signal.setitimer(signal.ITIMER_PROF, limits.deadline_s)
    try:
        outcome = in_process.process(job, task)
    except KgraphError as error:
        send(out, error)
        return
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    payload, outcome.payload = outcome.payload, b""
    send(out, outcome, payload)


def _streams() -> tuple[BinaryIO, int]:
    """Where jobs come from and outcomes go: streams of our own, so that nothing that is printed gets among them."""
    jobs, out = os.fdopen(os.dup(0), "rb"), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return jobs, out


def _prepare(task: Task, limits: Limits, parent: int) -> None:
    """Take the limits on, and have the kernel end us when our parent ends."""
    signal.signal(TIME_IS_UP, signal.SIG_DFL)
    # Ctrl-C is for our parent, which then ends us.
    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGINT})
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            raise EOFError  # it ended before we asked
    # What every article needs is loaded first: it is not the first one's doing.
    import kgraph.extract
    import kgraph.jsonl
    import kgraph.rdf
    import kgraph.read.companions
    import kgraph.read.markdown  # noqa: F401

    if task.format == "store":
        import pyarrow  # noqa: F401

    in_process.settle_memory()
    _limit_memory(limits.memory_mb * 1024 * 1024)


def _limit_memory(more: int) -> None:
    """Let `more` bytes be taken than now are, where the system can hold us to it."""
    now = system_calls.memory_bytes()
    if now is not None:
        system_calls.limit("RLIMIT_AS", now[0] + more)
        system_calls.limit("RLIMIT_CORE", 0)
