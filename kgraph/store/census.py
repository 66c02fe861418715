"""How much a store holds."""

from pathlib import Path

from kgraph.store.reading import Reader

_TABLES = ("claims", "markers", "references", "problems")


def census(store: str | Path) -> dict[str, int]:
    """How many articles, claims, markers, references, problems, sources, sites, quads and bytes.

    Every byte is read first: who asks how a store is wants to know whether it is whole.
    Errors: `StoreError`.
    """
    with Reader(store) as reader:
        reader.check()
        counts = {table: reader.count(table) for table in _TABLES}
        sites = dict(reader.rows("sources", ("source", "site")))
        quads = sum(nquads.count(b"\n") for _, nquads in reader.graphs(runs=True))
        return {
            "articles": len(reader.articles), **counts, "sites": len({*sites.values()} - {None}), "sources": len(sites),
            "quads": quads, "bytes": reader.size,
        }  # fmt: skip
