"""The extractor knows no format: it never looks at the source but to cut out what it found, and names no markup."""

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import kgraph
from kgraph.extract import extract
from kgraph.model import Document
from kgraph.read import read
from kgraph.spans import SourceText
from tests.extract.case_file import Case, lay_out, one_of_each_file

_MAY_READ = frozenset({"kgraph.spans", "kgraph.extract.markers.accounting"})
"""The slices of spans, and the accounting, which searches what no block holds."""
_MARKUP = re.compile(r"<\\?/?[a-zA-Z]|\{cite|\{%|\[!\S|\*\*|\\\*\{2|!!!|\\[Cc]ite|csl-")
"""What only a reader may know, plain or in a pattern."""
_LEFT = ()
"""What is named all the same, with the reason."""
_GROUP_NAME = re.compile(r"\(\?P?<[a-z_]+>|\\g<[a-z_]+>")


class _Shut(SourceText):
    """A source whose text nobody reads but those who may."""

    @property
    def text(self) -> str:
        reader = sys._getframe(1).f_globals["__name__"]
        assert reader in _MAY_READ, f"{reader} reads the source"
        return str(self.__dict__["text"])


def _shut(document: Document) -> Document:
    source = object.__new__(_Shut)
    source.__dict__.update(document.source.__dict__)
    return replace(document, source=source)


@pytest.mark.parametrize("case", list(one_of_each_file()), ids=lambda c: c.name)
def test_the_source_is_only_cut(case: Case, tmp_path: Path) -> None:
    document = kgraph.extract(lay_out(case, tmp_path)).document
    found = extract(document)
    assert replace(extract(_shut(document)), document=document) == found


def test_a_look_at_the_text_is_noticed() -> None:
    document = _shut(read("a.md", b"Tides rise [1].\n"))
    with pytest.raises(AssertionError, match="test_format_blind reads the source"):
        len(document.source.text)


def _literals(tree: ast.AST) -> list[tuple[int, str]]:
    """The strings of a file, but for docstrings and the examples of rows, which are articles."""
    shown = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            shown.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg in ("example", "not_", "look_alike"):
            shown.update(n for n in ast.walk(node) if isinstance(n, ast.Constant))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in shown
    ]


def test_no_markup_is_named() -> None:
    folder = Path(kgraph.__file__).parent / "extract"
    found = [
        f"{file.relative_to(folder)}:{line}: {text[:60]!r}"
        for file in sorted(folder.rglob("*.py"))
        for line, text in _literals(ast.parse(file.read_text(encoding="utf-8")))
        if _MARKUP.search(_GROUP_NAME.sub("(", text))
    ]
    assert found == sorted(_LEFT)
