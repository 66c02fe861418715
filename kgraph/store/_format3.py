"""Stores of format 3: an Oxigraph database a generation. What fetches saw is read out of them; nothing else is.

STORE/current             the current generation and the digest of its manifest
STORE/gen-000007/         db/ (Oxigraph), manifest.json (digests, the database's files among them), readers (their locks),
kgraph-generation (its mark)
"""

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph.errors import StoreError
from kgraph.infile import read_regular
from kgraph.rdf.observe import KINDS
from kgraph.rdf.vocab import expand
from kgraph.store import _own, generations
from kgraph.tables import TABLES, Packed, compressed

_LARGEST_MANIFEST = 4 * 1024**3
_POINTER = re.compile(r"(gen-\d{6,9})(?: ([0-9a-f]{64}))?\n")
_NAME = re.compile(r"gen-\d{6,9}")
_MARK = "kgraph-generation"
_WRITTEN = re.compile(r"manifest\.json|readers")
_DATABASE_FILE = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log|blob)|(?:.+\.)?\d*\.?dbtmp"
)
_ONE = {
    "prov:specializationOf": "source", "prov:wasRevisionOf": "before", "kg:fetcher": "fetcher", "kg:sourceStatus": "status",
    "prov:generatedAtTime": "time", "kg:firstSeen": "first_seen", "kg:asked": "asked", "kg:final": "final", "kg:httpStatus": "http_status",
    "kg:bodySha256": "sha256", "kg:fetchedTitle": "title", "dcterms:date": "date", "kg:fetchedSite": "site", "kg:fetchedKind": "kind",
    "schema:description": "description", "schema:inLanguage": "language", "kg:canonical": "canonical", "kg:archived": "archived",
    "kg:sameAs": "same_as", "kg:agreement": "agreement",
}  # fmt: skip
"""Predicates that an observation has once → the columns they fill."""
_MANY = {"schema:identifier": "identifiers", "kg:linksTo": "links", "kg:note": "notes"}
_JOINED = {"kg:redirect": ("chain", " "), "kg:authors": ("authors", "; ")}
_COLUMNS = {expand(predicate)[1:-1]: column for predicate, column in (_ONE | _MANY).items()}
_LISTS = {expand(predicate)[1:-1]: found for predicate, found in _JOINED.items()}
_KINDS = {expand(term)[1:-1]: kind for kind, term in KINDS.items()}


class Older:
    """A store of format 3, whole: its `base`, and its observations.

    Errors: `StoreError` for a store of another format, and for one that is not as it was written.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        try:
            pointer = _POINTER.fullmatch(read_regular(str(store / "current"), 200).decode("ascii"))
            if pointer is None:
                raise StoreError(f"{store}: no store of an older kgraph: there is nothing to upgrade.")
            text = read_regular(str(store / pointer[1] / "manifest.json"), _LARGEST_MANIFEST)
            manifest: dict[str, Any] = json.loads(text)
            if manifest["format"] != 3 or not pointer[2]:
                raise StoreError(
                    f"{store}: of a format before 3, of which nobody can tell whether it is whole. Build it again: kgraph build ARTICLES… --store NEW."
                )
            if hashlib.sha256(text).hexdigest() != pointer[2]:
                raise ValueError("manifest.json is not as it was written")
            self._database = store / pointer[1] / "db"
            _demand_whole(self._database, manifest["files"])
            self.base: str | None = manifest["base"]
            self.articles = len(manifest["articles"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise generations.damaged(store, error) from error

    def observations(self) -> Iterator[tuple[str, Packed]]:
        """Each observation by its IRI: its row and its graph."""
        import pyoxigraph

        try:
            database = pyoxigraph.Store.read_only(str(self._database))
            for graph in database.named_graphs():
                iri = str(graph)[1:-1]
                if iri.startswith(f"{self.base}obs/"):
                    found = database.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph) or b""
                    lines = sorted(line[:-1] + f"{graph} .\n".encode() for line in found.split(b"\n") if line)
                    quads = database.quads_for_pattern(None, None, None, graph)
                    row = _row(iri, ((q.predicate.value, getattr(q.object, "value", "")) for q in quads))
                    yield iri, compressed({"observations": [[value] for value in row]}, b"".join(lines))
        except (OSError, RuntimeError, ValueError) as error:
            raise generations.damaged(self._store, error) from error

    def remove(self) -> None:
        """Remove what an older kgraph made of its generations, but what a reader of it holds. Nothing raises."""
        for generation in self._store.iterdir():
            if _NAME.fullmatch(generation.name) and generation.is_dir() and not generation.is_symlink():
                with suppress(OSError), generations.Hold(generation / "readers", shared=False):
                    _remove(generation)


def _demand_whole(database: Path, files: dict[str, str]) -> None:
    """Errors: `ValueError` for a file that is not as it was committed."""
    for name, committed in files.items():
        with (database / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if committed != f"{(database / name).stat().st_size} {found}":
            raise ValueError(f"{name} is not as it was written")


def _row(iri: str, said: Iterator[tuple[str, str]]) -> list[Any]:
    """The row of an observation by what its graph says."""
    lists: dict[str, list[str]] = defaultdict(list)
    row: dict[str, Any] = {"observation": iri}
    for predicate, value in said:
        column = _COLUMNS.get(predicate)
        if predicate in _LISTS:
            name, sign = _LISTS[predicate]
            lists[name] = value.split(sign)
        elif column and column in _MANY.values():
            lists[column].append(value)
        elif column:
            row[column] = value
    row["kind"] = _KINDS.get(row.get("kind", ""))
    row["first_seen"] = row.get("first_seen", row.get("time"))
    for name, read in (("http_status", int), ("agreement", float)):
        row[name] = read(row[name]) if name in row else None
    lists = {name: values if name in ("chain", "authors") else sorted(values) for name, values in lists.items()}  # fmt: skip
    return [lists.get(c.name, []) if c.kind == "texts" else row.get(c.name) for c in TABLES["observations"]]


def _remove(generation: Path) -> None:
    if not _own.is_file(generation / _MARK):
        return
    for name in ("db", "db.tmp"):
        with suppress(OSError):
            here = os.open(generation / name, _own.FOLDER)
            try:
                _own.remove_files(here, _DATABASE_FILE)
            finally:
                os.close(here)
            (generation / name).rmdir()
    _own.remove_marked(generation, _MARK, _WRITTEN)
