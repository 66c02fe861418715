"""Places in a block's plain text, and the way back to the source."""

from bisect import bisect_right
from collections.abc import Iterator

from kgraph.model import Block, Inline
from kgraph.spans import Span


def source_span(block: Block, start: int, end: int) -> Span:
    """The source span of plain text `[start, end)` of `block`; `start < end`."""
    runs = block.runs
    if len(runs) == 1:
        plain, first, last = runs[0]
        if last - first == len(block.text):
            return Span(first + start, first + end)
    i = bisect_right(runs, (start, 1 << 60)) - 1
    plain, first, last = runs[i]
    stop = runs[i + 1][0] if i + 1 < len(runs) else len(block.text)
    begin = first + start - plain if last - first == stop - plain else first
    if end > stop:
        i = bisect_right(runs, (end - 1, 1 << 60)) - 1
        plain, first, last = runs[i]
        stop = runs[i + 1][0] if i + 1 < len(runs) else len(block.text)
    finish = first + end - plain if last - first == stop - plain else last
    return Span(begin, finish)


def written_span(block: Block, start: int, end: int) -> Span:
    """Like `source_span`, with the delimiters of the markup that begins or ends there (`**`, `](url)`)."""
    span = source_span(block, start, end)
    if not block.inlines:
        return span
    first, last = span
    for inline in block.inlines:
        if inline.start >= start and inline.end <= end and inline.end > inline.start:
            if inline.start == start:
                first = min(first, inline.span.start)
            if inline.end == end:
                last = max(last, inline.span.end)
    return Span(first, last)


def lines(block: Block) -> Iterator[tuple[int, int]]:
    """The plain spans of the block's lines, white space at either side left out, empty ones skipped."""
    text, at = block.text, 0
    while at <= len(text):
        end = text.find("\n", at)
        if end < 0:
            end = len(text)
        start, stop = at, end
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if start < stop:
            yield start, stop
        at = end + 1


def inlines_in(block: Block, start: int, end: int, kind: str) -> list[Inline]:
    """The inlines of `kind` that lie within plain `[start, end)`."""
    return [i for i in block.inlines if i.kind == kind and start <= i.start and i.end <= end]
