"""The clients people have: rdflib's SPARQLStore, SPARQLWrapper, curl."""

import json
import shutil
import subprocess
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper

from tests.serve.conftest import Server
from tests.terms import rows_of


def _answer(client: SPARQLWrapper) -> Any:
    """What it makes of the answer: a dictionary, a document or bytes, by the format it asks for."""
    return client.queryAndConvert()


CLAIMS = "SELECT DISTINCT ?c { ?c a <https://schema.org/Claim> }"
SITES = "CONSTRUCT { ?s <https://schema.org/name> ?n } { ?s a <https://schema.org/WebSite> ; <https://schema.org/name> ?n }"


@pytest.mark.parametrize(("returns", "method"), [("json", "GET"), ("xml", "POST"), ("json", "POST_FORM")])
def test_rdflib(server: Server, returns: str, method: str) -> None:
    remote = SPARQLStore(server.url + "sparql", returnFormat=returns, method=method)
    graph = rdflib.Graph(store=remote)
    assert len({str(claim) for claim, *_ in rows_of(graph.query(CLAIMS))}) == 6
    assert graph.query("ASK { ?s a <https://schema.org/Claim> }").askAnswer is True
    named = rdflib.Graph(store=remote, identifier=rdflib.URIRef("https://kg.example/a/lakes.md"))
    assert len(list(named.subjects(rdflib.RDF.type, rdflib.URIRef("https://schema.org/Claim")))) == 2


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper(server: Server, method: str, how: str) -> None:
    client = SPARQLWrapper(server.url + "sparql")
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setQuery(CLAIMS)
    client.setReturnFormat(JSON)
    assert len(_answer(client)["results"]["bindings"]) == 6
    client.setReturnFormat(XML)
    assert len(_answer(client).getElementsByTagName("result")) == 6
    client.setReturnFormat(CSV)
    assert len(_answer(client).decode().splitlines()) == 7
    client.setQuery(SITES)
    client.setReturnFormat(TURTLE)
    assert b"example.com" in _answer(client)


def test_curl(server: Server) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    command = [
        "curl",
        "-sS",
        "-f",
        "-H",
        "Accept: application/sparql-results+json",
        "--data-urlencode",
        f"query={CLAIMS}",
    ]
    for how in ([], ["-G"]):
        run = subprocess.run(
            [*command, *how, server.url + "sparql"], capture_output=True, check=True, timeout=20
        )
        assert len(json.loads(run.stdout)["results"]["bindings"]) == 6
