"""Each convention, as a case a person can read (tests/cases/extract)."""

from pathlib import Path

import pytest

from tests.extract.case_file import load, render, run

CASES = sorted((Path(__file__).parents[1] / "cases" / "extract").glob("*.case"))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = load(path)
    found = render(run(case, tmp_path))
    assert {name: found[name] for name in case.expected} == case.expected, case.intent


def test_every_case_expects_something() -> None:
    assert len(CASES) >= 50
    for path in CASES:
        assert set(load(path).expected) == {"head", "claims", "references", "ignored", "problems"}, path.name
