"""Pages of articles, claims and sources. First the keys of a page, then what the graph says of those keys.

One query for both would be planned by the engine as a join over the whole graph: on 100,000 claims seconds, not
milliseconds.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kgraph.rdf.terms import iri, literal
from kgraph.rdf.vocab import PREFIXES, expand
from kgraph.store import Pool

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_SPAN = re.compile(r"char=(\d+),(\d+)")
_SUPPORT = {"cited": "kg:cited", "carried": "kg:carried", "uncited": "kg:uncited"}

Properties = dict[str, dict[str, list[str]]]
"""Node → predicate's short name → values, sorted."""


class Wrong(Exception):
    """A parameter that cannot be meant; its text says which and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of row: the field that names it, how keys are found, filtered and ordered, and what a row holds.

    Each filter is a whole pattern of its own: what is joined to a pattern with alternatives is joined late.
    """

    key: str
    where: str
    filters: Mapping[str, Callable[[str], str]]
    orders: Mapping[str, tuple[str, str]]
    """A filter that leaves few enough keys to sort → a pattern, and what to sort by; else the store's own order."""
    rows: Callable[[Pool, list[str]], list[dict[str, Any]]]


def page(
    pool: Pool, kind: Kind, wanted: Iterable[tuple[str, str]], offset: int, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """The rows of one page, and whether there are more. Errors: `Wrong`, those of `Pool.ask`."""
    patterns = []
    pattern, order = "", ""
    for name, value in wanted:
        make = kind.filters.get(name)
        if make is None:
            raise Wrong(
                f"{name}: no such parameter (expected {', '.join([*kind.filters, 'offset', 'limit'])})."
            )
        if len(value) > 2000:
            raise Wrong(f"{name}: longer than 2000 characters.")
        patterns.append(make(value))
        pattern, order = kind.orders.get(name, (pattern, order))
    where = "\n".join([*(patterns or [kind.where]), pattern])
    variables = order if order != "?key" else ""
    sorting = f"ORDER BY {order}" if order else ""
    while True:
        generation = pool.generation()
        found = pool.rows(
            f"{_HEAD}SELECT DISTINCT ?key {variables} WHERE {{ {where} }} {sorting} LIMIT {limit + 1} OFFSET {offset}"
        )
        keys = [term["key"]["value"] for term in found.terms]
        rows = kind.rows(pool, keys[:limit]) if keys else []
        if pool.generation() == generation:  # else a build ended meanwhile: a page is of one generation
            return rows, len(keys) > limit


def properties(pool: Pool, nodes: Iterable[str], names: Iterable[str]) -> Properties:
    """What the graph says of some nodes."""
    short = {expand(name)[1:-1]: name for name in names}
    subjects = " ".join(map(iri, nodes))
    # One predicate is looked up; among several, all of a node's are read: a second VALUES would be a cross product.
    only = (
        f"VALUES ?p {{ <{next(iter(short))}> }} ?s <{next(iter(short))}> ?o"
        if len(short) == 1
        else "?s ?p ?o"
    )
    found: Properties = defaultdict(lambda: defaultdict(list))
    if subjects:
        answer = pool.rows(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {subjects} }} {only} }} ORDER BY ?s ?p ?o")
        for term in answer.terms:
            if name := short.get(term["p"]["value"]):
                found[term["s"]["value"]][name].append(term["o"]["value"])
    return found


def _articles(pool: Pool, keys: list[str]) -> list[dict[str, Any]]:
    known = properties(pool, keys, ("kg:path", "schema:name", "schema:datePublished", "schema:inLanguage"))
    return [
        {
            "article": key,
            "path": _first(known[key], "kg:path"),
            "title": _first(known[key], "schema:name"),
            "date": _first(known[key], "schema:datePublished"),
            "language": _first(known[key], "schema:inLanguage"),
        }
        for key in keys
    ]


def _claims(pool: Pool, keys: list[str]) -> list[dict[str, Any]]:
    known = properties(
        pool,
        keys,
        ("schema:text", "kg:support", "schema:isPartOf", "kg:span", "cito:cites", "kg:carriedFrom"),
    )
    sections = properties(pool, _objects(known, "schema:isPartOf"), ("schema:name", "schema:isPartOf"))
    articles = properties(pool, _objects(sections, "schema:isPartOf"), ("kg:path",))
    return [
        {
            "claim": key,
            "text": _first(own, "schema:text"),
            "support": (_first(own, "kg:support") or "").rpartition("#")[2],
            "article": _first(articles[_first(section, "schema:isPartOf") or ""], "kg:path"),
            "section": _first(section, "schema:name"),
            "start": start,
            "end": end,
            "sources": sorted({*own["cito:cites"], *own["kg:carriedFrom"]}),
        }
        for key in keys
        for own in (known[key],)
        for section in (sections[_first(own, "schema:isPartOf") or ""],)
        for start, end in (_span(own),)
    ]


def _objects(known: Mapping[str, Mapping[str, list[str]]], name: str) -> list[str]:
    """What the nodes lead to by a predicate, each once."""
    return sorted({value for own in known.values() for value in own[name]})


def _sources(pool: Pool, keys: list[str]) -> list[dict[str, Any]]:
    known = properties(pool, keys, ("schema:name", "schema:isPartOf"))
    sites = properties(
        pool, sorted({s for key in keys for s in known[key]["schema:isPartOf"]}), ("schema:name",)
    )
    counted = pool.rows(
        f"{_HEAD}SELECT ?key (COUNT(DISTINCT ?claim) AS ?n) WHERE {{ VALUES ?key {{ {' '.join(map(iri, keys))} }} "
        "?claim cito:cites|kg:carriedFrom ?key ; a schema:Claim } GROUP BY ?key"
    )
    claims = {term["key"]["value"]: int(term["n"]["value"]) for term in counted.terms if "key" in term}
    return [
        {
            "source": key,
            "title": _first(known[key], "schema:name"),
            "site": _first(sites[_first(known[key], "schema:isPartOf") or ""], "schema:name"),
            "claims": claims.get(key, 0),
        }
        for key in keys
    ]


def _first(own: Mapping[str, list[str]], name: str) -> str | None:
    return next(iter(own[name]), None)


def _span(own: Mapping[str, list[str]]) -> tuple[int, int] | tuple[None, None]:
    found = _SPAN.fullmatch(_first(own, "kg:span") or "")
    return (int(found[1]), int(found[2])) if found else (None, None)


def _support(value: str) -> str:
    if value not in _SUPPORT:
        raise Wrong(f"support: expected {', '.join(_SUPPORT)} (found {value[:40]!r}).")
    return f"?key kg:support {_SUPPORT[value]} ."


def _backed_by(source: str, first: str = "") -> str:
    return " UNION ".join(
        f"{{ {first} ?key {link} {source} ; a schema:Claim }}" for link in ("cito:cites", "kg:carriedFrom")
    )


def _contains(pattern: str) -> Callable[[str], str]:
    return lambda value: f"{pattern} FILTER(CONTAINS(LCASE(?words), LCASE({literal(value)})))"


KINDS = {
    "articles": Kind(
        key="path",
        where="?key kg:path [] .",
        filters={"article": lambda v: f"?key kg:path {literal(v)} ."},
        orders={},
        rows=_articles,
    ),
    "claims": Kind(
        key="claim",
        where="?key a schema:Claim .",
        filters={
            "article": lambda v: f"?node kg:path {literal(v)} . ?key schema:isPartOf/schema:isPartOf ?node ; a schema:Claim .",
            "source": lambda v: _backed_by(iri(v)),
            "site": lambda v: _backed_by("?from", f"?site schema:name {literal(v)} . ?from schema:isPartOf ?site ."),
            "support": _support,
            "text": _contains("?key schema:text ?words ."),
        },
        # A claim's IRI begins with its article's.
        orders={"article": ('?key kg:span ?span . BIND(xsd:integer(STRBEFORE(SUBSTR(?span, 6), ",")) AS ?start)', "?start"), "source": ("", "?key")},
        rows=_claims,
    ),
    "sources": Kind(
        key="source",
        where="?by biro:references|cito:cites ?key .",
        filters={
            "source": lambda v: f"VALUES ?key {{ {iri(v)} }} ?by biro:references|cito:cites ?key .",
            "site": lambda v: f"?site schema:name {literal(v)} ; a schema:WebSite . ?key schema:isPartOf ?site .",
            "text": lambda v: f"{{ SELECT DISTINCT ?key {{ ?by biro:references|cito:cites ?key }} }} OPTIONAL {{ ?key schema:name ?name }} FILTER(CONTAINS(LCASE(COALESCE(?name, STR(?key))), LCASE({literal(v)})))",
        },
        orders={},
        rows=_sources,
    ),
}  # fmt: skip
