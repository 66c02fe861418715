"""Processes that read what was fetched: each reading has a deadline and a cap on its memory, and no network.

A pattern that never ends cannot be interrupted from within: it is a process that is killed. One is started when the
first thing is to be read, others while that one is busy, and each reads many things (`enrich.page.child`).
"""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

MEMORY_BYTES = 300 * 1024 * 1024
"""For one page, beyond what a process that has loaded everything takes."""
_START_S = 60.0
_MAX_TOLD = 4 * 1024 * 1024
_PIECE = 64 * 1024


class Unread(Exception):
    """Something fetched could not be read: it took too long or too much memory, or its reader broke.

    Says nothing of what was fetched but that kgraph failed at it.
    """


class Readers:
    """At most one process a core, four at most; safe for threads."""

    def __init__(self, memory_bytes: int = MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._most = min(4, os.cpu_count() or 1)
        self._free: list[_Reader] = []
        self._busy: set[_Reader] = set()
        self._changed = threading.Condition()
        self._turn = 0
        # The kernel kills a reader when the thread that started it ends, so that none outlives its parent: this
        # thread starts them all, and ends with the session.
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="readers")

    def read(self, what: str, arguments: Mapping[str, Any], content: bytes, seconds: float) -> Any:
        """What a reading tells, as JSON has it; `seconds` count from when a process is free for it.

        Errors: `Unread`.
        """
        reader = self._take()
        try:
            answer = reader.ask(what, arguments, content, seconds)
        finally:
            self._give_back(reader)
        if answer["kind"] == "broke":
            raise Unread(str(answer["told"]))
        return answer["told"]

    def leave(self) -> None:
        """Give up what is being read, and what waits for it."""
        with self._changed:
            self._turn += 1
            for reader in self._busy:
                reader.kill()
            self._changed.notify_all()

    def close(self) -> None:
        """End all processes."""
        self.leave()
        with self._changed:
            while self._free:
                self._free.pop().end()
        self._keeper.shutdown(wait=False)

    def _take(self) -> "_Reader":
        with self._changed:
            turn = self._turn
            while not self._free and len(self._busy) >= self._most and self._turn == turn:
                self._changed.wait()
            if self._turn != turn:
                raise Unread("given up")
            reader = self._free.pop() if self._free else _Reader(self._memory_bytes)
            self._busy.add(reader)
        try:
            reader.start(self._keeper)
        except BaseException:
            self._give_back(reader)
            raise
        return reader

    def _give_back(self, reader: "_Reader") -> None:
        with self._changed:
            self._busy.discard(reader)
            if reader.alive:
                self._free.append(reader)
            else:
                reader.end()
            self._changed.notify()


class _Reader:
    """One process. After an answer it is asked again; after a failure it is gone."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and not self._killed and self._process.poll() is None

    def start(self, keeper: ThreadPoolExecutor) -> None:
        """Start it, where it does not run yet, and wait until it is warm.

        Errors: `Unread`.
        """
        if self.alive:
            return
        self.end()  # where it died while it had nothing to do
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join((*filter(None, sys.path), str(Path(__file__).parents[2]))),
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-P", "-m", "kgraph.enrich.page.child"]
        try:
            self._process = keeper.submit(
                subprocess.Popen, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0
            ).result()  # fmt: skip
        except (OSError, RuntimeError) as error:
            raise Unread(f"no process to read it in: {error}") from error
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr]
        if self._killed:  # while it was being started
            self._process.kill()
        setup = {"memory_bytes": self._memory_bytes, "parent": os.getpid()}
        self._exchange(_line(setup), _START_S, "the process to read it in did not start")

    def ask(self, what: str, arguments: Mapping[str, Any], content: bytes, seconds: float) -> dict[str, Any]:
        """The answer to one reading: `kind` is done or broke.

        Errors: `Unread`; then the process is gone.
        """
        head = _line({"what": what, "arguments": dict(arguments), "bytes": len(content)})
        answer = self._exchange(head + content, seconds, f"reading it took more than {seconds:.3g} s")
        if answer["kind"] == "memory":
            self.end()
            raise Unread(f"reading it took more than {self._memory_bytes >> 20} MiB of memory")
        return answer

    def kill(self) -> None:
        """Have it end; from any thread. Who is asking it is told that it was given up."""
        self._killed = True
        process = self._process  # who asks it may end it at this moment
        if process:
            process.kill()

    def end(self) -> int:
        """End it now, nothing of it is left; the exit code, 0 where it was not started."""
        if self._process is None:
            return 0
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None
        return code

    def _exchange(self, data: bytes, seconds: float, late: str) -> dict[str, Any]:
        """Send `data`, and wait for the line that comes back."""
        try:
            return dict(json.loads(self._talk(data, time.monotonic() + seconds)))
        except TimeoutError:
            self.end()
            raise Unread(late) from None
        except (EOFError, OSError, ValueError):
            code = self.end()
            raise Unread("given up" if self._killed else f"its reader died ({code})") from None
        except BaseException:  # Ctrl-C amid an answer: the rest of it must not pass for the next one
            self.end()
            raise

    def _talk(self, data: bytes, deadline: float) -> bytes:
        assert self._process
        assert self._process.stdin
        assert self._process.stdout
        put, get = self._process.stdin.fileno(), self._process.stdout.fileno()
        left, received = memoryview(data), bytearray()
        while not received.endswith(b"\n"):
            poll = select.poll()
            poll.register(get, select.POLLIN)
            if left:
                poll.register(put, select.POLLOUT)
            ready = dict(poll.poll(max(0.0, deadline - time.monotonic()) * 1000))
            if not ready:
                raise TimeoutError
            if get in ready:
                piece = os.read(get, _PIECE)
                if not piece or len(received) > _MAX_TOLD:
                    raise EOFError
                received += piece
            else:
                left = left[os.write(put, left) :]
        return bytes(received)


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"
