"""The graph as tables: what each holds, and the rows that an article or an observation brings to them."""

from kgraph.tables.columns import TABLES, Column, schema
from kgraph.tables.rows import Columns, observation_rows, rows
from kgraph.tables.views import Part, Setup, setup

__all__ = ["TABLES", "Column", "Columns", "Part", "Setup", "observation_rows", "rows", "schema", "setup"]
