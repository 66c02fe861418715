"""The tables of a store as a folder of Parquet files, for other programs: what counts, and nothing else."""

import secrets
from pathlib import Path

from kgraph.errors import OutputError
from kgraph.infile import reason
from kgraph.store import _parquet
from kgraph.store._parquet import SUFFIX, TableFile
from kgraph.store._shard import key_of
from kgraph.store.reading import Reader
from kgraph.tables import TABLES

LARGE_ROWS = 5_000_000
"""A table with more rows becomes a folder of files of about so many each."""


def dump(reader: Reader, folder: str | Path) -> dict[str, int]:
    """Write each table to `FOLDER/TABLE.parquet`, a large one to `FOLDER/TABLE/part-0001.parquet` and so on; its rows.

    A file that is there is replaced when the new one is whole. Tables of which there are no rows have a file, too.
    Errors: `StoreError`; `OutputError`.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        return {table: _write(reader, table, place) for table in TABLES}
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({reason(error)}). Make room or choose another place."
        ) from error


def _write(reader: Reader, table: str, folder: Path) -> int:
    parts = reader.tables()[table]
    batches = (batch for part in parts for batch in _parquet.live(part.path, key_of(table), part.dead))
    if reader.count(table) <= LARGE_ROWS:
        return _file(folder / f"{table}{SUFFIX}", table, batches)
    (folder / table).mkdir(exist_ok=True)
    return sum(
        _file(folder / table / f"part-{number:04d}{SUFFIX}", table, some)
        for number, some in enumerate(_parquet.cut(batches, LARGE_ROWS), 1)
    )


def _file(path: Path, table: str, batches: "_parquet.Batches") -> int:
    beside = path.with_name(f".kgraph-{secrets.token_hex(8)}")
    try:
        file = TableFile(beside, table)
        file.copy(batches)
        written = file.close()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return written.rows
