"""Blocks while they are written: the text of the one at hand, the markup around it, and the notes that wait behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kgraph.known import Exhibit, KnownEntry, KnownMarker
from kgraph.model import Block, BlockKind, Inline
from kgraph.read.html.block_text import BlockText, Cited, Writer, cut
from kgraph.read.html.tree import Node
from kgraph.read.html.typed_math import mark_formulas, sets_math
from kgraph.spans import Span

_MOST_ANCHORS = 8
"""So many ids of empty elements name the block that follows."""


@dataclass(slots=True)
class Body:
    """What the blocks of a page come to."""

    blocks: list[Block] = field(default_factory=list)
    markers: list[KnownMarker] = field(default_factory=list)
    entries: list[KnownEntry] = field(default_factory=list)
    dropped: list[tuple[int, int, str]] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """What a block is that begins here."""

    kind: BlockKind = "paragraph"
    lists: tuple[tuple[int, int], ...] = ()
    ordinal: int | None = None
    table: int = 0
    row: int = 0
    column: int = 0
    definition: str | None = None
    level: int = 0
    is_entry: bool = False
    """Whether it is all one block, its lines parted, since it is one entry."""


class _Open(NamedTuple):
    """Markup that is open: its kind and target, its element, and where it begins in the file and in the block at hand."""

    kind: str
    target: str
    node: Node
    start: int
    plain: int

    def again(self, at: int) -> "_Open":
        """The same in the next block, which begins at `at`."""
        return self._replace(start=max(self.start, at), plain=0)


class Written:
    """Takes the text of a page in order, and makes a block of it where one ends."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.body = Body()
        self.place = Place()
        self.section: list[tuple[int, str]] = []
        """The headings above, with their levels."""
        self.writer = Writer(source)
        self._open: list[_Open] = []
        """The markup around the place: kind, target, element, and where it began in the block."""
        self.notes: list[tuple[Node, str | None]] = []
        """Notes that stand in the block at hand: their elements and labels."""

    def text(self, start: int, end: int) -> None:
        """Append what the file has at `[start, end)`."""
        self.writer.text(start, end)

    def begin(self, kind: str, target: str, node: Node) -> None:
        """Markup of `kind` begins."""
        self._open.append(_Open(kind, target, node, node.start, self.writer.plain))

    def end(self) -> None:
        """The markup that began last ends."""
        each = self._open.pop()
        if self.writer.plain > each.plain:
            self.mark(each.kind, each.plain, each.target, Span(each.start, max(each.start, each.node.end)))

    def mark(self, kind: str, start: int, target: str, span: Span) -> None:
        """Name the text since plain `start` as `kind`."""
        self.writer.inlines.append(Inline(kind, start, self.writer.plain, target, span))

    def cite(
        self, kind: str, start: int, labels: tuple[str, ...], span: Span, locator: str | None = None
    ) -> None:
        """Name the text since plain `start` a marker, all of `span` in the file."""
        self.writer.cited.append(Cited(start, self.writer.plain, kind, labels, span, locator))

    def line(self, node: Node) -> None:
        """A line ends; where one did before, the block does, unless it is one entry."""
        if self.writer.ends_line and not self.place.is_entry:
            self.flush(node.start)
        else:
            self.writer.line(node.start, node.end)

    def flush(self, at: int, *, whole: bool = False) -> Block | None:
        """End the block at hand, if it has text; markup that is open goes on in the next. Within an entry, a line ends."""
        writer = self.writer
        if not writer.plain and not writer.inlines:
            return None  # as between most elements
        if self.place.is_entry and not whole:
            if writer.plain and not writer.ends_line:
                writer.line(at, at)
            return None
        for each in self._open:
            if writer.plain > each.plain:
                self.mark(each.kind, each.plain, each.target, Span(each.start, max(each.start, at)))
        found = writer.finished()
        self.writer = Writer(self._source)
        self._open = [each.again(at) for each in self._open]
        if found is None:
            anchors = [n._replace(start=0, end=0) for n in writer.inlines if n.kind == "anchor"]
            self.writer.inlines += anchors[-_MOST_ANCHORS:]
            return None
        if "\\" in found.text or "$" in found.text:
            mark_formulas(found, dollars="$" in found.text and self._sets_math)
        return self._keep(found)

    @cached_property
    def _sets_math(self) -> bool:
        return sets_math(self._source)

    def _keep(self, found: BlockText) -> Block:
        place = self.place
        section = () if place.kind == "footnote" else tuple(name for _, name in self.section if name)
        block = Block(
            place.kind, found.text, tuple(found.runs), tuple(found.inlines), Span(found.runs[0][1], found.runs[-1][2]),
            section, place.level, place.ordinal, place.lists, place.table, place.row, place.column, place.definition,
        )  # fmt: skip
        place.ordinal = None
        number = len(self.body.blocks)
        self.body.blocks.append(block)
        self.body.markers += (
            KnownMarker(number, c.start, c.end, c.kind, c.labels, c.span, locator=c.locator)
            for c in found.cited
        )
        return block

    def without_markup(self) -> list[_Open]:
        """The markup that is open, which a note that follows does not stand in."""
        opened, self._open = self._open, []
        return opened

    def with_markup(self, opened: Sequence[_Open], at: int) -> None:
        """That markup again, from `at` on."""
        self._open = [each.again(at) for each in opened]

    def behead(self, number: int, head: int) -> None:
        """Take the first `head` characters, a printed label, from block `number`."""
        if not head:
            return
        block, markers = self.body.blocks[number], self.body.markers
        lead = head + len(block.text[head:]) - len(block.text[head:].lstrip())
        if lead >= len(block.text) or any(m.block == number and m.start < lead for m in markers):
            return
        whole = cut(BlockText(block.text, list(block.runs), list(block.inlines)), lead, len(block.text))
        self.body.blocks[number] = block._replace(
            text=whole.text, runs=tuple(whole.runs), inlines=tuple(whole.inlines)
        )
        self.body.markers = [
            m._replace(start=m.start - lead, end=m.end - lead) if m.block == number else m for m in markers
        ]
