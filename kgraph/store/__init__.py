"""Quads at rest, and queries that cannot harm their caller."""

from kgraph.store._graph import Busy
from kgraph.store.census import census
from kgraph.store.named import NamedQuery, list_queries, load_query, parse_query
from kgraph.store.oxigraph import Reader, Writer
from kgraph.store.pool import Pool
from kgraph.store.query import Iri, Limits, Result, run_query

__all__ = [
    "Busy",
    "Iri",
    "Limits",
    "NamedQuery",
    "Pool",
    "Reader",
    "Result",
    "Writer",
    "census",
    "list_queries",
    "load_query",
    "parse_query",
    "run_query",
]
