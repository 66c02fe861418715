"""A process that reads articles, as its parent sees it: given jobs, heard, and ended."""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import kgraph
from kgraph.engine._child import MEMORY, READY
from kgraph.engine._frames import Frames, Message
from kgraph.engine._job import Job, Limits, Task

_PIPE_BYTES = 1024 * 1024
"""What an article yields mostly fits, so that a worker goes on while its parent is busy."""
_START = "from kgraph.engine._child import main; main()"


class Worker:
    """One child. `given` are the numbers of the jobs it has not answered, in order; it works on the first.

    Errors: `OSError` where no process can be started.
    """

    def __init__(self, task: Task, limits: Limits) -> None:
        self.given: deque[int] = deque()
        self.ready = self.out_of_memory = False
        self.answered = 0
        self.waited_s = 0.0
        """For how long its parent has done nothing but wait for its next answer."""
        self._unsent = bytearray()
        # A fresh interpreter, not a fork: the parent may have threads, and a fork of it would begin with its memory.
        with _interrupts_held():
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                bufsize=0, pipesize=_PIPE_BYTES, env=_environment(),
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.jobs, self.answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self.jobs, False)
        os.set_blocking(self.answers, False)
        self._frames = Frames(self.answers)
        self._send((task, limits, os.getpid()))

    @property
    def unsent(self) -> bool:
        """Whether some of what it was given waits until it reads on: call `flush` when `jobs` takes more."""
        return bool(self._unsent)

    @property
    def ended(self) -> bool:
        """Whether it has said all it will ever say."""
        return self._frames.ended

    def give(self, number: int, job: Job) -> None:
        """One more job."""
        self.given.append(number)
        self._send(job)

    def flush(self) -> None:
        """Send on what waits."""
        try:
            del self._unsent[: os.write(self.jobs, self._unsent)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._unsent.clear()  # it has ended, which `read` finds

    def read(self) -> list[Message]:
        """What it has answered: outcomes, each with its payload, or the error of a task that cannot be meant."""
        messages = self._frames.read()
        if messages:
            self.waited_s = 0.0
        if messages and not self.ready:
            self.ready = messages.pop(0)[0] == READY
        if messages and messages[-1][0] == MEMORY:
            self.out_of_memory = bool(messages.pop())
        self.answered += len(messages)
        return messages

    def end(self) -> int:
        """End it now; nothing of it is left. What it ended with: an exit code, or minus the number of a signal."""
        with suppress(ProcessLookupError):
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        return self._process.wait()

    def _send(self, value: object) -> None:
        self._unsent += pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self.flush()


def _environment() -> dict[str, str]:
    """Ours, and the places we import from: the child is to find the same packages, and read names of files alike."""
    places = [str(Path(kgraph.__file__).parent.parent), *(p or str(Path.cwd()) for p in sys.path)]
    ours = {"PYTHONPATH": os.pathsep.join(places), "PYTHONUTF8": str(sys.flags.utf8_mode)}
    return os.environ | ours


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a worker starts: it goes to it too, and one that starts would die with a traceback.

    The child keeps what is held: it is its parent who ends it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
