"""`kgraph info`: what is in the store, and what kgraph knows."""

import argparse
import json
import platform
from pathlib import Path

from kgraph.cli._config import add_store

_ENGINES = ("pyromark", "sentencex", "pyoxigraph", "rdflib", "networkx")
"""The libraries whose version what kgraph reads, answers and writes may depend on."""
_EPILOG = """\
examples:
  kgraph info
  kgraph info --store posts.kgraph --json
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "info", help="what is in the store; versions, formats, conventions, fetchers", description="What is in the store, and what kgraph reads, writes and asks.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_store(command)
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print it; a missing store is no error here."""
    from importlib import metadata

    from kgraph import __version__, own_words, plugins
    from kgraph.audit import CHECKS
    from kgraph.codes import PROBLEMS, REASONS
    from kgraph.enrich import ARCHIVE, FETCHERS, ON_REQUEST
    from kgraph.export import EXPORTERS
    from kgraph.extract import CONVENTIONS, ENTRY_STYLES, LIST_SHAPES
    from kgraph.read import READERS
    from kgraph.store import list_queries
    from kgraph.system_calls import missing

    facts = {
        "kgraph": __version__,
        "with": {"python": platform.python_version(), **{name: metadata.version(name) for name in _ENGINES}},
        "reads": {r.format: " ".join(r.suffixes) for r in READERS},
        "list shapes": [s.name for s in LIST_SHAPES],
        "conventions": [c.name for c in CONVENTIONS],
        "entry styles": [s.name for s in ENTRY_STYLES],
        "problems": [p.code for p in PROBLEMS],
        "reasons": [r.code for r in REASONS],
        "checks": [c.code for c in CHECKS],
        "writes": [e.format for e in EXPORTERS],
        "fetchers": [f.name for f in (*FETCHERS, ARCHIVE)],
        "fetchers on request": list(ON_REQUEST),
        "questions": len(list_queries()),
        "store": _store(options.store),
    }
    if words := own_words.folder():
        facts["own words"] = str(words)
    if added := plugins.installed():
        facts["plug-ins"] = added
    if lacks := missing():
        facts["without"] = list(lacks)
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for name, value in facts.items():
        if isinstance(value, dict):
            print(f"{name}:")
            for key, item in value.items():
                print(f"  {key:12} {item}")
        else:
            print(f"{name}: {' '.join(value) if isinstance(value, list) else value}")
    return 0


def _store(path: str) -> dict[str, object]:
    from kgraph.cli._unread import say_if_unread
    from kgraph.store import Reader, census
    from kgraph.store.generations import exists

    if not exists(Path(path)):
        return {"path": path, "state": f"none yet; make one with kgraph build ARTICLES… --store {path}"}
    say_if_unread(path)
    with Reader(path) as reader:
        base = reader.base
    return {"path": path, "base": base, **census(path)}
