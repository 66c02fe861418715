"""The query part of the W3C's protocol tests (data-sparql11/protocol), each case re-expressed for this graph.

What is refused because the endpoint only reads is tested for its refusal (docs/endpoint.md has the list).
"""

import xml.etree.ElementTree as ElementTree
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
import requests

from tests.serve.conftest import Server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
ASK = "ASK { ?s a <https://schema.org/Claim> }"
SELECT = (
    "SELECT ?text { ?claim a <https://schema.org/Claim> ; <https://schema.org/text> ?text } ORDER BY ?text"
)
CONSTRUCT = "CONSTRUCT { ?c <https://kg.example/says> ?t } { ?c a <https://schema.org/Claim> ; <https://schema.org/text> ?t }"
ICE, LAKES = "https://kg.example/a/ice.md", "https://kg.example/a/lakes.md"
COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://schema.org/Claim> }"
NAMED = "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c a <https://schema.org/Claim> } }"


def ask(server: Server, method: str = "GET", **how: Any) -> requests.Response:
    return requests.request(method, server.url + "sparql", timeout=15, **how)


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("query_get", {"params": {"query": ASK}}),
    ("query_post_form", {"method": "POST", "headers": FORM, "data": form(("query", ASK))}),
    ("query_post_direct", {"method": "POST", "headers": QUERY, "data": ASK.encode()}),
    ("query_multiple_dataset", {"params": [("query", "ASK { ?s ?p ?o }"), ("default-graph-uri", ICE), ("named-graph-uri", LAKES)]}),
    ("query_dataset_default_graphs_get", {"params": [("query", ASK), ("default-graph-uri", ICE), ("default-graph-uri", LAKES)]}),
    ("query_dataset_default_graphs_post", {"method": "POST", "params": [("default-graph-uri", ICE)], "headers": QUERY, "data": ASK.encode()}),
    ("query_dataset_named_graphs_get", {"params": [("query", "ASK { GRAPH ?g { ?s ?p ?o } }"), ("named-graph-uri", ICE)]}),
    ("query_dataset_named_graphs_post", {"method": "POST", "params": [("named-graph-uri", ICE)], "headers": QUERY, "data": b"ASK { GRAPH ?g { ?s ?p ?o } }"}),
    ("query_dataset_full", {"method": "POST", "headers": FORM, "data": form(("query", "ASK { GRAPH ?g { ?s ?p ?o } ?a ?b ?c }"), ("default-graph-uri", ICE), ("named-graph-uri", LAKES))}),
    ("query_content_type_charset", {"method": "POST", "headers": {"Content-Type": "application/sparql-query; charset=UTF-8"}, "data": ASK.encode()}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "how"), ACCEPTED, ids=[name for name, _ in ACCEPTED])
def test_accepted(server: Server, name: str, how: dict[str, Any]) -> None:
    reply = ask(server, **how)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"] == "application/sparql-results+json"
    assert reply.json()["boolean"] is True


REFUSED: list[tuple[str, int, dict[str, Any]]] = [
    ("bad_query_method", 405, {"method": "PUT", "params": {"query": ASK}}),
    ("bad_multiple_queries", 400, {"params": [("query", ASK), ("query", ASK)]}),
    ("bad_query_wrong_media_type", 415, {"method": "POST", "headers": {"Content-Type": "text/plain"}, "data": ASK.encode()}),
    ("bad_query_missing_form_type", 415, {"method": "POST", "data": form(("query", ASK)), "headers": {"Content-Type": ""}}),
    ("bad_query_missing_direct_type", 415, {"method": "POST", "data": ASK.encode()}),
    ("bad_query_non_utf8", 415, {"method": "POST", "headers": {"Content-Type": "application/sparql-query; charset=UTF-16"}, "data": ASK.encode("utf-16")}),
    ("bad_query_bytes", 400, {"method": "POST", "headers": QUERY, "data": b"ASK { ?s ?p '\xff' }"}),
    ("bad_query_syntax", 400, {"params": {"query": "ASK {"}}),
    ("bad_graph_name", 400, {"params": [("query", ASK), ("default-graph-uri", "relative")]}),
    ("no_query", 400, {"method": "POST", "headers": FORM, "data": b"other=1"}),
    ("not_acceptable", 406, {"params": {"query": ASK}, "headers": {"Accept": "image/png"}}),
    ("update_post_form", 403, {"method": "POST", "headers": FORM, "data": form(("update", "CLEAR ALL"))}),
    ("update_post_direct", 403, {"method": "POST", "headers": UPDATE, "data": b"CLEAR ALL"}),
    ("bad_update_get", 403, {"params": {"update": "CLEAR ALL"}}),
    ("update_as_query", 400, {"params": {"query": "CLEAR ALL"}}),
    ("bad_update_dataset_conflict", 403, {"method": "POST", "headers": FORM, "data": form(("update", "CLEAR ALL"), ("using-graph-uri", ICE))}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "status", "how"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_refused(server: Server, name: str, status: int, how: dict[str, Any]) -> None:
    reply = ask(server, **how)
    assert reply.status_code == status, reply.text
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.text.count("\n") == 1
    assert len(reply.text) > 20
    assert ask(server, params={"query": ASK}).status_code == 200


@pytest.mark.parametrize(
    ("query", "graphs", "n"),
    [
        (COUNT, [], 6),
        (COUNT, [("default-graph-uri", ICE)], 4),
        (COUNT, [("default-graph-uri", ICE), ("default-graph-uri", LAKES)], 6),
        (COUNT, [("named-graph-uri", ICE)], 0),
        (NAMED, [("named-graph-uri", LAKES)], 2),
        (NAMED, [("default-graph-uri", ICE)], 0),
        (COUNT.replace("{", f"FROM <{LAKES}> {{", 1), [], 2),
        (COUNT.replace("{", f"FROM <{LAKES}> {{", 1), [("default-graph-uri", ICE)], 4),
    ],
)
def test_the_graphs_asked_are_the_graphs_read(
    server: Server, query: str, graphs: list[tuple[str, str]], n: int
) -> None:
    [row] = ask(server, params=[("query", query), *graphs]).json()["results"]["bindings"]
    assert int(row["n"]["value"]) == n


def test_formats_of_solutions(server: Server) -> None:
    def get(accept: str) -> requests.Response:
        reply = ask(server, params={"query": SELECT}, headers={"Accept": accept})
        assert reply.status_code == 200
        return reply

    texts = [
        row["text"]["value"] for row in get("application/sparql-results+json").json()["results"]["bindings"]
    ]
    assert len(texts) == 6
    root = ElementTree.fromstring(get("application/sparql-results+xml").content)
    assert [e.text for e in root.iter("{http://www.w3.org/2005/sparql-results#}literal")] == texts
    assert get("text/csv").text.splitlines()[1] == texts[0]
    assert get("text/tab-separated-values").text.splitlines()[1] == f'"{texts[0]}"'
    assert get("text/csv;q=0.3, text/tab-separated-values").headers["Content-Type"].startswith("text/tab")
    assert get("*/*").headers["Content-Type"] == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld"), ("*/*", "turtle")],
)  # fmt: skip
def test_formats_of_graphs(server: Server, accept: str, syntax: str) -> None:
    reply = ask(server, params={"query": CONSTRUCT}, headers={"Accept": accept})
    assert reply.status_code == 200, reply.text
    assert len(rdflib.Graph().parse(data=reply.text, format=syntax)) == 6


def test_service_description(server: Server) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept, syntax in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*", "turtle")):
        reply = ask(server, headers={"Accept": accept})
        graph = rdflib.Graph().parse(data=reply.text, format=syntax)
        [service] = graph.subjects(rdflib.RDF.type, sd.Service)
        assert str(service) == server.url + "sparql"
        assert (service, sd.endpoint, service) in graph
    seen = ask(server, headers={"Accept": "text/html"}, allow_redirects=False)
    assert (seen.status_code, seen.headers["Location"]) == (303, "/#/ask")


def test_a_broken_query_says_where(server: Server) -> None:
    reply = ask(server, params={"query": "SELECT ?a\nWHERE { ?a ?b }"})
    assert reply.status_code == 400
    assert "query:2:" in reply.text
    assert "kgraph query --list" in reply.text


def test_head_has_no_body(server: Server) -> None:
    reply = requests.head(server.url + "sparql", params={"query": ASK}, timeout=15)
    assert reply.status_code == 200
    assert reply.content == b""
