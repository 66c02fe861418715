"""What only some systems have is asked of one file, and kgraph works where it is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kgraph
from kgraph import system_calls
from tests.house.imports import imports
from tests.shared_corpora import ROOT

_ELSEWHERE = """
import os, sys
sys.modules["fcntl"] = sys.modules["resource"] = None
del os.sched_getaffinity
"""
"""Python as it is where these are missing."""


def test_one_file_asks_for_them() -> None:
    found = {i.importer for i in imports(Path(kgraph.__file__).parent) if i.module in ("fcntl", "resource")}
    assert found == {"kgraph.system_calls"}


def _run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")} | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", _ELSEWHERE + code], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data/articles", tmp_path / "articles")
    return tmp_path


def test_articles_are_read_and_graphs_built(folder: Path) -> None:
    run = _run(
        folder,
        """
import kgraph
from kgraph.cli import run
assert len(kgraph.extract("articles/measles.md").claims) > 3
assert run(["build", "articles", "--workers", "2"]) == 0
assert run(["build", "articles"]) == 0
assert not os.path.exists(".kgraph/lock.held")
assert run(["query", "sites-by-claims", "--format", "csv"]) == 0
""",
    )
    assert run.returncode == 0, run.stderr
    assert "12 unchanged" in run.stdout
    assert "site,claims" in run.stdout


def test_one_run_writes_at_a_time(folder: Path) -> None:
    run = _run(
        folder,
        """
import kgraph
from pathlib import Path
from kgraph.errors import StoreLocked
from kgraph.store import generations
kgraph.build(["articles"], store="s")
held = generations.WriteLock(Path("s"))
try:
    kgraph.build(["articles"], store="s")
except StoreLocked as error:
    print(error)
held.release()
kgraph.build(["articles"], store="s")
""",
    )
    assert run.returncode == 0, run.stderr
    assert "If it was killed, remove s/lock.held." in run.stdout


def test_it_is_said(folder: Path) -> None:
    run = _run(folder, "from kgraph.cli import run\nsys.exit(run(['info']))")
    assert run.returncode == 0, run.stderr
    assert "without: flock: a run that writes makes lock.held" in run.stdout
    assert "setrlimit: no cap on the memory" in run.stdout
    assert system_calls.missing() == (), "this system lacks something too"


def test_locks(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w") as one, (tmp_path / "a").open("w") as two:
        system_calls.lock(one, shared=True)
        system_calls.lock(two, shared=True)
        with pytest.raises(BlockingIOError):
            system_calls.lock(two, shared=False)
