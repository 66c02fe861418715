"""How long the named questions take on a large store, over counting every fact of it.

$ python bench/queries.py FOLDER [--articles 2500]      FOLDER gets the articles and the store
"""

import argparse
import time
from pathlib import Path

from page import make

import kgraph
from kgraph.store import list_queries, run_query

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def seconds(store: Path, sparql: str, name: str) -> tuple[float, int]:
    """The better of two runs, the query's process included, and how many rows came back."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        rows = len(run_query(store, sparql, name=name, timeout_s=300).terms)
        times.append(time.perf_counter() - began)
    return min(times), rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2500)
    options = parser.parse_args()
    store = options.folder / "kg"
    if not store.exists():
        make(options.folder / "articles", options.articles)
        kgraph.build(options.folder / "articles", store=store)
    floor, _ = seconds(store, COUNT, "count")
    print(f"{floor:8.2f} s       counting every fact")
    for query in list_queries():
        took, rows = seconds(store, query.bind({}), query.name)
        print(f"{took:8.2f} s {took / floor:5.1f} {query.name}, {rows:,} rows")


if __name__ == "__main__":
    main()
