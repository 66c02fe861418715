"""The page that says what is kept (docs/stability.md) names what there is: nothing goes, and nothing comes, unsaid."""

import argparse
import dataclasses
import json
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import rdflib

import kgraph
from kgraph.cli import parser
from kgraph.errors import KgraphError
from kgraph.export._rows import COLUMNS
from kgraph.jsonl import dumps
from kgraph.rdf.vocab import PREFIXES, vocabulary_turtle
from tests.extract.case_file import one_of_each_file, run
from tests.shared_corpora import ROOT

PAGE = (ROOT / "docs/stability.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    [text] = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(text)


def _table(title: str) -> dict[str, set[str]]:
    """First cell → the names in the second, of the table in a section."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", _section(title), re.MULTILINE)
    assert rows
    return {name: set(re.findall(r"`([^`]+)`", cell)) for name, cell in rows}


def test_python_names() -> None:
    [names] = re.findall(r"describe:\n\n(.*?)\n\n", _section("Python names"), re.DOTALL)
    assert set(re.findall(r"`([^`]+)`", names)) == set(kgraph.__all__)
    assert [name for name in kgraph.__all__ if not hasattr(kgraph, name)] == []


def test_jsonl_keys(tmp_path: Path) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    paths = sorted([*(ROOT / "data/articles").glob("*.md"), *(ROOT / "data/notebooks").glob("*.ipynb")])
    extractions = [kgraph.extract(path) for path in paths]
    for number, case in enumerate(one_of_each_file()):
        (tmp_path / str(number)).mkdir()
        extractions.append(run(case, tmp_path / str(number)))
    for extraction in extractions:
        for key, value in json.loads(dumps(extraction)).items():
            found["a line"].add(key)
            for record in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
                found[key] |= set(record)
    assert _table("JSONL keys") == found


def test_vocabulary_terms() -> None:
    graph = rdflib.Graph().parse(data=vocabulary_turtle(), format="turtle")
    own = PREFIXES["kg"]
    declared = {str(s).replace(own, "kg:") for s in graph.subjects() if str(s).startswith(own)}
    assert set(re.findall(r"`(kg:\w+)`", _section("Vocabulary terms"))) == declared


def test_commands_and_options() -> None:
    top = parser()
    [commands] = [a for a in top._actions if isinstance(a, argparse._SubParsersAction)]
    found = {"kgraph": _options(top)}
    found |= {f"kgraph {name}": _options(command) for name, command in commands.choices.items()}
    assert _table("Commands and options") == found


def _options(command: argparse.ArgumentParser) -> set[str]:
    return {
        action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest).upper()
        for action in command._actions
        if action.dest != "help" and not isinstance(action, argparse._SubParsersAction)
    }


def test_exit_codes() -> None:
    named = set(re.findall(r"^\| `(\d+)` \|", _section("Exit codes"), re.MULTILINE))
    told = re.findall(r"(?<![\w.])(\d{1,3}) [a-z]", parser().format_help().split("exit codes:")[1])
    assert named == set(told)
    errors: list[type[KgraphError]] = [KgraphError, *_below(KgraphError)]
    assert len(errors) > 8
    assert {str(error.exit_code) for error in errors} <= named


def _below(error: type[KgraphError]) -> list[type[KgraphError]]:
    return [each for one in error.__subclasses__() for each in (one, *_below(one))]


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "kgraph/__init__.py"
    assert f"kgraph is at {kgraph.__version__}." in PAGE


_RELEASE = re.compile(r"^## (\d+\.\d+\.\d+) \((unreleased|\d{4}-\d\d-\d\d)\)$", re.MULTILINE)


def test_the_changelog_dates_its_releases() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads, releases = re.findall(r"^## .+$", text, re.MULTILINE), _RELEASE.findall(text)
    assert len(heads) == len(releases) > 0, (
        "a section is headed '## 1.2.3 (2025-01-31)', the next one '(unreleased)'"
    )
    assert [version for version, date in releases if date == "unreleased"] in ([], [releases[0][0]])
    assert releases[0][0] == kgraph.__version__


@pytest.mark.parametrize("head", ["## 0.2.0", "## 0.2 (2025-01-31)", "## 0.2.0 (soon)"])
def test_other_heads_would_be_refused(head: str) -> None:
    assert _RELEASE.findall(head) == []


def test_columns_of_tables() -> None:
    found = {name: [f.name for f in dataclasses.fields(row)] for name, row in COLUMNS.items()}
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", _section("Tables"), re.MULTILINE)
    assert {name: re.findall(r"`([^`]+)`", cell) for name, cell in rows} == found
