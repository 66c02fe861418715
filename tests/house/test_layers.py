"""The import direction of docs/design.md, inside functions too."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import kgraph
from tests.house.imports import Import, imports, third_party

PACKAGE = Path(kgraph.__file__).parent

_CORE = ("errors", "late_re", "spans", "identifiers", "known", "model", "observation", "codes", "origin")
ALLOWED: dict[str, tuple[str, ...]] = {
    "errors": (),
    "plugins": ("errors",),
    "own_words": ("errors", "infile"),
    "rules": ("own_words", ""),
    "system_calls": (),
    "late": (),
    "late_re": (),
    "confine": ("system_calls",),
    "spans": ("errors",),
    "identifiers": ("errors", "late_re"),
    "known": ("spans",),
    "model": ("known", "many", "spans"),
    "observation": (),
    "months": (),
    "retry_after": (),
    "origin": (),
    "codes": ("model", "spans"),
    "walls": (),
    "backing": (),
    "many": (),
    "overview": (*_CORE, "backing"),
    "read": (*_CORE, "late", "plugins", "walls"),
    "extract": (*_CORE, "own_words"),
    "jsonl": (*_CORE, ""),
    "addresses": ("errors",),
    "outfile": ("addresses", "errors"),
    "pages": ("errors", "identifiers", "infile", "origin"),
    "rdf": _CORE,
    "blocks": _CORE,
    "tables": (*_CORE, "backing", "blocks", "rdf"),
    "keeper": ("confine", "system_calls"),
    "store": (*_CORE, "confine", "infile", "keeper", "rdf", "tables", "system_calls"),
    "export": (*_CORE, "backing", "many", "plugins", "rdf", "tables"),
    "remote": ("errors", "retry_after", "store"),
    "enrich": (*_CORE, "confine", "months", "plugins", "retry_after", "walls"),
    "infile": ("addresses", "errors"),
    "ignored": ("errors",),
    "walk": ("ignored", "infile"),
    "tree": ("infile",),
    "archives": ("addresses", "infile", "model"),
    "project": ("late", "read", "tree"),
    "beside": ("errors", "infile", "project", "read", "tree"),
    "explain": (*_CORE, "extract", "many"),
    "edits": (),
    "compare": (),
    "author": (*_CORE, "audit", "edits", "extract"),
    "audit": (*_CORE, "many", "months", "edits", "enrich", "extract", ""),
    "engine": (
        *_CORE,
        "addresses",
        "own_words",
        "overview",
        "rules",
        "audit",
        "beside",
        "explain",
        "export",
        "infile",
        "project",
        "read",
        "rules",
        "extract",
        "rdf",
        "jsonl",
        "tables",
        "system_calls",
        "tree",
        "walk",
        "",
    ),
    "jobs": (
        "addresses",
        "own_words",
        "overview",
        "rules",
        *_CORE,
        "archives",
        "ignored",
        "many",
        "outfile",
        "pages",
        "project",
        "remote",
        "tree",
        "audit",
        "author",
        "compare",
        "edits",
        "extract",
        "jsonl",
        "beside",
        "engine",
        "enrich",
        "export",
        "infile",
        "rdf",
        "read",
        "store",
        "system_calls",
        "tables",
        "walk",
        "",
    ),
    "answer": ("many",),
    "graph": (
        *_CORE,
        "many",
        "answer",
        "archives",
        "engine",
        "beside",
        "jobs",
        "enrich",
        "extract",
        "read",
        "rdf",
        "store",
        "export",
        "infile",
        "outfile",
    ),
    "": ("graph", "errors", "model"),
    "serve": (*_CORE, "rdf", "store", "export", "jobs", "system_calls", ""),
    "cli": ("*",),
    "__main__": ("cli",),
}
"""Room → the rooms it may import. `""` is kgraph itself, for its version."""

FLOORS: dict[str, tuple[tuple[str, ...], ...]] = {
    "read": (
        (
            "hidden_by_style",
            "mathml",
            "yaml_text",
            "json_strings",
            "json_text",
            "keyed",
            "running_text",
            "beginnings",
            "zipped",
            "beside",
        ),
        ("xml", "tool_sources", "set_apart", "sheet", "copies"),
        ("typed_text",),
        ("front_matter", "bibliography"),
        ("markdown", "latex", "wikitext", "rst", "org", "asciidoc"),
        ("html",),
        ("cells",),
        ("notebook", "chat", "companions", "jats", "tei", "docx", "epub", "pdf"),
        ("formats", "shelf"),
        ("kind",),
    ),
    "extract": (
        ("allowance", "lexicon", "text", "values"),
        ("entries", "sentences"),
        ("notes",),
        ("lists",),
        ("about", "markers", "identity"),
        ("noted",),
        ("references", "list_index", "label_mismatches"),
        ("resolve", "sources", "marked", "problems", "claims", "declared"),
        ("reading",),
    ),
    "tables": (("columns",), ("rows", "views"), ("packed",)),
    "enrich": (
        ("fields", "wire", "extra"),
        ("page",),
        ("fetcher", "agreement"),
        ("services", "run"),
        ("gather",),
    ),
    "jobs": (
        ("chosen", "nearest", "packed"),
        ("addressed",),
        ("paths", "extra", "page_folder", "rules", "twins"),
        ("pages", "addresses", "unchanged"),
        ("articles", "fetch"),
        ("members", "progress", "summary", "grobid"),
        ("settled",),
        ("audit", "author", "build", "compare", "enrich", "explore", "impact", "names", "plan", "push"),
        ("watch",),
    ),
    "compare": (("match",), ("report",)),
    "author": (
        ("refused", "edges", "groups"),
        ("items", "tokens", "keyed"),
        ("labels", "layout"),
        ("bibliography", "relist", "renumber", "staying"),
        ("convert", "merge", "tidy"),
    ),
    "audit": (
        ("article", "words", "mojibake", "twins", "link_text"),
        ("dates", "known", "titles"),
        ("markers", "lists", "entries", "links", "options", "silence"),
        ("claims", "sources"),
        ("checks",),
        ("run",),
        ("lines", "report"),
    ),
}
"""Room → its floors, the lowest first: a file imports its own inner room and those on lower floors."""

ELSEWHERE = {
    ("networkx", "kgraph.export._layout"): "ForceAtlas2, for pictures; `graphs` has the formats",
    (
        "requests",
        "kgraph.remote._client",
    ): "a server that a person names; what articles name goes through the guarded session",
    ("pyarrow", "kgraph.archives._parquet"): "reads rows; `export.flat` writes them",
    ("pyarrow", "kgraph.archives._stream"): "decompresses zstd",
    ("pypdf", "kgraph.read.pdf.pages"): "reads the text of articles; `enrich` the metadata of sources",
    ("pyarrow", "kgraph.tables.columns"): "the types of the tables that a store holds",
    ("pyarrow", "kgraph.tables.packed"): "compresses by zstd",
    ("pyarrow", "kgraph.engine._child"): "loads it before an article's time is counted",
    ("pyarrow", "kgraph.store._parquet"): "the files of a store",
    # one library, several files: each with its reason
    ("pyoxigraph", "kgraph.rdf.serialize"): "syntaxes (decision 0002)",
    ("pyoxigraph", "kgraph.keeper._process"): "holds a graph in memory (decision 0015)",
    ("pyoxigraph", "kgraph.keeper._child"): "asks it, in a fork (decision 0015)",
    ("pyoxigraph", "kgraph.keeper._index"): "writes the index of a large graph (decision 0015)",
    ("pyoxigraph", "kgraph.store._format3"): "reads databases of older stores (decision 0014)",
    ("bibtexparser", "kgraph.read.bibliography.bibtex"): "reads",
    ("rispy", "kgraph.read.bibliography.ris"): "reads",
    ("rispy", "kgraph.export.bibliography"): "writes",
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
        if here in FLOORS and here == there:
            out += [f"{where}: {fault}" for fault in _within(here, each)]
            continue
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
        elif each.module.count(".") > 2:
            out.append(f"{where}: an inner room of another room")
    return out


def _within(room: str, found: Import) -> list[str]:
    """What is wrong with an import within a room that has floors."""
    if found.importer.count(".") < 2:
        return []
    if found.module.count(".") < 2:
        return ["a file never imports its room"]
    here, there = found.importer.split(".")[2], found.module.split(".")[2]
    heights = {name: height for height, names in enumerate(FLOORS[room]) for name in names}
    missing = [name for name in (here, there) if name not in heights]
    if missing:
        return [f"{name} stands on no floor of {room}" for name in missing]
    if here == there:
        return (
            ["a file never imports its inner room"]
            if found.module.count(".") < 3 <= found.importer.count(".")
            else []
        )
    return [] if heights[there] < heights[here] else [f"{there} stands no lower than {here}"]


def circles(found: list[Import]) -> list[str]:
    """Files that import each other in a circle, as `a → b → a`, each circle once."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for each in found:
        if each.module.startswith("kgraph.") and each.importer.count(".") > 1:
            arrows[each.importer].add(each.module)
    done: set[str] = set()
    out: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            out.append(" → ".join((*path[path.index(name) :], name)))
        elif name not in done:
            for there in sorted(arrows.get(name, ())):
                visit(there, (*path, name))
            done.add(name)

    for name in sorted(arrows):
        visit(name, ())
    return out


SIBLINGS = {
    ("keeper", "pieces"): "how an answer comes, also of the process that is asked in SQL",
    ("engine", "in_process"): "what a worker does, and the outcome of what it could not do",
    ("engine", "pool"): "what a worker of a cluster has one of for each of its threads",
    ("export", "picture"): "drawn on the card",
    ("rdf", "keys"): "IRIs that build writes",
    ("rdf", "terms"): "terms that build writes",
    ("rdf", "vocab"): "prefixes that terms expands",
    ("keeper", "process"): "the process that keeper starts and worker feeds",
    ("keeper", "worker"): "what keeper gives",
    ("store", "generations"): "lists that readers and writers open",
    ("store", "guard"): "checks that query makes first",
    ("store", "reading"): "the reader that query opens",
    ("store", "writing"): "the writer that upgrade fills",
    ("export", "details"): "what page packs",
    ("store", "query"): "the result that results writes",
    ("store", "named"): "the question that sql and census ask",
    ("store", "sql"): "the tables that census asks, and table_pool keeps open",
    ("export", "views"): "what graphs draws",
}
"""(room, file) that other files of the room import although it is not private, and why."""


def test_direction() -> None:
    assert faults(imports(PACKAGE)) == []


def test_no_circle() -> None:
    assert circles(imports(PACKAGE)) == []
    planted = [Import("kgraph.a.b", "kgraph.a.c", 1), Import("kgraph.a.c", "kgraph.a.b", 1)]
    assert circles(planted) == ["kgraph.a.b → kgraph.a.c → kgraph.a.b"]


def test_rooms_with_floors_stay_few() -> None:
    inner = [p for p in (PACKAGE / "extract").iterdir() if p.is_dir() and p.name != "__pycache__"]
    assert len(inner) <= 12


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("read/a.py", "def f():\n    from kgraph.extract import extract\n"),
        ("extract/a.py", "import kgraph.read\n"),
        ("identifiers/a.py", "from kgraph import model\n"),
        ("rdf/b.py", "from kgraph.rdf import c\n"),
        ("extract/text/a.py", "from kgraph.extract.lists import b\n"),
        ("extract/lists/a.py", "from kgraph.extract.claims import b\n"),
        ("extract/claims/a.py", "from kgraph.extract.reading import b\n"),
        ("extract/lists/a.py", "from kgraph.extract import extract\n"),
        ("extract/attic/a.py", "from kgraph.extract.text import b\n"),
        ("jsonl.py", "from kgraph.extract.lists import b\n"),
        ("graph.py", "from kgraph.extract.lists import b\n"),
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
    for folder in ("text", "lists", "claims", "attic"):
        (package / "extract" / folder).mkdir()
        (package / "extract" / folder / "__init__.py").write_text("")
        (package / "extract" / folder / "b.py").write_text("")
    for name in (
        "__init__.py",
        "model.py",
        "errors.py",
        "rdf/c.py",
        "store/_child.py",
        "extract/problems.py",
    ):
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
    (package / "keeper").mkdir()
    (package / "keeper" / "_child.py").write_text("import pyoxigraph\n")
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
            "duckdb",
            "pyoxigraph",
            "pyromark",
            "rich",
            "ftfy",
            "yaml",
        }
        == set()
    )


def test_files_stay_small() -> None:
    """A file over 300 lines holds a second idea."""
    found = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert found == {}
