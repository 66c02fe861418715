"""Tables as CSV and Parquet."""

import csv
import dataclasses
import io
from typing import Any

from kgraph.errors import UsageError
from kgraph.export._rows import COLUMNS, Tables

TABLES = tuple(COLUMNS)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(tables: Tables, name: str) -> tuple[list[str], list[list[Any]]]:
    """Column names and rows of a table; tuples joined by `; `.

    Errors: `UsageError` for an unknown table.
    """
    if name not in TABLES:
        raise UsageError(f"unknown table {name!r} (expected one of {', '.join(TABLES)})")
    records = getattr(tables, name)
    columns = [f.name for f in dataclasses.fields(COLUMNS[name])]
    return columns, [[_cell(getattr(record, c)) for c in columns] for record in records]


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value


class _Lines(io.StringIO):
    """Rows ended by a line feed. The writer is told otherwise, or it would leave a carriage return unquoted."""

    def write(self, row: str) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def write_csv(tables: Tables, name: str) -> bytes:
    """One table as CSV (RFC 4180, UTF-8). Text that a spreadsheet would run as a formula gets an apostrophe."""
    columns, data = rows(tables, name)
    out = _Lines()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_inert(v) for v in row] for row in data])
    return out.getvalue().encode()


def _inert(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_RISKY) else value


def write_parquet(tables: Tables, name: str) -> bytes:
    """One table as Parquet, columns typed."""
    import pyarrow
    import pyarrow.parquet

    columns, data = rows(tables, name)
    integers = {"position", "start", "end", "sources", "claims", "articles"}
    arrays = [
        pyarrow.array([row[i] for row in data], pyarrow.int64() if c in integers else pyarrow.string())
        for i, c in enumerate(columns)
    ]
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=columns), sink, compression="zstd")
    data_out: bytes = sink.getvalue().to_pybytes()
    return data_out


WRITERS = {"csv": write_csv, "parquet": write_parquet}
"""Format → what writes one table in it."""
