"""Tables and graph of the same articles and observations, made without a store: what questions are asked of in tests."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph

from kgraph import rdf
from kgraph.model import Extraction
from kgraph.observation import Observation
from kgraph.rdf.observe import Snapshot, observation_quads, snapshot
from kgraph.store import Part
from kgraph.tables import TABLES, Columns, observation_rows, rows, schema

Seen = tuple[Observation, Snapshot]


def snapshots(observations: Iterable[Observation]) -> list[Seen]:
    """Each snapshot as it was last seen: the same thing seen again is the same one, seen later."""
    last: dict[tuple[str, str], Snapshot] = {}
    kept: dict[str, Seen] = {}
    for seen in observations:
        key = (seen.about, seen.fetcher)
        last[key] = snapshot(seen, last.get(key))
        kept[last[key].iri] = (seen, last[key])
    return list(kept.values())


def write(folder: Path, made: Iterable[Columns]) -> dict[str, Path]:
    """A file for each table, with these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    columns: dict[str, list[list[object]]] = {table: [[] for _ in TABLES[table]] for table in TABLES}
    for each in made:
        for table, given in each.items():
            for into, values in zip(columns[table], given, strict=True):
                into.extend(values)
    out = {}
    for table, whole in columns.items():
        arrays = [pa.array(values, f.type) for values, f in zip(whole, schema(table), strict=True)]
        out[table] = folder / f"{table}.parquet"
        pq.write_table(pa.table(arrays, schema=schema(table)), out[table])
    return out


def tables(
    folder: Path, extractions: Iterable[Extraction], observations: Iterable[Observation] = ()
) -> dict[str, Sequence[Part]]:
    """The tables in one file each."""
    made = [*map(rows, extractions), *(observation_rows(*seen) for seen in snapshots(observations))]
    return {table: [Part(path, frozenset())] for table, path in write(folder, made).items()}


def together(*shards: tuple[Mapping[str, Path], frozenset[str], frozenset[str]]) -> dict[str, list[Part]]:
    """The tables of several shards, of each with its dead articles and observations."""
    out: dict[str, list[Part]] = {table: [] for table in TABLES}
    for files, articles, observed in shards:
        for table, path in files.items():
            out[table].append(Part(path, observed if table == "observations" else articles))
    return out


def graph(extractions: Iterable[Extraction], observations: Iterable[Observation] = ()) -> pyoxigraph.Store:
    """What all the graphs say, each fact once, as the default graph of a store."""
    lines: set[str] = set()
    for extraction in extractions:
        lines |= {_triple(line) for line in rdf.quads(extraction)}
    for seen, kept in snapshots(observations):
        lines |= {_triple(line) for line in observation_quads(seen, kept=kept)}
    store = pyoxigraph.Store()
    store.bulk_load("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def _triple(quad: str) -> str:
    return quad[: quad.rindex(" <")] + " ."
