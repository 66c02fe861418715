"""Rows of Parquet files: a text a row, and its name."""

from collections.abc import Iterator

from kgraph import infile
from kgraph.archives._member import Member, Wanted
from kgraph.archives._rows import Columns, member
from kgraph.archives._stream import demand_seekable

_BATCH = 64
_LARGEST_GROUP = 2 * 1024**3
"""Bytes of a text column in one row group: pages of it are decompressed one by one, its dictionary at once."""


def members(file: str, wanted: Wanted, columns: Columns) -> Iterator[Member]:
    """The rows of a Parquet file. Errors: `OSError`, `infile.Unfit`, also where it has no such column."""
    import pyarrow
    import pyarrow.parquet

    with infile.stream(file, parts=True) as raw:
        demand_seekable(raw)
        try:
            table = pyarrow.parquet.ParquetFile(raw, pre_buffer=False)
            there = list(table.schema_arrow.names)
            asked = [column for column in (columns.text, columns.name) if column is not None]
            for column in asked:
                if column not in there:
                    raise columns.without(column, there)
            _demand_small(table)
            number = 0
            for batch in table.iter_batches(batch_size=_BATCH, columns=asked, use_threads=False):
                texts = batch.column(columns.text).to_pylist()
                names = batch.column(columns.name).to_pylist() if columns.name else texts
                for text, name in zip(texts, names, strict=True):
                    number += 1
                    yield member(number, text, name, columns, wanted)
        except infile.Unfit:
            raise
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            why = " ".join(str(error).split())[:120]
            raise infile.Unfit(f"no Parquet file, or damaged ({why})", "Make it again.") from error


def _demand_small(table: object) -> None:
    """Errors: `Unfit` for a row group that may take more memory than there ought to be."""
    metadata = table.metadata  # type: ignore[attr-defined]
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        for column in range(row_group.num_columns):
            size = row_group.column(column).total_uncompressed_size
            if size > _LARGEST_GROUP:
                raise infile.Unfit(
                    f"row group {group} is too large (found {size:,} bytes in a column, expected at most {_LARGEST_GROUP:,})",
                    "Write it with smaller row groups.",
                )
