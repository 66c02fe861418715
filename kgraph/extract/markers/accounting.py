"""Counts what looks like a marker and is none, so that every token of a file is accounted for."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from kgraph import late_re as re
from kgraph.extract.text.places import source_span
from kgraph.extract.values import Token
from kgraph.model import Block, Document, Ignored, Marker, ReferenceEntry
from kgraph.spans import SourceText, Span

_BRACKETED = r"\[(?:\[?\^?\d{1,4}(?:\s{0,2}[,;–-]\s{0,2}\d{1,4}){0,30}\]|\\\[\d{1,4}\\\]\]|\^[\w-]{1,40}\]|\d{1,4}\s?[:：]\s?\d[\d–-]{0,12}\]|-?@[^\]\n]{1,300}\])"
_ESCAPED = r"\\\[\d{1,4}(?:\s{0,2}[,;–-]\s{0,2}\d{1,4}){0,30}\\\]"
_WIDE = r"〔\d{1,4}〕|【[^【】\n]{1,60}】|［\d{1,4}[^［］\n]{0,40}］"
_OF_VENDORS = r"\ue200[^\ue200\ue201]{0,2000}\ue201|:contentReference\[[^\[\]]{0,60}\]"
_OTHER = f"{_ESCAPED}|{_WIDE}|{_OF_VENDORS}"
_OTHER_SIGNS = ("\\", "〔", "【", "［", "\ue201", ":contentReference[")
"""Whatever `_OTHER` finds has one of them in it."""
_BRACKETED_MARKER = re.compile(_BRACKETED)
_ANY_MARKER = re.compile(f"{_BRACKETED}|{_OTHER}")
"""Several times slower than the one above, since it stops at more characters than `[`."""


class _Places:
    """Spans of the source, each with a reason, asked by offset; those within others are left out."""

    def __init__(self, spans: Iterable[tuple[int, int, str]]) -> None:
        self._spans: list[tuple[int, int, str]] = []
        for span in sorted(spans, key=lambda s: (s[0], -s[1])):
            if not self._spans or span[1] > self._spans[-1][1]:
                self._spans.append(span)
        self._starts = [start for start, _, _ in self._spans]

    def at(self, offset: int) -> str | None:
        i = bisect_right(self._starts, offset) - 1
        return self._spans[i][2] if i >= 0 and offset < self._spans[i][1] else None

    def before(self, offset: int) -> int:
        """Where the last span that starts at or before `offset` ends; -1 where there is none."""
        i = bisect_right(self._starts, offset) - 1
        return self._spans[i][1] if i >= 0 else -1


class _LineEnds:
    """Where the line of an offset ends; a stretch without line ends is not searched again."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._start, self._end = 0, -1

    def after(self, offset: int) -> int:
        if not self._start <= offset <= self._end:
            self._start, self._end = offset, self._source.line_end(offset)
        return self._end


def account(
    document: Document,
    markers: Sequence[Marker],
    references: Sequence[ReferenceEntry],
    tokens: Sequence[Token],
) -> tuple[Ignored, ...]:
    """The `tokens` that cite nothing, and every other one of the source that no marker covers, each with its reason.

    Afterwards resolved + dangling + ambiguous + unresolvable + ignored is the number of tokens in the file.
    """
    known = list(_found(document, tokens))
    covered = sorted([m.span for m in markers] + [i.span for i in known])
    starts = [start for start, _ in covered]
    entries = _Places((e.span.start, e.span.end, "entry") for e in references if e.file is None)
    dropped = _Places(d for d in document.dropped if d[2] not in ("rule", "html"))
    lines = _LineEnds(document.source)
    places: tuple[_Places, ...] | None = None
    found = list(known)
    for start, end, after in _seen_in(document):
        i = bisect_right(starts, start) - 1
        if (i >= 0 and covered[i][1] > start) or (i + 1 < len(covered) and covered[i + 1][0] < end):
            continue
        reason = _reason(start, end, after, dropped, entries, lines)
        if reason is None:
            places = places or _code(document.blocks)
            reason = next((reason for p in places if (reason := p.at(start))), "other")
        span = Span(start, end)
        found.append(Ignored(document.source.words(span), span, reason))
    found += _told_and_lost(document, markers, found, entries)
    return tuple(sorted(found, key=lambda t: t.span))


def _told_and_lost(
    document: Document, markers: Sequence[Marker], found: Sequence[Ignored], entries: _Places
) -> Iterator[Ignored]:
    """The markers that syntax tells and nothing took: those in code, and in the head of a list."""
    if not document.markers:
        return
    taken = _Places((s.start, s.end, "taken") for s in (*(m.span for m in markers), *(t.span for t in found)))
    code = None
    for marker in document.markers:
        span = marker.span or source_span(document.blocks[marker.block], marker.start, marker.end)
        if taken.before(span.end - 1) > span.start or entries.at(span.start):
            continue
        code = code or _code(document.blocks)[0]
        yield Ignored(document.source.words(span), span, code.at(span.start) or "other")


def _found(document: Document, tokens: Sequence[Token]) -> Iterator[Ignored]:
    """Tokens of blocks that are none. Those in code are found again in the source: code has no offsets within."""
    written = {(m.block, m.start, m.end): m.span for m in document.markers if m.span}
    for token in tokens:
        if token.reason is not None and token.reason not in ("code", "math"):
            span = written.get((token.block, token.start, token.end)) or source_span(
                document.blocks[token.block], token.start, token.end
            )
            yield Ignored(document.source.words(span), span, token.reason)


def _seen_in(document: Document) -> Iterator[tuple[int, int, str]]:
    """What looks like a marker: start and end in the file, and the character behind it; none within another.

    A cell is searched as its author wrote it: escapes of the file would hide brackets of other scripts.
    """
    text, last = document.source.text, 0
    by_format = ((start, end, text[end : end + 1]) for start, end in document.signs.lookalikes)
    for found in merge(_brackets_in(document.source), by_format):
        if found[0] >= last:
            last = found[1]
            yield found


def _brackets_in(source: SourceText) -> Iterator[tuple[int, int, str]]:
    last = 0
    for cell in source.cells:
        yield from _seen_between(source.text, last, cell.start)
        for start, end, after in _seen_between(cell.text, 0, len(cell.text)):
            yield *cell.span(start, end), after
        last = cell.end
    yield from _seen_between(source.text, last, len(source.text))


def _seen_between(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    other = any(text.find(sign, first, last) >= 0 for sign in _OTHER_SIGNS)
    for match in (_ANY_MARKER if other else _BRACKETED_MARKER).finditer(text, first, last):
        yield match.start(), match.end(), text[match.end() : match.end() + 1]


def _reason(
    start: int, end: int, after: str, dropped: _Places, entries: _Places, lines: _LineEnds
) -> str | None:
    """Why a token outside of the body's blocks is none; None for one within."""
    if reason := dropped.at(start):
        return reason
    ended = entries.before(end)
    if ended > start or (ended >= 0 and lines.after(ended) >= start):
        return "entry"
    if after == ":":
        return "definition"
    return None


def _code(blocks: tuple[Block, ...]) -> tuple[_Places, _Places, _Places]:
    """Code and math, links, definitions: places whose tokens are never markers."""
    inlines = [n for block in blocks for n in block.inlines]
    return (
        _Places((n.span.start, n.span.end, n.kind) for n in inlines if n.kind in ("code", "math")),
        _Places((n.span.start, n.span.end, "link") for n in inlines if n.kind == "link"),
        _Places((b.span.start, b.span.end, "definition") for b in blocks if b.definition),
    )
