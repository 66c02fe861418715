"""Quads at rest: an embedded Oxigraph store, and queries that cannot harm their caller."""

from kgraph.store.census import census
from kgraph.store.named import NamedQuery, list_queries, load_query
from kgraph.store.oxigraph import Reader, Writer
from kgraph.store.query import Iri, Result, run_query

__all__ = [
    "Iri",
    "NamedQuery",
    "Reader",
    "Result",
    "Writer",
    "census",
    "list_queries",
    "load_query",
    "run_query",
]
