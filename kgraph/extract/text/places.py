"""Places in a block's plain text, and the way back to the source."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from operator import attrgetter

from kgraph.known import KnownMarker
from kgraph.model import Block, Inline
from kgraph.spans import Span, made

_START = attrgetter("start")
_SIGN = "\ufffc"
"""Stands for a marker that has no words."""
_OF_RANGES = f"{_SIGN}–—‑- "


def source_span(block: Block, start: int, end: int) -> Span:
    """The source span of plain text `[start, end)` of `block`; `start < end`."""
    runs = block.runs
    if len(runs) == 1:
        plain, first, last = runs[0]
        if last - first == len(block.text):
            return made(Span, (first + start, first + end))
    i = bisect_right(runs, (start, 1 << 60)) - 1
    plain, first, last = runs[i]
    stop = runs[i + 1][0] if i + 1 < len(runs) else len(block.text)
    begin = first + start - plain if last - first == stop - plain else first
    if end > stop:
        i = bisect_right(runs, (end - 1, 1 << 60)) - 1
        plain, first, last = runs[i]
        stop = runs[i + 1][0] if i + 1 < len(runs) else len(block.text)
    finish = first + end - plain if last - first == stop - plain else last
    return made(Span, (begin, finish))


class Marks:
    """The inlines of one block, asked by kind and place: a lookup, not a walk through all of them.

    `known` are the markers of the block that its reader knows by syntax.
    """

    __slots__ = ("_by_kind", "_edges", "_known_at", "block", "inlines", "known", "text")

    def __init__(self, block: Block, known: Sequence[KnownMarker] = ()) -> None:
        self.block, self.known = block, known
        self.text = block.text
        self.inlines = block.inlines
        self._by_kind: dict[str, tuple[list[int], list[Inline]]] | None = None
        self._known_at: dict[int, KnownMarker] | None = None
        self._edges: tuple[dict[int, list[Inline]], dict[int, list[Inline]]] | None = None

    def covering(self, kind: str, start: int, end: int) -> Inline | None:
        """The first inline of `kind` that overlaps plain `[start, end)`; those of one kind do not nest."""
        if not self.inlines:
            return None
        if self._by_kind is None:
            self._by_kind = {}
            for inline in self.inlines:
                starts, found = self._by_kind.setdefault(inline.kind, ([], []))
                starts.append(inline.start)
                found.append(inline)
        starts, found = self._by_kind.get(kind, ([], []))
        i = bisect_right(starts, start) - 1
        if i >= 0 and found[i].end > start:
            return found[i]
        return found[i + 1] if i + 1 < len(found) and starts[i + 1] < end else None

    def shown_as(self, start: int, end: int) -> str | None:
        """`code` or `math` where plain `[start, end)` is shown as such, else None."""
        for kind in ("code", "math"):
            inline = self.covering(kind, start, end)
            if inline and inline.start <= start and inline.end >= end:
                return kind
        return None

    def starting(self, at: int) -> list[Inline]:
        """The inlines that start at plain offset `at`, the longest first."""
        return self._at_edges()[0].get(at, [])

    def known_at(self, at: int) -> KnownMarker | None:
        """The marker known by syntax that stands at plain offset `at`, on one character without words; or two, and a dash."""
        if self._known_at is None:
            self._known_at = {
                m.start: m for m in self.known if m.end == m.start + 1 or self._is_range(m.start, m.end)
            }
        return self._known_at.get(at)

    def _is_range(self, start: int, end: int) -> bool:
        words = self.text[start:end]
        return words[:1] == words[-1:] == _SIGN and not words.strip(_OF_RANGES)

    def written_span(self, start: int, end: int) -> Span:
        """Like `source_span`, with the delimiters of the markup that begins or ends there (`**`, `](url)`)."""
        span = source_span(self.block, start, end)
        if not self.inlines:
            return span
        starts, ends = self._at_edges()
        if start not in starts and end not in ends:
            return span
        first, last = span
        for inline in starts.get(start, ()):
            if start < inline.end <= end:
                first = min(first, inline.span.start)
        for inline in ends.get(end, ()):
            if start <= inline.start < end:
                last = max(last, inline.span.end)
        return Span(first, last)

    def _at_edges(self) -> tuple[dict[int, list[Inline]], dict[int, list[Inline]]]:
        if self._edges is None:
            starts: dict[int, list[Inline]] = {}
            ends: dict[int, list[Inline]] = {}
            for inline in self.inlines:
                starts.setdefault(inline.start, []).append(inline)
                ends.setdefault(inline.end, []).append(inline)
            self._edges = starts, ends
        return self._edges


def lines(block: Block) -> list[tuple[int, int]]:
    """The plain spans of the block's lines, white space at either side left out, empty ones skipped.

    A break within a link's words (`[Title<br>Author](url)`) ends no line: the link is one thing.
    """
    text, at = block.text, 0
    found: list[tuple[int, int]] = []
    if "\n" not in text:
        _add_line(found, text, 0, len(text))
        return found
    links = deque(
        (n.start, n.end) for n in block.inlines if n.kind == "link" and "\n" in text[n.start : n.end]
    )
    while at <= len(text):
        end = text.find("\n", at)
        while links and end >= links[0][0]:
            inside, after = links.popleft()
            if inside <= end < after:
                end = text.find("\n", after)
        if end < 0:
            end = len(text)
        _add_line(found, text, at, end)
        at = end + 1
    return found


def _add_line(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def inlines_in(block: Block, start: int, end: int, *kinds: str) -> list[Inline]:
    """The inlines of any of `kinds` that lie within plain `[start, end)`, in order of their starts."""
    inlines = block.inlines
    found: list[Inline] = []
    if not inlines:
        return found
    for i in range(bisect_left(inlines, start, key=_START), len(inlines)):
        inline = inlines[i]
        if inline.start > end:
            break
        if inline.end <= end and inline.kind in kinds:
            found.append(inline)
    return found
