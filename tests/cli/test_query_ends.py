"""`kgraph query` that is killed leaves no process behind, whatever it is doing."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

import kgraph
from tests.serve.conftest import below, environment, lives
from tests.shared_corpora import ROOT

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queried")
    kgraph.build([str(ROOT / "data/articles")], store=folder / "kg", workers=1)
    (folder / "endless.rq").write_text(ENDLESS)
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("processes", [1, 2])
def test_nothing_outlives_it(folder: Path, processes: int) -> None:
    """Killed when the keeper has started, and when the query runs in its fork."""
    command = [sys.executable, "-m", "kgraph", "query", "endless.rq", "--store", "kg"]
    run = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while len(below(run.pid)) < processes:
        assert time.monotonic() < until
        time.sleep(0.005)
    started = below(run.pid)
    run.kill()
    run.wait()
    while any(map(lives, started)):
        assert time.monotonic() < until
        time.sleep(0.01)
