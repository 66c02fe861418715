"""The same articles give the same bytes, whatever the machine feels like (T3)."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_corpora import ROOT

ARTICLES = sorted((ROOT / "data/articles").glob("*.md"))


def _nquads(
    arguments: list[str], out: Path, environment: dict[str, str] | None = None, *, cwd: Path = ROOT
) -> bytes:
    subprocess.run(
        [sys.executable, "-m", "kgraph", "extract", *arguments, "-o", str(out)], cwd=cwd, check=True, timeout=120,
        capture_output=True, env=os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {}),
    )  # fmt: skip
    return out.read_bytes()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    data = _nquads(["data/articles", "--workers", "1"], tmp_path_factory.mktemp("first") / "a.nq")
    assert data.count(b"\n") > 2000
    return data


@pytest.mark.parametrize("seed", range(3))
def test_order_of_files(expected: bytes, tmp_path: Path, seed: int) -> None:
    names = [str(p.relative_to(ROOT)) for p in ARTICLES]
    random.Random(seed).shuffle(names)
    found = _nquads(names, tmp_path / "a.nq")
    assert sorted(found.splitlines()) == sorted(expected.splitlines())
    assert found == expected


@pytest.mark.parametrize("workers", ["2", "3"])
def test_workers(expected: bytes, tmp_path: Path, workers: str) -> None:
    assert _nquads(["data/articles", "--workers", workers], tmp_path / "a.nq") == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242"},
        {"TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"HOME": "/nonexistent", "NO_COLOR": "1"},
        {"PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
        {"PYTHONHASHSEED": "99", "TZ": "Asia/Kathmandu", "LC_ALL": "POSIX", "COLUMNS": "20", "TERM": "dumb"},
    ],
    ids=lambda e: " ".join(f"{k}={v}" for k, v in e.items()),
)
def test_environment(expected: bytes, tmp_path: Path, environment: dict[str, str]) -> None:
    assert _nquads(["data/articles"], tmp_path / "a.nq", environment) == expected


def test_all_at_once(expected: bytes, tmp_path: Path) -> None:
    names = [str(p.relative_to(ROOT)) for p in reversed(ARTICLES)]
    environment = {"PYTHONHASHSEED": "31337", "TZ": "Etc/GMT+12", "LC_ALL": "C"}
    assert _nquads([*names, "--workers", "2"], tmp_path / "a.nq", environment) == expected


@pytest.mark.parametrize("spelling", ["./data/../data/articles/", "absolute", "data/articles/*.md"])
def test_ways_to_name_the_folder(expected: bytes, tmp_path: Path, spelling: str) -> None:
    name = str(ROOT / "data/articles") if spelling == "absolute" else spelling
    assert _nquads([name], tmp_path / "a.nq") == expected


def test_only_the_place_below_the_current_folder_counts(expected: bytes, tmp_path: Path) -> None:
    """Decision 0004: an article is named by its path from where kgraph was run, wherever that is."""
    for place in (tmp_path / "one", tmp_path / "two ü" / "deeper"):
        shutil.copytree(ROOT / "data/articles", place / "data/articles")
        assert _nquads(["data/articles"], tmp_path / "a.nq", cwd=place) == expected
    inside = _nquads(["articles"], tmp_path / "b.nq", cwd=tmp_path / "one/data")
    assert inside != expected
    assert (
        inside.replace(b"/a/articles/", b"/a/data/articles/").replace(b'"articles/', b'"data/articles/')
        == expected
    )


def test_a_store_is_the_same_whatever_its_history(tmp_path: Path) -> None:
    import kgraph

    def held(store: str, *steps: list[Path]) -> list[str]:
        for step in steps:
            graph = kgraph.build([str(p) for p in step], store=tmp_path / store, workers=1)
        return [line for line in graph.quads() if "/run/last>" not in line]

    once = held("once", ARTICLES)
    assert held("backwards", ARTICLES[::-1]) == once
    changed = tmp_path / "changed.md"
    changed.write_text("A fact [1].\n\n[1] https://example.org/a\n")
    before = held("steps", ARTICLES[6:], [changed], ARTICLES[:6], ARTICLES[3:9])
    changed.write_text("Another fact [1].\n\n[1] https://example.org/b\n")
    after = held("steps", [changed])
    assert before != after
    assert after == held("fresh", [changed, *ARTICLES])
    assert set(once) < set(after)


def test_a_store_holds_what_extract_writes(expected: bytes, tmp_path: Path) -> None:
    import kgraph

    graph = kgraph.build([str(ROOT / "data/articles")], store=tmp_path / "kg", workers=1)
    held = {line for line in graph.quads() if "/run/last>" not in line}
    own = _nquads([str(ROOT / "data/articles")], tmp_path / "a.nq").decode().splitlines()
    assert held == set(own)
