"""The graph as tables: what each holds, and the rows that an article or an observation brings to them."""

from kgraph.tables.columns import STORED, TABLES, Column, schema
from kgraph.tables.packed import Packed, compressed, decompressed, pack, unpack
from kgraph.tables.rows import Columns, observation_rows, rows
from kgraph.tables.views import Setup, named, setup, views_text

__all__ = [
    "STORED", "TABLES", "Column", "Columns", "Packed", "Setup", "compressed", "decompressed", "named", "observation_rows", "pack", "rows",
    "schema", "setup", "unpack", "views_text",
]  # fmt: skip
