"""What happens to the graph when a build is killed, cannot write, or finds its files damaged (T4, T5, T6, T13)."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import KgraphError, StoreError
from tests.shared_corpora import ROOT

_ARTICLES = 150


def _write_articles(folder: Path, *, word: str = "first") -> None:
    folder.mkdir(exist_ok=True)
    for i in range(_ARTICLES):
        claims = "".join(
            f"The {word} fact number {n} of article {i} stands here [{n % 3 + 1}]. " for n in range(40)
        )
        entries = "".join(f"[{n}] [Source {n}](https://example.org/{(i * n) % 50})\n" for n in (1, 2, 3))
        (folder / f"{i}.md").write_text(
            f"# Article {i}\n\n{claims}\n\n## References\n\n{entries}", encoding="utf-8"
        )


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")} | {"PYTHONPATH": str(ROOT)}


def _quads(store: Path) -> set[str]:
    return {line for line in kgraph.open_graph(store).quads() if "/run/last>" not in line}


def _build(folder: Path, *, wait: bool = True) -> "subprocess.Popen[str]":
    run = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "build", "posts", "--workers", "1"], cwd=folder, env=_environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    if wait:
        run.wait(timeout=60)
    return run


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("whole")
    _write_articles(folder / "posts")
    assert _build(folder).returncode == 0
    return _quads(folder / ".kgraph")


def test_killed_builds_go_on(expected: set[str], tmp_path: Path) -> None:
    _write_articles(tmp_path / "posts")
    rng = random.Random(7)
    killed = 0
    for _ in range(10):
        run = _build(tmp_path, wait=False)
        time.sleep(rng.uniform(0.1, 1.2))
        killed += run.poll() is None
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate(timeout=20)
        if (tmp_path / ".kgraph" / "current").exists():
            assert _quads(tmp_path / ".kgraph") <= expected, "never half an article, never a foreign quad"
    assert killed >= 3
    assert _build(tmp_path).returncode == 0
    assert _quads(tmp_path / ".kgraph") == expected
    generations = [p for p in (tmp_path / ".kgraph").iterdir() if p.name.startswith("gen-")]
    assert len(generations) <= 2, "what killed runs left behind is cleared away"


def test_a_replaced_article_leaves_nothing(expected: set[str], tmp_path: Path) -> None:
    _write_articles(tmp_path / "posts", word="second")
    assert _build(tmp_path).returncode == 0
    assert not _quads(tmp_path / ".kgraph") & {q for q in expected if "fact number" in q}
    _write_articles(tmp_path / "posts")
    assert _build(tmp_path).returncode == 0
    assert _quads(tmp_path / ".kgraph") == expected


def test_one_of_many_runs(tmp_path: Path) -> None:
    _write_articles(tmp_path / "posts")
    runs = [_build(tmp_path, wait=False) for _ in range(6)]
    codes = []
    for run in runs:
        _, err = run.communicate(timeout=60)
        codes.append(run.returncode)
        assert run.returncode in (0, 4), err
        if run.returncode == 4:
            assert "locked" in err or "another" in err.lower(), err
            assert err.count("\n") == 1
    assert 0 in codes
    assert _build(tmp_path).returncode == 0


@pytest.mark.parametrize("kilobytes", [1, 16, 64, 256, 1024])
def test_writes_that_fail(expected: set[str], tmp_path: Path, kilobytes: int) -> None:
    _write_articles(tmp_path / "posts", word="second")
    for path in sorted((tmp_path / "posts").iterdir())[5:]:
        path.unlink()
    assert _build(tmp_path).returncode == 0
    before = _quads(tmp_path / ".kgraph")
    _write_articles(tmp_path / "posts")
    code = f"import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes * 1024},) * 2)\nfrom kgraph.cli import run\nsys.exit(run(['build', 'posts', '--workers', '1']))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in run.stderr
    if run.returncode == 0:
        assert kilobytes >= 256
        return
    assert run.returncode == 3, run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    assert _quads(tmp_path / ".kgraph") == before, "the old graph is intact"
    assert _build(tmp_path).returncode == 0
    assert _quads(tmp_path / ".kgraph") == expected


def test_damaged_files(tmp_path: Path) -> None:
    import shutil

    _write_articles(tmp_path / "posts")
    assert _build(tmp_path).returncode == 0
    whole = kgraph.open_graph(tmp_path / ".kgraph").query("coverage-by-article")
    rng = random.Random(3)
    told = 0
    for round_ in range(24):
        copy = tmp_path / f"copy{round_}"
        shutil.copytree(tmp_path / ".kgraph", copy)
        files = sorted(p for p in copy.rglob("*") if p.is_file() and p.name not in ("LOCK", "lock", "LOG"))
        victim = rng.choice(files)
        data = bytearray(victim.read_bytes())
        if not data:
            continue
        if rng.random() < 0.5:
            del data[rng.randrange(len(data)) :]
        else:
            for _ in range(20):
                data[rng.randrange(len(data))] ^= 0xFF
        victim.write_bytes(bytes(data))
        try:
            rows = kgraph.open_graph(copy).query("coverage-by-article", timeout_s=20)
        except StoreError as error:
            told += 1
            assert "\n" not in str(error)
            assert "build" in str(error)
        except KgraphError as error:
            told += 1
            assert "\n" not in str(error)
        else:
            assert rows == whole, victim.name
        shutil.rmtree(copy)
    assert told >= 3


def test_readers_keep_their_generation(tmp_path: Path) -> None:
    from kgraph.store import Reader

    _write_articles(tmp_path / "posts")
    assert _build(tmp_path).returncode == 0
    with Reader(tmp_path / ".kgraph") as reader:
        before = set(reader.quads())
        _write_articles(tmp_path / "posts", word="second")
        assert _build(tmp_path).returncode == 0
        assert set(reader.quads()) == before
    assert _quads(tmp_path / ".kgraph") != before
