"""Every row of the table of conventions: its example cites by it, its look-alike does not."""

import pytest

from kgraph.extract import CONVENTIONS, read_through
from kgraph.extract.markers.convention import Convention
from kgraph.read import read


def _cites_by(row: Convention, text: str) -> bool:
    settled = read_through(read(f"a{row.suffix}", text.encode())).settled
    tokens = (*(t for found in settled.by_block.values() for t in found), *settled.ignored)
    cites_nothing = {"around-link", "entity", "picture", "place", "span-tag"}
    return any(t.convention == row.name and (t.reason is None or row.name in cites_nothing) for t in tokens)


@pytest.mark.parametrize("row", CONVENTIONS, ids=lambda row: row.name)
def test_example_and_look_alike(row: Convention) -> None:
    assert _cites_by(row, row.example)
    assert not _cites_by(row, row.not_)


def test_names_are_told_apart() -> None:
    assert len({row.name for row in CONVENTIONS}) == len(CONVENTIONS)


def test_rows_of_articles_say_what_decides() -> None:
    for row in CONVENTIONS:
        assert (row.find is None) != (row.find_by_article is None), row.name
        assert (row.scope == "article") == bool(row.group), row.name
