"""Reference lists set as tables with no heading above: a column of numbers, a column of sources (semantics, section 3)."""

from collections.abc import Iterator, Mapping, Sequence

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import GrowingEntry
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.names import list_name
from kgraph.extract.lists.shape import ListShape
from kgraph.model import Block

_NUMBERS = re.compile(rf"#|\[#\]|(?:n°|№|{patterns_of('patterns.table_labels')})\.?", re.IGNORECASE)
_SOURCES = re.compile(patterns_of("patterns.table_sources"), re.IGNORECASE)
_KEY = re.compile(r"\[([A-Za-z][\w:.+-]{1,40})[\],;]")

_ROW_KEY = re.compile(r"\s{0,3}\[@?((?=[^\]]{0,40}\d)[A-Za-z][\w:.+-]{1,40})\]\s{0,3}")
"""A cell that is the key of its row: `[Moss20]`."""
_ROW_CODE = re.compile(r"\s{0,3}\[?([A-Z]{1,3}-?\d{1,3})\]?\s{0,3}")
"""A cell that is a letter and a number: `S1`, `[S1]`."""


def of_tables(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """The tables whose first column is headed `No.`, `Key` or the like, and another `Source`.

    Where a list has their numbers already, they are data.
    """
    blocks = article.blocks
    first_key: Mapping[str, int] | None = None
    for at, end in _numbered_tables(blocks):
        first_key = _first_keys(blocks) if first_key is None else first_key
        entries = _entries(blocks, at, end)
        labels = {label for e in entries for label, _ in e.labels}
        if len(entries) < 2 or None in labels or not labels.isdisjoint(taken.labels):
            continue
        first = entries[0].block
        named = article.names(labels, (first, entries[0].start))
        if taken.holds(first, 0) or not (named or any(first_key.get(x or "", at) < at for x in labels)):
            continue
        head = tuple((i, 0, len(blocks[i].text)) for i in range(at, end) if blocks[i].row == 0)
        yield FoundList(tuple(entry.done() for entry in entries), shapes[0].told(), head)


def _numbered_tables(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The first cell and the end of each table whose heads are those of a list of sources."""
    for i, block in enumerate(blocks):
        if block.kind != "cell" or block.row or block.column != 1:
            continue
        if not _NUMBERS.fullmatch(block.text.strip()):
            continue
        end = i
        while end < len(blocks) and blocks[end].kind == "cell" and blocks[end].table == block.table:
            end += 1
        heads = (b.text.strip() for b in blocks[i + 1 : end] if b.row == 0)
        if any(_SOURCES.fullmatch(head) or list_name(head) for head in heads):
            yield i, end


def _entries(blocks: Sequence[Block], start: int, end: int) -> list[GrowingEntry]:
    """The rows of a table as entries."""
    entries: list[GrowingEntry] = []
    for at in range(start, end):
        if in_row_of(blocks, at, entries[-1] if entries else None):
            entries[-1].more.append((at, 0, len(blocks[at].text)))
        elif found := row_entry(blocks, at):
            entries.append(found)
    return entries


def _first_keys(blocks: Sequence[Block]) -> dict[str, int]:
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
    """The label that the first cell of a row is: a number, a letter and a number, or a key in brackets."""
    number = cell.strip(" []^.()")
    if number.isdigit():
        return number if len(number) <= 4 else None
    key = _ROW_CODE.fullmatch(cell) or _ROW_KEY.fullmatch(cell)
    return key[1] if key else None
