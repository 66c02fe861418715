"""The graph at rest: shards of tables and quads, and queries that cannot harm their caller."""

from kgraph.store._held import File, Held
from kgraph.store._opened import Part
from kgraph.store.census import census
from kgraph.store.named import NamedQuery, list_queries, load_query, parse_query
from kgraph.store.pool import Busy, Pool
from kgraph.store.query import Iri, Limits, Result, run_query
from kgraph.store.reading import Reader
from kgraph.store.writing import Writer

__all__ = [
    "Busy",
    "File",
    "Held",
    "Iri",
    "Limits",
    "NamedQuery",
    "Part",
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
