"""The tables of a store, or of articles as they were read, as typed rows: what each article says of a source put together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kgraph.export._observed import Kept, last_seen, one_by_one
from kgraph.export._rows import (
    ArticleRow,
    Backing,
    ClaimRow,
    Described,
    Part,
    Printed,
    Tables,
    first,
    gathered,
    merged_part,
)
from kgraph.rdf.vocab import KINDS
from kgraph.tables import TABLES, Columns

Rows = Callable[[str, Sequence[str]], Iterable[tuple[Any, ...]]]
"""What gives the rows of a table (`kgraph.tables.TABLES`) with these columns, such as `kgraph.store.Reader.rows`."""


def tables_of(rows: Rows, *, merged: bool = False) -> Tables:
    """The tables as typed rows, sorted, whatever the order of what `rows` gives.

    `merged` counts as one the sources that, by a permanent redirect or a canonical link, turned out to be one.
    """
    seen = [_kept(*row) for row in rows("observations", _KEPT)]
    part = _part(rows)
    return gathered([merged_part(part, one_by_one(seen)) if merged else part], last_seen(seen))


def rows_of(found: Iterable[Columns]) -> Rows:
    """The rows that some articles bring."""
    given = list(found)

    def rows(table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        places = [place for name in columns for place, c in enumerate(TABLES[table]) if c.name == name]
        for each in given:
            if table in each:
                yield from zip(*(each[table][place] for place in places), strict=True)

    return rows


def listed(rows: Rows, table: str) -> tuple[list[str], list[list[Any]]]:
    """The names of a table's columns and its rows, sorted by them from the left; lists joined by `; `."""
    columns = [column.name for column in TABLES[table]]
    found = sorted(rows(table, columns), key=lambda row: [(v is not None, v) for v in row])
    return columns, [["; ".join(v) if isinstance(v, list | tuple) else v for v in row] for row in found]


_KEPT = ("observation", "source", "time", "fetcher", "status", "title", "authors", "date", "site", "same_as")


def _kept(*row: Any) -> Kept:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Kept(*values)


def _part(rows: Rows) -> Part:
    return Part(
        tuple(ArticleRow(**_named(_ARTICLE, row)) for row in rows("articles", _ARTICLE)),
        tuple(ClaimRow(**_named(_CLAIM, row)) for row in rows("claims", _CLAIM)),
        tuple(Backing(*row) for row in rows("citations", Backing._fields)),
        tuple(_described(*row) for row in rows("sources", _DESCRIBED)),
        tuple(_printed(*row) for row in rows("references", _PRINTED) if row[1]),
        frozenset(source for (sources,) in rows("markers", ("sources",)) for source in sources),
    )


_ARTICLE = ("article", "iri", "title", "date", "language", "generator", "sha256")
_CLAIM = (
    "claim",
    "article",
    "position",
    "text",
    "support",
    "backing",
    "section",
    "lead_in",
    "start",
    "end",
    "sources",
)
_DESCRIBED = ("source", "kind", "title", "site", "publisher", "urls", "identifiers")
_PRINTED = ("entry", "source", "authors", "date", "accessed")


def _named(names: Sequence[str], row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(names, row, strict=True))


def _described(
    source: str,
    kind: str,
    title: str | None,
    site: str | None,
    publisher: str | None,
    urls: Sequence[str],
    identifiers: Sequence[str],
) -> Described:
    return Described(
        source, kind if kind in KINDS else "other", title, site, publisher, first(urls), tuple(identifiers)
    )


def _printed(
    entry: str, source: str, authors: Sequence[str], date: str | None, accessed: str | None
) -> Printed:
    # As the graph has them: in one literal, in which a name with a semicolon is two.
    joined = "; ".join(authors)
    return Printed(entry, source, tuple(joined.split("; ")) if joined else (), date, accessed)
