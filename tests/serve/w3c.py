"""The W3C's protocol tests (sparql11/protocol), all 34, each re-expressed by hand for the graph of `conftest`.

The suite's three graphs `data1.rdf` … become those of two articles. What only an endpoint that writes can pass is
expected to be refused, and to change nothing. `docs/endpoint.md` lists every case.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

ICE, LAKES = "https://kg.example/a/ice.md", "https://kg.example/a/lakes.md"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
NO_TYPE = {"Content-Type": ""}
SOLUTIONS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
TRUTH = SOLUTIONS[:2]
GRAPH = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")

BOTH = f"ASK {{ <{ICE}> a ?t . <{LAKES}> a ?t }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{ICE}> a ?t }} GRAPH ?g2 {{ <{LAKES}> a ?t }} }}"
INSERT = "INSERT { GRAPH <urn:new> { ?s a <urn:Changed> } } WHERE { ?s a <https://schema.org/Article> }"
_DEFAULT = [("default-graph-uri", ICE), ("default-graph-uri", LAKES)]
_NAMED = [("named-graph-uri", ICE), ("named-graph-uri", LAKES)]


def form(*pairs: tuple[str, str]) -> bytes:
    """A body of a form."""
    return urlencode(pairs).encode()


@dataclass(frozen=True, slots=True)
class Case:
    """One request and what must come: a status, one of the media types, and for ASK the truth."""

    name: str
    status: int
    how: dict[str, Any] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    truth: bool | None = None


def _post(
    headers: dict[str, str], data: bytes, *params: tuple[str, str], method: str = "POST"
) -> dict[str, Any]:
    return {"method": method, "params": list(params), "headers": headers, "data": data}


def _get(*params: tuple[str, str]) -> dict[str, Any]:
    return {"method": "GET", "params": list(params)}


PASSED = (
    Case("query_get", 200, _get(("query", "ASK {}"), ("default-graph-uri", ICE)), TRUTH, True),
    Case("query_post_form", 200, _post(FORM, form(("query", "ASK {}")), ("default-graph-uri", ICE)), TRUTH, True),
    Case("query_post_direct", 200, _post(QUERY, b"ASK {}"), TRUTH, True),
    Case("query_dataset_default_graphs_get", 200, _get(("query", BOTH), *_DEFAULT), TRUTH, True),
    Case("query_dataset_default_graphs_post", 200, _post(QUERY, BOTH.encode(), *_DEFAULT), TRUTH, True),
    Case("query_dataset_named_graphs_get", 200, _get(("query", BOTH_NAMED), *_NAMED), TRUTH, True),
    Case("query_dataset_named_graphs_post", 200, _post(QUERY, BOTH_NAMED.encode(), *_NAMED), TRUTH, True),
    Case("query_dataset_full", 200, _post(QUERY, f"ASK {{ <{LAKES}> a ?t GRAPH ?g1 {{ <{ICE}> a ?t }} GRAPH ?g2 {{ <{LAKES}> a ?t }} }}".encode(), ("default-graph-uri", LAKES), *_NAMED), TRUTH, True),
    Case("query_multiple_dataset", 200, _post(QUERY, BOTH_NAMED.replace("ASK", "ASK FROM <urn:none>").encode(), *_NAMED), TRUTH, True),
    Case("query_content_type_select", 200, _post(QUERY, b"SELECT (1 AS ?value) {}", ("default-graph-uri", ICE)), SOLUTIONS),
    Case("query_content_type_ask", 200, _post(QUERY, b"ASK {}", ("default-graph-uri", ICE)), TRUTH),
    Case("query_content_type_describe", 200, _post(QUERY, b"DESCRIBE <http://example.org/>", ("default-graph-uri", ICE)), GRAPH),
    Case("query_content_type_construct", 200, _post(QUERY, b"CONSTRUCT { <s> <p> 1 } WHERE {}", ("default-graph-uri", ICE)), GRAPH),
    Case("bad_query_method", 405, _post(FORM, b"", ("query", "ASK {}"), ("default-graph-uri", ICE), method="PUT")),
    Case("bad_multiple_queries", 400, _get(("query", "ASK {}"), ("query", "SELECT * {}"))),
    Case("bad_query_wrong_media_type", 415, _post({"Content-Type": "text/plain"}, b"ASK {}")),
    Case("bad_query_missing_form_type", 415, _post(NO_TYPE, form(("query", "ASK {}")))),
    Case("bad_query_missing_direct_type", 415, _post(NO_TYPE, b"ASK {}")),
    Case("bad_query_non_utf8", 415, _post({"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"))),
    Case("bad_query_syntax", 400, _get(("query", "ASK {"))),
    Case("bad_update_get", 403, _get(("update", "CLEAR ALL"))),
    Case("bad_multiple_updates", 403, _post(FORM, form(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")))),
    Case("bad_update_wrong_media_type", 415, _post({"Content-Type": "text/plain"}, b"CLEAR NAMED")),
    Case("bad_update_missing_form_type", 415, _post(NO_TYPE, form(("update", "CLEAR NAMED")))),
    Case("bad_update_non_utf8", 403, _post({"Content-Type": "application/sparql-update; charset=UTF-16"}, "CLEAR NAMED".encode("utf-16"))),
    Case("bad_update_syntax", 403, _post(FORM, form(("update", "CLEAR XYZ")))),
    Case("bad_update_dataset_conflict", 403, _post(UPDATE, f"WITH <{ICE}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}".encode(), ("using-named-graph-uri", LAKES))),
)  # fmt: skip
"""Cases whose expected answer the endpoint gives: what the suite accepts, and what it wants refused (4xx)."""

REFUSED = (
    Case("update_post_form", 403, _post(FORM, form(("update", INSERT)))),
    Case("update_post_direct", 403, _post(UPDATE, INSERT.encode())),
    Case("update_base_uri", 403, _post(UPDATE, b"INSERT DATA { GRAPH <urn:new> { <urn:s> <urn:p> <test> } }")),
    Case("update_dataset_default_graph", 403, _post(UPDATE, INSERT.encode(), ("using-graph-uri", ICE))),
    Case("update_dataset_default_graphs", 403, _post(UPDATE, INSERT.encode(), ("using-graph-uri", ICE), ("using-graph-uri", LAKES))),
    Case("update_dataset_named_graphs", 403, _post(UPDATE, INSERT.encode(), ("using-named-graph-uri", ICE), ("using-named-graph-uri", LAKES))),
    Case("update_dataset_full", 403, _post(UPDATE, INSERT.encode(), ("using-graph-uri", ICE), ("using-named-graph-uri", LAKES))),
)  # fmt: skip
"""Cases that want the graph changed."""
