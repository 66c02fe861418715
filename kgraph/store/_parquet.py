"""Tables as Parquet files: written once, hashed as they are written, read in parts. The only file of the room that knows pyarrow."""

import hashlib
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kgraph.tables import schema

SUFFIX = ".parquet"
_GROUP_BYTES = 16 * 1024 * 1024
"""About what a row group takes in memory."""
_BATCH_ROWS = 16_384
_BATCH_BYTES = 4 * 1024 * 1024
"""About what a batch takes at most, of rows as they are on average: those of `graphs` have kilobytes each."""
_OF_MANY_VALUES = frozenset(
    {
        "text",
        "claim",
        "marker",
        "marker_text",
        "entry",
        "nquads",
        "passage",
        "graph",
        "observation",
        "lead_in",
        "iri",
        "sha256",
    }
)
"""Columns whose values repeat too seldom for a dictionary to be worth it."""
_KNOWN_BY = ("article", "source", "claim", "code", "status")
"""Columns of texts whose least and greatest value are kept with each row group."""


Batches = Iterable[Any]
"""Arrow batches of rows."""


class Written(NamedTuple):
    """A file that is whole: its digest, its bytes, its rows."""

    sha256: str
    bytes: int
    rows: int


class _Unseen:
    """Something that is asked for modules, by which pandas is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def without_frames() -> None:
    """Have Arrow ask no more whether a list that it is given is a column of pandas, which it imports to find out.

    For processes of kgraph's own: a quarter of a second that is as long as reading thirty articles. Who imports pandas later has all of it.
    """
    import pyarrow

    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _Unseen)
        try:
            pyarrow.array([])
        finally:
            sys.meta_path.remove(_Unseen)


class TableFile:
    """A table that is written to `path`, which must not be there. Errors: `OSError` of whatever is called."""

    def __init__(self, path: Path, table: str) -> None:
        import pyarrow.parquet as parquet

        self._schema, self._rows = schema(table), 0
        self._out = _Hashing(path)
        texts = [f.name for f in self._schema if f.name not in _OF_MANY_VALUES]
        codec: Any = "zstd" if table != "graphs" else {"graph": "zstd", "article": "zstd", "nquads": "none"}
        known = [f.name for f in self._schema if f.name in _KNOWN_BY or str(f.type) in ("int64", "bool")]
        self._writer = parquet.ParquetWriter(
            self._out, self._schema, compression=codec, use_dictionary=texts, write_statistics=known, store_schema=False
        )  # fmt: skip

    def add(self, columns: Sequence[Sequence[Any]]) -> None:
        """Write rows, given by column, as a row group."""
        import pyarrow

        arrays = [
            pyarrow.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)
        ]
        self._put(pyarrow.Table.from_arrays(arrays, schema=self._schema))

    def copy(self, batches: Batches) -> int:
        """Write batches of `live` as row groups of some size; how many rows there are then."""
        import pyarrow

        held: list[Any] = []
        size = 0
        for batch in batches:
            held.append(batch)
            size += batch.nbytes
            if size >= _GROUP_BYTES:
                self._put(pyarrow.Table.from_batches(held).cast(self._schema))
                held, size = [], 0
        if held:
            self._put(pyarrow.Table.from_batches(held).cast(self._schema))
        return self._rows

    def close(self) -> Written:
        """End the file, durably."""
        self._writer.close()
        self._out.sync()
        self._out.close()
        return Written(self._out.sha256.hexdigest(), self._out.size, self._rows)

    def abandon(self) -> None:
        """Let go of the file, which is not whole; whether its rest can be written is nothing to anybody."""
        self._writer.is_open = False  # else it would be ended when it is collected
        with suppress(OSError):
            self._out.close()

    def _put(self, rows: Any) -> None:
        self._rows += rows.num_rows
        self._writer.write_table(rows, row_group_size=max(1, rows.num_rows))


class _Hashing:
    """A file as pyarrow writes it, and the digest of what it wrote."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self.sha256 = hashlib.sha256()
        self.size = 0

    @property
    def closed(self) -> bool:
        return self._file.closed

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self.sha256.update(data)
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self._file.flush()

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def live(path: Path, key: str, dead: Collection[str], columns: Sequence[str] | None = None) -> Iterator[Any]:
    """The rows whose `key` is not among the `dead`, as Arrow batches of these `columns`, by default all.

    A column that the file does not have yet, since it was written before there was one, holds nothing.
    """
    import pyarrow
    import pyarrow.compute as compute

    wanted = schema(path.stem).names if columns is None else list(columns)
    gone = pyarrow.array(sorted(dead), pyarrow.string()) if dead else None
    with _opened(path) as file:
        read = _there(file, [*wanted, key] if dead else wanted)
        for batch in file.iter_batches(batch_size=_batch_rows(file), columns=read, use_threads=False):
            if gone is not None:
                batch = batch.filter(compute.invert(compute.is_in(batch.column(key), value_set=gone)))
            yield _fitted(batch, path.stem, wanted)


def rows(path: Path, key: str, dead: Collection[str], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The same as tuples."""
    for batch in live(path, key, dead, columns):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def found(path: Path, key: str, wanted: Collection[str], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows whose `key` is among the `wanted`; only row groups that have some are read whole."""
    import pyarrow
    import pyarrow.compute as compute

    values = pyarrow.array(sorted(wanted), pyarrow.string())
    with _opened(path) as file:
        read = _there(file, columns)
        for group in range(file.num_row_groups):
            keys = file.read_row_group(group, columns=[key], use_threads=False).column(0)
            mask = compute.is_in(keys, value_set=values)
            if compute.any(mask).as_py():
                some = file.read_row_group(group, columns=read, use_threads=False).filter(mask)
                these = _fitted(some, path.stem, columns)
                yield from zip(*(column.to_pylist() for column in these.columns), strict=True)


def whole(path: Path, columns: Sequence[str], *, repeated: Sequence[str] = ()) -> Any:
    """Some columns as an Arrow table; those `repeated` hold few values many times, and are held so."""
    import pyarrow.parquet as parquet

    # Not `read_table`, which imports another library for data frames.
    with parquet.ParquetFile(path, read_dictionary=list(repeated), pre_buffer=False) as file:
        return _fitted(file.read(columns=_there(file, columns), use_threads=False), path.stem, columns)


def _batch_rows(file: Any) -> int:
    """How many rows of a file make a batch."""
    about = file.metadata
    size = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
    fitting: int = _BATCH_BYTES * about.num_rows // max(1, size)
    return max(1, min(_BATCH_ROWS, fitting))


def _there(file: Any, columns: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(columns) if name in file.schema_arrow.names]


def _fitted(rows: Any, table: str, columns: Sequence[str]) -> Any:
    """Rows with exactly these columns, in this order."""
    import pyarrow

    if rows.schema.names == list(columns):
        return rows
    types = schema(table)
    arrays = [
        rows.column(name)
        if name in rows.schema.names
        else pyarrow.nulls(rows.num_rows, types.field(name).type)
        for name in columns
    ]
    return type(rows).from_arrays(arrays, names=list(columns))


def cut(batches: Batches, rows: int) -> Iterator[Batches]:
    """The batches in turns of about so many `rows`; each turn is to be taken before the next."""
    coming = iter(batches)
    for first in coming:
        yield _turn(first, coming, rows)


def _turn(first: Any, coming: Iterator[Any], rows: int) -> Iterator[Any]:
    count = first.num_rows
    yield first
    while count < rows and (batch := next(coming, None)) is not None:
        count += batch.num_rows
        yield batch


def overlap(keys: Any, others: Sequence[Any]) -> frozenset[str]:
    """Those of an Arrow column of `keys` that are in one of the `others`."""
    import pyarrow
    import pyarrow.compute as compute

    if not others:
        return frozenset()
    pool = pyarrow.chunked_array([chunk for other in others for chunk in other.chunks], pyarrow.string())
    return frozenset(keys.filter(compute.is_in(keys, value_set=pool)).to_pylist())


def without_needless(batch: Any, elsewhere: Sequence[Any]) -> Any:
    """A batch of `files` without those that are removed and are in none of the columns `elsewhere`."""
    import pyarrow
    import pyarrow.compute as compute

    known = pyarrow.array(sorted(overlap(batch.column("article"), elsewhere)), pyarrow.string())
    there = compute.is_in(batch.column("article"), value_set=known)
    return batch.filter(compute.or_(there, compute.invert(batch.column("removed"))))


def digest(path: Path) -> str:
    """The digest of a file, which is read once while it stays as it is. Errors: `OSError`."""
    status = path.stat()
    return _digest(path, (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))


@lru_cache(maxsize=4096)
def _digest(path: Path, state: tuple[int, ...]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: Path) -> Any:
    import pyarrow.parquet as parquet

    return parquet.ParquetFile(path, pre_buffer=False)
