"""A process that is fed N-Quads, as its parent sees it: started, fed, heard, and ended."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph.keeper import _frames

_AT_ONCE = 1024 * 1024
"""Pieces go together up to this size: a load of each small one would be a transaction of its own."""
_ENDS_S = 0.5
"""Within which a process that is told to end does, unless it is busy."""


class Ended(Exception):
    """The process is no more: it ended itself, or was killed."""


class Refused(Exception):
    """What the process was fed cannot be held; the text is the engine's."""


class Process:
    """One process, fed over a socket. `end` may be called by any thread, at any time: whoever feeds gets `Ended`.

    Errors: `OSError` where none can be started.
    """

    def __init__(self, module: str, setup: dict[str, Any]) -> None:
        self.control, theirs = socket.socketpair()
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[2]), *filter(None, sys.path))),
            "LC_ALL": "C.UTF-8",
            # Large pages, where the system has them: a fork takes a fifth of the time (decisions/0015).
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        }
        start = f"from kgraph.keeper.{module} import main; main()"
        try:
            # A process group of its own: Ctrl-C on the terminal is for us, who end the process when it is time.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", start], stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=environment, process_group=0,
            )  # fmt: skip
        except OSError:
            self.control.close()
            raise
        finally:
            theirs.close()
        self._setup = setup
        self._ended = False

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def feed(self, nquads: Iterable[bytes] | None) -> None:
        """Give it its setup and what it is to hold (None: nothing is awaited), and wait until it is ready.

        Errors: `Refused`, `Ended`; those of `nquads`.
        """
        try:
            self.control.sendall(_frames.message(self._setup))
            if nquads is not None:
                send(self.control, nquads)
            with self.control.makefile("rb") as stream:
                told = json.loads(_frames.piece(stream))
        except (OSError, EOFError) as error:
            if self._ended or isinstance(error, EOFError | ConnectionError):
                raise Ended from error
            raise
        if told["kind"] != "ready":
            raise Refused(told["message"])

    def end(self) -> None:
        """End it now, and all that it has forked; nothing of it is left."""
        self._ended = True
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)  # it ends what it has forked, if it is not busy
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDS_S)
        self._process.kill()
        self._process.wait()
        self.control.close()


def send(to: socket.socket, nquads: Iterable[bytes]) -> None:
    """Send pieces of whole lines, and the empty one that ends them. Errors: `ConnectionError` where nobody reads."""
    held: list[bytes] = []
    size = 0
    for data in nquads:
        held.append(data)
        size += len(data)
        if size >= _AT_ONCE:
            to.sendall(_frames.head(size) + b"".join(held))
            held, size = [], 0
    if size:
        to.sendall(_frames.head(size) + b"".join(held))
    to.sendall(_frames.head(0))
