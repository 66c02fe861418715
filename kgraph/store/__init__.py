"""The graph at rest: shards of tables and quads, and queries that cannot harm their caller."""

from kgraph.store._graph import Busy
from kgraph.store._held import File, Held
from kgraph.store._kept import Kept
from kgraph.store._opened import Part
from kgraph.store._parquet import without_frames
from kgraph.store.census import census, overview
from kgraph.store.named import Language, NamedQuery, language_of, list_queries, load_query, parse_query
from kgraph.store.pool import Pool
from kgraph.store.query import Iri, Limits, Result, run_query
from kgraph.store.reading import Reader
from kgraph.store.sql import Tables, run_sql
from kgraph.store.table_pool import TablePool
from kgraph.store.writing import Writer

__all__ = [
    "Busy",
    "File",
    "Held",
    "Iri",
    "Kept",
    "Language",
    "Limits",
    "NamedQuery",
    "Part",
    "Pool",
    "Reader",
    "Result",
    "TablePool",
    "Tables",
    "Writer",
    "census",
    "language_of",
    "list_queries",
    "load_query",
    "overview",
    "parse_query",
    "run_query",
    "run_sql",
    "without_frames",
]
