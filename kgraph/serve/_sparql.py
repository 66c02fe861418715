"""The SPARQL 1.1 Protocol, query operation: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from kgraph import rdf
from kgraph.errors import QueryError, QueryTimeout, StoreError
from kgraph.serve._description import description
from kgraph.serve._negotiate import choose
from kgraph.serve._reply import ParsedRequest, Reply, refusal
from kgraph.serve._spool import IN_MEMORY, Room, Spool
from kgraph.store import Busy, Pool
from kgraph.store.query import result
from kgraph.store.results import render, rendered
from kgraph.store.solutions import solutions

SOLUTIONS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {rdf.MEDIA_TYPES[name]: name for name in ("ttl", "nt", "rdf", "jsonld")} | {"text/plain": "nt"}
"""Media type → syntax, those first that are liked best."""
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "updates are refused: this endpoint only reads. Change the graph with kgraph build."
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


def respond(asked: ParsedRequest, pool: Pool, room: Room) -> Reply:
    """The reply to one request on the endpoint; never raises on what a client sent. Errors: `Full` where `room` is."""
    if asked.method not in ("GET", "HEAD", "POST"):
        return refusal(
            405, f"{asked.method} is refused: ask with GET or POST.", Allow="GET, HEAD, POST, OPTIONS"
        )
    pairs = list(asked.query)
    if asked.method == "POST":
        read = _posted(asked)
        if isinstance(read, Reply):
            return read
        pairs += read
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        return refusal(403, _READ_ONLY)
    queries = [value for name, value in pairs if name == "query"]
    if not queries:
        if asked.method == "POST":
            return refusal(
                400, "no query: send it as the form field `query`, or as application/sparql-query."
            )
        return description(asked, GRAPHS)
    if len(queries) > 1:
        return refusal(400, f"one query at a time, please (found {len(queries)}).")
    default = [value for name, value in pairs if name == "default-graph-uri"]
    named = [value for name, value in pairs if name == "named-graph-uri"]
    for graph in (*default, *named):
        if not _ABSOLUTE.fullmatch(graph):
            return refusal(400, f"a graph must be named by an absolute IRI (found {graph[:80]!r}).")
    return _run(asked, pool, room, queries[0], default, named)


def _posted(asked: ParsedRequest) -> list[tuple[str, str]] | Reply:
    """The parameters in a body."""
    media_type, _, parameters = asked.content_type.partition(";")
    media_type = media_type.strip().lower()
    if media_type == _UPDATE:
        return refusal(403, _READ_ONLY)
    if media_type not in (_FORM, _DIRECT):
        return refusal(
            415, f"send a query as {_FORM} or {_DIRECT} (found {media_type or 'no Content-Type'})."
        )
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    if charset and charset[1].lower().replace("-", "") not in ("utf8", "usascii"):
        return refusal(415, f"send the query in UTF-8 (found {charset[1]}).")
    try:
        text = asked.body.decode("utf-8")
        if media_type == _DIRECT:
            return [("query", text)]
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError):
        return refusal(400, "the body is no UTF-8 text, or no form. Send the query in UTF-8.")


def _run(
    asked: ParsedRequest, pool: Pool, room: Room, query: str, default: Sequence[str], named: Sequence[str]
) -> Reply:
    given = bool(default or named)
    try:
        with room.spool() as answer:
            kind = pool.ask(
                query,
                answer,
                default_graphs=default if given else None,
                named_graphs=named if given else None,
                base=asked.url.partition("?")[0],
            )
    except QueryTimeout as error:
        return refusal(408, str(error), Connection="close")
    except QueryError as error:
        return refusal(400, str(error))
    except Busy as error:
        return refusal(503, str(error), Retry_After="1")
    except StoreError as error:
        return refusal(503, str(error), Retry_After="5")
    formats = GRAPHS if kind == "graph" else SOLUTIONS
    media_type = choose(asked.accept, list(formats))
    if media_type is None:
        answer.close()
        return refusal(
            406, f"this result can be had as {', '.join(formats)} (asked for {asked.accept[:200]})."
        )
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    body = answer if formats[media_type] == "json" else _written(answer, kind, formats[media_type], room)
    return Reply(body=body, media_type=media_type + charset, headers={"Vary": "Accept"})


def _written(answer: Spool, kind: str, format: str, room: Room) -> Spool:
    """The answer in another format; one that needs a file is never whole in memory."""
    with answer, room.spool() as body:
        if kind == "boolean":
            body.write(render(result(kind, answer.read()), format))
        elif kind == "solutions":
            for piece in rendered(*solutions(answer), format):
                body.write(piece)
        elif answer.size <= IN_MEMORY:  # sorted, and each fact once: what people look at
            body.write(rdf.serialize(answer.lines(), format))
        else:
            rdf.translate(answer, body, format)
    return body
