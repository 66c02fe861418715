"""Ten questions as a competent person would first ask them: SQL over SQLite tables, with an index for each join.

The tables are those that the pipeline of `naive.py` would fill. They are filled here from what kgraph found, since on the
corpus of this folder both find the same, and the naive pipeline takes half an hour for 50 MB.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from kgraph.store import Reader

_TABLES = {
    "article": ("articles", ("article", "title", "generator")),
    "claim": ("claims", ("claim", "article", "position", "text", "support", "section")),
    "citation": ("citations", ("claim", "source", "article", "support")),
    "entry": ("references", ("entry", "article", "list", "position", "label", "text", "title", "source")),
    "description": ("sources", ("article", "source", "kind", "title", "site")),
    "problem": ("problems", ("article", "code", "severity", "message", "line", "column")),
}
"""Table of SQLite → the table it is filled from, and its columns."""

_MARKS = ("claim", "text", "start", "entry", "source")
"""Of each marker a row for each entry, and for each source of its own."""

INDEXES = (
    "claim(claim)", "claim(article)", "claim(support)", "citation(claim)", "citation(source)", "citation(article)", "entry(entry)",
    "entry(source)", "description(source)", "description(site)", "mark(claim)", "mark(entry)", "mark(source)", "problem(code)",
)  # fmt: skip

QUESTIONS = {
    "articles-sharing-sources": """
        WITH cited AS (SELECT DISTINCT article, source FROM citation WHERE support = 'cited'),
        shared AS (SELECT source FROM cited GROUP BY source HAVING count(*) BETWEEN 2 AND 50)
        SELECT a.article, b.article, count(*) FROM shared JOIN cited a USING (source) JOIN cited b USING (source)
        WHERE a.article < b.article GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2""",
    "carried-against-cited": """
        SELECT article, sum(support = 'cited'), sum(support = 'carried') FROM claim GROUP BY article ORDER BY 3 DESC, 1""",
    "claims-by-section": """
        SELECT article, coalesce(section, ''), sum(support = 'cited'), sum(support = 'carried'), sum(support = 'uncited')
        FROM claim GROUP BY 1, 2 ORDER BY 1, 2""",
    "claims-resting-on-one-site": """
        WITH page AS (SELECT DISTINCT source, site FROM description WHERE site IS NOT NULL),
        cited AS (SELECT c.claim, count(*) AS sources, count(p.site) AS known, count(DISTINCT p.site) AS sites, min(p.site) AS site
                  FROM citation c LEFT JOIN page p USING (source) WHERE c.support = 'cited' GROUP BY c.claim)
        SELECT c.text, r.site, r.sources, c.article FROM cited r JOIN claim c USING (claim)
        WHERE r.sites = 1 AND r.known = r.sources ORDER BY 2, 4, 1""",
    "claims-sharing-sources": """
        WITH cited AS (SELECT article, claim, source FROM citation WHERE support = 'cited'),
        shared AS (SELECT source FROM cited GROUP BY source HAVING count(*) BETWEEN 2 AND 50),
        pair AS (SELECT a.claim AS first, b.claim AS second, count(*) AS sources
                 FROM shared JOIN cited a USING (source) JOIN cited b USING (source)
                 WHERE a.article < b.article GROUP BY 1, 2 HAVING count(*) > 1)
        SELECT a.text, b.text, p.sources FROM pair p JOIN claim a ON a.claim = p.first JOIN claim b ON b.claim = p.second
        ORDER BY 3 DESC, 1, 2""",
    "coverage-by-article": """
        SELECT article, count(*), sum(support <> 'uncited'), 100 * sum(support <> 'uncited') / count(*)
        FROM claim GROUP BY article ORDER BY 4, 1""",
    "problems-by-kind": """
        SELECT code, severity, count(*), count(DISTINCT article) FROM problem GROUP BY code, severity ORDER BY 3 DESC, 1""",
    "sites-by-claims": """
        WITH page AS (SELECT DISTINCT source, site FROM description WHERE site IS NOT NULL)
        SELECT p.site, count(DISTINCT c.claim), count(DISTINCT c.source), count(DISTINCT c.article)
        FROM citation c JOIN page p USING (source) GROUP BY p.site ORDER BY 2 DESC, 1""",
    "sources-by-claims": """
        WITH backing AS (SELECT source, count(DISTINCT claim) AS claims, count(DISTINCT article) AS articles FROM citation GROUP BY source)
        SELECT b.source, (SELECT min(title) FROM description d WHERE d.source = b.source), b.claims, b.articles
        FROM backing b ORDER BY 3 DESC, 1""",
    "sources-never-cited": """
        SELECT e.label, e.title, e.source, e.article FROM entry e
        WHERE NOT EXISTS (SELECT 1 FROM mark m WHERE m.entry = e.entry)
        ORDER BY e.article, e.list, e.position, e.label""",
}
"""Name of a question → its SQL in SQLite's words; the columns are those of `queries/`."""


def database(reader: Reader) -> sqlite3.Connection:
    """The tables of a store in memory, indexed and analysed: no disk is waited for."""
    connection = sqlite3.connect(":memory:")
    for name, (table, columns) in _TABLES.items():
        _fill(connection, name, columns, reader.rows(table, columns))
    _fill(connection, "mark", _MARKS, _marks(reader))
    for number, index in enumerate(INDEXES):
        connection.execute(f"CREATE INDEX i{number} ON {index}")
    connection.execute("ANALYZE")
    return connection


def _marks(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for claim, text, start, entries, sources in reader.rows(
        "markers", ("claim", "text", "start", "entries", "sources")
    ):
        for entry in entries:
            yield claim, text, start, entry, None
        for source in sources:
            yield claim, text, start, None, source


def _fill(
    connection: sqlite3.Connection, name: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    quoted = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f"CREATE TABLE {name} ({quoted})")
    connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
