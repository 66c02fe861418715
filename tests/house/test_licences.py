"""No dependency and no part of the explorer without a stated licence; docs/licences.md names them all."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

import pytest

import kgraph
from kgraph.export.page import assets
from tests.shared_corpora import ROOT

PAGE = ROOT / "docs" / "licences.md"
WEB = ROOT / "web"

needs_node = pytest.mark.skipif(
    not shutil.which("node") or not (WEB / "node_modules" / "esbuild").is_dir(),
    reason="the packages of web/ are not installed (cd web && npm ci)",
)


@pytest.fixture(scope="module")
def made() -> str:
    command = [sys.executable, str(ROOT / ".ci" / "licences.py")]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def _rows(text: str, columns: int) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]  # fmt: skip
    return [row for row in rows if len(row) == columns and row[0] not in ("package", "---")]


def test_every_dependency_states_its_licence(made: str) -> None:
    rows = _rows(made, 3)
    assert len(rows) > 40
    assert [name for name, licence, _ in rows if not re.search("[A-Z]", licence)] == []
    owners = {name: extra for name, _, extra in rows}
    assert (owners["lxml"], owners["uvicorn"], owners["trafilatura"]) == ("", "serve", "enrich")


def test_those_that_ask_for_something_are_named(made: str) -> None:
    strict = [name for name, licence, _ in _rows(made, 3) if re.search("GPL|MPL", licence)]
    assert "isbnlib2" in strict
    assert [name for name in strict if f"- **{name}**: " not in made] == []


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="what is needed differs from one Python to the next"
)
def test_the_page_is_true(made: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == made, "run: python .ci/licences.py > docs/licences.md"


def test_the_explorer_brings_its_notices() -> None:
    every, app = (assets()[name][0].decode() for name in ("NOTICES.txt", "NOTICES-app.txt"))
    for name in ("sigma", "graphology", "d3-hierarchy"):
        assert re.search(rf"^{name} \d\S* \(", app, re.MULTILINE), name
    for name in ("@zazuko/yasgui", "codemirror", "jquery", "dompurify"):
        assert re.search(rf"^{name} \d\S* \(", every, re.MULTILINE), name
        assert f"\n{name} " not in app, "the editor is not in an exported page"
    assert every.count("Permission is hereby granted") > 30
    assert "Jacomy" in app, "who holds the copyright of sigma"


def test_an_exported_page_brings_them_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("It rains.[1]\n\n## References\n\n[1] https://example.org/rain\n")
    kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1).export(tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    comments = re.findall(r"<!--(.*?)-->", page, re.DOTALL)
    [notices] = [each for each in comments if "Permission is hereby granted" in each]
    assert "sigma " in notices
    assert "--" not in notices


@needs_node
def test_the_build_needs_a_licence_text(tmp_path: Path) -> None:
    """Of a folder with one package: with its licence, without, of another version, without what it depends on."""

    def run(lock: Mapping[str, object], licence: str | None) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "web"
        shutil.rmtree(folder, ignore_errors=True)
        home = folder / "node_modules" / "thing"
        home.mkdir(parents=True)
        (home / "package.json").write_text('{"version": "1.0.0"}')
        if licence:
            (home / licence).write_text("May be used.")
        (folder / "package-lock.json").write_text(json.dumps({"packages": {"node_modules/thing": lock}}))
        script = f'import {{ notices }} from "{(WEB / "notices.mjs").as_uri()}"; console.log(notices({{"node_modules/thing/a.js": {{}}}}, "{folder}"))'
        command = ["node", "--input-type=module", "-e", script]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    lock = {"version": "1.0.0", "license": "MIT"}
    for name in ("LICENSE", "licence.md", "COPYING", "LICENSE-MIT.txt"):
        whole = run(lock, name)
        assert whole.returncode == 0, whole.stderr
        assert "thing 1.0.0 (MIT)" in whole.stdout
        assert "May be used." in whole.stdout
    for stated, licence, what in (
        (lock, None, "no licence text"),
        ({"version": "1.0.0"}, "LICENSE", "no stated licence"),
        ({"version": "1.0.1", "license": "MIT"}, "LICENSE", "the lock file says 1.0.1"),
        ({**lock, "dependencies": {"other": "1"}}, "LICENSE", "bundled without what it depends on"),
    ):
        broken = run(stated, licence)
        assert broken.returncode != 0
        assert what in broken.stderr


def test_the_wheel_states_its_own() -> None:
    assert distribution("kgraph").metadata["License-Expression"] == "MIT"
