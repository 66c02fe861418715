"""What a line below the head of a list is: an entry, more of the one above it, or no part of the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.recognise import looks_like_entry
from kgraph.extract.lists.candidates import GrowingEntry, Labels, ends_in_links, listed_label, only_link
from kgraph.extract.lists.entry_shape import entry_shaped, reads_on
from kgraph.extract.lists.names import attribution
from kgraph.model import Block


class Part(Enum):
    """What a line is to the list it stands in."""

    LABELLED = auto()
    """An entry, behind its labels."""
    UNLABELLED = auto()
    """An entry without labels."""
    MORE = auto()
    """More of the entry above it."""
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line below the head of a list, and what the list has above it."""

    blocks: Sequence[Block]
    number: int
    """The block it stands in."""
    start: int
    end: int
    is_first: bool
    """Whether it is the first line of its block."""
    current: GrowingEntry | None
    """The entry above that is still open."""
    before: Sequence[GrowingEntry]
    """The entries of the blocks above."""
    last: Sequence[GrowingEntry]
    """The last entry of the blocks above, and the last of this one, where there are such."""
    labelled: bool
    """Whether an entry above has a label."""

    @property
    def block(self) -> Block:
        """The block it stands in."""
        return self.blocks[self.number]

    @property
    def is_nested(self) -> bool:
        """Whether it stands in an item deeper than the first entry's."""
        if self.block.kind != "item" or not self.before:
            return False
        return len(self.block.lists) > max(1, len(self.blocks[self.before[0].block].lists))


def part_of(line: Line) -> tuple[Part, Labels]:
    """What `line` is, by the first row of `_PARTS` that fits, and its labels if it is an entry."""
    labels = listed_label(line.block, line.start, line.end, list(line.last), first=line.is_first)
    part = next((part for fits, part in _PARTS if fits(line, labels)), Part.NOTHING)
    return part, labels if labels and part is Part.LABELLED else ((None, line.start),)


def _goes_on_in_item(line: Line, _: Labels | None) -> bool:
    """A further paragraph of the item that the entry above began. Not the next item."""
    block, current = line.block, line.current
    return (
        current is not None
        and current.block != line.number
        and bool(block.lists)
        and block.lists == line.blocks[current.block].lists
    )


def _has_label(line: Line, labels: Labels | None) -> bool:
    """`[3] Tides.` Not an item below an entry, whose number only its list gives."""
    return bool(labels) and not (line.is_nested and labels is not None and labels[0][1] == line.start)


def _ends_in_links(line: Line, _: Labels | None) -> bool:
    """`Tides of the sea https://example.org/a` behind a line like it. Not `https://example.org/a`."""
    current = line.current
    return current is not None and ends_in_links(line.block, line.blocks, current, line.start, line.end)


def _is_address_below_one(line: Line, _: Labels | None) -> bool:
    """`https://example.org/b` below `https://example.org/a`; as an item, below any that has a link. Not below `Tides.`"""
    block, current = line.block, line.current
    if current is None or current.more or line.labelled or line.is_nested:
        return False
    if not only_link(block, line.start, line.end):
        return False
    above = line.blocks[current.block]
    if line.is_first and block.kind == above.kind == "item":
        return bool(find_links(above, current.start, current.end))
    return only_link(above, current.start, current.end)


def _goes_on(line: Line, _: Labels | None) -> bool:
    """A further line of a block, a nested item, or an address alone. Not a paragraph of its own."""
    return line.current is not None and (
        not line.is_first or line.is_nested or only_link(line.block, line.start, line.end)
    )


def _is_unlabelled(line: Line, _: Labels | None) -> bool:
    """`Moss, A. (2020). Tides.` where no entry has a label, or among items. Not `These are worth a look:`."""
    block = line.block
    if line.labelled and not (
        block.kind == "item" and line.before and line.blocks[line.before[-1].block].kind == "item"
    ):
        return False
    text = block.text[line.start : line.end]
    if attribution(text) or (text.endswith((":", "：")) and not text.endswith((" In:", " in:"))):
        return False
    looks = looks_like_entry if block.kind == "item" else entry_shaped
    return looks(block, line.start, line.end) and not _begins_prose(line)


def _begins_prose(line: Line) -> bool:
    """`Much the same is done by [kites](…).⏎They fly, too.`: a paragraph that goes on, and is no entry as a whole."""
    block, end = line.block, len(line.block.text.rstrip())
    return (
        line.is_first
        and line.end < end
        and reads_on(block, line.start, line.end)
        and not entry_shaped(block, line.start, end)
    )


_PARTS: tuple[tuple[Callable[[Line, Labels | None], bool], Part], ...] = (
    (_goes_on_in_item, Part.MORE),
    (_has_label, Part.LABELLED),
    (_ends_in_links, Part.UNLABELLED),
    (_is_address_below_one, Part.UNLABELLED),
    (_goes_on, Part.MORE),
    (_is_unlabelled, Part.UNLABELLED),
)
"""Row order is precedence: the first that fits says what a line is."""
