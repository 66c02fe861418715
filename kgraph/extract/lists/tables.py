"""Reference lists set as tables with no heading above: a column of numbers, a column of sources (semantics, section 3)."""

import re
from collections.abc import Callable

from kgraph.extract.lists.candidates import Found, Lists
from kgraph.extract.lists.names import list_name
from kgraph.model import Block

_NUMBERS = re.compile(
    r"#|(?:no|nr|num|ref|id|n°|№|编号|序号)\.?|number|citation|index|key|cite ?key|label|\[#\]", re.IGNORECASE
)
_SOURCES = re.compile(
    r"(?:source|reference|document|title|url|link)s?(?: (?:title|name|url|link))?", re.IGNORECASE
)
_KEY = re.compile(r"\[([A-Za-z][\w:.+-]{1,40})[\],;]")

_ROW_KEY = re.compile(r"\s{0,3}\[@?((?=[^\]]{0,40}\d)[A-Za-z][\w:.+-]{1,40})\]\s{0,3}")
"""A cell that is the key of its row: `[Moss20]`."""

Named = Callable[[set[str | None], Found], bool]
"""Whether the text above an entry names one of the labels."""


def take_tables(blocks: tuple[Block, ...], lists: Lists, named: Named) -> None:
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
            found, current = row_entry(blocks, at, current)
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


def row_entry(blocks: tuple[Block, ...], i: int, current: Found | None) -> tuple[list[Found], Found | None]:
    """The entry that starts in cell `i`, and the one that is open: a row is one, its first cell the label if it is one."""
    block = blocks[i]
    if block.row == 0:
        return [], None
    if current and (blocks[current.block].row, blocks[current.block].table) == (block.row, block.table):
        current.more.append((i, 0, len(block.text)))
        return [], current
    label = _row_label(block.text)
    found = Found(i, 0, len(block.text), [(label, len(block.text) if label else 0)])
    return [found], found


def _row_label(cell: str) -> str | None:
    """The label that the first cell of a row is: a number, or a key in brackets."""
    number = cell.strip(" []^.()")
    if number.isdigit():
        return number if len(number) <= 4 else None
    key = _ROW_KEY.fullmatch(cell)
    return key[1] if key else None
