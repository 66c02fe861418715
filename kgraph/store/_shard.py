"""A shard: a folder of tables with the rows of some articles and observations, written once and never changed.

STORE/shards/000007-8f3a01bc/claims.parquet …     a file a table that has rows
STORE/shards/000007-8f3a01bc/shard.json           the digest of each
STORE/shards/000007-8f3a01bc/kgraph-shard         its mark
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from kgraph.infile import read_regular
from kgraph.store import _own, _parquet
from kgraph.store._parquet import SUFFIX, TableFile, Written
from kgraph.tables import STORED, TABLES, Columns
from kgraph.tables.packed import Packed

NAMES = (*TABLES, *STORED)
KEYS = {"graphs": "graph", "observations": "observation"}
"""Table → the column that tells whose a row is, where that is not `article`."""
BUFFER_BYTES = 16 * 1024 * 1024
"""What a worker sent of the rows that wait for being written."""
_CONTENTS = "shard.json"
_LARGEST_CONTENTS = 1024 * 1024


def key_of(table: str) -> str:
    """The column of a table that tells whose a row is."""
    return KEYS.get(table, "article")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One shard as a generation names it: the digest of its `shard.json`, and what is in it.

    `keys` counts its articles, those it says are gone among them, and its observations; `dead` those of them that newer
    shards have too.
    """

    name: str
    sha256: str
    bytes: int
    keys: int
    dead: int = 0

    def json(self) -> dict[str, Any]:
        """As a generation has it."""
        return asdict(self)


def contents(folder: Path, shard: Shard) -> Mapping[str, Written]:
    """Table → its file. Errors: `OSError`, `ValueError` or `KeyError` where that is not as it was written."""
    text = read_regular(str(folder / _CONTENTS), _LARGEST_CONTENTS)
    if hashlib.sha256(text).hexdigest() != shard.sha256:
        raise ValueError(f"{shard.name}/{_CONTENTS} is not as it was written")
    return {table: Written(*row) for table, row in json.loads(text).items()}


def new_folder(shards: Path, number: int) -> Path:
    """A folder for the next shard, made and marked. Errors: `OSError`."""
    shards.mkdir(exist_ok=True)
    folder = shards / f"{number:06d}-{secrets.token_hex(4)}"
    folder.mkdir()
    _own.write_mark(folder / _own.SHARD_MARK, "This shard of a store was made by kgraph.\n")
    return folder


@dataclass(slots=True)
class ShardWriter:
    """A shard that is being written; it is none before `close`. Errors: `OSError` of whatever is called."""

    folder: Path
    keys: set[str] = field(default_factory=set)
    """The articles and observations in it."""
    _files: dict[str, TableFile] = field(default_factory=dict)
    _waiting: dict[str, list[list[Any]]] = field(default_factory=dict)
    _waiting_bytes: int = 0

    def add(
        self, key: str, graph: str, article: str | None, packed: Packed, file: Sequence[Any] = ()
    ) -> None:
        """The rows and the graph of an article, with its row of `files`, or of an observation.

        Errors: `MemoryError`, after which nothing of it is there.
        """
        kept = [graph, article, packed.triples, packed.size, packed.nquads]
        before = {table: len(columns[0]) for table, columns in self._waiting.items()}
        try:
            self._extend(packed.rows)
            self._extend({"graphs": [[value] for value in kept]})
            self._extend({"files": [[value] for value in file]} if file else {})
        except MemoryError:
            for table, columns in self._waiting.items():
                for column in columns:
                    del column[before.get(table, 0) :]
            raise
        self.keys.add(key)
        self._waiting_bytes += packed.weight
        if self._waiting_bytes >= BUFFER_BYTES:
            self.flush()

    def add_removed(self, key: str, file: Sequence[Any]) -> None:
        """A row of `files` that says that an article is gone."""
        self.keys.add(key)
        self._extend({"files": [[value] for value in file]})

    def copy(self, table: str, batches: Iterable[Any]) -> int:
        """Rows of other shards; how many."""
        some = (batch for batch in batches if batch.num_rows)
        first = next(some, None)
        return 0 if first is None else self._file(table).copy(chain([first], some))

    def flush(self) -> None:
        """Write what waits as a row group of each table."""
        for table, columns in self._waiting.items():
            if columns[0]:
                self._file(table).add(columns)
        self._waiting.clear()
        self._waiting_bytes = 0

    def close(self, *, keys: int | None = None) -> Shard:
        """Write the rest, durably; `keys` says how many there are where they were copied."""
        self.flush()
        written = {table: file.close() for table, file in self._files.items()}
        text = json.dumps(written).encode()
        path = self.folder / _CONTENTS
        with path.open("xb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _own.sync_folder(self.folder)
        _own.sync_folder(self.folder.parent)
        return Shard(
            name=self.folder.name, sha256=hashlib.sha256(text).hexdigest(), keys=len(self.keys) if keys is None else keys,
            bytes=len(text) + sum(each.bytes for each in written.values()),
        )  # fmt: skip

    def abandon(self) -> None:
        """Leave nothing of it."""
        for file in self._files.values():
            file.abandon()
        _own.remove_shard(self.folder)

    def _extend(self, rows: Columns) -> None:
        for table, new in rows.items():
            columns = self._waiting.get(table)
            if columns is None:
                columns = self._waiting[table] = [[] for _ in new]
            for column, values in zip(columns, new, strict=True):
                column.extend(values)

    def _file(self, table: str) -> TableFile:
        file = self._files.get(table)
        if file is None:
            file = self._files[table] = TableFile(self.folder / f"{table}{SUFFIX}", table)
        return file


def whole_file(folder: Path, shard: Shard, table: str, written: Written) -> Path:
    """The file of a table, all of whose bytes are as they were written. Errors: `OSError`; `ValueError`."""
    path = folder / f"{table}{SUFFIX}"
    if _parquet.digest(path) != written.sha256:
        raise ValueError(f"{shard.name}/{path.name} is not as it was written")
    return path
