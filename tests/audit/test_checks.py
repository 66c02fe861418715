"""Each check fires where its example says, and not on what looks like it; the table is whole."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kgraph import identifiers
from kgraph.audit import CHECKS, Article, Finding, SourceFacts, audit
from kgraph.audit.checks import SPECIAL
from kgraph.audit.report import text
from kgraph.beside import Folder
from kgraph.codes import PROBLEMS
from kgraph.extract import read_through
from kgraph.read import read

EXAMPLES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "examples.toml").read_text(encoding="utf-8")
)
_ROWS = [(code, row) for code, first in EXAMPLES.items() for row in (first, first.get("second")) if row]
_LIST = "## References\n\n[1] https://elmlab.net/elms\n[2] https://oaklab.net/oaks\n"
_EVERY = frozenset(check.code for check in CHECKS)
_BY_BYTES = frozenset({"article-copy", "decode-replaced", "layout-unread", "page-cut", "too-dense"})
"""What no text in this file can show: a test of its own has it."""


def found(
    folder: Path,
    text: str,
    *,
    name: str = "a.md",
    beside: str = "",
    facts: dict[str, Any] | None = None,
    codes: frozenset[str] = _EVERY,
) -> tuple[Finding, ...]:
    """The findings of an article of `text`."""
    (folder / "refs.bib").write_text(beside) if beside else None
    path = folder / name
    path.write_text(text.replace("LIST", _LIST), encoding="utf-8")
    document = read(name, path.read_bytes(), beside=Folder(str(path)))
    known = {
        source: SourceFacts(
            **{**row, "cites": frozenset(identifiers.identify(u).id for u in row.get("cites", ()))}
        )
        for source, row in (facts or {}).items()
    }
    article = Article(
        reading=read_through(document), today=date(2026, 1, 15), url=document.metadata.url, facts=known,
        min_coverage=0.8, max_site_share=0.5,
    )  # fmt: skip
    return audit(article, codes)


@pytest.mark.parametrize(("code", "row"), [each for each in _ROWS if not each[1].get("optional")])
def test_fires(code: str, row: dict[str, Any], tmp_path: Path) -> None:
    findings = found(
        tmp_path,
        row["article"],
        name=row.get("name", "a.md"),
        beside=row.get("beside", ""),
        facts=row.get("facts"),
    )
    assert sorted({f.line for f in findings if f.code == code}) == row["lines"], findings


@pytest.mark.parametrize(("code", "row"), _ROWS)
def test_does_not_fire_on_what_looks_like_it(code: str, row: dict[str, Any], tmp_path: Path) -> None:
    findings = found(
        tmp_path,
        row["near"],
        name=row.get("name", "a.md"),
        beside=row.get("beside", ""),
        facts=row.get("near_facts"),
    )
    assert [f for f in findings if f.code == code] == []


def test_each_check_has_its_examples() -> None:
    assert set(EXAMPLES) == {check.code for check in CHECKS} - _BY_BYTES


def test_each_problem_is_a_check() -> None:
    severities = {check.code: check.severity for check in CHECKS}
    assert {k.code: k.severity for k in PROBLEMS} == {k.code: severities.get(k.code) for k in PROBLEMS}


def test_rows_are_whole() -> None:
    assert len(_EVERY) == len(CHECKS)
    for check in CHECKS:
        assert check.says.endswith(".") and check.example and check.not_ and check.mend, check.code
    assert {code for special, general in SPECIAL for code in (special, *general)} <= _EVERY


def test_bytes_that_are_no_text_are_told() -> None:
    document = read("a.md", b"Elms f\xe9ll.\n")
    article = Article(reading=read_through(document), today=date(2026, 1, 15))
    assert [f.code for f in audit(article, frozenset({"decode-replaced"}))] == ["decode-replaced"]


def test_pages_that_are_cut_are_told() -> None:
    document = read("a.html", b"<p>Elms fall.</p><!-- never closed")
    article = Article(reading=read_through(document), today=date(2026, 1, 15))
    assert [f.code for f in audit(article, frozenset({"page-cut"}))] == ["page-cut"]


def test_one_flaw_is_one_finding(tmp_path: Path) -> None:
    text = "Elms fall [1].\n\n## References\n\n[1] [TODO](https://)\n"
    assert [f.code for f in found(tmp_path, text, codes=_EVERY - {"claim-single-source"})] == [
        "reference-placeholder"
    ]


def test_comments_silence_families_and_files(tmp_path: Path) -> None:
    text = "<!-- kgraph-audit: ignore-file reference -->\nElms fall [8]. <!-- kgraph-audit: ignore marker -->\n\n<!-- kgraph-audit: ignore marker-dangling -->\nOaks stand [9].\n\nAshes lean [7].\n\nLIST"
    codes = frozenset({"marker-dangling", "reference-uncited", "ignore-unused"})
    assert [(f.line, f.code) for f in found(tmp_path, text, codes=codes)] == [(7, "marker-dangling")]


def test_the_mark_below_a_very_long_line_stands_below_what_is_found(tmp_path: Path) -> None:
    article = (
        "Elms fall in storms. " * 60
        + "Oaks stand [7].\n\n## References\n\n[1] Elms. https://elmlab.net/elms\n"
    )
    finding = next(f for f in found(tmp_path, article) if f.code == "marker-dangling")
    _, line, mark, _ = text((finding,))
    begin = mark.index("^")
    assert line[begin : begin + mark.count("^")] == "[7]"
