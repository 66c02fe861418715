"""The shards of one generation, opened: their files, and which of their rows newer shards have made dead."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kgraph.store import _parquet, generations
from kgraph.store._shard import NAMES, Shard, contents, key_of, whole_file


class Part(NamedTuple):
    """A file of a table, and whose rows in it do not count any more: articles, observations or graphs."""

    path: Path
    dead: frozenset[str]


class Dead(NamedTuple):
    """What of a shard newer ones have too: articles, observations, and the graphs of both."""

    articles: frozenset[str] = frozenset()
    observations: frozenset[str] = frozenset()
    graphs: frozenset[str] = frozenset()

    def of(self, table: str) -> frozenset[str]:
        """The keys of a table that are dead."""
        return {"graph": self.graphs, "observation": self.observations}.get(key_of(table), self.articles)


class Opened:
    """The shards of a store by name. A file is read for its digest before it is first used.

    Errors: `StoreError` where a shard, or a file of one, is not as it was written.
    """

    def __init__(self, store: Path, shards: Sequence[Shard]) -> None:
        self._store, self.shards = store, shards
        try:
            self._contents = {s.name: contents(self._folder(s), s) for s in shards}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise generations.damaged(store, error) from error

    def parts(self, table: str, among: Sequence[Shard] | None = None) -> tuple[Part, ...]:
        """The files of a table in these shards, by default in all, the oldest first."""
        chosen = self.shards if among is None else among
        found = ((shard, self.file(shard, table)) for shard in chosen)
        return tuple(Part(path, self.dead[shard.name].of(table)) for shard, path in found if path is not None)

    def file(self, shard: Shard, table: str) -> Path | None:
        """The file of a table in a shard, whole; None where it has no rows of it."""
        written = self._contents[shard.name].get(table)
        if written is None:
            return None
        try:
            return whole_file(self._folder(shard), shard, table, written)
        except (OSError, ValueError) as error:
            raise generations.damaged(self._store, error) from error

    def count(self, table: str) -> int:
        """How many rows a table has that count."""
        total = 0
        for shard in self.shards:
            written = self._contents[shard.name].get(table)
            if written is None:
                continue
            dead = self.dead[shard.name].of(table)
            path = self.file(shard, table) if dead else None
            total += sum(b.num_rows for b in _parquet.live(path, key_of(table), dead, (key_of(table),))) if path else written.rows  # fmt: skip
        return total

    def has(self, table: str) -> bool:
        """Whether a table has a row that counts. No file is opened where a shard has some and none of its rows are dead, as in the newest."""
        rows = ((shard, self._contents[shard.name].get(table)) for shard in self.shards)
        return any(written and written.rows and not shard.dead for shard, written in rows) or self.count(table) > 0  # fmt: skip

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(shard.bytes for shard in self.shards)

    def check(self) -> None:
        """Read every byte."""
        for shard in self.shards:
            for table in NAMES:
                self.file(shard, table)

    def keys(self, shard: Shard, table: str, column: str) -> Any:
        """A column of keys as an Arrow column; None where there is none."""
        path = self.file(shard, table)
        return None if path is None else _parquet.whole(path, [column]).column(0)

    @cached_property
    def dead(self) -> dict[str, Dead]:
        """Shard → what newer ones have too. Nothing is read where a generation says that there is nothing."""
        found = {shard.name: Dead() for shard in self.shards}
        oldest = next((i for i, shard in enumerate(self.shards) if shard.dead), len(self.shards))
        newer: dict[str, list[Any]] = {"files": [], "observations": []}
        for shard in reversed(self.shards[oldest:]):
            if shard.dead:
                found[shard.name] = self._dead(shard, newer)
            for table, column in (("files", "article"), ("observations", "observation")):
                keys = self.keys(shard, table, column)
                if keys is not None:
                    newer[table].append(keys)
        return found

    def _dead(self, shard: Shard, newer: dict[str, list[Any]]) -> Dead:
        articles, observations = self.keys(shard, "files", "article"), self.keys(shard, "observations", "observation")  # fmt: skip
        gone = frozenset() if articles is None else _parquet.overlap(articles, newer["files"])
        unseen = frozenset() if observations is None else _parquet.overlap(observations, newer["observations"])  # fmt: skip
        return Dead(gone, unseen, unseen | frozenset(self._graphs(shard, gone)))

    def _graphs(self, shard: Shard, articles: frozenset[str]) -> Iterator[str]:
        path = self.file(shard, "files")
        if path is not None and articles:
            for (iri,) in _parquet.found(path, "article", articles, ["iri"]):
                if iri is not None:  # one that only says that the article is gone
                    yield iri

    def _folder(self, shard: Shard) -> Path:
        return self._store / "shards" / shard.name
