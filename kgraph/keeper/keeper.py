"""The keeper as its parent sees it, and the making of an index that it can open."""

import socket
import threading
from collections.abc import Iterable
from pathlib import Path

from kgraph.keeper.process import Ended, Process
from kgraph.keeper.worker import Worker


class Keeper:
    """A process that holds a graph: of N-Quads in memory, or the database in the folder `index`. Safe to use from threads.

    Errors: `OSError` where no process can be started.
    """

    def __init__(self, index: Path | None = None) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._process = Process("_process", {"index": None if index is None else str(index.resolve())})

    def load(self, nquads: Iterable[bytes]) -> None:
        """Hold what these pieces of whole lines say; with an index they are not asked for.

        Errors: `Refused`; `Ended`, also where it is closed meanwhile; those of `nquads`.
        """
        self._process.feed(None if self._index is not None else nquads)

    @property
    def alive(self) -> bool:
        """Whether it can be asked for workers."""
        return self._process.alive

    def worker(self, memory_bytes: int, *, beside: Iterable[bytes] = (), alone: bool = False) -> Worker:
        """A process that answers from the graph, and from the N-Quads `beside` it; from these `alone` if so told.

        It may take so much more memory than the graph does; copies of the graph's pages that it writes to come on top.

        Errors: `Ended` where the keeper has; `OSError` where this process may hold no more sockets; those of `beside`.
        """
        data, asked = socket.socketpair()
        leash, held = socket.socketpair()
        with asked, held:
            try:
                with self._lock:
                    socket.send_fds(self._process.control, [b"f"], [asked.fileno(), held.fileno()])
            except OSError as error:
                data.close()
                leash.close()
                raise Ended from error
        worker = Worker(data, leash)
        try:
            worker.prepare({"memory_bytes": memory_bytes, "alone": alone}, beside)
        except BaseException:
            worker.kill()
            raise
        return worker

    def close(self) -> None:
        """End it, and every worker. May be called more than once, and while another thread loads."""
        self._process.end()


class IndexMaker:
    """A process that writes a database of N-Quads into a folder, which must be new.

    Errors: `OSError` where no process can be started.
    """

    def __init__(self, folder: Path) -> None:
        self._process = Process("_index", {"folder": str(folder.resolve())})

    def make(self, nquads: Iterable[bytes]) -> None:
        """Write it. Errors: `Refused`, with what the engine or the disk says; `Ended`; those of `nquads`."""
        self._process.feed(nquads)

    def close(self) -> None:
        """End the process; what it wrote so far stays."""
        self._process.end()
