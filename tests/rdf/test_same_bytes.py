"""The same articles give the same bytes, whatever the machine feels like (T3)."""

import os
import random
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
    ],
    ids=lambda e: " ".join(f"{k}={v}" for k, v in e.items()),
)
def test_environment(expected: bytes, tmp_path: Path, environment: dict[str, str]) -> None:
    assert _nquads(["data/articles"], tmp_path / "a.nq", environment) == expected


def test_a_store_holds_what_extract_writes(expected: bytes, tmp_path: Path) -> None:
    import kgraph

    graph = kgraph.build([str(ROOT / "data/articles")], store=tmp_path / "kg", workers=1)
    held = {line for line in graph.quads() if "/run/last>" not in line}
    own = _nquads([str(ROOT / "data/articles")], tmp_path / "a.nq").decode().splitlines()
    assert held == set(own)
