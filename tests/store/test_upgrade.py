"""A store of format 3 becomes one of this kgraph's: what fetches saw stays, as it was written, with its history."""

import hashlib
import json
from pathlib import Path

import pyoxigraph
import pytest

import kgraph
from kgraph.cli import run
from kgraph.errors import StoreError
from kgraph.observation import Observation
from kgraph.rdf.observe import Snapshot, observation_quads, snapshot
from kgraph.store import Reader, Writer, generations
from kgraph.store.upgrade import upgrade
from kgraph.tables import Packed, observation_rows
from tests.store.made import put

_SOURCE = "https://example.org/elms"
SEEN = [
    Observation(
        about=_SOURCE, asked=_SOURCE, fetcher="page", status="alive", time="2026-01-10T00:00:00Z", title="Elms", agreement=0.25, http_status=200,
        authors=("Ann Lee", "Bo Kim"), date="2020", site="Leaves", description="Of elms", language="en", kind="article",
        canonical=_SOURCE, identifiers={"doi": "10.1/x", "arxiv": "1"}, links=("https://example.com/a",), notes=("late: twice", "a: b"),
    ),
    Observation(
        about=_SOURCE, asked=_SOURCE, fetcher="page", status="moved", time="2026-02-10T00:00:00Z", title="Elms, again",
        final="https://example.org/new", chain=(_SOURCE, "https://example.org/a%20b"), same_as="https://example.org/new", sha256="0" * 64,
    ),
    Observation(about=_SOURCE, asked="https://archive.org/x", fetcher="archive", status="unknown", time="2026-01-10T00:00:01Z", archived="https://web.archive.org/1"),
]  # fmt: skip


def _history() -> list[tuple[Observation, Snapshot]]:
    first = snapshot(SEEN[0], None)
    later = snapshot(SEEN[1], first)
    assert later.before == first.iri
    return [(SEEN[0], first), (SEEN[1], later), (SEEN[2], snapshot(SEEN[2], None))]


def format_3(store: Path, lines: list[str]) -> None:
    """Write a store as kgraph wrote it before: a database of these quads, its manifest, its marks."""
    generation = store / "gen-000004"
    generation.mkdir(parents=True)
    (store / "kgraph-store").write_text("mark")
    (generation / "kgraph-generation").write_text("mark")
    (generation / "readers").write_text("")
    database = pyoxigraph.Store(str(generation / "db"))
    database.bulk_load("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    database.flush()
    del database
    files = {
        path.name: f"{path.stat().st_size} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in (generation / "db").iterdir()
        if path.suffix in (".sst", ".log") or path.name.startswith(("MANIFEST-", "CURRENT"))
    }
    manifest = {"format": 3, "base": "https://w3id.org/kgraph/", "articles": {"a.md": {}}, "files": files}
    text = json.dumps(manifest).encode()
    (generation / "manifest.json").write_bytes(text)
    (store / "current").write_text(f"gen-000004 {hashlib.sha256(text).hexdigest()}\n")


@pytest.fixture
def older(tmp_path: Path) -> Path:
    lines = [line for seen, kept in _history() for line in observation_quads(seen, kept=kept)]
    article = "<https://w3id.org/kgraph/a/a.md> <http://example.org/p> <http://example.org/o> <https://w3id.org/kgraph/a/a.md> ."
    format_3(tmp_path / "kg", [*lines, article])
    (tmp_path / "kg/fetched.sqlite").write_text("a cache")
    (tmp_path / "kg/gen-000004/mine.txt").write_text("precious")
    return tmp_path / "kg"


def test_observations_are_carried_over(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreError, match="Run kgraph upgrade"):
        kgraph.open_graph(older)
    assert run(["upgrade", str(older)]) == 0
    assert "3 observations carried over" in capsys.readouterr().out
    with Reader(older) as reader:
        assert list(reader.quads()) == sorted(
            line for seen, kept in _history() for line in observation_quads(seen, kept=kept)
        )
        wanted = {}
        for seen, kept in _history():
            row = [column[0] for column in observation_rows(seen, kept)["observations"]]
            wanted[kept.iri] = [sorted(v) if i == 25 else v for i, v in enumerate(row)]  # notes have no order
        from kgraph.tables import TABLES

        names = [column.name for column in TABLES["observations"]]
        assert {row[0]: list(row) for row in reader.rows("observations", names)} == wanted
    assert (older / "fetched.sqlite").read_text() == "a cache"
    left = sorted(str(p.relative_to(older / "gen-000004")) for p in (older / "gen-000004").rglob("*"))
    assert left == ["kgraph-generation", "mine.txt"], "what kgraph did not write stays"
    with pytest.raises(StoreError, match="nothing to upgrade"):
        upgrade(older)
    with Writer(older) as writer:
        put(writer, "a.md", "elms")
        writer.commit()
    assert kgraph.open_graph(older).query("sources-by-status")


def test_a_damaged_older_store_is_left_as_it_is(older: Path) -> None:
    [victim, *_] = sorted((older / "gen-000004/db").glob("*.sst"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    before = {p: p.read_bytes() for p in older.rglob("*") if p.is_file() and p.name != "lock"}
    with pytest.raises(StoreError, match=r"store damaged \(.*\.sst is not as it was written\)"):
        upgrade(older)
    assert {p: p.read_bytes() for p in older.rglob("*") if p.is_file() and p.name != "lock"} == before


def test_what_is_no_store_of_format_3(tmp_path: Path) -> None:
    for nothing in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StoreError, match="no store here"):
            upgrade(nothing)
    assert not (tmp_path / "nowhere").exists()
    format_3(tmp_path / "kg", ["<http://a> <http://b> <http://c> <http://d> ."])
    manifest = tmp_path / "kg/gen-000004/manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 3', '"format": 2'))
    with pytest.raises(StoreError, match="format before 3"):
        upgrade(tmp_path / "kg")


def test_a_store_whose_tables_had_other_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of format 4 observations are taken over as they are; articles are read again."""
    seen, kept = _history()[0]
    with Writer(tmp_path) as writer:
        put(writer, "a.md", "elms")
        writer.observe(kept.iri, Packed(observation_rows(seen, kept), 1, 0, b""))
        writer.commit()
    [listed] = tmp_path.glob("gen-*.json")
    listed.write_text(listed.read_text().replace(f'"format": {generations.FORMAT}', '"format": 4'))
    digest = hashlib.sha256(listed.read_bytes()).hexdigest()
    (tmp_path / "current").write_text(f"{listed.name} {digest}\n")
    for opened in (Reader, Writer):
        with pytest.raises(StoreError, match="Run kgraph upgrade"):
            opened(tmp_path)
    assert run(["upgrade", str(tmp_path)]) == 0
    assert "1 observation carried over" in capsys.readouterr().out
    with Reader(tmp_path) as reader:
        assert (reader.articles, reader.count("observations"), reader.count("claims")) == ((), 1, 0)
    here = ("--store", str(tmp_path))
    asked = (["query", "overview"], ["impact", "example.org"], ["export", "-", "--format", "nq"], ["info"])
    for command in asked:
        run([*command, *here])
        first, *_ = capsys.readouterr().err.splitlines()
        assert (
            first
            == f"{tmp_path}: no articles are in it. Read them: kgraph build ARTICLES… --store {tmp_path}"
        )
    with pytest.raises(StoreError, match="nothing to upgrade"):
        upgrade(tmp_path)
