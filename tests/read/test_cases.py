"""What a reader makes of an article, as cases that a person can read (tests/cases/read)."""

from pathlib import Path

import pytest

from tests.read.case_file import SECTIONS, Case, cases, load, render, run, write

ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name)
def test_case(case: Case) -> None:
    found = render(run(case))
    assert {name: found[name] for name in case.expected} == case.expected, case.intent


def test_every_case_expects_something() -> None:
    assert len(ALL) >= 15
    for case in ALL:
        assert set(case.expected) == set(SECTIONS), case.name


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "a.case").write_text(
        write("Tea.", ("x",), "tea.md", "Tea & {} *now*.\n", ("milk", "rum")), encoding="utf-8"
    )
    for case in load(tmp_path / "a.case"):
        assert case.file == "tea.md"
        assert render(run(case)) == case.expected
