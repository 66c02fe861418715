"""What questions in SQL are asked of: a view for each table, over the files that hold it, and those of `views.sql`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kgraph.tables.columns import TABLES

Part = tuple[Path, frozenset[str]]
"""A Parquet file with rows of one table, and the keys of those that newer files replace: their articles, or observations."""

_TYPES = {
    "text": "VARCHAR", "texts": "VARCHAR[]", "integer": "BIGINT", "number": "DOUBLE", "truth": "BOOLEAN", "bytes": "BLOB",
}  # fmt: skip


class Setup(NamedTuple):
    """What a database needs to be asked: files it may read, keys of dead rows by number, and the SQL that makes its views."""

    files: list[str]
    dead: list[list[str]]
    sql: str


def setup(parts: Mapping[str, Sequence[Part]]) -> Setup:
    """The views over `parts`, by table; a table that has none is empty.

    The SQL reads the keys of dead rows from a table `dead` of a number and a key, which is made before it runs.
    """
    groups = sorted({dead for of_table in parts.values() for _, dead in of_table if dead}, key=sorted)
    numbers = {dead: number for number, dead in enumerate(groups)}
    views = [_view(table, parts.get(table, ()), numbers) for table in TABLES]
    together = Path(__file__).with_name("views.sql").read_text(encoding="utf-8")
    files = sorted({str(path) for of_table in parts.values() for path, _ in of_table})
    return Setup(files, [sorted(dead) for dead in groups], "\n".join([*views, together]))


def _view(table: str, parts: Sequence[Part], numbers: Mapping[frozenset[str], int]) -> str:
    names = [f'"{column.name}"' for column in TABLES[table]]
    selects = []
    if whole := [path for path, dead in parts if not dead]:
        selects.append(f"SELECT {', '.join(names)} FROM {_files(whole)}")
    for path, dead in parts:
        if dead:
            selects.append(
                f"SELECT {', '.join(names)} FROM {_files([path])} "
                f"WHERE {names[0]} NOT IN (SELECT key FROM dead WHERE number = {numbers[dead]})"
            )
    if not selects:
        typed = (f'CAST(NULL AS {_TYPES[c.kind]}) AS "{c.name}"' for c in TABLES[table])
        selects.append(f"SELECT {', '.join(typed)} WHERE false")
    return f'CREATE VIEW "{table}" AS {" UNION ALL ".join(selects)};'


def _files(paths: Sequence[Path]) -> str:
    quoted = ("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{', '.join(quoted)}])"
