"""The current generation of a store, opened for reading."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from kgraph.rdf.terms import held
from kgraph.store import _parquet, generations
from kgraph.store._held import File, Held
from kgraph.store._opened import Opened, Part
from kgraph.store._shard import NAMES, key_of
from kgraph.tables.packed import decompressed

_PATIENCE_S = 5.0
_RUN = "run/last"


class Reader:
    """The current generation of a store, unaffected by later builds. A context manager, which lets it go at its end.

    Errors: `StoreError` where there is no store, or one that is not as it was written; every method has it.
    """

    def __init__(self, store: str | Path) -> None:
        self.path = Path(store)
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            pointer = generations.current(self.path)
            try:
                self._hold = generations.Hold(self.path / f"{pointer.name}.json")
                break
            except OSError as error:  # it was cleared away just now, or is about to be
                if time.monotonic() > deadline:
                    raise generations.damaged(self.path, error) from error
        try:
            self.name, self.key = pointer
            self._generation = generations.load(self.path, pointer)
            self._opened = Opened(self.path, self._generation.shards)
        except BaseException:
            self._hold.__exit__()
            raise

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._hold.__exit__()

    @property
    def base(self) -> str | None:
        """What the IRIs of articles begin with; None where nothing was built yet."""
        return self._generation.base

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return self._opened.size

    @cached_property
    def nquads_bytes(self) -> int:
        """The bytes of the N-Quads of all graphs."""
        return sum(size for (size,) in self.rows("graphs", ("size",)))

    @cached_property
    def held(self) -> Held:
        """What it holds, to look many articles up."""
        return Held(self._opened)

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The paths of the articles, sorted."""
        return tuple(sorted(path for path, gone in self.rows("files", ("article", "removed")) if not gone))

    def file(self, path: str) -> File | None:
        """What is remembered of an article; None where there is none of that path."""
        wanted = (*File._fields, "removed")
        for part in reversed(self._opened.parts("files")):
            for row in _parquet.found(part.path, "article", {held(path)} - part.dead, wanted):
                return None if row[-1] else File(*row[:-1])
        return None

    def tables(self) -> Mapping[str, Sequence[Part]]:
        """Table → its files, the oldest first, and whose rows in them are dead; a file is digested when it is asked for."""
        return _Tables(self._opened)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of a table that count, with these columns, in no order that could be relied upon."""
        for part in self._opened.parts(table):
            yield from _parquet.rows(part.path, key_of(table), part.dead, columns)

    def rows_of(self, table: str, article: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows that one article, of this path in the graph, brings to a table."""
        for part in self._opened.parts(table):
            if article not in part.dead:
                yield from _parquet.found(part.path, "article", {article}, columns)

    def count(self, table: str) -> int:
        """How many rows of a table count; in `files` those of articles that are gone, too."""
        return self._opened.count(table)

    def has(self, table: str) -> bool:
        """Whether a table has a row that counts, which is told sooner than how many."""
        return self._opened.has(table)

    def graphs(
        self, names: Collection[str] | None = None, *, runs: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The graphs of these names, by default all, each with its N-Quads: sorted lines that each have an end.

        The graph of the last run, the only one with times, is among them where it is named, or `runs` are wanted.
        """
        columns = ("graph", "size", "nquads")
        for part in self._opened.parts("graphs"):
            rows = (
                _parquet.rows(part.path, "graph", part.dead, columns)
                if names is None
                else _parquet.found(part.path, "graph", frozenset(names) - part.dead, columns)
            )
            for graph, size, nquads in rows:
                yield graph, decompressed(nquads, size)
        run = f"{self.base}{_RUN}"
        if self._generation.run and (runs if names is None else run in names):
            yield run, self._generation.run.encode()

    def quads(self, *, runs: bool = False) -> Iterator[str]:
        """Every quad as a line of canonical N-Quads, sorted.

        The graph of the last run, the only one with times, is left out unless `runs`: the same articles
        give the same lines.
        """
        lines: list[str] = []
        for _, nquads in self.graphs(runs=runs):
            lines += nquads.decode().split("\n")[:-1]
        lines.sort()
        yield from lines

    def check(self) -> None:
        """Read every byte of the generation."""
        self._opened.check()


class _Tables(Mapping[str, Sequence[Part]]):
    """The tables of the shards that are open."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __getitem__(self, table: str) -> tuple[Part, ...]:
        if table not in NAMES:
            raise KeyError(table)
        return self._opened.parts(table)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)
