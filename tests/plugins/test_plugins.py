"""Packages of ten lines join kgraph: a reader, an exporter and a fetcher, as docs/plugins.md shows them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_corpora import ROOT

PAGE = (ROOT / "docs/plugins.md").read_text(encoding="utf-8")


def _package(site: Path, name: str, points: str, code: str) -> None:
    """A package as pip leaves it: a module, and what it says of itself."""
    (site / f"{name}.py").write_text(code, encoding="utf-8")
    info = site / f"{name}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(points, encoding="utf-8")


def _shown(name: str) -> tuple[str, str]:
    """The entry point and the code of a plug-in that the page shows."""
    [point] = re.findall(
        rf'^\[project\.entry-points\."(kgraph\.\w+)"\]\n(\w+) = "({name}:\w+)"$', PAGE, re.MULTILINE
    )
    [code] = re.findall(rf"^```python\n# {name}\.py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(code.splitlines()) <= 22
    return f"[{point[0]}]\n{point[1]} = {point[2]}\n", code


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("kgraph_plain", "kgraph_tally", "kgraph_shelf"):
        (tmp_path / "site").mkdir(exist_ok=True)
        _package(tmp_path / "site", name, *_shown(name))
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/elms.txt").write_text(
        "Elms die.[1] Oaks last.\n\n[1] https://example.org/elms\n", encoding="utf-8"
    )
    (tmp_path / "posts/notes.md").write_text(
        "Ashes too.[1]\n\n## References\n\n[1] https://shelf.example/ash\n", encoding="utf-8"
    )
    return tmp_path


def _kgraph(folder: Path, *arguments: str, site: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")}
    env["PYTHONPATH"] = os.pathsep.join([str(site or folder / "site"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


def test_they_read_export_and_fetch(site: Path) -> None:
    built = _kgraph(site, "build", "posts", "--workers", "2")
    assert built.returncode == 0, built.stderr
    assert "2 articles" in built.stdout
    assert '"format": "plain"' in _kgraph(site, "extract", "posts/elms.txt").stdout
    exported = _kgraph(site, "export", "graph.tally")
    assert exported.returncode == 0, exported.stderr
    assert re.fullmatch(r"\d+ quads\n", (site / "graph.tally").read_text(encoding="utf-8"))
    enriched = _kgraph(site, "enrich", "--offline")
    assert enriched.returncode in (0, 1), enriched.stderr
    told = _kgraph(site, "query", "sources-by-status", "--format", "csv").stdout
    assert "alive" in told
    quads = _kgraph(site, "export", "-", "--format", "nq").stdout
    assert "A shelf of books" in quads
    assert '<https://schema.org/encodingFormat> "text/plain"' in quads, "as the reader's row says"


def test_info_names_them(site: Path) -> None:
    told = _kgraph(site, "info").stdout
    assert "plug-ins:\n" in told
    for line in ("exporters tally", "fetchers shelf", "readers plain"):
        assert re.search(rf"^  {line} +kgraph_\w+ 1\.2$", told, re.MULTILINE), told
    assert "plug-ins" not in _kgraph(site, "info", site=site / "posts").stdout


BROKEN = {
    "does not load": (
        "kgraph.readers",
        "import nothing_of_that_name\n",
        "cannot be loaded (ModuleNotFoundError",
    ),
    "is no reader": ("kgraph.readers", "ROW = 3\n", "no Reader (found int)"),
    "has a taken name": (
        "kgraph.readers",
        "from kgraph.read import Reader\nROW = Reader(format='markdown', suffixes=('.x',), media_type='a/b', read=len)\n",
        "format 'markdown' is that of kgraph itself",
    ),
    "has a taken suffix": (
        "kgraph.readers",
        "from kgraph.read import Reader\nROW = Reader(format='x', suffixes=('.md',), media_type='a/b', read=len)\n",
        "suffix '.md' is kgraph's own",
    ),
    "takes every file": (
        "kgraph.readers",
        "from kgraph.read import Reader\nROW = Reader(format='x', suffixes=('',), media_type='a/b', read=len)\n",
        "suffix '' is kgraph's own, or none",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_one_is_said(tmp_path: Path, fault: str) -> None:
    group, code, message = BROKEN[fault]
    (tmp_path / "site").mkdir()
    _package(tmp_path / "site", "kgraph_broken", f"[{group}]\nrow = kgraph_broken:ROW\n", code)
    (tmp_path / "a.x").write_text("A.", encoding="utf-8")
    run = _kgraph(tmp_path, "extract", "a.x")
    assert run.returncode == 3
    assert message in run.stderr
    assert run.stderr.count("\n") == 1
    (tmp_path / "a.md").write_text("A.", encoding="utf-8")
    assert _kgraph(tmp_path, "extract", "a.md").returncode == 0, (
        "what kgraph reads itself asks for no plug-in"
    )


@pytest.mark.parametrize("read", ["lambda source: 1 / 0", "lambda source: None"])
def test_a_reader_that_fails_costs_its_article(tmp_path: Path, read: str) -> None:
    (tmp_path / "site").mkdir()
    code = f"from kgraph.read import Reader\nROW = Reader(format='x', suffixes=('.x',), media_type='a/b', read={read})\n"
    _package(tmp_path / "site", "kgraph_broken", "[kgraph.readers]\nrow = kgraph_broken:ROW\n", code)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.x").write_text("A.", encoding="utf-8")
    (tmp_path / "posts/b.md").write_text("Ice floats on water.", encoding="utf-8")
    run = _kgraph(tmp_path, "build", "posts")
    assert run.returncode == 1
    assert "a.x: the plug-in that reads 'x'" in run.stderr
    assert "1 article" in run.stdout


def test_an_exporter_that_fails_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    code = "from kgraph.export import Exporter\nROW = Exporter(format='x', suffix='.x', media_type='a/b', holds='all', write=lambda q, o: 1 / 0)\n"
    _package(tmp_path / "site", "kgraph_broken", "[kgraph.exporters]\nrow = kgraph_broken:ROW\n", code)
    (tmp_path / "b.md").write_text("Ice floats on water.", encoding="utf-8")
    assert _kgraph(tmp_path, "build", "b.md").returncode == 0
    run = _kgraph(tmp_path, "export", "g.x")
    assert run.returncode == 3
    assert (
        run.stderr
        == "kgraph: the plug-in that writes 'x' failed (ZeroDivisionError: division by zero). Tell its authors.\n"
    )
    assert not (tmp_path / "g.x").exists()


def test_no_start_pays_for_them(tmp_path: Path) -> None:
    """The metadata of installed packages is not loaded while none of them is a plug-in."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/b.md").write_text("Ice floats on water.", encoding="utf-8")
    (tmp_path / "posts/picture.png").write_bytes(b"\x89PNG")
    code = "import sys\nfrom kgraph.cli import run\nrun(['build', 'posts'])\nprint('importlib.metadata' in sys.modules)"
    env = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")} | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    assert run.stdout.splitlines()[-1] == "False", "a file of unknown suffix was met, and nothing loaded"


def test_words_of_ones_own(tmp_path: Path) -> None:
    """The file that the page shows heads a list and tells a day of access; a change of it reads articles again."""
    [words] = re.findall(r"^```toml\n(# words/house\.toml\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "words").mkdir()
    (tmp_path / "words/house.toml").write_text(words, encoding="utf-8")
    (tmp_path / "post.md").write_text(
        "Elms die [1].\n\n## Bronnenkast\n\n- Moss, A. Elms. https://example.org/elms, laatst bekeken op 3 May 2024\n",
        encoding="utf-8",
    )

    def run(*arguments: str, folder: str = "words") -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "KGRAPH_LEXICON": folder, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-m", "kgraph", *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False
        )  # fmt: skip

    [found] = map(json.loads, run("extract", "post.md", "--format", "jsonl").stdout.splitlines())
    assert [(r["url"], r["accessed"]) for r in found["references"]] == [
        ("https://example.org/elms", "3 May 2024")
    ]
    assert "1 new" in run("build", "post.md").stdout
    assert "1 unchanged" in run("build", "post.md").stdout
    (tmp_path / "words/house.toml").write_text("[lists]\nnames = ['kast']\n", encoding="utf-8")
    assert "1 changed" in run("build", "post.md").stdout
    for text, said in (("[lists", "no TOML"), ("[lists]\nx = []\n", "lists.x is no group"), ("[patterns]\nmedia = ['(']\n", "missing )")):  # fmt: skip
        (tmp_path / "words/house.toml").write_text(text, encoding="utf-8")
        ended = run("build", "post.md")
        assert (ended.returncode, said in ended.stderr) == (3, True), ended.stderr
    assert run("build", "post.md", folder="nowhere").returncode == 3
