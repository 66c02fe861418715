"""From a tree to blocks: what every vocabulary of articles has — sections, paragraphs, lists, tables, notes, floats.

A vocabulary is a table, name of an element → what is done with it; elements without a row are gone through.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from kgraph.known import Exhibit, ExhibitKind, KnownEntry, KnownMarker
from kgraph.model import Block, BlockKind, Inline
from kgraph.read.xml.prose import Mark, Prose
from kgraph.read.xml.ranges import Listed, expanded
from kgraph.read.xml.tree import Element, Text
from kgraph.read.xml.untagged import prints_numbers, with_untagged

Act = Callable[[Any, Element], None]
_MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around the blocks to come."""

    kind: BlockKind = "paragraph"
    section: tuple[str, ...] = ()
    lists: tuple[tuple[int, int], ...] = ()
    ordinal: int | None = None
    """The number of an item, for the first of its paragraphs."""
    definition: str | None = None


class Walk:
    """Goes through the elements of an article, and makes blocks of them."""

    acts: ClassVar[Mapping[str, Act]] = {}

    def __init__(self, listed: Listed) -> None:
        self.listed = listed
        """The reference entries of the article."""
        self.prose: Prose | None = None
        """The block that text goes to now."""
        self.around = Around()
        self.dropped: list[tuple[int, int, str]] = []
        self.exhibits: list[Exhibit] = []
        self._begun: list[Prose] = []
        self._notes: list[tuple[Element, str]] = []
        self._tables = self._lists = 0
        self._row = self._column = 0

    def through(self, element: Element) -> None:
        """What it holds, as if the element were not there."""
        for child in element.children:
            if isinstance(child, Text):
                self.text(child)
            else:
                self.acts.get(child.name, Walk.through)(self, child)

    def text(self, piece: Text) -> None:
        """A text; where no block is open, it opens one."""
        if self.prose is None:
            if piece.text.isspace():
                return
            self.open()
        if self.prose is not None:
            self.prose.add(*piece)

    # blocks

    def open(self, **about: Any) -> Prose:
        """Begins a block, of the kind that is due here."""
        around = self.around
        said = {
            "kind": around.kind, "section": around.section, "lists": around.lists,
            "definition": around.definition, "ordinal": around.ordinal, **about,
        }  # fmt: skip
        if around.ordinal is not None:
            self.around = replace(around, ordinal=None)
        self.prose = Prose(**said)
        self._begun.append(self.prose)
        return self.prose

    @contextmanager
    def within(self, **around: Any) -> Iterator[None]:
        """Goes on with something else around."""
        before = self.around
        self.around = replace(before, **around)
        yield
        self.around = before

    @contextmanager
    def apart(self, *, goes_on: bool = False) -> Iterator[None]:
        """Blocks of their own, after which the block around goes on, or another one like it begins."""
        outer, self.prose = self.prose, None
        yield
        self.prose = outer
        if outer is not None and not goes_on:
            self.open(kind=outer.kind, level=outer.level, section=outer.section, lists=outer.lists)

    def paragraph(self, element: Element) -> None:
        """A block; within a cell or an entry, text of it."""
        if self.prose is not None and (self.prose.kind == "cell" or self.prose.is_entry):
            self.prose.space(element.start)
            self.through(element)
            return
        with self.apart():
            self.open()
            self.through(element)

    def heading(self, element: Element) -> None:
        """A heading: what stands around it is below it from here on."""
        with self.apart():
            level = min(len(self.around.section) + 1, 9)
            prose = self.open(kind="heading", level=level)
            self.through(element)
            block = prose.block()
        if block is not None:
            self.around = replace(self.around, section=(*self.around.section, block.text))

    def section(self, element: Element) -> None:
        """What stands below a heading of its own."""
        with self.apart(), self.within():
            self.through(element)

    def floating(self, element: Element) -> None:
        """A figure, a table, a box: the paragraph around it goes on behind it."""
        with self.apart(goes_on=True), self.within(kind="paragraph", lists=(), definition=None):
            self.through(element)

    def caption(self, element: Element) -> None:
        """Blocks that say what a float shows."""
        with self.apart(), self.within(kind="caption"):
            self.through(element)

    def quote(self, element: Element) -> None:
        """Quoted paragraphs."""
        with self.apart(), self.within(kind="quote"):
            self.through(element)

    # lists and tables

    def list(self, element: Element) -> None:
        """A list: its items are counted."""
        self._lists += 1
        number = self._lists
        is_ordered = self.is_ordered(element)
        with self.apart():
            before = self.around
            for item, child in enumerate(element.elements(), 1):
                lists = (*before.lists, (number, item))
                with self.within(kind="item", lists=lists, ordinal=item if is_ordered else None):
                    self.acts.get(child.name, Walk.through)(self, child)

    def is_ordered(self, element: Element) -> bool:
        """Whether the items of a list are numbered."""
        return False

    def item(self, element: Element) -> None:
        """An item: paragraphs in it are blocks."""
        with self.apart():
            self.through(element)

    def table(self, element: Element) -> None:
        """A table: its rows are counted from 1, those of its head are 0."""
        self._tables += 1
        before = self._row
        self._row = 0
        with self.apart(), self.within(lists=(), definition=None):
            self.through(element)
        self._row = before

    def head(self, element: Element) -> None:
        """The head of a table."""
        for row in element.elements():
            self.row(row, head=True)

    def row(self, element: Element, head: bool = False) -> None:
        """A row; one with nothing but heads of columns, before any other, is the head."""
        cells = element.elements()
        head = head or (not self._row and bool(cells) and all(self.is_head(c) for c in cells))
        self._row += not head
        self._column = 0
        table, row = self._tables, 0 if head else self._row
        for cell in cells:
            self._column += 1
            with self.apart():
                self.open(kind="cell", table=table, row=row, column=self._column)
                self.through(cell)
            self._column += _columns(cell) - 1

    def is_head(self, cell: Element) -> bool:
        """Whether a cell heads a column or a row."""
        return cell.name == "th"

    # within a block

    def inline(self, kind: str, element: Element, target: str = "") -> None:
        """Text of the block that is more than text."""
        if self.prose is None:
            if not element.children:
                return
            self.open()
        prose = self.prose
        if prose is None:
            return
        prose.settle()
        start = prose.length
        self.through(element)
        if self.prose is prose and prose.length > start:
            prose.inlines.append(Inline(kind, start, prose.length, target, element.span))

    def space(self, element: Element) -> None:
        """A break of the line: a space."""
        if self.prose is not None:
            self.prose.space(element.start)

    def mark(self, element: Element, kind: str, labels: tuple[str, ...], *, cites: bool = True) -> None:
        """A marker: the words of the element, or a sign where it has none."""
        prose = self.prose or self.open()
        prose.settle()
        start = prose.length
        self.through(element)
        if self.prose is not prose:
            return
        if prose.length == start:
            prose.sign(element.span)
        prose.marks.append(Mark(start, prose.length, kind, labels, element.span, cites))

    def leave(self, element: Element, reason: str) -> None:
        """No text: what the element holds is left out, for `reason`."""
        self.dropped.append((element.start, element.end, reason))

    def show(self, element: Element, kind: ExhibitKind, words: str) -> None:
        """No text either, but a reader sees it: these words, or a picture that they stand in for."""
        self.leave(element, kind)
        self.exhibits.append(Exhibit(kind, words, element.span))

    # the outcome

    def note(self, element: Element, key: str) -> None:
        """The text of a note: blocks of their own, behind all others where it stands amid a sentence."""
        self._notes.append((element, key))

    def finish_notes(self, definition: Callable[[str], str | None]) -> None:
        """The notes that were met, in order; `definition` says by its key what a note defines."""
        while self._notes:
            notes, self._notes = self._notes, []
            for element, key in notes:
                self.prose = None
                with self.within(kind="footnote", lists=(), definition=definition(key)):
                    self.through(element)

    def entry(self, element: Element, label: str) -> None:
        """A reference entry whose parts are not tagged: a block, which is read by its words."""
        self.prose = None
        self.open(is_entry=True, label=label, kind="paragraph", section=(), lists=(), definition=None)
        self.through(element)
        self.prose = None

    def outcome(self) -> tuple[tuple[Block, ...], tuple[KnownMarker, ...], tuple[KnownEntry, ...]]:
        """The blocks with text, in the order in which they begin; their markers, and which of them are entries."""
        blocks, markers, entries = list[Block](), list[KnownMarker](), list[KnownEntry]()
        told = [(prose, block) for prose in self._begun if (block := prose.block()) is not None]
        by_number = prints_numbers(((block.text, prose.marks) for prose, block in told), self.listed)
        for prose, block in told:
            marks = expanded(block.text, prose.marks, self.listed)
            if by_number and not prose.is_entry:
                marks = with_untagged(block.text, marks, self.listed)
            markers += (KnownMarker(len(blocks), *mark) for mark in marks)
            entries += [KnownEntry(len(blocks), prose.label)] if prose.is_entry else []
            blocks.append(block)
        return tuple(blocks), tuple(markers), tuple(entries)


def _columns(cell: Element) -> int:
    """How many columns a cell stands in."""
    written = cell.get("colspan") or cell.get("cols")
    return (
        min(int(written), _MOST_COLUMNS)
        if written.isascii() and written.isdigit() and len(written) < 5 and int(written)
        else 1
    )
