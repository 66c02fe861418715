"""The import direction of docs/design.md, inside functions too."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import kgraph
from tests.house.imports import Import, imports, third_party

PACKAGE = Path(kgraph.__file__).parent

_CORE = ("errors", "spans", "identifiers", "model")
ALLOWED: dict[str, tuple[str, ...]] = {
    "errors": (),
    "spans": ("errors",),
    "identifiers": ("errors",),
    "model": ("spans",),
    "read": _CORE,
    "extract": _CORE,
    "jsonl": _CORE,
    "outfile": ("errors",),
    "rdf": _CORE,
    "store": (*_CORE, "rdf"),
    "export": (*_CORE, "rdf"),
    "enrich": _CORE,
    "articles": ("errors", "read"),
    "engine": (*_CORE, "articles", "read", "extract", "rdf", "jsonl", ""),
    "enricher": (*_CORE, "enrich", "rdf", "store"),
    "builder": (*_CORE, "articles", "engine", "rdf", "store", ""),
    "graph": (
        *_CORE,
        "articles",
        "engine",
        "builder",
        "enricher",
        "enrich",
        "extract",
        "read",
        "rdf",
        "store",
        "export",
        "explore",
        "outfile",
    ),
    "": ("graph", "errors", "model"),
    "explore": (*_CORE, "articles", "rdf", "store", "export"),
    "serve": (*_CORE, "rdf", "store", "export", "explore", ""),
    "cli": ("*",),
    "__main__": ("cli",),
}
"""Room → the rooms it may import. `""` is kgraph itself, for its version."""

ELSEWHERE = {
    ("networkx", "kgraph.export._layout"): "ForceAtlas2, for pictures; `graphs` has the formats",
    # one library, several files: each with its reason
    ("pyoxigraph", "kgraph.rdf.serialize"): "syntaxes (decision 0002)",
    ("pyoxigraph", "kgraph.store.oxigraph"): "the database (decision 0002)",
    ("pyoxigraph", "kgraph.store._child"): "runs as a bare file (decision 0002)",
    ("bibtexparser", "kgraph.read._bibliography"): "reads",
    ("bibtexparser", "kgraph.export.bibliography"): "writes",
}


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def faults(found: list[Import]) -> list[str]:
    """What is imported against the direction of the house, one line each."""
    out = []
    for each in found:
        if not each.module.startswith("kgraph"):
            continue
        here, there = _room(each.importer), _room(each.module)
        where = f"{each.importer}:{each.line} imports {each.module}"
        if here == there:
            if here not in ALLOWED or each.importer.count(".") < 2:
                continue
            name = each.module.split(".")[-1]
            if each.module.count(".") < 2:
                out.append(f"{where}: a file never imports its room")
            elif not name.startswith("_") and (here, name) not in SIBLINGS:
                out.append(f"{where}: only private files are shared within a room")
            continue
        allowed = ALLOWED.get(here)
        if allowed is None:
            out.append(f"{where}: no such room in the plan")
        elif "*" not in allowed and there not in allowed:
            out.append(f"{where}: {here or 'kgraph'} may import {', '.join(allowed) or 'nothing'}")
        elif each.module.count(".") > 1 and each.module.split(".")[2].startswith("_"):
            out.append(f"{where}: a private file of another room")
    return out


SIBLINGS = {
    ("engine", "in_process"): "what a worker does, and the outcome of what it could not do",
    ("extract", "conventions"): "the table that markers walks",
    ("extract", "resolve"): "what claims and problems are told",
    ("extract", "sentences"): "used by claims alone",
    ("extract", "wording"): "used by claims alone",
    ("export", "picture"): "drawn on the card",
    **{
        ("enrich", name): "a service's reader, which its fetcher asks"
        for name in (
            "archive",
            "arxiv",
            "crossref",
            "datacite",
            "doi",
            "github",
            "openalex",
            "openlibrary",
            "pubmed",
            "stackexchange",
            "wikipedia",
            "zotero",
        )
    },
    ("rdf", "keys"): "IRIs that build writes",
    ("rdf", "terms"): "terms that build writes",
    ("rdf", "vocab"): "prefixes that terms expands",
    ("store", "generations"): "folders that oxigraph opens",
    ("store", "guard"): "checks that query makes first",
    ("store", "oxigraph"): "the reader that query opens",
    ("export", "dataset"): "what page packs",
    ("store", "query"): "the result that results writes, the questions that census asks",
    ("export", "views"): "what graphs draws",
}
"""(room, file) that other files of the room import although it is not private, and why."""


def test_direction() -> None:
    assert faults(imports(PACKAGE)) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("read/a.py", "def f():\n    from kgraph.extract import extract\n"),
        ("extract/a.py", "import kgraph.read\n"),
        ("identifiers/a.py", "from kgraph import model\n"),
        ("read/b.py", "from kgraph.read import c\n"),
        ("store/a.py", "from kgraph.cli import main\n"),
        ("cli/a.py", "from kgraph.store._child import x\n"),
        ("enrich/a.py", "from kgraph import rdf\n"),
        ("enrich/b.py", "class A:\n    def f(self):\n        if self:\n            import kgraph.read\n"),
        ("store/b.py", "import kgraph.store\n"),
        ("read/d.py", "from importlib import import_module\nimport_module('kgraph.extract')\n"),
        ("export/a.py", "try:\n    from kgraph.store import Reader\nexcept ImportError:\n    pass\n"),
        ("errors.py", "from kgraph.model import Claim\n"),
        ("garden/a.py", "from kgraph import errors\n"),
    ],
)
def test_the_check_finds_what_is_planted(tmp_path: Path, file: str, text: str) -> None:
    package = tmp_path / "kgraph"
    for folder in ("read", "extract", "identifiers", "store", "cli", "enrich", "export", "rdf", "garden"):
        (package / folder).mkdir(parents=True)
        (package / folder / "__init__.py").write_text("")
    for name in ("__init__.py", "model.py", "errors.py", "read/c.py", "store/_child.py"):
        (package / name).write_text("")
    assert faults(imports(package)) == []
    (package / file).write_text(text)
    assert len(faults(imports(package))) == 1


@pytest.mark.parametrize(
    "text",
    ["from . import c\n", "from .c import x\n", "from importlib import import_module\nimport_module(name)\n"],
)
def test_imports_that_hide_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "kgraph" / "read").mkdir(parents=True)
    (tmp_path / "kgraph" / "read" / "a.py").write_text(text)
    with pytest.raises(AssertionError, match=r"absolute|only running it tells"):
        imports(tmp_path / "kgraph")


def shared_libraries(found: list[Import]) -> dict[str, set[str]]:
    """The libraries that more than one file imports without a reason above, and those files."""
    users: dict[str, set[str]] = defaultdict(set)
    for each in found:
        library = third_party(each.module)
        if library and (library, each.importer) not in ELSEWHERE:
            users[library].add(each.importer)
    return {library: files for library, files in users.items() if len(files) > 1}


def test_each_library_in_one_file() -> None:
    assert shared_libraries(imports(PACKAGE)) == {}


def test_a_library_in_two_files_is_found(tmp_path: Path) -> None:
    package = tmp_path / "kgraph"
    for folder in ("read", "store"):
        (package / folder).mkdir(parents=True)
    (package / "read" / "a.py").write_text("import json\nimport yaml.nodes\n")
    assert shared_libraries(imports(package)) == {}
    (package / "store" / "b.py").write_text("def f():\n    from yaml import safe_load\n")
    assert shared_libraries(imports(package)) == {"yaml": {"kgraph.read.a", "kgraph.store.b"}}
    (package / "store" / "oxigraph.py").write_text("import pyoxigraph\n")
    (package / "store" / "b.py").write_text("import pyoxigraph\n")
    assert shared_libraries(imports(package)) == {}, "a named exception, and one file beside it"
    (package / "read" / "a.py").write_text("import pyoxigraph\n")
    assert set(shared_libraries(imports(package))) == {"pyoxigraph"}


def test_exceptions_are_used() -> None:
    real = {(third_party(i.module), i.importer) for i in imports(PACKAGE)}
    assert set(ELSEWHERE) - real == set()
    within = {
        (_room(i.module), i.module.split(".")[2])
        for i in imports(PACKAGE)
        if i.module.count(".") > 1 and _room(i.importer) == _room(i.module) and i.importer.count(".") > 1
    }
    assert set(SIBLINGS) - within == set()


def test_help_imports_nothing_heavy() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kgraph", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}
    assert "argparse" in loaded
    assert (
        loaded
        & {
            "rdflib",
            "networkx",
            "bs4",
            "requests",
            "pyarrow",
            "pyoxigraph",
            "pyromark",
            "rich",
            "ftfy",
            "yaml",
        }
        == set()
    )


def test_files_stay_small() -> None:
    """A file over 300 lines holds a second idea, or stands here with the reason why not."""
    large = {
        "enrich/_wall_phrases.py": "a table",
    }
    found = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert set(found) <= set(large), found
