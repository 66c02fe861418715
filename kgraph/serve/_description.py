"""What the endpoint says about itself: SPARQL 1.1 Service Description."""

from collections.abc import Mapping

from kgraph import rdf
from kgraph.rdf.terms import iri
from kgraph.serve._negotiate import choose
from kgraph.serve._reply import ParsedRequest, Reply, refusal

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD")  # fmt: skip


def description(asked: ParsedRequest, graphs: Mapping[str, str]) -> Reply:
    """The description, in the RDF syntax the client likes best; a browser is sent to the page that asks."""
    media_type = choose(asked.accept, ["text/turtle", "text/html", *graphs])
    if media_type == "text/html":
        return Reply(status=303, headers={"Location": "/#/ask/sparql"})
    if media_type is None:
        return refusal(406, f"the service description can be had as {', '.join(graphs)}.")
    endpoint = asked.url.partition("?")[0]
    service, dataset, default = iri(endpoint), iri(endpoint + "#dataset"), iri(endpoint + "#default-graph")
    lines = [
        f"{service} {_TYPE} <{_SD}Service> .",
        f"{service} <{_SD}endpoint> {service} .",
        f"{service} <{_SD}supportedLanguage> <{_SD}SPARQL11Query> .",
        f"{service} <{_SD}feature> <{_SD}UnionDefaultGraph> .",
        f"{service} <{_SD}defaultDataset> {dataset} .",
        f"{dataset} {_TYPE} <{_SD}Dataset> .",
        f"{dataset} <{_SD}defaultGraph> {default} .",
        f"{default} {_TYPE} <{_SD}Graph> .",
        *(f"{service} <{_SD}resultFormat> <{_FORMATS}{name}> ." for name in _RESULTS),
    ]
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    body = rdf.serialize(lines, graphs[media_type])
    return Reply(body=body, media_type=media_type + charset, headers={"Vary": "Accept"})
