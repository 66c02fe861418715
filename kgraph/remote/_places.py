"""Where servers take graphs and where they answer questions: what the one address says of the other."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A graph store: the name of the parameter that says which graph, and the address of its query endpoint; None for an unknown one."""

    parameter: str = "graph"
    queries: str | None = None


_SERVERS = (
    ("Virtuoso", re.compile(r"/sparql-graph-crud(?:-auth)?/?$"), "/sparql", "graph-uri"),
    ("Amazon Neptune", re.compile(r"/sparql/gsp/?$"), "/sparql", "graph"),
    ("GraphDB and RDF4J", re.compile(r"/rdf-graphs/service/?$"), "", "graph"),
    ("Apache Jena Fuseki", re.compile(r"/(?:data|get)/?$"), "/query", "graph"),
    ("Oxigraph", re.compile(r"/store/?$"), "/query", "graph"),
)
"""Server, the end of the address of its graph store, what stands there in that of its queries, the parameter for the graph."""


def place_of(url: str) -> Place:
    """What is known of a graph store by its address.

    >>> place_of("http://localhost:3030/ds/data")
    Place(parameter='graph', queries='http://localhost:3030/ds/query')
    >>> place_of("http://localhost:7001/")
    Place(parameter='graph', queries=None)
    """
    for _, end, instead, parameter in _SERVERS:
        match = end.search(url)
        if match:
            return Place(parameter, url[: match.start()] + instead)
    return Place()
