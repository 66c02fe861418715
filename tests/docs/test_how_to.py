"""The pages that say how to add something are true: each is followed word for word in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.consoles import Step, steps
from tests.shared_corpora import ROOT

PAGES = sorted(p for p in (ROOT / "docs" / "how-to").glob("*.md") if p.name != "README.md")
FOLLOWED = [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]
COPIED = ("kgraph", "tests", "docs", "data", "queries")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What a page needs of the repository, to be changed at will."""
    quiet = shutil.ignore_patterns(
        "browser", "web"
    )  # what is compiled comes along, and holds while a file is as it was
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=quiet)
    for file in (*ROOT.glob("*.md"), ROOT / "pyproject.toml"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path


def _follow(found: list[Step], copy: Path) -> None:
    """Runs the commands in `copy`; each must end well, and print what the page says."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("KGRAPH", "PYTEST"))}
    env |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(copy)}
    for step in found:
        run = subprocess.run(
            ["bash", "-c", step.command], cwd=copy, env=env, text=True, timeout=300, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert run.returncode == 0, f"{step.command}{run.stdout}"
        shown = ".*".join(map(re.escape, step.output.split("…")))
        assert re.fullmatch(shown, run.stdout.strip("\n"), re.DOTALL), f"{step.command}{run.stdout}"


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.stem)
def test_it_can_be_followed(page: Path, copy: Path) -> None:
    found = steps(page)
    assert len(found) >= 2
    _follow(found, copy)


def test_contributing_can_be_followed(copy: Path) -> None:
    """All but the set-up, which the gate does, and the gate itself."""
    found = [
        step
        for step in steps(ROOT / "CONTRIBUTING.md")
        if step.command.startswith(("python -m pytest", "python tests/", "printf", "kgraph"))
    ]
    assert len(found) == 4
    _follow(found, copy)


def test_each_page_is_listed() -> None:
    listed = re.findall(
        r"\]\(([\w-]+\.md)\) \|", (ROOT / "docs/how-to/README.md").read_text(encoding="utf-8")
    )
    assert sorted(listed) == [page.name for page in PAGES]
