"""Articles on a cluster of real processes: the same bytes as here, whatever dies in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph import engine
from tests.cli.conftest import clean_environment
from tests.engine.clusters import Cluster, cluster, kill
from tests.engine.odd_articles import plant, write

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not engine.can_have_workers(), reason="processes are looked for in /proc"
)
_PARAGRAPH = "Elm number {n} of {name} fell in a storm [{n}]. Nobody saw it.\n\n"


def _long(folder: Path, count: int) -> None:
    """Articles that take some time each."""
    folder.mkdir()
    for number in range(count):
        name = f"a{number:03}"
        text = "".join(_PARAGRAPH.format(n=n, name=name) for n in range(1, 200))
        entries = "".join(f"[{n}] [Elm {n}](https://example.org/{name}/{n})\n" for n in range(1, 200))
        (folder / f"{name}.md").write_text(f"{text}## References\n\n{entries}")


def _kgraph(place: Path, environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments], cwd=place, env=environment, capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip


def _until(holds: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came so far"
        time.sleep(0.02)


def _on(made: Cluster) -> tuple[str, ...]:
    return ("--engine", "dask", "--scheduler", made.address)


def test_a_cluster_of_processes_here(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path / "posts", "anna", "loop", "zoe")
    odd = plant(tmp_path / "planted", tmp_path)
    here = _kgraph(tmp_path, odd, "extract", "posts", "--article-deadline", "0.5")
    there = _kgraph(tmp_path, odd, "extract", "posts", "--article-deadline", "0.5", "--engine", "dask", "--workers", "1")  # fmt: skip
    assert (there.returncode, there.stdout, there.stderr) == (1, here.stdout, here.stderr)


def test_one_worker_killed_in_the_middle(tmp_path: Path, environment: dict[str, str]) -> None:
    _long(tmp_path / "posts", 60)
    here = _kgraph(tmp_path, environment, "extract", "posts")
    with cluster(tmp_path / "dask", environment, {}, {}) as made:
        told = tmp_path / "told"
        with told.open("wb") as out:
            run = subprocess.Popen(
                [sys.executable, "-m", "kgraph", "extract", "posts", *_on(made)], cwd=tmp_path, env=environment,
                stdout=out, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
        _until(lambda: told.stat().st_size)
        kill(made.workers[0])
        _, err = run.communicate(timeout=240)
        assert (run.returncode, err) == (0, "")
        assert told.read_text() == here.stdout
        _until(lambda: not made.readers(), 20)


def test_articles_cost_themselves(tmp_path: Path) -> None:
    odd = plant(tmp_path / "planted", tmp_path)
    write(tmp_path / "posts", "anna", "crash", "eat", "killed", "loop", "mara", "zoe")
    given = ("build", "posts", "--article-deadline", "0.5", "--article-memory", "300", "--report")
    here = _kgraph(tmp_path, odd, *given, "here.jsonl", "--store", "here")
    with cluster(tmp_path / "dask", odd, {}, {}) as made:
        there = _kgraph(tmp_path, odd, *given, "there.jsonl", "--store", "there", *_on(made))
    assert there.returncode == here.returncode == 1
    assert (tmp_path / "there.jsonl").read_text() == (tmp_path / "here.jsonl").read_text()
    assert "3 articles in there: 3 new, 4 skipped" in there.stdout


def test_scheduler_killed_in_the_middle(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path / "posts", "anna", "zoe")
    with cluster(tmp_path / "dask", environment, {}) as made:
        assert _kgraph(tmp_path, environment, "build", "posts", *_on(made)).returncode == 0
        _long(tmp_path / "more", 60)
        run = subprocess.Popen(
            [sys.executable, "-m", "kgraph", "build", "more", *_on(made)], cwd=tmp_path, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        _until(made.readers)
        kill(made.scheduler)
        out, err = run.communicate(timeout=60)
        assert (run.returncode, out) == (5, "")
        assert err == f"kgraph: {made.address}: the scheduler was lost. What was committed stays: run again when it is back.\n"  # fmt: skip
        _until(lambda: not made.readers(), 60)
    again = _kgraph(tmp_path, environment, "build", "posts", "more")
    assert "62 articles in .kgraph: 60 new, 2 unchanged" in again.stdout


def test_a_folder_that_only_the_client_has(tmp_path: Path, environment: dict[str, str]) -> None:
    """`/proc/self/cwd` is another folder to each process: what lies there is sent, and what lies beside it."""
    (tmp_path / "posts").mkdir()
    write(tmp_path / "posts" / "deep", "anna")
    (tmp_path / "posts" / "_quarto.yml").write_text("bibliography: lists/works.bib\n")
    (tmp_path / "posts" / "lists").mkdir()
    (tmp_path / "posts" / "lists" / "works.bib").write_text("@book{reed, title={Reeds}, author={Ann Reed}, year={2001}}\n")  # fmt: skip
    (tmp_path / "posts" / "deep" / "zoe.md").write_text("Reeds grow [@reed]. Moss grows [@moss].\n")
    (tmp_path / "given.bib").write_text("@book{moss, title={Mosses}, author={Bo Moss}, year={2002}}\n")
    given = ("extract", "/proc/self/cwd/posts", "--bibliography", "/proc/self/cwd/given.bib")
    here = _kgraph(tmp_path, environment, *given)
    assert "Mosses" in here.stdout
    assert "Reeds" in here.stdout
    with cluster(tmp_path / "dask", environment, {}) as made:
        there = _kgraph(tmp_path, environment, *given, *_on(made))
    assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, "")


def test_other_words_on_a_worker(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path / "posts", "anna")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "eo.toml").write_text('[lists]\nheadings = ["fontoj"]\n')
    with cluster(tmp_path / "dask", environment, {"KGRAPH_LEXICON": str(tmp_path / "words")}) as made:
        done = _kgraph(tmp_path, environment, "extract", "posts", *_on(made))
    assert (done.returncode, done.stdout) == (2, "")
    assert "other words of your own. Set KGRAPH_LEXICON" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"), 5, "no scheduler of Dask can be reached"),
        (("--engine", "dask", "--scheduler", "nowhere at all"), 2, "no address (expected tcp://HOST:8786)"),
        (("--scheduler", "tcp://127.0.0.1:1"), 2, "--scheduler is for --engine dask"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"), 2, "--workers is for processes here"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(
    tmp_path: Path, environment: dict[str, str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    write(tmp_path / "posts", "anna")
    done = _kgraph(tmp_path, environment, "extract", "posts", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_dask(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path / "posts", "anna")
    (tmp_path / "bare" / "distributed").mkdir(parents=True)
    (tmp_path / "bare" / "distributed" / "__init__.py").write_text("raise ImportError\n")
    path = os.pathsep.join([str(tmp_path / "bare"), environment["PYTHONPATH"]])
    done = _kgraph(tmp_path, environment | {"PYTHONPATH": path}, "extract", "posts", "--engine", "dask")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kgraph: --engine dask needs Dask. Install: pip install 'kgraph[dask]'.\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return clean_environment(tmp_path)
