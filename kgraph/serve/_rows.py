"""Pages of articles, claims and sources, out of the tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kgraph.store import NamedQuery, TablePool

_SUPPORTS = ("cited", "carried", "uncited")


class Wrong(Exception):
    """A parameter that cannot be meant; its text says which and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of row: the field that names it, the keys there are, how they are filtered and ordered, and what is said of each.

    `keys` gives a column `key`, and those that `filters` (where `$value` stands for what is asked for) and `order` use; `rows`
    says of the keys of one page, which are in `page`, what a row holds.
    """

    key: str
    keys: str
    filters: Mapping[str, str]
    order: str
    rows: str


def page(
    pool: TablePool, kind: Kind, wanted: Iterable[tuple[str, str]], offset: int, limit: int
) -> tuple[list[dict[str, Any]], bool, str]:
    """The rows of one page, whether there are more, and the generation they are of. Errors: `Wrong`, those of `TablePool.ask`."""
    conditions: list[str] = []
    values: dict[str, str] = {}
    for number, (name, value) in enumerate(wanted):
        if name not in kind.filters:
            raise Wrong(f"{name}: no such parameter (expected {', '.join([*kind.filters, 'offset', 'limit'])}).")  # fmt: skip
        if len(value) > 2000:
            raise Wrong(f"{name}: longer than 2000 characters.")
        if name == "support" and value not in _SUPPORTS:
            raise Wrong(f"support: expected {', '.join(_SUPPORTS)} (found {value[:40]!r}).")
        conditions.append(kind.filters[name].replace("$value", f"$value{number}"))
        values[f"value{number}"] = value
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    text = f"""WITH keys AS ({kind.keys}), page AS (
  SELECT key, row_number() OVER (ORDER BY {kind.order}) AS place FROM keys {where} ORDER BY {kind.order} LIMIT {limit + 1} OFFSET {offset}
) {kind.rows} ORDER BY place"""
    query = NamedQuery(name=kind.key, question="", parameters=dict.fromkeys(values, ""), columns={}, text=text, language="sql")  # fmt: skip
    found, generation = pool.ask(query, values)
    names = [name for name in found.variables if name != "place"]
    rows = [{name: getattr(row, name) for name in names} for row in found.rows]
    for row in rows:
        if "sources" in row:  # a list is the text of its members, one a line
            row["sources"] = row["sources"].split("\n") if row["sources"] else []
    return rows[:limit], len(rows) > limit, generation


KINDS = {
    "articles": Kind(
        key="path",
        keys="SELECT article AS key FROM articles",
        filters={"article": "key = $value"},
        order="key",
        rows="SELECT iri AS article, a.article AS path, title, date, language, place FROM page JOIN articles AS a ON a.article = key",
    ),
    "claims": Kind(
        key="claim",
        keys="SELECT claim AS key, article, position, text, support FROM claims",
        filters={
            "article": "article = $value",
            "source": "key IN (SELECT claim FROM citations WHERE source = $value)",
            "site": "key IN (SELECT claim FROM citations WHERE source IN (SELECT source FROM sources WHERE site = $value))",
            "support": "support = $value",
            "text": "contains(lower(text), lower($value))",
        },
        order="article, position, key",
        rows="""SELECT
  c.claim, c.text, c.support, c.article, c.section, c.start, c."end",
  (SELECT string_agg(DISTINCT source, chr(10) ORDER BY source) FROM citations AS b WHERE b.claim = key) AS sources, place
FROM page JOIN claims AS c ON c.claim = key""",
    ),
    "sources": Kind(
        key="source",
        keys="""SELECT source AS key, min(title) AS title, min(site) AS site
FROM mentions
LEFT JOIN sources USING (source)
GROUP BY source""",
        filters={
            "source": "key = $value",
            "site": "site = $value",
            "text": "contains(lower(coalesce(title, key)), lower($value))",
        },
        order="key",
        rows="""SELECT
  key AS source, title, site, (SELECT count(DISTINCT claim) FROM citations AS b WHERE b.source = key) AS claims, place
FROM page JOIN keys USING (key)""",
    ),
}
