"""Every row of the table of entry styles: its example is read by it, its look-alike by another."""

import pytest

from kgraph.extract.entries.entry_text import EntryText
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.styles import ENTRY_STYLES, EntryStyle
from kgraph.read import read


def _style_of(text: str) -> str | None:
    """The first style that reads the entry `text`, set as a paragraph of its own."""
    (block,) = read("a.md", text.encode()).blocks
    entry = EntryText(block, 0, len(block.text), find_links(block, 0, len(block.text)), None)
    return next((style.name for style in ENTRY_STYLES if style.read(entry) is not None), None)


@pytest.mark.parametrize("style", ENTRY_STYLES, ids=lambda style: style.name)
def test_example_and_look_alike(style: EntryStyle) -> None:
    assert _style_of(style.example) == style.name
    assert _style_of(style.not_) != style.name
