"""Quads at rest: an embedded Oxigraph store, and queries that cannot harm their caller."""

from kgraph.store.census import census
from kgraph.store.named import Language, NamedQuery, list_queries, load_query, parse_query
from kgraph.store.oxigraph import Reader, Writer
from kgraph.store.pool import Busy, Pool
from kgraph.store.query import Iri, Limits, Result, run_query
from kgraph.store.sql import Tables, run_sql

__all__ = [
    "Busy",
    "Iri",
    "Language",
    "Limits",
    "NamedQuery",
    "Pool",
    "Reader",
    "Result",
    "Tables",
    "Writer",
    "census",
    "list_queries",
    "load_query",
    "parse_query",
    "run_query",
    "run_sql",
]
