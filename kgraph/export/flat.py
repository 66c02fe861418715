"""Tables as CSV and Parquet."""

import csv
import dataclasses
import io
from typing import Any

from kgraph.errors import UsageError
from kgraph.export._rows import COLUMNS, Tables
from kgraph.tables import TABLES as KEPT

GATHERED = tuple(COLUMNS)
"""Tables whose rows tell what several articles, and fetches, say together."""
TABLES = (*GATHERED, "markers", "references", "problems", "observations", "blocks")
"""All tables that are written; those that are not gathered are as a store has them."""
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(tables: Tables, name: str) -> tuple[list[str], list[list[Any]]]:
    """Column names and rows of a table; tuples joined by `; `.

    Errors: `UsageError` for an unknown table.
    """
    if name not in GATHERED:
        raise UsageError(f"unknown table {name!r} (expected one of {', '.join(GATHERED)})")
    records = getattr(tables, name)
    columns = [f.name for f in dataclasses.fields(COLUMNS[name])]
    return columns, [[_cell(getattr(record, c)) for c in columns] for record in records]


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value


class _Lines(io.StringIO):
    """Rows ended by a line feed. The writer is told otherwise, or it would leave a carriage return unquoted."""

    def write(self, row: str) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def write_csv(name: str, columns: list[str], data: list[list[Any]]) -> bytes:
    """A table as CSV (RFC 4180, UTF-8). Text that a spreadsheet would run as a formula gets an apostrophe."""
    out = _Lines()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_inert(v) for v in row] for row in data])
    return out.getvalue().encode()


def _inert(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_RISKY) else value


def write_parquet(name: str, columns: list[str], data: list[list[Any]]) -> bytes:
    """A table as Parquet, columns typed."""
    import pyarrow
    import pyarrow.parquet

    kinds = {c.name: c.kind for c in KEPT[name]} | (_COUNTS if name == "sources" else {})
    types = {"integer": pyarrow.int64(), "number": pyarrow.float64()}
    arrays = [
        pyarrow.array([row[i] for row in data], types.get(kinds.get(c, "text"), pyarrow.string()))
        for i, c in enumerate(columns)
    ]
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=columns), sink, compression="zstd")
    data_out: bytes = sink.getvalue().to_pybytes()
    return data_out


_COUNTS = {"claims": "integer", "articles": "integer"}

WRITERS = {"csv": write_csv, "parquet": write_parquet}
"""Format → what writes one table in it."""
