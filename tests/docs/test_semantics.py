"""The numbers of the semantics: each that a case or a row names is a heading, and each heading is named."""

import re

import pytest

from kgraph.codes import PROBLEMS, REASONS
from kgraph.extract import CONVENTIONS, LIST_SHAPES
from kgraph.extract.entries.styles import ENTRY_STYLES
from tests import case_text
from tests.shared_corpora import ROOT

PAGES = ROOT / "docs" / "semantics"
ROOMS = ("extract", "read")
_HEADING = re.compile(r'^### <a id="(?P<anchor>[a-z]\d+)"></a>(?P<number>[A-Z]\d+)\. \S', re.MULTILINE)
_FOLDER = re.compile(r"\]\(\.\./\.\./tests/cases/(?:extract|read)/([\w/-]+)\)")
TABLES = {
    "lists.md": [row.rule for row in LIST_SHAPES],
    "markers.md": [row.rule for row in CONVENTIONS],
    "entries.md": [row.rule for row in ENTRY_STYLES],
    "problems.md": [row.rule for row in PROBLEMS],
    "ignored.md": [row.rule for row in REASONS],
}
"""The numbers of the rows of each table, by the page that has them."""


def _headings(page: str) -> list[str]:
    return [m["number"] for m in _HEADING.finditer((PAGES / page).read_text(encoding="utf-8"))]


ALL = [number for page in sorted(PAGES.glob("*.md")) for number in _headings(page.name)]


def _named_by_cases() -> dict[str, set[str]]:
    """Number → the cases that name it."""
    named: dict[str, set[str]] = {}
    for room in ROOMS:
        for path in case_text.files(room):
            for number in case_text.numbers(case_text.load(path)[0].rules):
                named.setdefault(number, set()).add(path.stem)
    return named


def test_numbers_are_told_apart_and_are_their_anchors() -> None:
    assert len(ALL) == len(set(ALL)) > 150
    for page in PAGES.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert text.count("\n### ") == len(_headings(page.name)), f"{page.name}: a heading without a number"
        assert all(m["anchor"] == m["number"].lower() for m in _HEADING.finditer(text))
        assert len({number[0] for number in _headings(page.name)}) <= 1, page.name


@pytest.mark.parametrize("page", TABLES)
def test_each_row_has_a_heading(page: str) -> None:
    assert set(TABLES[page]) - set(_headings(page)) == set()


def test_each_case_names_numbers_that_are() -> None:
    wrong = {number: names for number, names in _named_by_cases().items() if number not in ALL}
    assert wrong == {}, "no such heading in docs/semantics"


def test_each_case_names_a_number() -> None:
    without = [
        path.name
        for room in ROOMS
        for path in case_text.files(room)
        if not case_text.numbers(case_text.load(path)[0].rules)
    ]
    assert without == [], "name the rule of docs/semantics that the case holds, behind its folder"


def test_each_heading_is_named() -> None:
    named = set(_named_by_cases()).union(*map(set, TABLES.values()))
    assert [number for number in ALL if number not in named] == []


def test_each_folder_of_cases_has_its_place_in_the_pages() -> None:
    linked = {f for page in PAGES.glob("*.md") for f in _FOLDER.findall(page.read_text(encoding="utf-8"))}
    folders = {case_text.folder_of(path, room) for room in ROOMS for path in case_text.files(room)}
    assert folders == linked


def test_links_to_numbers_lead_to_headings() -> None:
    pages = [p for p in (*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")) if p.parent.name != "how-to"]
    links = {
        (page.name, anchor)
        for page in pages
        for anchor in re.findall(r"\]\([\w/.-]*#([a-z]\d+)\)", page.read_text(encoding="utf-8"))
    }
    assert {(page, anchor) for page, anchor in links if anchor.upper() not in ALL} == set()
