"""CSV and Parquet, read back by DuckDB; no cell runs in a spreadsheet."""

import csv
from pathlib import Path

import duckdb
import pytest

import kgraph
from kgraph.export import TABLES

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("table", TABLES)
def test_both_formats_agree(samples: kgraph.Graph, out: Path, table: str) -> None:
    samples.export(out / "a.csv", table=table)
    samples.export(out / "a.parquet", table=table)
    here = duckdb.connect()
    rows = here.execute(f"SELECT * FROM read_parquet('{out / 'a.parquet'}')").fetchall()
    flat = here.execute(
        f"SELECT * FROM read_csv('{out / 'a.csv'}', header=true, all_varchar=true)"
    ).fetchall()
    assert len(rows) == len(flat)
    assert (len(rows) > 10) == (table != "observations"), "nobody has asked about the samples"
    names = [
        d[0] for d in here.execute(f"DESCRIBE SELECT * FROM read_parquet('{out / 'a.parquet'}')").fetchall()
    ]
    with (out / "a.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == names


def test_numbers_are_numbers(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.parquet", table="claims")
    types = {
        n: t
        for n, t, *_ in duckdb.connect()
        .execute(f"DESCRIBE SELECT * FROM read_parquet('{out / 'a.parquet'}')")
        .fetchall()
    }
    assert {types[c] for c in ("position", "start", "end", "sources")} <= {"BIGINT", "INTEGER"}


def test_counts_agree_with_the_store(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.parquet", table="citations")
    here = duckdb.connect()
    [(n,)] = here.execute(
        f"SELECT count(*) FROM read_parquet('{out / 'a.parquet'}') WHERE source = 'https://arxiv.org/abs/1706.03762'"
    ).fetchall()
    asked = samples.query("claims-of-source", source="https://arxiv.org/abs/1706.03762")
    assert n == len(asked) == 5


@pytest.mark.parametrize("table", TABLES)
def test_hostile_text(hostile: kgraph.Graph, out: Path, table: str) -> None:
    hostile.export(out / "a.csv", table=table)
    with (out / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert not cell.startswith(_FORMULA) or cell.lstrip("-").replace(".", "").isdigit(), cell
    text = (out / "a.csv").read_text(encoding="utf-8")
    if table in ("claims", "citations"):
        assert "<script>alert(1)</script>" in text
    assert "\x1b" not in text


def test_pandas(samples: kgraph.Graph) -> None:
    frame = samples.to_pandas("claims")
    assert len(frame) == 80
    assert (frame["support"] == "carried").sum() == 1
