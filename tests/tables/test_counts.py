"""One definition of the counts: what a build says, the tables, the graph and the explorer give the same numbers."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.backing import BACKINGS
from kgraph.cli import run
from kgraph.jobs.packed import Explorer
from kgraph.overview import ROWS
from kgraph.serve._rows import KINDS, page
from kgraph.store import Limits, Reader, TablePool, load_query
from tests.shared_corpora import ROOT, markdown_files, needs_corpora

ELMS = """\
# Elms

Elms line the canal of the town [1][2]. They were planted in 1890 [3]. They grow fast in wet soil [4]. Nobody pruned them since [9].

The oldest elm stands by the lock. Two younger ones fell in a storm. [1]

- National Provider
- PubMed

**Source**: [Town Map Online](https://maps.example.com/elms)

## Today

They are tall and old.

## References

1. Town archive, https://archive.example.org/elms
2. Ada's notes, https://github.com/ada/elms
3. Ada's tables, https://github.com/ada/tables
4. A preprint, https://arxiv.org/abs/2001.00001
5. Never cited, https://example.net/never
"""
OAKS = """\
# Oaks

Oaks are rarer than elms, as two have found [1][2].

## References

1. Elms again, https://archive.example.org/elms/?utm_source=mail
2. A preprint, https://arxiv.org/pdf/2001.00001v2
3. Never cited here either, https://example.net/never
"""
WANTED = {
    "articles": 2, "claims": 8,
    "claims: cited, several publishers": 1, "claims: cited, one publisher": 2, "claims: cited, publisher unknown": 2,
    "claims: carried": 1, "claims: source missing": 1, "claims: uncited": 1,
    "sources": 6, "sources: cited in claims": 4, "sources: cited outside claims only": 1, "sources: never cited": 1,
    "sources: publisher unknown": 1, "sites": 5, "publishers": 4,
}  # fmt: skip


def agreed(graph: kgraph.Graph, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """The numbers, which all four give."""
    assert graph.summary
    told = graph.summary.overview.counts()
    tables = dict(graph.query("overview"))
    assert list(tables) == list(ROWS)
    assert run(["info", "--store", str(graph.store), "--json"]) == 0
    info = json.loads(capsys.readouterr().out)["store"]
    assert (
        told
        == tables
        == {name: info[name] for name in ROWS}
        == dict(graph.query("overview", engine="sparql"))
    )
    assert explored(graph.store) == tables
    bare = tables["claims: source missing"] + tables["claims: uncited"]
    assert sum(row.backed for row in graph.query("coverage-by-article")) == tables["claims"] - bare
    assert len(graph.query("claims-without-source")) == bare
    return told


def explored(store: Path) -> dict[str, int]:
    """What the explorer counts in the rows it is given; the numbers it is given besides are the same."""
    with Reader(store) as reader, Explorer(reader) as explorer:
        first, columns = (
            json.loads(gzip.decompress(explorer.part(part))) for part in ("overview", "columns")
        )
    assert first["numbers"] == columns["numbers"]
    backings = [sum(tally[i] for _, _, tally in first["coverage"]) for i in range(len(BACKINGS))]
    sources: dict[str, Any] = columns["sources"]
    resting = set(columns["citations"]["source"])
    outside = {i for i, more in enumerate(sources["more"]) if more and more.get("outside")}
    every, claims = len(sources["iri"]), Counter(columns["claims"]["backing"])
    assert backings == [claims[i] for i in range(len(BACKINGS))]
    numbers = (
        len(columns["articles"]), claims.total(), *backings, every, len(resting), len(outside),
        every - len(resting | outside), sources["publisher"].count(-1), len(columns["sites"]), len(columns["publishers"]),
    )  # fmt: skip
    counted = dict(zip(ROWS, numbers, strict=True))
    assert counted == first["numbers"]
    return counted


def test_every_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("elms.md").write_text(ELMS)
    Path("oaks.md").write_text(OAKS)
    graph = kgraph.build(["elms.md", "oaks.md"], workers=1)
    assert agreed(graph, capsys) == WANTED
    dataset = graph.to_rdflib()
    dataset.default_union = True
    rows: Any = dataset.query(load_query("overview").bind({}))
    assert {str(what): int(count) for what, count in rows} == WANTED
    assert [row.cited for row in graph.tables().sources].count("outside claims only") == 1
    pool = TablePool(graph.store, size=1, limits=Limits())
    try:
        assert {kind: len(page(pool, KINDS[kind], (), 0, 100)[0]) for kind in KINDS} == {
            kind: WANTED[kind] for kind in KINDS
        }
    finally:
        pool.close()
    assert len(graph.query("claims-resting-on-one-publisher")) == WANTED["claims: cited, one publisher"]
    looks = Counter(
        str(node["backing"]) for _, node in graph.to_networkx().nodes(data=True) if node["kind"] == "claim"
    )
    assert looks == {b: WANTED[f"claims: {words}"] for b, words in BACKINGS.items()}
    capsys.readouterr()
    assert run(["build", "elms.md", "oaks.md", "--store", "other", "--workers", "1"]) == 0
    out = capsys.readouterr().out
    assert (
        "1 cited, several publishers; 2 cited, one publisher; 2 cited, publisher unknown; 1 carried; 1 source missing; 1 uncited"
        in out
    )
    assert "4 cited in claims, 1 cited outside claims only, 1 never cited" in out
    assert "4 publishers, 1 source of a publisher that is unknown" in out


def test_the_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = agreed(kgraph.build([ROOT / "data/articles"], store=tmp_path / "kg", workers=1), capsys)
    assert told["sources"] == 55


@needs_corpora
def test_real_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = random.Random(3).sample([f for f in markdown_files() if f.stat().st_size < 40_000], 40)
    told = agreed(kgraph.build(files, store=tmp_path / "kg", workers=1), capsys)
    assert told["sources: cited outside claims only"]
