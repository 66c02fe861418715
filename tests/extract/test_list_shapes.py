"""Every row of the table of list shapes: its example has a list of that shape, its look-alike has none."""

import re

import pytest

from kgraph.extract import LIST_SHAPES, read_through
from kgraph.extract.lists.shape import ListShape
from kgraph.read import read
from tests import case_text
from tests.shared_corpora import ROOT


def _told(text: str) -> list[str]:
    return list(read_through(read("a.md", text.encode())).lists.found_by)


@pytest.mark.parametrize("shape", LIST_SHAPES, ids=lambda shape: shape.name)
def test_example_and_look_alike(shape: ListShape) -> None:
    (told,) = _told(shape.example)
    assert told.endswith(f"({shape.name})")
    assert _told(shape.not_) == []


@pytest.mark.parametrize("shape", LIST_SHAPES, ids=lambda shape: shape.name)
def test_a_folder_of_cases_holds_it(shape: ListShape) -> None:
    assert list((case_text.CASES / "extract/lists" / shape.name).glob("*.case"))


def test_names_are_told_apart() -> None:
    assert len({shape.name for shape in LIST_SHAPES}) == len(LIST_SHAPES)


def test_rows_found_together_stand_together() -> None:
    finders = [shape.find for shape in LIST_SHAPES]
    met = [find for i, find in enumerate(finders) if not i or finders[i - 1] is not find]
    assert len(met) == len(set(met))


def test_the_semantics_name_each_in_order() -> None:
    text = (ROOT / "docs/semantics/lists.md").read_text(encoding="utf-8")
    table = text.partition("| shape |")[2].partition("\n\n")[0]
    assert re.findall(r"(?m)^\| `([\w-]+)` \|", table) == [shape.name for shape in LIST_SHAPES]
