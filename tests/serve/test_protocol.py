"""The SPARQL 1.1 Protocol: the W3C's own cases (`w3c.py`), and what they leave open."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
import rdflib
import requests

from tests.serve.conftest import Server
from tests.serve.w3c import BOTH, BOTH_NAMED, FORM, ICE, LAKES, PASSED, QUERY, REFUSED, Case, form
from tests.shared_corpora import ROOT

ASK = "ASK { ?s a <https://schema.org/Claim> }"
SELECT = (
    "SELECT ?text { ?claim a <https://schema.org/Claim> ; <https://schema.org/text> ?text } ORDER BY ?text"
)
CONSTRUCT = "CONSTRUCT { ?c <https://kg.example/says> ?t } { ?c a <https://schema.org/Claim> ; <https://schema.org/text> ?t }"
COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://schema.org/Claim> }"
NAMED = "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c a <https://schema.org/Claim> } }"
ALL = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def ask(server: Server, method: str = "GET", **how: Any) -> requests.Response:
    return requests.request(method, server.url + "sparql", timeout=15, **how)


def is_a_refusal(reply: requests.Response) -> bool:
    """One line of plain text that says why."""
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    return reply.text.count("\n") == 1 and len(reply.text) > 20


@pytest.mark.parametrize("case", PASSED, ids=lambda case: case.name)
def test_w3c_passed(server: Server, case: Case) -> None:
    reply = ask(server, **case.how)
    assert reply.status_code == case.status, reply.text
    if case.status >= 400:
        assert is_a_refusal(reply)
        return
    assert reply.headers["Content-Type"].partition(";")[0] in case.types
    if case.truth is not None:
        assert reply.json()["boolean"] is case.truth


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_w3c_refused(server: Server, case: Case) -> None:
    before = ask(server, params={"query": ALL}).text
    reply = ask(server, **case.how)
    assert reply.status_code == case.status, reply.text
    assert is_a_refusal(reply) and "only reads" in reply.text
    assert ask(server, params={"query": ALL}).text == before


def test_the_docs_list_every_case_of_the_w3c() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (\w+)[^|]*\| (\d+)",
        (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(rows) == 34
    expected = {(c.name, "passed", str(c.status)) for c in PASSED} | {(c.name, "refused", str(c.status)) for c in REFUSED}  # fmt: skip
    assert set(rows) == expected


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        (BOTH, [("default-graph-uri", ICE)]),
        (BOTH, [("named-graph-uri", ICE), ("named-graph-uri", LAKES)]),
        (BOTH_NAMED, [("named-graph-uri", LAKES)]),
        (BOTH_NAMED, [("default-graph-uri", ICE), ("default-graph-uri", LAKES)]),
    ],
)
def test_what_other_graphs_say_is_not_said(server: Server, query: str, graphs: list[tuple[str, str]]) -> None:
    """The W3C's cases all expect true; the same questions of fewer graphs are false."""
    assert ask(server, params=[("query", query), *graphs]).json()["boolean"] is False


MORE_REFUSED: list[tuple[str, int, dict[str, Any]]] = [
    ("bytes that are no UTF-8", 400, {"method": "POST", "headers": QUERY, "data": b"ASK { ?s ?p '\xff' }"}),
    ("a relative graph", 400, {"params": [("query", ASK), ("default-graph-uri", "relative")]}),
    ("no query", 400, {"method": "POST", "headers": FORM, "data": b"other=1"}),
    ("not acceptable", 406, {"params": {"query": ASK}, "headers": {"Accept": "image/png"}}),
    ("an update as a query", 400, {"params": {"query": "CLEAR ALL"}}),
    ("DELETE", 405, {"method": "DELETE"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "status", "how"), MORE_REFUSED, ids=[name for name, _, _ in MORE_REFUSED])
def test_refused(server: Server, name: str, status: int, how: dict[str, Any]) -> None:
    reply = ask(server, **how)
    assert reply.status_code == status, reply.text
    assert is_a_refusal(reply)
    assert ask(server, params={"query": ASK}).status_code == 200


def test_a_form_may_name_graphs_and_a_charset(server: Server) -> None:
    body = form(("query", BOTH), ("default-graph-uri", ICE), ("default-graph-uri", LAKES))
    assert ask(server, "POST", headers=FORM, data=body).json()["boolean"] is True
    typed = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert ask(server, "POST", headers=typed, data=ASK.encode()).json()["boolean"] is True


def test_relative_names_are_resolved_against_the_endpoint(server: Server) -> None:
    reply = ask(
        server, params={"query": "CONSTRUCT { <s> <p> <> } {}"}, headers={"Accept": "application/n-triples"}
    )
    assert reply.text.split()[:3] == [f"<{server.url}s>", f"<{server.url}p>", f"<{server.url}sparql>"]


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
    assert (seen.status_code, seen.headers["Location"]) == (303, "/#/ask/sparql")


def test_a_broken_query_says_where(server: Server) -> None:
    reply = ask(server, params={"query": "SELECT ?a\nWHERE { ?a ?b }"})
    assert reply.status_code == 400
    assert re.match(r"query:2:1[0-9]: a broken query near ", reply.text)
    assert "kgraph query --list" in reply.text


def test_a_missing_prefix_is_given(server: Server) -> None:
    query = "PREFIX cito: <http://purl.org/spar/cito/>\nSELECT ?a { ?a cito:cites ?b ; schema:name ?n }"
    reply = ask(server, params={"query": query})
    assert reply.status_code == 400
    assert reply.text.startswith("query:2:")
    assert reply.text.endswith("Add: PREFIX schema: <https://schema.org/>\n")
    unknown = ask(server, params={"query": "SELECT ?a { ?a nope:name ?n }"})
    assert "Add:" not in unknown.text and "kgraph query --list" in unknown.text


def test_head_has_no_body(server: Server) -> None:
    reply = requests.head(server.url + "sparql", params={"query": ASK}, timeout=15)
    assert reply.status_code == 200
    assert reply.content == b""
