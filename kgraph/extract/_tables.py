"""Reference lists set as tables with no heading above: a column of numbers, a column of sources (semantics, section 3)."""

import re
from collections.abc import Callable

from kgraph.extract._found import Found, Lists
from kgraph.extract._names import list_name
from kgraph.model import Block

_NUMBERS = re.compile(
    r"#|(?:no|nr|num|ref|id|n°|№|编号|序号)\.?|number|citation|index|key|cite ?key|label|\[#\]", re.IGNORECASE
)
_SOURCES = re.compile(
    r"(?:source|reference|document|title|url|link)s?(?: (?:title|name|url|link))?", re.IGNORECASE
)
_KEY = re.compile(r"\[([A-Za-z][\w:.+-]{1,40})[\],;]")

Row = Callable[[int, Found | None], tuple[list[Found], Found | None]]
"""Reads one cell: the entry that starts there, and the one that is open."""
Named = Callable[[set[str | None], Found], bool]
"""Whether the text above an entry names one of the labels."""


def take_tables(blocks: tuple[Block, ...], lists: Lists, read: Row, named: Named) -> None:
    """Adds to `lists` the tables whose first column is headed `No.`, `Key` or the like, and another `Source`.

    Where a list has their numbers already, they are data.
    """
    listed = {label for entries in lists.lists for e in entries for label, _ in e.labels}
    first_key: dict[str, int] | None = None
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
        first_key = _first_keys(blocks) if first_key is None else first_key
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
            or not (named(labels, entries[0]) or any(first_key.get(x or "", i) < i for x in labels))
        ):
            continue
        lists.keep(entries)
        for at in range(i, end):
            if blocks[at].row == 0:
                lists.take(at, 0, len(blocks[at].text))


def _first_keys(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Every key in brackets (`[Moss20]`, `[Moss20, p. 4]`) → the first block that has it."""
    found: dict[str, int] = {}
    for i, block in enumerate(blocks):
        if "[" in block.text:
            for key in _KEY.findall(block.text):
                found.setdefault(key, i)
    return found
