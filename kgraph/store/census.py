"""How much a store holds."""

from pathlib import Path

from kgraph.store.named import load_query
from kgraph.store.reading import Reader
from kgraph.store.sql import Tables

_TABLES = ("markers", "references", "problems")


def overview(reader: Reader) -> dict[str, int]:
    """What the question `overview` counts, each by its words. Errors: those of `Tables.ask`."""
    with Tables(reader.tables()) as tables:
        return dict(tables.ask(load_query("overview", "sql")).rows)


def census(store: str | Path) -> dict[str, int]:
    """What `overview` counts, and how many markers, references, problems, quads and bytes.

    Every byte is read first: who asks how a store is wants to know whether it is whole.
    Errors: `StoreError`; those of `overview`.
    """
    with Reader(store) as reader:
        reader.check()
        quads = sum(nquads.count(b"\n") for _, nquads in reader.graphs(runs=True))
        counts = {table: reader.count(table) for table in _TABLES}
        return {**overview(reader), **counts, "quads": quads, "bytes": reader.size}
