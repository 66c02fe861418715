"""A process that answers queries on one database, and is killed rather than waited for."""

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `kind` as in `_child.py`, and its bytes; `timeout`, `died` and `large` are ours."""

    kind: str
    data: bytes = b""


class Worker:
    """One child with its database open, limited, warm. After any answer `alive` says whether it can go on."""

    def __init__(self, database: Path, memory_bytes: int) -> None:
        # Run as a file, not as a module of this room: the child needs the engine and next to nothing else.
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join((*filter(None, sys.path), str(Path(__file__).parents[2]))),
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-P", str(Path(__file__).with_name("_child.py"))]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0
        )  # fmt: skip
        self.asked = 0
        self._send({"db": str(database.resolve()), "memory_bytes": memory_bytes})

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None and self._process.stdin is not None

    def ask(self, request: dict[str, Any], *, timeout_s: float, max_bytes: int) -> Answer:
        """The answer, or `timeout`, `large` or `died` as its kind; after these three the child is gone."""
        self.asked += 1
        deadline = time.monotonic() + timeout_s
        if not self._send({**request, "timeout_s": timeout_s}):
            self.kill()
            return Answer(kind="died")
        assert self._process.stdout is not None
        received = bytearray()
        header: dict[str, Any] | None = None
        while header is None or len(received) < header["bytes"]:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                self.kill()
                return Answer(kind="timeout")
            chunk = os.read(self._process.stdout.fileno(), 1 << 20)
            if not chunk:
                self.kill()
                return Answer(kind="died")
            received += chunk
            if header is None and b"\n" in received:
                line, _, rest = received.partition(b"\n")
                header, received = json.loads(line), rest
                if header["bytes"] > max_bytes:
                    self.kill()
                    return Answer(kind="large")
        if header["kind"] == "memory":
            self.kill()
        return Answer(kind=header["kind"], data=bytes(received))

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
