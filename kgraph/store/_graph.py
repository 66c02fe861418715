"""The graph of one generation, held by a keeper: in memory, or where it is too large for that, in an index on disk."""

import threading
from collections.abc import Callable
from typing import Literal

from kgraph.errors import KgraphError, OutputError, StoreError
from kgraph.keeper import Ended, IndexMaker, Keeper, Refused, Worker
from kgraph.store import _feed, generations
from kgraph.store._dataset import Named
from kgraph.store._index import Index, is_there
from kgraph.store.reading import Reader

IN_MEMORY_BYTES = 512 * 1024**2
"""Of N-Quads, some two and a half million facts: they take 0.9 GB, and six seconds to load (decisions/0015)."""
SLOW_BYTES = 40 * 1024**2
"""Of graphs to load for one query: from here on that takes a second or more, which is worth a word, or an index that lasts until the next build."""
_Kind = Literal["merged", "graphs", "nothing"]
"""What a keeper holds: the default graph; the named graphs as well; or nothing, for queries that name all they ask."""


class Busy(KgraphError):
    """All workers stayed busy for as long as a caller may wait, or this machine can start no more, or a graph is still loaded."""


class HeldGraph:
    """Keepers over what `reader` opened, started when first needed. Safe to use from threads; `close` ends them all.

    `note` is told in a sentence what will take long. `once`: one question is asked, which names no graphs; what is held ends with it.
    """

    def __init__(
        self, reader: Reader, note: Callable[[str], None] = lambda text: None, *, once: bool = False
    ) -> None:
        self.reader = reader
        self._note = note
        self._lock = threading.Lock()
        """One at a time loads."""
        self._keepers: dict[_Kind, Keeper] = {}
        self._indexes: dict[_Kind, Index] = {}
        self._starting: Keeper | IndexMaker | None = None
        self._closed = False
        most = min(SLOW_BYTES, IN_MEMORY_BYTES) if once else IN_MEMORY_BYTES
        # Where there is an index nothing of the store's own has to be read.
        self._large = (once and is_there(reader)) or reader.nquads_bytes > most

    def load(self) -> None:
        """Hold the default graph. Errors: `StoreError`, `OutputError`, `Busy`."""
        self._keeper("merged")

    @property
    def alive(self) -> bool:
        """Whether the keeper of the default graph is there, and has not been ended from outside."""
        keeper = self._keepers.get("merged")
        return keeper is not None and keeper.alive

    def worker(self, memory_bytes: int) -> Worker:
        """A process that answers from the default graph. Errors: those of `load`."""
        return self._worker("merged", memory_bytes)

    def worker_of(self, named: Named, memory_bytes: int, name: str) -> Worker:
        """A process that answers a query called `name` which names graphs; no other is to be asked of it.

        Errors: those of `load`.
        """
        if self._large and (named.graphs is None or not named.alone):
            return self._worker("graphs", memory_bytes)
        if named.graphs is None and self.reader.nquads_bytes > SLOW_BYTES:
            self._note(
                f"{name}: asks for all graphs by themselves, which are loaded for it: slow in a large store."
            )
        kind: _Kind = "nothing" if named.alone and not self.alive else "merged"
        return self._worker(kind, memory_bytes, named)

    def check(self) -> None:
        """Look at every byte of an index, after a query that never ended or whose process died: a broken block can do that.

        What is held in memory was whole when it was loaded. Errors: `StoreError` where an index is not; it is removed.
        """
        for kind, index in tuple(self._indexes.items()):
            if not index.is_whole():
                self._drop(kind)
                index.remove()
                del self._indexes[kind]
                raise StoreError(
                    f"{self.reader.path}: the index of its graph was damaged, and was removed. Ask again: another is made."
                )

    def close(self) -> None:
        """End all; whoever loads is told with `StoreError`."""
        self._closed = True
        starting = self._starting
        if starting:
            starting.close()
        for kind in tuple(self._keepers):
            self._drop(kind)
        for index in self._indexes.values():
            index.close()

    def _worker(self, kind: _Kind, memory_bytes: int, named: Named | None = None) -> Worker:
        for _ in range(2):  # a keeper that was killed is told by the first who asks it; then there is another
            try:
                keeper = self._keeper(kind)
                if named is None:
                    return keeper.worker(memory_bytes)
                graphs = _feed.named(self.reader.graphs(named.graphs, runs=True))
                return keeper.worker(memory_bytes, beside=graphs, alone=named.alone)
            except Ended:
                self._drop(kind)
            except OSError as error:
                raise _none_started(error) from error
        raise self._lost()

    def _keeper(self, kind: _Kind) -> Keeper:
        with self._lock:
            keeper = self._keepers.get(kind)
            if keeper is None or not keeper.alive:
                self._drop(kind)
                keeper = self._keepers[kind] = self._loaded(kind)
            return keeper

    def _loaded(self, kind: _Kind) -> Keeper:
        keeper: Keeper | None = None
        try:
            index = self._index(kind) if kind != "nothing" else None
            keeper = Keeper(index.database if index else None)
            self._going(keeper)
            keeper.load(_feed.merged(self.reader.graphs(runs=True)) if kind == "merged" else ())
        except BaseException as error:
            if keeper:
                keeper.close()
            if isinstance(error, Ended):
                raise self._lost() from error
            if isinstance(error, Refused):
                raise generations.damaged(self.reader.path, error) from error
            if isinstance(error, OSError):
                raise _none_started(error) from error
            raise
        finally:
            self._starting = None
        return keeper

    def _index(self, kind: _Kind) -> Index | None:
        """The index that has what a keeper of this kind holds; None where that is held in memory."""
        if self._large and kind not in self._indexes:
            try:
                self._indexes[kind] = Index(self.reader, graphs=kind == "graphs", going=self._going)
            except OutputError as error:
                if self.reader.nquads_bytes > IN_MEMORY_BYTES:
                    raise
                self._large = False
                self._note(f"{error} It is loaded for this question alone.")
        return self._indexes.get(kind)

    def _going(self, process: Keeper | IndexMaker | None) -> None:
        """A process begins: `close` ends it from now on."""
        self._starting = process
        if self._closed:
            if process:
                process.close()
            raise self._lost()
        if isinstance(process, IndexMaker):
            self._note(
                f"{self.reader.path}: its graph is indexed on disk, which takes a while: once, until the next build."
            )

    def _drop(self, kind: _Kind) -> None:
        keeper = self._keepers.pop(kind, None)
        if keeper:
            keeper.close()

    def _lost(self) -> StoreError:
        if self._closed:
            return StoreError(f"{self.reader.path}: the server is stopping.")
        return StoreError(
            f"{self.reader.path}: the process that holds its graph was killed from outside, perhaps because this machine is short of memory. Ask again."
        )


def _none_started(error: OSError) -> Busy:
    return Busy(f"no process can be started ({error.strerror}). Try again in a moment.")
