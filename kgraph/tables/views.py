"""What questions in SQL are asked of: a view for each table, over the files that hold it, and those of `views.sql`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kgraph.tables.columns import TABLES

Part = tuple[Path, frozenset[str]]
"""A Parquet file with rows of one table, and the keys of those that newer files replace: their articles, or observations."""

_VIEW = re.compile(r"^CREATE VIEW (\w+) AS$", re.MULTILINE)
_NAME = re.compile(r"\w+")
_COMMENT = re.compile(r"^--.*", re.MULTILINE)
_TYPES = {
    "text": "VARCHAR", "texts": "VARCHAR[]", "integer": "BIGINT", "number": "DOUBLE", "truth": "BOOLEAN", "bytes": "BLOB",
}  # fmt: skip


class Setup(NamedTuple):
    """What a database needs to be asked: files it may read, keys of dead rows by number, and the SQL that makes its views."""

    files: list[str]
    dead: list[list[str]]
    sql: str


def named(sql: str) -> frozenset[str]:
    """The tables and views that a question may name, and those that they are made of; all where it names none.

    >>> sorted(named("-- column sources: how many\\nSELECT status, count(*) AS n FROM Statuses"))
    ['observations', 'statuses']
    """
    found: set[str] = set()
    waiting = [word.lower() for word in _NAME.findall(_COMMENT.sub("", sql))]
    while waiting:
        name = waiting.pop()
        if name not in found and (name in TABLES or name in _together()):
            found.add(name)
            waiting += _NAME.findall(_COMMENT.sub("", _together().get(name, "")))
    return frozenset(found or {*TABLES, *_together()})


def setup(parts: Mapping[str, Sequence[Part]], names: Iterable[str]) -> Setup:
    """The views of these names over `parts`, which are looked up by table; a table that has none is empty.

    The SQL reads the keys of dead rows from a table `dead` of a number and a key, which is made before it runs.
    """
    wanted = set(names)
    given = {table: parts.get(table, ()) for table in TABLES if table in wanted}
    groups = sorted({dead for of_table in given.values() for _, dead in of_table if dead}, key=sorted)
    numbers = {dead: number for number, dead in enumerate(groups)}
    views = [_view(table, of_table, numbers) for table, of_table in given.items()]
    views += [text for name, text in _together().items() if name in wanted]
    files = sorted({str(path) for of_table in given.values() for path, _ in of_table})
    return Setup(files, [sorted(dead) for dead in groups], "\n".join(views))


def views_text() -> str:
    """The SQL of the views that say what the tables say together."""
    return Path(__file__).with_name("views.sql").read_text(encoding="utf-8")


@cache
def _together() -> dict[str, str]:
    """The views of `views.sql` by name, in order."""
    text = views_text()
    starts = list(_VIEW.finditer(text))
    ends = [*(start.start() for start in starts[1:]), len(text)]
    return {start[1]: text[start.start() : end] for start, end in zip(starts, ends, strict=True)}


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
