"""The JSON API: articles, claims, sources and questions, in pages. Every answer comes out of a killable child."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kgraph import __version__
from kgraph.errors import QueryError, QueryTimeout, StoreError, UsageError
from kgraph.explore import name_of, questions_row, text_of
from kgraph.export.dataset import detail
from kgraph.rdf.terms import iri, literal
from kgraph.rdf.vocab import PREFIXES
from kgraph.serve._reply import Asked, Reply, json_reply
from kgraph.store import Busy, Pool, Reader, list_queries, load_query
from kgraph.store.query import result
from kgraph.store.results import render

MAX_PAGE = 1000
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_SUPPORT = {"cited": "kg:cited", "carried": "kg:carried", "uncited": "kg:uncited"}


class _Wrong(Exception):
    """A parameter that cannot be meant; its text says which and what was expected."""


def respond(asked: Asked, pool: Pool, path: str) -> Reply:
    """The reply to a request below /api/; errors are JSON with one field, `error`."""
    try:
        return _route(asked, pool, path)
    except (_Wrong, UsageError) as error:
        return json_reply({"error": str(error)}, 400)
    except QueryTimeout as error:
        return json_reply({"error": str(error)}, 408)
    except QueryError as error:
        return json_reply({"error": str(error)}, 400)
    except (Busy, StoreError) as error:
        return json_reply({"error": str(error)}, 503)


def _route(asked: Asked, pool: Pool, path: str) -> Reply:
    if path in _PAGES:
        return _page(asked, pool, path)
    if path == "status":
        return json_reply({"version": __version__, "generation": pool.generation()})
    if path == "article":
        return _article(asked, pool)
    if path == "questions":
        return json_reply({"questions": [questions_row(q.name) for q in list_queries()]})
    if path.startswith("questions/"):
        return _question(asked, pool, path.removeprefix("questions/"))
    known = ", ".join(("status", "article", *_PAGES, "questions", "questions/NAME"))
    return json_reply({"error": f"nothing here. Known below /api/: {known}."}, 404)


def _number(asked: Asked, name: str, default: int, highest: int) -> int:
    text = asked.one(name, str(default)) or ""
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > highest:
        raise _Wrong(f"{name}: expected a number from 0 to {highest} (found {text[:40]!r}).")
    return int(text)


def _page(asked: Asked, pool: Pool, kind: str) -> Reply:
    """One page of rows. The order is the store's own unless a filter makes it small enough to sort."""
    row = _PAGES[kind]
    filters = _filters(asked, kind)
    offset, limit = _number(asked, "offset", 0, 10**9 - 1), max(1, _number(asked, "limit", 100, MAX_PAGE))
    pattern = "\n".join((row.where, *filters))
    order = f"ORDER BY {row.order}" if filters or kind == "articles" else ""
    found = pool.rows(
        f"{_HEAD}SELECT {row.select} WHERE {{ {pattern} }} {row.group} {order} LIMIT {limit + 1} OFFSET {offset}"
    )
    rows = [{v: _plain(t.get(v)) for v in found.variables} for t in found.terms[:limit]]
    if kind == "claims" and rows:
        _add_sources(pool, rows)
    more = len(found.terms) > limit
    following = urlencode([*((k, v) for k, v in asked.query if k not in ("offset", "limit")), ("offset", offset + limit), ("limit", limit)])  # fmt: skip
    return json_reply(
        {
            kind: rows,
            "offset": offset,
            "limit": limit,
            "next": f"/api/{kind}?{following}" if more else None,
            "generation": pool.generation(),
            "key": row.key,
        }
    )


def _filters(asked: Asked, kind: str) -> list[str]:
    out = []
    for name, value in asked.query:
        if name in ("offset", "limit"):
            continue
        make = _FILTERS[kind].get(name)
        if make is None:
            raise _Wrong(
                f"{name}: no such parameter (expected {', '.join([*_FILTERS[kind], 'offset', 'limit'])})."
            )
        if len(value) > 2000:
            raise _Wrong(f"{name}: longer than 2000 characters.")
        out.append(make(value))
    return out


def _support(value: str) -> str:
    if value not in _SUPPORT:
        raise _Wrong(f"support: expected {', '.join(_SUPPORT)} (found {value[:40]!r}).")
    return f"?claim kg:support {_SUPPORT[value]} ."


def _contains(variable: str) -> Callable[[str], str]:
    return lambda value: f"FILTER(CONTAINS(LCASE({variable}), LCASE({literal(value)})))"


_FILTERS: dict[str, dict[str, Callable[[str], str]]] = {
    "articles": {"article": lambda v: f"?article kg:path {literal(v)} ."},
    "claims": {
        "article": lambda v: f"?node kg:path {literal(v)} . ?claim schema:isPartOf ?node .",
        "source": lambda v: f"?claim cito:cites|kg:carriedFrom {iri(v)} .",
        "site": lambda v: f"?claim (cito:cites|kg:carriedFrom)/schema:isPartOf/schema:name {literal(v)} .",
        "support": _support,
        "text": _contains("?text"),
    },
    "sources": {
        "source": lambda v: f"VALUES ?source {{ {iri(v)} }}",
        "site": lambda v: f"?source schema:isPartOf/schema:name {literal(v)} .",
        "text": _contains('COALESCE(?name, STR(?source))'),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How one kind of row is asked for; `key` is the variable that names a row."""

    key: str
    select: str
    where: str
    order: str
    group: str = ""


_PAGES = {
    "articles": _Kind(
        key="path",
        select="?article ?path ?title ?date ?language",
        where="""?article kg:path ?path .
            OPTIONAL { ?article schema:name ?title }
            OPTIONAL { ?article schema:datePublished ?date }
            OPTIONAL { ?article schema:inLanguage ?language }""",
        order="?path",
    ),
    "claims": _Kind(
        key="claim",
        select="?claim ?text ?support ?article ?position ?section ?start ?end",
        where="""?claim a schema:Claim ; schema:text ?text ; kg:support ?backing ; schema:position ?position ;
                oa:start ?start ; oa:end ?end ; schema:isPartOf ?node .
            ?node kg:path ?article .
            BIND(STRAFTER(STR(?backing), "#") AS ?support)
            OPTIONAL { ?claim kg:section ?section }""",
        order="?article ?position",
    ),
    "sources": _Kind(
        key="source",
        select="?source (SAMPLE(?name) AS ?title) (SAMPLE(?domain) AS ?site) (COUNT(DISTINCT ?claim) AS ?claims)",
        where="""{ SELECT DISTINCT ?source WHERE { ?by biro:references|cito:cites ?source } }
            OPTIONAL { ?source schema:name ?name }
            OPTIONAL { ?source schema:isPartOf/schema:name ?domain }
            OPTIONAL { ?claim cito:cites|kg:carriedFrom ?source ; a schema:Claim }""",
        order="DESC(?claims) ?source",
        group="GROUP BY ?source",
    ),
}


def _plain(term: dict[str, str] | None) -> Any:
    if term is None:
        return None
    return int(term["value"]) if term.get("datatype", "").endswith("#integer") else term["value"]


def _add_sources(pool: Pool, rows: list[dict[str, Any]]) -> None:
    values = " ".join(iri(row["claim"]) for row in rows)
    found = pool.rows(
        f"{_HEAD}SELECT ?claim ?source WHERE {{ VALUES ?claim {{ {values} }} ?claim cito:cites|kg:carriedFrom ?source }} ORDER BY ?source"
    )
    for row in rows:
        row["sources"] = [t["source"]["value"] for t in found.terms if t["claim"]["value"] == row["claim"]]


def _article(asked: Asked, pool: Pool) -> Reply:
    path = asked.one("path") or ""
    with Reader(pool.store) as reader:
        name = name_of(reader.manifest, path)
        if name is None:
            return json_reply({"error": f"no article {path[:200]!r} in the graph."}, 404)
        text = text_of(pool.store, reader.manifest, path)
        graph = iri(reader.manifest.articles[name]["iri"])
    answer = pool.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
    lines = (line.removesuffix(".") + f"{graph} ." for line in answer.data.decode().splitlines())
    return json_reply(detail(lines, path, text).json())


def _question(asked: Asked, pool: Pool, name: str) -> Reply:
    if name not in {q.name for q in list_queries()}:
        return json_reply({"error": f"no question {name[:80]!r}. See /api/questions."}, 404)
    query = load_query(name)
    answer = pool.ask(query.bind(dict(asked.query)), name=name)
    return Reply(body=render(result(answer), "json"), media_type="application/sparql-results+json")
