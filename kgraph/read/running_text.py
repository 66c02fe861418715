"""One block under construction, for formats that are read sign by sign: words in reading order, and where each stands."""

from typing import Any, NamedTuple

from kgraph.known import KnownMarker
from kgraph.model import Block, BlockKind, Inline, Run
from kgraph.spans import Span

ATOM = "\ufffc"
"""Stands in the text for a marker without words of its own."""
_LINE_ENDS = str.maketrans("\n\r\t\f\v", "     ")


class Told(NamedTuple):
    """A marker of the block under construction, at a plain offset of it."""

    at: int
    kind: str
    labels: tuple[str, ...]
    span: Span
    cites: bool
    as_words: bool
    locator: str | None
    size: int = 1
    """How many characters of the text it is."""

    def known(self, block: int) -> KnownMarker:
        """The marker, once its block has a number."""
        return KnownMarker(
            block, self.at, self.at + self.size, self.kind, self.labels, self.span, self.cites, self.as_words,
            self.locator,
        )  # fmt: skip


class RunningText:
    """Text with its places in the source; an end of a line is a space. White space at either end is left out."""

    __slots__ = ("_parts", "_runs", "inlines", "plain", "told")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.inlines: list[Inline] = []
        self.told: list[Told] = []
        self.plain = 0
        """How much plain text there is so far, in code points."""

    def words(self, words: str, start: int, end: int) -> None:
        """Append `words`, which stand in the source at `[start, end)`: one to one, or all of them for all of it."""
        if "\r\n" in words and len(words) == end - start:
            line, *lines = words.split("\r\n")  # the end of a line is one space, however it is written
            self._append(line, start, start + len(line))
            at = start + len(line)
            for line in lines:
                self._append(" ", at, at + 2)
                self._append(line, at + 2, at + 2 + len(line))
                at += 2 + len(line)
        else:
            self._append(words, start, end)

    def _append(self, words: str, start: int, end: int) -> None:
        words = words.translate(_LINE_ENDS)
        if not self.plain:
            bare = words.lstrip()
            if len(words) == end - start:
                start += len(words) - len(bare)
            words = bare
        if not words:
            return
        runs = self._runs
        if runs and len(words) == end - start:
            plain, first, last = runs[-1]
            if last == start and self.plain - plain == last - first:
                runs[-1] = (plain, first, end)
                self._parts.append(words)
                self.plain += len(words)
                return
        runs.append((self.plain, start, end))
        self._parts.append(words)
        self.plain += len(words)

    def space(self, start: int, end: int) -> None:
        """Append a space for what stands at `[start, end)`, but behind another and at the head."""
        if self._parts and not self._parts[-1][-1].isspace():
            self.words(" ", start, end)

    def marker(
        self,
        kind: str,
        labels: tuple[str, ...],
        start: int,
        end: int,
        *,
        cites: bool = True,
        as_words: bool = False,
        locator: str | None = None,
        words: str = ATOM,
    ) -> None:
        """Append a marker that is all of `[start, end)` of the source; it has no words, or those that the page prints."""
        span, size = Span(start, end), len(words)
        self.told.append(Told(self.plain, kind, labels, span, cites, as_words, locator or None, size))
        self._runs.append((self.plain, start, end))
        self._parts.append(words)
        self.plain += size

    def place(self, locator: str) -> bool:
        """Name the place within its source of the marker that the text ends with; whether it ends with one."""
        last = self.told[-1] if self.told else None
        if last is None or last.at + last.size != self.plain or last.locator:
            return False
        self.told[-1] = last._replace(locator=locator)
        return True

    def mark(self, kind: str, since: int, target: str, start: int, end: int) -> None:
        """Name the plain text since `since`, which stands at `[start, end)` of the source, as `kind`."""
        if since < self.plain:
            self.inlines.append(Inline(kind, since, self.plain, target, Span(start, end)))

    def mark_title(self, start: int, end: int) -> None:
        """Name plain `[start, end)` as the title of an entry, white space and the stop at its ends left out."""
        words = "".join(self._parts)[start:end]
        bare = words.strip().rstrip(".,")
        start += len(words) - len(words.lstrip())
        if bare:
            self.inlines.append(
                Inline("title", start, start + len(bare), "", self._span(start, start + len(bare)))
            )

    def _span(self, start: int, end: int) -> Span:
        return Span(self.source_at(start), self.source_at(end - 1) + 1)

    def source_at(self, plain: int) -> int:
        """Where in the source the plain text from `plain` on begins, which is not empty."""
        for first, start, end in reversed(self._runs):
            if first <= plain:
                return start + plain - first if plain - first < end - start else start
        return 0

    def tail(self, count: int) -> str:
        """The last `count` characters so far, or a few more."""
        taken: list[str] = []
        for part in reversed(self._parts):
            taken.append(part)
            count -= len(part)
            if count <= 0:
                break
        return "".join(reversed(taken))

    def text(self) -> str:
        """The plain text so far, white space at its end left out."""
        return "".join(self._parts).rstrip()

    def block(self, kind: BlockKind, **where: Any) -> Block | None:
        """The block, `where` as `Block` has it; None where nothing was said."""
        text = self.text()
        if not text:
            return None
        size, runs = len(text), self._runs
        stop = self.plain
        while runs[-1][0] >= size:
            stop = runs.pop()[0]
        plain, start, end = runs[-1]
        if end - start == stop - plain:
            runs[-1] = (plain, start, start + size - plain)
        inlines = (n if n.end <= size else n._replace(end=size) for n in self.inlines if n.start < size)
        return Block(
            kind,
            text,
            tuple(runs),
            tuple(sorted(inlines, key=_place)),
            Span(runs[0][1], runs[-1][2]),
            **where,
        )


def _place(inline: Inline) -> tuple[int, int]:
    return inline.start, -inline.end
