"""The process that holds a graph. It takes no question itself: it forks, and the fork answers (`_child`).

Protocol, on the socket that is its standard input: a piece of JSON (`index`: the folder of a database on disk, or null);
without an index N-Quads in pieces, up to an empty one. It answers a piece of JSON (`kind`: ready, or broken with its
`message`). From then on each byte brings two sockets: the first is the fork's, on which it is asked; the second is its
leash. Who lets go of the leash has the fork killed. When it has ended, for whatever reason, how it did is written on the
leash as JSON (`code`: its exit code, or minus the number of a signal; or `fault`, where none could be started), and
the leash is closed. When standard input ends, all end.

There is one thread: a fork of a process with several may hang. The engine starts none for a graph in memory; for a
database on disk it does, which is therefore opened in each fork.
"""

import gc
import json
import os
import select
import signal
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from kgraph.keeper import _child, _frames


def main() -> None:
    """Load, then fork until standard input ends."""
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    with suppress(EOFError, ConnectionError):
        with control.makefile("rb") as stream:
            index = json.loads(_frames.piece(stream))["index"]
            try:
                graph = None if index is not None else _loaded(_frames.pieces(stream))
            except (ValueError, SyntaxError, RuntimeError) as error:
                control.sendall(_frames.message({"kind": "broken", "message": str(error)}))
                return
        gc.freeze()  # what is held now is never looked at again, and its pages stay shared
        control.sendall(_frames.message({"kind": "ready"}))
        _Forks(control, graph, index).run()


def _loaded(pieces: Iterable[bytes]) -> Any:
    import pyoxigraph

    graph = pyoxigraph.Store()
    for piece in pieces:
        # `lenient`: what was checked when it was written is not checked again.
        graph.load(piece, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    return graph


class _Forks:
    """The forks that live: of each a pipe that ends with it, and its leash."""

    def __init__(self, control: socket.socket, graph: Any, index: str | None) -> None:
        self._control, self._graph, self._index = control, graph, index
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._leashes: dict[int, tuple[socket.socket, int]] = {}
        """Descriptor of a leash → the leash, the process."""
        self._ends: dict[int, int] = {}
        """Descriptor of a pipe that ends with a fork → descriptor of its leash."""

    def run(self) -> None:
        """Fork, kill and bury until the control socket ends."""
        try:
            while True:
                # The control socket, registered first, comes first: no number of a descriptor that is closed
                # further down is given to a new one in the same round.
                for descriptor, _ in self._poll.poll():
                    if descriptor == self._control.fileno():
                        if not self._asked():
                            return
                    elif descriptor in self._leashes:
                        os.kill(self._leashes[descriptor][1], signal.SIGKILL)
                        self._poll.unregister(descriptor)  # it is buried when its pipe ends
                    elif descriptor in self._ends:
                        self._bury(descriptor)
        finally:
            for _, process in self._leashes.values():
                os.kill(process, signal.SIGKILL)
            for _, process in self._leashes.values():
                os.waitpid(process, 0)
            os._exit(0)  # without taking the graph apart, fact by fact

    def _asked(self) -> bool:
        """Fork once; False where nobody will ask again."""
        data, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        if not data:
            return False
        asked, leash = (socket.socket(fileno=each) for each in descriptors)
        try:
            self._fork(asked, leash)
        except OSError as error:
            _say(leash, {"fault": error.strerror})
        asked.close()
        return True

    def _fork(self, asked: socket.socket, leash: socket.socket) -> None:
        ended, alive = os.pipe()
        keeper = os.getpid()
        try:
            process = os.fork()
        except OSError:
            os.close(ended)
            os.close(alive)
            raise
        if process == 0:
            leash.close()
            os.close(ended)
            self._let_go()
            _child.run(asked, self._graph, self._index, keeper)  # never returns
        os.close(alive)
        self._leashes[leash.fileno()] = (leash, process)
        self._ends[ended] = leash.fileno()
        self._poll.register(leash, select.POLLIN)
        self._poll.register(ended, select.POLLIN)

    def _let_go(self) -> None:
        """In a fork: close what belongs to its parent and to other forks."""
        self._control.close()
        for leash, _ in self._leashes.values():
            leash.close()
        for ended in self._ends:
            os.close(ended)

    def _bury(self, ended: int) -> None:
        descriptor = self._ends.pop(ended)
        leash, process = self._leashes.pop(descriptor)
        with suppress(KeyError):
            self._poll.unregister(descriptor)
        self._poll.unregister(ended)
        os.close(ended)
        _, status = os.waitpid(process, 0)
        _say(leash, {"code": os.waitstatus_to_exitcode(status)})


def _say(leash: socket.socket, value: Any) -> None:
    with leash, suppress(OSError):
        leash.sendall(json.dumps(value).encode())


if __name__ == "__main__":
    main()
