"""Quads at rest in an embedded Oxigraph database on disk."""

import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from kgraph.errors import KgraphError, OutputError
from kgraph.store import _merged, _own, generations
from kgraph.store.generations import Manifest, WriteLock

_BUFFER_BYTES = 32 * 1024 * 1024
_FULL = re.compile(
    r"no space left|disk quota|read-only file system|file too large|permission denied", re.IGNORECASE
)


class Writer:
    """The one run that may change a store. A context manager: leaving it by an exception commits nothing more.

    What was committed before stays, whatever happens later. `commit` may be called at any time; a run that
    is killed loses what came after the last one.
    """

    def __init__(self, store: str | Path) -> None:
        self.path = Path(store)
        generations.claim(self.path)
        self._lock = WriteLock(self.path)
        self._db: Any = None
        self._waiting: dict[str, bytes | bytearray] = {}
        """Graphs that are not in the database yet, and their N-Quads."""
        self._waiting_bytes = 0
        self._generation: Path | None = None
        try:
            self._old: Path | None = None
            self.manifest = Manifest()
            if generations.exists(self.path):
                pointer = generations.current(self.path)
                self._old, self.manifest = pointer.folder, Manifest.load(pointer)
        except KgraphError:
            self._lock.release()
            raise

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def replace(
        self,
        path: str,
        iri: str,
        sha256: str,
        settings: str,
        nquads: bytes | bytearray,
        *,
        beside: str = "[]",
        file: str = "",
    ) -> None:
        """Put the article's graph `iri` in, in place of what was there; `nquads` has no other graph.

        `beside` is kept with it: the digests of the files that were read beside the article, as JSON; and `file`, the
        path of the file that it was read from, where `path` does not say so.
        Errors: `MemoryError`, after which the store holds what it held before.
        """
        with self._translated():
            db = self._open()
            known = self.manifest.articles.get(path)
            for graph in {iri, *([known["iri"]] if known else [])}:
                self._drop(db, graph)
            self._put(iri, nquads)
            row = {"iri": iri, "sha256": sha256, "settings": settings, "beside": beside}
            self.manifest.articles[path] = row | ({"file": file} if file else {})
            if self._waiting_bytes > _BUFFER_BYTES:
                self._load(db)

    def replace_graph(self, iri: str, lines: Iterable[str]) -> None:
        """Put a graph that belongs to no article in, in place of what was there."""
        with self._translated():
            self._drop(self._open(), iri)
            self._put(iri, "".join(f"{line}\n" for line in lines).encode())

    def remove(self, path: str) -> None:
        """Take an article out."""
        known = self.manifest.articles.pop(path)
        with self._translated():
            self._drop(self._open(), known["iri"])

    def commit(self) -> None:
        """Make all changes so far durable and current; the next change begins a new generation."""
        if self._db is None or self._generation is None:
            return
        with self._translated():
            self._load(self._db)
            self._db.flush()
            self._db = None
            generations.point_to(self.path, self.manifest.save(self._generation))
            self._old, self._generation = self._generation, None
            generations.clean(self.path)

    def close(self) -> None:
        """Give up what was not committed, and the lock."""
        if self._generation is not None:
            self._db = None
            _own.remove(self._generation)
            self._generation = None
        self._waiting.clear()
        self._lock.release()

    def _open(self) -> Any:
        """The database of the next generation: a hard-linked copy of the current one."""
        if self._db is not None:
            return self._db
        import pyoxigraph

        generations.clean(self.path)
        self._generation = folder = generations.begin(self.path)
        if self._old is not None:
            try:
                pyoxigraph.Store.read_only(str(self._old / "db")).backup(str(folder / "db"))
            except (OSError, RuntimeError, ValueError) as error:
                if _FULL.search(str(error)):
                    raise
                raise generations.damaged(self.path, error) from error
        self._db = pyoxigraph.Store(str(folder / "db"))
        return self._db

    def _drop(self, db: Any, graph: str) -> None:
        """Take a graph out of the database, and out of what waits for it."""
        _merged.remove(db, graph)
        self._waiting_bytes -= len(self._waiting.pop(graph, b""))

    def _put(self, graph: str, nquads: bytes | bytearray) -> None:
        self._waiting[graph] = nquads
        self._waiting_bytes += len(nquads)

    def _load(self, db: Any) -> None:
        import pyoxigraph

        for part in _merged.loadable(self._waiting, _BUFFER_BYTES):
            db.bulk_load(part, format=pyoxigraph.RdfFormat.N_QUADS)
        self._waiting.clear()
        self._waiting_bytes = 0

    def _translated(self) -> "_Translated":
        return _Translated(self.path)


class _Translated:
    """Turns what the database and the file system raise into errors that say what to do."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, KgraphError) or not isinstance(error, OSError | RuntimeError):
            return
        reason = " ".join(str(error).split())
        if _FULL.search(reason) or isinstance(error, OSError):
            raise OutputError(
                f"{self._store}: cannot be written ({reason[:200]}). Nothing that was committed is lost: make room and run again."
            ) from error
        raise generations.damaged(self._store, error) from error


class Reader:
    """The current generation of a store, opened for reading; unaffected by later builds."""

    def __init__(self, store: str | Path) -> None:
        self.path = Path(store)
        deadline = time.monotonic() + 5
        while True:
            pointer = generations.current(self.path)
            self.generation = pointer.folder
            self._hold = generations.hold(self.generation)
            try:
                self._hold.__enter__()
                if self.generation.is_dir():
                    break
            except BlockingIOError:
                pass
            self._hold.__exit__()
            if time.monotonic() > deadline:
                raise generations.damaged(self.path, TimeoutError("its generation keeps vanishing"))
        self.manifest = Manifest.load(pointer)

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._hold.__exit__()

    @property
    def database(self) -> Path:
        """The folder of the Oxigraph database."""
        return self.generation / "db"

    def quads(self, *, runs: bool = False) -> Iterator[str]:
        """Every quad as a line of canonical N-Quads, sorted.

        The graph of the last run, the only one with times, is left out unless `runs`: the same articles
        give the same lines.
        """
        import pyoxigraph

        lines: list[str] = []
        last_run = f"<{self.manifest.base}run/"
        try:
            db = pyoxigraph.Store.read_only(str(self.database))
            for graph in db.named_graphs():
                name = str(graph)
                if runs or not name.startswith(last_run):
                    triples = db.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph) or b""
                    lines += [f"{line[:-1]}{name} ." for line in triples.decode().split("\n") if line]
        except (OSError, RuntimeError, ValueError) as error:
            raise generations.damaged(self.path, error) from error
        lines.sort()
        return iter(lines)
