"""A process that answers queries, as who asks sees it: it is killed rather than waited for."""

import json
import signal
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from kgraph.keeper import _frames
from kgraph.keeper.pieces import Pieces
from kgraph.keeper.process import Ended, send

_AT_ONCE_S = 0.5
_BURIED_S = 5.0
"""Within which the keeper says how a process ended: it does nothing else meanwhile but fork."""
_GONE = ("timeout", "large", "died", "killed", "memory", "fault")
"""The kinds of answer after which the process is not asked again."""


class Output(Protocol):
    """Where an answer is written to, piece by piece."""

    def write(self, data: bytes, /) -> object:
        """Take a piece; what it raises ends the query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a query: `kind` as in `_child.py`; `timeout`, `large`, `died`, `killed` and `fault` are ours.

    `fault` says that no process could be started, and its `message` why.
    """

    kind: str
    message: str = ""
    own_bytes: int = 0
    """What the process holds by now that it does not share with the keeper."""
    at_once: bool = False
    """Whether it was killed so soon that the query can hardly be the reason; nothing was written."""


class Worker:
    """One process that answers, limited and warm; got from `Keeper.worker`. After any answer `alive` says whether it can go on."""

    def __init__(self, data: socket.socket, leash: socket.socket) -> None:
        self._data, self._leash = data, leash
        self._pieces = Pieces(data.fileno(), self._received)
        self._closed = False
        self.asked = 0
        self.own_bytes = 0

    def prepare(self, setup: dict[str, Any], beside: Iterable[bytes]) -> None:
        """Say what it may take, and give it what it is to hold beside the graph. Errors: those of `beside`."""
        with suppress(ConnectionError):  # it has ended, which whoever asks is told
            self._data.sendall(_frames.message(setup))
            send(self._data, beside)

    @property
    def alive(self) -> bool:
        """Whether it can be asked: it says nothing unless asked, so that what can be read is its end."""
        return not self._closed and not self._pieces.waits

    def ask(self, request: dict[str, Any], out: Output, *, timeout_s: float, max_bytes: int) -> Answer:
        """What became of the query; what it gives is written to `out`, and is whole only if the kind says so.

        After `timeout`, `large`, `died`, `killed`, `memory` and `fault` the process is gone.
        """
        self.asked += 1
        answer = self._answer({**request, "timeout_s": timeout_s}, out, max_bytes, time.monotonic() + timeout_s)  # fmt: skip
        self.own_bytes = answer.own_bytes
        if answer.kind in _GONE:
            self.kill()
        return answer

    def _answer(self, request: dict[str, Any], out: Output, max_bytes: int, deadline: float) -> Answer:
        began, size = time.monotonic(), 0
        try:
            self._send(request)
            while piece := self._pieces.next(deadline):
                size += len(piece)
                if size > max_bytes:
                    return Answer(kind="large")
                out.write(piece)
            return Answer(**json.loads(self._pieces.next(deadline)))
        except TimeoutError:
            return Answer(kind="timeout")
        except (EOFError, Ended):
            soon = time.monotonic() - began < _AT_ONCE_S
            return self._ending(at_once=soon and not size)

    def _send(self, request: dict[str, Any]) -> None:
        try:
            self._data.sendall(_frames.message(request))
        except ConnectionError as error:
            raise Ended from error

    def _received(self, count: int) -> bytes:
        try:
            return self._data.recv(count)
        except ConnectionError:
            return b""

    def _ending(self, *, at_once: bool) -> Answer:
        """How a process ended that nobody here killed: of itself (`died`), or by a hand from outside (`killed`)."""
        told = self._told()
        if "fault" in told:
            return Answer(kind="fault", message=told["fault"], at_once=True)
        killed = told.get("code", -signal.SIGKILL) == -signal.SIGKILL
        return Answer(kind="killed" if killed else "died", at_once=at_once)

    def _told(self) -> dict[str, Any]:
        """What the keeper says at the end of the process; nothing, where it has ended itself."""
        said = b""
        self._leash.settimeout(_BURIED_S)
        with suppress(OSError):
            while part := self._leash.recv(1000):
                said += part
        return json.loads(said) if said else {}

    def stop(self) -> None:
        """End it while another thread waits for its answer, which then is `killed`."""
        with suppress(OSError):
            self._leash.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """End it now; nothing of it is left."""
        if not self._closed:
            self._closed = True
            self.stop()
            self._told()
            self._data.close()
            self._leash.close()
