"""The JSON API: articles, claims, sources and questions. What is asked of all tables is answered by a process that can be killed."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from kgraph import __version__
from kgraph.errors import QueryError, QueryTimeout, StoreError, UsageError
from kgraph.export.details import detail
from kgraph.jobs.explore import text_of
from kgraph.jobs.packed import questions_row
from kgraph.serve._reply import ParsedRequest, Reply, json_reply
from kgraph.serve._rows import KINDS, Wrong, page
from kgraph.serve._spool import Room
from kgraph.store import Busy, Reader, TablePool, list_queries, load_query
from kgraph.store.results import rendered

MAX_PAGE = 1000


def respond(
    asked: ParsedRequest,
    pool: TablePool,
    room: Room,
    path: str,
    status: Mapping[str, object] = MappingProxyType({}),
) -> Reply:
    """The reply to a request below /api/; errors are JSON with one field, `error`. `status` says what else there is to say of it.

    Errors: `Full` where `room` is.
    """
    try:
        if path == "status":
            return json_reply({"version": __version__, "generation": pool.generation(), **status})
        return _route(asked, pool, room, path)
    except (Wrong, UsageError) as error:
        return refused(400, str(error))
    except QueryTimeout as error:
        return refused(408, str(error))
    except QueryError as error:
        return refused(400, str(error))
    except (Busy, StoreError) as error:
        return refused(503, str(error))


def refused(status: int, message: str) -> Reply:
    """The reply that says what is wrong."""
    return json_reply({"error": message}, status)


def _route(asked: ParsedRequest, pool: TablePool, room: Room, path: str) -> Reply:
    if path in KINDS:
        return _page(asked, pool, path)
    if path == "article":
        return _article(asked, pool)
    if path == "questions":
        return json_reply({"questions": [questions_row(q.name) for q in list_queries()]})
    if path.startswith("questions/"):
        return _question(asked, pool, room, path.removeprefix("questions/"))
    known = ", ".join(("status", "article", *KINDS, "questions", "questions/NAME"))
    return refused(404, f"nothing here. Known below /api/: {known}.")


def _number(asked: ParsedRequest, name: str, default: int, highest: int) -> int:
    text = asked.one(name, str(default)) or ""
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > highest:
        raise Wrong(f"{name}: expected a number from 0 to {highest} (found {text[:40]!r}).")
    return int(text)


def _page(asked: ParsedRequest, pool: TablePool, name: str) -> Reply:
    """One page of rows, and where the next begins."""
    kind = KINDS[name]
    offset, limit = _number(asked, "offset", 0, 10**9 - 1), max(1, _number(asked, "limit", 100, MAX_PAGE))
    filters = [(k, v) for k, v in asked.query if k not in ("offset", "limit")]
    rows, more, generation = page(pool, kind, filters, offset, limit)
    following = urlencode([*filters, ("offset", offset + limit), ("limit", limit)])
    return json_reply(
        {
            name: rows,
            "offset": offset,
            "limit": limit,
            "next": f"/api/{name}?{following}" if more else None,
            "generation": generation,
            "key": kind.key,
        }
    )


def _article(asked: ParsedRequest, pool: TablePool) -> Reply:
    path = asked.one("path") or ""
    with Reader(pool.store) as reader:
        if reader.file(path) is None:
            return refused(404, f"no article {path[:200]!r} in the graph.")
        held = detail(
            lambda table, columns: reader.rows_of(table, path, columns), path, text_of(reader, path)
        )
    return json_reply(held.json())


def _question(asked: ParsedRequest, pool: TablePool, room: Room, name: str) -> Reply:
    if name not in {q.name for q in list_queries()}:
        return refused(404, f"no question {name[:80]!r}. See /api/questions.")
    given = dict(asked.query)
    most = max(1, _number(asked, "limit", 0, 10**9 - 1)) if "limit" in given else None
    given.pop("limit", None)
    found, _ = pool.ask(load_query(name, "sql"), given, most=most)
    with room.spool() as answer:
        for piece in _with_total(rendered(found.variables, found.terms, "json"), found.total, most):
            answer.write(piece)
    return Reply(body=answer, media_type="application/sparql-results+json")


def _with_total(pieces: Iterable[bytes], total: int | None, most: int | None) -> Iterator[bytes]:
    """An answer of which not all rows were wanted says how many there are, and whether it was cut short."""
    last = b""
    for piece in pieces:
        yield last
        last = piece
    if total is not None and most is not None:
        said = f', "total": {total}, "cut": {"true" if total > most else "false"}}}\n'
        last = last.removesuffix(b"}\n") + said.encode()
    yield last
