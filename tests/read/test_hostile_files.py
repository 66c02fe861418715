"""Files that mean harm are refused or cut, said so, and cost little (semantics of `docs/limits.md`)."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.read.hostile_files import HOSTILE, MOST_MEGABYTES, MOST_SECONDS
from tests.shared_corpora import ROOT


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, str], dict[str, Any]]:
    """What became of each, in a process of its own, so that memory can be told."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.read.hostile_files"], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return dict(zip(HOSTILE, map(json.loads, run.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("file", HOSTILE, ids=map(" ".join, HOSTILE))
def test_what_a_file_costs(file: tuple[str, str], told: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert told[file]["seconds"] < MOST_SECONDS
    assert told[file]["megabytes"] < MOST_MEGABYTES


@pytest.mark.parametrize("file", HOSTILE, ids=map(" ".join, HOSTILE))
def test_what_is_refused_is_named(file: tuple[str, str], told: dict[tuple[str, str], dict[str, Any]]) -> None:
    name, what = file
    found = told[file]
    if "grow" in what or "bomb" in what or name.endswith((".ipynb", ".json")):
        assert found["refused"].startswith(name)
    elif "outside" in what:
        assert found["problems"] == ["entity-unread"]
    elif name.endswith((".nxml", ".tei")):
        assert "markup-broken" in found["problems"]
    elif "refused" not in found:
        assert all("passwd" not in url and "script" not in url for url in found["urls"])
    assert "root:" not in json.dumps(found)
