"""The docs are true: their commands run and print what the page says; the CLI reference is the help."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.consoles import steps
from tests.shared_corpora import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "tutorial.md",
    ROOT / "docs" / "sql.md",
    ROOT / "docs" / "inputs.md",
    ROOT / "docs" / "tables.md",
    ROOT / "docs" / "explorer.md",
    ROOT / "docs" / "enrichment.md",
    ROOT / "docs" / "audit.md",
    ROOT / "docs" / "diff.md",
    ROOT / "docs" / "author.md",
]
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def _environment() -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")}
    return env | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    found = steps(page)
    assert len(found) >= 3
    for step in found:
        run = subprocess.run(
            ["bash", "-c", step.command], cwd=tmp_path, env=_environment(), text=True, timeout=60, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert run.returncode in (0, 1), f"{step.command}{run.stdout}"
        if "…" not in step.output:
            assert run.stdout.strip("\n") == step.output, step.command
        else:  # what differs from one version or machine to the next
            shown = ".*".join(map(re.escape, step.output.split("…")))
            assert re.fullmatch(shown, run.stdout.strip("\n"), re.DOTALL), f"{step.command}{run.stdout}"


def test_readme_python(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    [code] = re.findall(
        r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (
        "Trends in Atmospheric Carbon Dioxide — Global Monitoring Laboratory https://gml.noaa.gov/ccgg/trends"
        in run.stdout
    )


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="argparse words its help differently from 3.12 on"
)
def test_cli_reference() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "cli_reference.py")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == run.stdout, (
        "run: python .ci/cli_reference.py > docs/cli.md"
    )


def test_columns_of_tables() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "tables_reference.py")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == run.stdout, (
        "run: python .ci/tables_reference.py"
    )


def test_audit_reference() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "audit_reference.py")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (ROOT / "docs" / "audit.md").read_text(encoding="utf-8") == run.stdout, (
        "run: python .ci/audit_reference.py > docs/audit.md"
    )


def test_links_lead_somewhere() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "data" / "README.md",
    ]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_query_is_listed_where_the_readme_says() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kgraph", "query", "--list"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    listed = [line.split()[0] for line in run.stdout.splitlines() if line and not line.startswith(" ")]
    assert listed == sorted(p.stem for p in (ROOT / "queries").glob("*.rq"))
    assert "twenty-seven questions" in (ROOT / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    assert len(listed) == 27
