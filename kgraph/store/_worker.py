"""A process that answers queries on one graph, and is killed rather than waited for."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_AT_ONCE_S = 0.5
_GONE = ("timeout", "large", "died", "killed", "memory")
"""The kinds of answer after which the child is not asked again."""


class Output(Protocol):
    """Where an answer is written to, piece by piece."""

    def write(self, data: bytes, /) -> object:
        """Take a piece; what it raises ends the query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a query: `kind` as in `_child.py`; `timeout`, `large`, `died` and `killed` are ours."""

    kind: str
    message: str = ""
    resident: int = 0
    """Bytes that the child holds by now."""
    at_once: bool = False
    """Whether it was killed so soon that the query can hardly be the reason; nothing was written."""


class Worker:
    """One child with its graph loaded, limited, warm. After any answer `alive` says whether it can go on."""

    def __init__(self, quads: Path, memory_bytes: int) -> None:
        # Run as a file, not as a module of this room: the child needs the engine and next to nothing else.
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join((*filter(None, sys.path), str(Path(__file__).parents[2]))),
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-P", str(Path(__file__).with_name("_child.py"))]
        # A process group of its own: Ctrl-C on the terminal is for us, who end the child when it is time.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0, process_group=0
        )  # fmt: skip
        assert self._process.stdout is not None
        self._ready = select.poll()  # not select(), which takes no descriptor above 1023
        self._ready.register(self._process.stdout, select.POLLIN)
        self.asked = 0
        self.resident = 0
        self._send({"quads": str(quads.resolve()), "memory_bytes": memory_bytes})

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None and self._process.stdin is not None

    def ask(self, request: dict[str, Any], out: Output, *, timeout_s: float, max_bytes: int) -> Answer:
        """What became of the query; what it gives is written to `out`, and is whole only if the kind says so.

        After `timeout`, `large`, `died`, `killed` and `memory` the child is gone.
        """
        self.asked += 1
        answer = self._answer({**request, "timeout_s": timeout_s}, out, max_bytes, time.monotonic() + timeout_s)  # fmt: skip
        self.resident = answer.resident
        if answer.kind in _GONE:
            self.kill()
        return answer

    def _answer(self, request: dict[str, Any], out: Output, max_bytes: int, deadline: float) -> Answer:
        began, size = time.monotonic(), 0
        if not self._send(request):
            return Answer(kind=self._ending(), at_once=True)
        try:
            while piece := self._piece(deadline):
                size += len(piece)
                if size > max_bytes:
                    return Answer(kind="large")
                out.write(piece)
            return Answer(**json.loads(self._piece(deadline)))
        except TimeoutError:
            return Answer(kind="timeout")
        except EOFError:
            soon = time.monotonic() - began < _AT_ONCE_S
            return Answer(kind=self._ending(), at_once=soon and not size)

    def _piece(self, deadline: float) -> bytes:
        return self._read(int.from_bytes(self._read(4, deadline), "big"), deadline)

    def _read(self, count: int, deadline: float) -> bytes:
        """So many bytes. Errors: `TimeoutError`; `EOFError` where the child ended."""
        assert self._process.stdout is not None
        parts = []
        while count:
            if not self._ready.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TimeoutError
            part = os.read(self._process.stdout.fileno(), count)
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _ending(self) -> str:
        """How a child ended that nobody here killed: of itself (`died`), or by a hand from outside (`killed`)."""
        return "killed" if self._process.wait() == -signal.SIGKILL else "died"

    def stop(self) -> None:
        """End it while another thread waits for its answer, which then is `killed`."""
        self._process.kill()

    def kill(self) -> None:
        """End it now; nothing of it is left."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.stdin = None

    def _send(self, message: dict[str, Any]) -> bool:
        try:
            data = memoryview(json.dumps(message).encode() + b"\n")
            while data:
                written = os.write(self._process.stdin.fileno(), data)  # type: ignore[union-attr]
                data = data[written:]
        except BrokenPipeError:
            return False
        return True
