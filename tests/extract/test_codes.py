"""Problems and reasons: every code that is used stands in its table, and in the docs."""

import ast
import re
from pathlib import Path

import kgraph
from kgraph.codes import PROBLEMS, REASONS, problem
from kgraph.spans import Span
from tests.extract.case_file import cases
from tests.shared_corpora import ROOT

PACKAGE = Path(kgraph.__file__).parent


def _problem_codes() -> set[str]:
    """The first argument of every call of `problem(…)`, where it is a literal."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "problem"
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def _strings() -> set[str]:
    """Every string constant of the package outside of the tables."""
    trees = (ast.parse(p.read_text(encoding="utf-8")) for p in PACKAGE.rglob("*.py") if p.name != "codes.py")
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_problem_is_of_a_kind_of_the_table() -> None:
    used, known = _problem_codes(), {kind.code for kind in PROBLEMS}
    assert used and used <= known
    assert known - _strings() == set(), "a code that nothing gives"


def test_codes_are_told_apart() -> None:
    assert len({k.code for k in PROBLEMS}) == len(PROBLEMS)
    assert len({k.code for k in REASONS}) == len(REASONS)


def test_each_problem_and_reason_has_a_case() -> None:
    text = [case.expected for case in cases()]
    problems = {line.split()[0] for case in text for line in case["problems"].splitlines() if line}
    reasons = {line.split()[0] for case in text for line in case["ignored"].splitlines() if line}
    assert problems <= {k.code for k in PROBLEMS}
    assert reasons <= {k.code for k in REASONS}


def test_docs_name_the_problems_of_the_table() -> None:
    page = (ROOT / "docs/jsonl.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (error|warning|note) \| (.+?) \| (.+?) \| \[(P\d+)\]\(semantics/problems\.md#p\d+\) \|$",
        page,
        re.MULTILINE,
    )
    assert {(k.code, k.severity, k.means, k.hint, k.rule) for k in PROBLEMS} == set(rows)
    reasons = re.findall(
        r"^\| `([a-z-]+)` \| (.+?) \| .+ \| \[(R\d+)\]\(semantics/ignored\.md#r\d+\) \|$", page, re.MULTILINE
    )
    assert {(k.code, k.means, k.rule) for k in REASONS} == set(reasons)


def test_the_pages_of_the_semantics_say_what_the_tables_say() -> None:
    problems = (ROOT / "docs/semantics/problems.md").read_text(encoding="utf-8")
    ignored = (ROOT / "docs/semantics/ignored.md").read_text(encoding="utf-8")
    for kind in PROBLEMS:
        [section] = re.findall(
            rf"^### .*{kind.rule}\. `{kind.code}`\n(.*?)(?=^#|\Z)", problems, re.MULTILINE | re.DOTALL
        )
        assert section.startswith(f"A {kind.severity}. ") and f"To mend it: {kind.hint}." in section, (
            kind.code
        )
    for reason in REASONS:
        head = rf"^### .*{reason.rule}\. `{reason.code}`\n{reason.means[0].upper()}{re.escape(reason.means[1:])}: "
        assert re.search(head, ignored, re.MULTILINE), reason.code


def test_each_problem_has_a_hint() -> None:
    assert problem("label-duplicate", "two", Span(0, 1)).hint == "give one of the entries another label"
    assert problem("label-duplicate", "two", Span(0, 1), "look").hint == "look"
    assert all(kind.hint and kind.hint[-1] != "." for kind in PROBLEMS)
