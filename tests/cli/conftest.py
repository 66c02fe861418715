"""A kgraph process in an empty folder: forked from one that has loaded it, or started where a test is about the start."""

import ctypes
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import forked
from tests.shared_corpora import ROOT

_DROP_FROM_BOUNDS, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2
"""prctl(2), capabilities(7)"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def clean_environment(home: Path) -> dict[str, str]:
    """The environment without what would change how kgraph or Python behave."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KGRAPH", "PYTHON"))}
    return kept | {"PYTHONPATH": str(ROOT), "HOME": str(home)}


def write_article(folder: Path) -> Path:
    """A small article, `post.md`, in `folder`."""
    path = folder / "post.md"
    path.write_text(
        "Tides follow the moon [1]. The sun helps.\n\n## References\n\n[1] [Tides](https://example.org/tides)\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return clean_environment(tmp_path)


@pytest.fixture
def kgraph(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Runs `kgraph` with the arguments given, in `tmp_path`; never a traceback."""
    return run_in(tmp_path, environment)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `post.md`, built into its store, for tests that change neither."""
    place = tmp_path_factory.mktemp("shop")
    write_article(place)
    run_in(place, clean_environment(place))("build", "post.md")
    return place


@pytest.fixture
def ask(shop: Path) -> Run:
    """Runs `kgraph` in the `shop`; never a traceback."""
    return run_in(shop, clean_environment(shop))


def run_in(place: Path, environment: dict[str, str]) -> Run:
    """What runs `kgraph` in a folder; never a traceback."""

    def run(
        *arguments: str, stdin: str | bytes = b"", env: dict[str, str] | None = None, **process: Any
    ) -> "subprocess.CompletedProcess[str]":
        data = stdin.encode() if isinstance(stdin, str) else stdin
        run_one = forked.started if "preexec_fn" in process else forked.run
        done = run_one(arguments, place, environment | (env or {}), data, **process)
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run


@pytest.fixture
def bound(kgraph: Run) -> Run:
    """Runs `kgraph` as somebody whom permissions hold: root loses what lets it read everything."""
    if os.geteuid() != 0:
        return kgraph
    libc = ctypes.CDLL(None)

    def without_override() -> None:
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            if libc.prctl(_DROP_FROM_BOUNDS, capability, 0, 0, 0):
                raise OSError("the capability cannot be dropped")

    return lambda *arguments, **more: kgraph(*arguments, preexec_fn=without_override, **more)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return write_article(tmp_path)
