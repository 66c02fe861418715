"""A block while its text is put together: plain text, the way back to the file, and what is more than text in it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.model import Block, BlockKind, Inline, Run
from kgraph.spans import Span

SIGN = "\ufffc"
"""Stands where a marker without words does."""
_STOPS = ".,;:!?)]"
_BLANK = re.compile(r"[ \t\r\n]+")
_ODD_BLANK = re.compile(r"[\t\r\n]|  ")


class Mark(NamedTuple):
    """A marker of a block that is still put together: plain `[start, end)`, and as in `KnownMarker`."""

    start: int
    end: int
    kind: str
    labels: tuple[str, ...]
    span: Span | None
    cites: bool = True


@dataclass(slots=True)
class Prose:
    """A block as it grows; white space is one space, and none at either end."""

    kind: BlockKind
    section: tuple[str, ...] = ()
    level: int = 0
    ordinal: int | None = None
    lists: tuple[tuple[int, int], ...] = ()
    table: int = 0
    row: int = 0
    column: int = 0
    definition: str | None = None
    inlines: list[Inline] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    is_entry: bool = False
    """Whether it is a reference entry by the syntax of its format."""
    label: str | None = None
    """What the format calls that entry."""
    _parts: list[str] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _length: int = 0
    _blank: bool = True
    """Whether white space that comes now adds nothing."""
    _due: int | None = None
    """Where a space is due before the next word."""
    _even: bool = False
    """Whether the last run stands in the file character by character."""

    @property
    def length(self) -> int:
        """How long its text is so far."""
        return self._length

    def add(self, text: str, start: int, end: int) -> None:
        """More text, which stands in the file at `[start, end)`."""
        even = end - start == len(text)
        if not even:
            words = " " if text.isspace() else text
            if words != " " or not self._blank:
                self._put(words, start, end, False)
            return
        if not (self._blank and text[:1] in " \t\r\n") and _ODD_BLANK.search(text) is None:
            self._put(text, start, end, True)
            return
        at = 0
        for blank in _BLANK.finditer(text):
            if blank.start() > at:
                self._put(text[at : blank.start()], start + at, start + blank.start(), True)
            at = blank.end()
            if not self._blank:
                self._put(" ", start + blank.start(), start + at, at - blank.start() == 1)
        if at < len(text):
            self._put(text[at:], start + at, end, True)

    def space(self, at: int) -> None:
        """A space that the file has not, where what stands around `at` is parted; none before a stop."""
        if not self._blank:
            self._due = at

    def settle(self) -> None:
        """Puts the space that is due, since something begins here."""
        if self._due is not None:
            at, self._due = self._due, None
            self._put(" ", at, at, False)

    def line(self, start: int, end: int) -> None:
        """The end of a line, which a break in `[start, end)` sets."""
        if self._parts:
            self._put("\n", start, end, end - start == 1)

    def sign(self, span: Span) -> tuple[int, int]:
        """A sign for what has no words, which stands at `span`; its plain place."""
        start = self._length
        self._put(SIGN, span.start, span.end, False)
        return start, start + 1

    def _put(self, text: str, start: int, end: int, even: bool) -> None:
        if self._due is not None:
            if text[0] in _STOPS or text[0].isspace():
                self._due = None
            else:
                self.settle()
        last = self._runs[-1] if self._runs else None
        if even and self._even and last is not None and last[2] == start:
            self._runs[-1] = (last[0], last[1], end)
        else:
            self._runs.append((self._length, start, end))
        self._even = even
        self._parts.append(text)
        self._length += len(text)
        self._blank = text[-1:] in " \n"

    def block(self) -> Block | None:
        """The block, without white space at its end; None where it has no text."""
        text = "".join(self._parts)
        kept = text.rstrip()
        if not kept:
            return None
        runs, stop = list(self._runs), len(text)
        while runs[-1][0] >= len(kept):
            stop = runs.pop()[0]
        plain, start, end = runs[-1]
        if end - start == stop - plain:
            runs[-1] = (plain, start, end - (stop - len(kept)))
        inlines = (n for n in self.inlines if n.start < len(kept) and (n.end > n.start or n.kind == "anchor"))
        return Block(
            kind=self.kind, text=kept, runs=tuple(runs), span=Span(runs[0][1], runs[-1][2]),
            inlines=tuple(sorted((_within(n, len(kept)) for n in inlines), key=lambda n: (n.start, -n.end))),
            section=self.section, level=self.level, ordinal=self.ordinal, lists=self.lists, table=self.table,
            row=self.row, column=self.column, definition=self.definition,
        )  # fmt: skip


def _within(inline: Inline, length: int) -> Inline:
    return inline if inline.end <= length else inline._replace(end=length)
