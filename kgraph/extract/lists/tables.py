"""Reference lists set as tables with no heading above: a column of numbers, a column of sources (semantics, section 3)."""

import re
from collections.abc import Callable, Sequence

from kgraph.extract.lists.candidates import GrowingEntry, GrowingLists
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

Named = Callable[[set[str | None], GrowingEntry], bool]
"""Whether the text above an entry names one of the labels."""


def take_tables(blocks: tuple[Block, ...], lists: GrowingLists, named: Named) -> None:
    """Adds to `lists` the tables whose first column is headed `No.`, `Key` or the like, and another `Source`.

    Where a list has their numbers already, they are data.
    """
    listed = {label for entries, _ in lists.lists for e in entries for label, _ in e.labels}
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
        entries: list[GrowingEntry] = []
        for at in range(i, end):
            if in_row_of(blocks, at, entries[-1] if entries else None):
                entries[-1].more.append((at, 0, len(blocks[at].text)))
            elif found := row_entry(blocks, at):
                entries.append(found)
        labels = {label for e in entries for label, _ in e.labels}
        if (
            len(entries) < 2
            or None in labels
            or not labels.isdisjoint(listed)
            or lists.takes(entries[0].block, 0)
            or not (named(labels, entries[0]) or any(first_key.get(x or "", i) < i for x in labels))
        ):
            continue
        lists.keep(entries, "a table of sources, its first column their labels")
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


def in_row_of(blocks: Sequence[Block], i: int, entry: GrowingEntry | None) -> bool:
    """Whether cell `i` stands in the row that `entry` is."""
    cell = blocks[i]
    return entry is not None and (blocks[entry.block].row, blocks[entry.block].table) == (
        cell.row,
        cell.table,
    )


def row_entry(blocks: Sequence[Block], i: int) -> GrowingEntry | None:
    """The entry that starts in cell `i`, the first of its row: its label if it is one; None in a head."""
    cell = blocks[i]
    if cell.row == 0:
        return None
    label = _row_label(cell.text)
    return GrowingEntry(i, 0, len(cell.text), ((label, len(cell.text) if label else 0),))


def _row_label(cell: str) -> str | None:
    """The label that the first cell of a row is: a number, or a key in brackets."""
    number = cell.strip(" []^.()")
    if number.isdigit():
        return number if len(number) <= 4 else None
    key = _ROW_KEY.fullmatch(cell)
    return key[1] if key else None
