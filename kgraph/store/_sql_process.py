"""The process that answers questions in SQL, as who asks sees it: it is killed rather than waited for."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from typing import Any

from kgraph.keeper.pieces import Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a question: its `kind` as in `_sql_child.py`, or `timeout`, `large`, `died` or `killed`, and its pieces.

    The pieces are whole only where the kind is `rows`.
    """

    kind: str
    message: str = ""
    total: int = 0
    pieces: tuple[bytes, ...] = ()


class Process:
    """One process with its tables open, limited, warm. After any answer `alive` says whether it can go on.

    It ends with the thread that made it. Errors: `OSError` where none can be started.
    """

    def __init__(self, setup: dict[str, Any]) -> None:
        # Run as a file, not as a module of this room: it needs the engine and next to nothing else.
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join((*filter(None, sys.path), str(Path(__file__).parents[2]))),
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-P", str(Path(__file__).with_name("_sql_child.py"))]
        # A process group of its own: Ctrl-C on the terminal is for us, who end it when it is time.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0, process_group=0
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        source = self._from.fileno()
        self._pieces = Pieces(source, lambda count: os.read(source, count))
        with suppress(BrokenPipeError):  # it has ended, which whoever asks is told
            self._send(setup)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None and not self._to.closed

    def ask(self, request: dict[str, Any], *, timeout_s: float, max_bytes: int) -> Answer:
        """What became of the question. After `timeout`, `large`, `died`, `killed` and `memory` the process is gone."""
        answer = self._answer({**request, "timeout_s": timeout_s}, max_bytes, time.monotonic() + timeout_s)
        if answer.kind in ("timeout", "large", "died", "killed", "memory"):
            self.kill()
        return answer

    def _answer(self, request: dict[str, Any], max_bytes: int, deadline: float) -> Answer:
        pieces: list[bytes] = []
        size = 0
        try:
            self._send(request)
            while piece := self._pieces.next(deadline):
                pieces.append(piece)
                size += len(piece)
                if size > max_bytes:
                    return Answer(kind="large")
            return Answer(**json.loads(self._pieces.next(deadline)), pieces=tuple(pieces))
        except TimeoutError:
            return Answer(kind="timeout")
        except (EOFError, BrokenPipeError):
            # It ended of itself, or by a hand from outside.
            return Answer(kind="killed" if self._process.wait() == -SIGKILL else "died")

    def _send(self, message: dict[str, Any]) -> None:
        """Write a line to it. Errors: `BrokenPipeError` where it ended."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            data = data[os.write(self._to.fileno(), data) :]

    def stop(self) -> None:
        """Have it end; whoever asks it is told so, and lets go of it."""
        self._process.kill()

    def kill(self) -> None:
        """End it now; nothing of it is left."""
        self._process.kill()
        self._process.wait()
        self._to.close()
        self._from.close()
