"""Questions to a SPARQL endpoint, by the SPARQL 1.1 Protocol."""

from kgraph.errors import NetworkError, QueryError
from kgraph.remote._client import Answer, Client
from kgraph.store.query import MAX_RESULT_BYTES, Result, result

_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_ACCEPT = f"{_JSON}, {_TRIPLES};q=0.9, application/json;q=0.5"
_MEDIA = {_JSON: "json", "application/json": "json", _TRIPLES: "graph", "text/plain": "graph"}
_SHORT = 1_500
"""Bytes of a query that goes in the address, where caches see it; a longer one goes in a form."""
_BROKEN = 400


def ask(
    client: Client, url: str, sparql: str, *, name: str = "query", max_bytes: int = MAX_RESULT_BYTES
) -> Result:
    """The result of a query at an endpoint.

    Errors: `QueryError` for a query that the server calls broken; `NetworkError` for anything else that is no result.
    """
    headers = {"Accept": _ACCEPT}
    if len(sparql.encode()) <= _SHORT:
        answer = client.ask("GET", url, params={"query": sparql}, headers=headers, max_bytes=max_bytes)
    else:
        answer = client.ask("POST", url, data={"query": sparql}, headers=headers, max_bytes=max_bytes)
    if answer.status == _BROKEN:
        raise QueryError(f"{name}: {url} refuses it ({answer.why()}).")
    if not answer.ok:
        raise NetworkError(f"{url}: no answer to a query ({answer.why()}).")
    return _read(answer, url)


def _read(answer: Answer, url: str) -> Result:
    kind = _MEDIA.get(answer.media_type)
    try:
        if kind == "graph":
            return result("graph", answer.body)
        if kind == "json":
            is_truth = b'"boolean"' in answer.body[:2000] and b'"bindings"' not in answer.body[:2000]
            return result("boolean" if is_truth else "solutions", answer.body)
    except (ValueError, KeyError, TypeError) as error:
        raise NetworkError(
            f"{url}: its answer is no SPARQL result ({type(error).__name__}: {error})."
        ) from error
    raise NetworkError(f"{url}: its answer is no SPARQL result (found {answer.media_type or 'no media type'!r}). Is this its query endpoint?")  # fmt: skip


def has_only_named_graphs(client: Client, url: str) -> bool:
    """Whether an endpoint has triples, but none that a query without `GRAPH` sees."""
    plain, named = (
        ask(client, url, f"ASK {{ {pattern} }}").boolean for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }")
    )
    return plain is False and named is True
