"""Reference lists set as tables with no heading above: a column of numbers, a column of sources (semantics, section 3)."""

import re
from collections.abc import Callable

from kgraph.extract._found import Found, Lists
from kgraph.extract._names import list_name
from kgraph.model import Block

_NUMBERS = re.compile(r"#|(?:no|nr|num|ref|id|n°|№|编号|序号)\.?|number|citation|index|\[#\]", re.IGNORECASE)
_SOURCES = re.compile(
    r"(?:source|reference|document|title|url|link)s?(?: (?:title|name|url|link))?", re.IGNORECASE
)

Row = Callable[[int, Found | None], tuple[list[Found], Found | None]]
"""Reads one cell: the entry that starts there, and the one that is open."""
Named = Callable[[set[str | None], Found], bool]
"""Whether the text above an entry names one of the labels."""


def take_tables(blocks: tuple[Block, ...], lists: Lists, read: Row, named: Named) -> None:
    """Adds to `lists` the tables whose first column is headed `No.` or the like, and another `Source`.

    Where a list has their numbers already, they are data.
    """
    listed = {label for entries in lists.lists for e in entries for label, _ in e.labels}
    for i, block in enumerate(blocks):
        if (
            block.kind != "cell"
            or block.row
            or block.column != 1
            or not _NUMBERS.fullmatch(block.text.strip())
        ):
            continue
        end = i
        while end < len(blocks) and blocks[end].kind == "cell" and blocks[end].table == block.table:
            end += 1
        heads = [b.text.strip() for b in blocks[i + 1 : end] if b.row == 0]
        if not any(_SOURCES.fullmatch(head) or list_name(head) for head in heads):
            continue
        entries: list[Found] = []
        current: Found | None = None
        for at in range(i, end):
            found, current = read(at, current)
            entries += found
        labels = {label for e in entries for label, _ in e.labels}
        if (
            len(entries) < 2
            or None in labels
            or not labels.isdisjoint(listed)
            or lists.takes(entries[0].block, 0)
            or not named(labels, entries[0])
        ):
            continue
        lists.keep(entries)
        for at in range(i, end):
            if blocks[at].row == 0:
                lists.take(at, 0, len(blocks[at].text))
