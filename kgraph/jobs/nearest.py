"""Names that nothing in the graph has: the nearest that something has, and what an answer without rows says of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kgraph.store import Reader, Tables, parse_query

_SHOWN = 200
"""Characters of a name that are repeated to who gave it."""
_NEAR, _NEARLY_AS_NEAR = 0.85, 0.08
"""How alike a name that is suggested is to the one that was given, by Jaro and Winkler, and how much less than the nearest."""
_NEAREST = """
-- param name: what names none
WITH known AS ({known}), told AS (
  SELECT shown, max(greatest(
    jaro_winkler_similarity(lower(name), lower($name)),
    CASE WHEN length($name) > 3 AND (contains(lower(name), lower($name)) OR contains(lower($name), lower(name))) THEN 0.9 ELSE 0 END
  )) AS likeness
  FROM known WHERE name IS NOT NULL GROUP BY shown
)
SELECT shown FROM told
WHERE likeness >= greatest({least}, (SELECT max(likeness) FROM told) - {less})
ORDER BY likeness DESC, length(shown), shown
LIMIT 3
"""
_NAMED = {
    "article": ("article", "articles"),
    "site": ("site", "sources"),
    "publisher": ("publisher", "sources"),
}
"""Parameter of the ready questions → the column that it is equal to, and its table."""
_THERE = "-- param name: what is looked for\nSELECT 1 FROM {table} WHERE {column} = $name LIMIT 1"
_KNOWN = "SELECT {column} AS name, {column} AS shown FROM {table}"


def shown(name: str) -> str:
    """A name as it is repeated to who gave it.

    >>> shown("x" * 300)[-3:], len(shown("x" * 300)), shown("elms.md")
    ('xx…', 201, 'elms.md')
    """
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def nearest(tables: Tables, known: str, name: str) -> str:
    """`Did you mean …?` with the names most like `name`; "" where none is. `known` selects a `name`, and how it is `shown`."""
    question = parse_query("nearest", _NEAREST.format(known=known, least=_NEAR, less=_NEARLY_AS_NEAR), "sql")
    near = [row.shown for row in tables.ask(question, {"name": name}).rows]
    return f"Did you mean {' or '.join(near)}?" if near else ""


def unknown(store: str | Path, values: Mapping[str, str]) -> Sequence[str]:
    """A sentence for each parameter that names an article, a site or a publisher which the graph has not."""
    said = []
    with Reader(store) as reader, Tables(reader.tables()) as tables:
        for parameter, name in values.items():
            if parameter not in _NAMED:
                continue
            column, table = _NAMED[parameter]
            there = parse_query("there", _THERE.format(column=column, table=table), "sql")
            if not tables.ask(there, {"name": name}).terms:
                hint = nearest(tables, _KNOWN.format(column=column, table=table), name)
                said.append(f"{shown(name)}: no {parameter} of this graph is called so. {hint}".rstrip())
    return said
