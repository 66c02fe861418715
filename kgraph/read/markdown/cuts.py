"""Stretches cut out of the text of a block and put together, with their runs and inlines."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from kgraph.model import Inline, Run

ATOM = "\ufffc"
"""Stands in plain text for a construct that has no text of its own: a footnote or key citation."""
_FAR = 1 << 60


class Cut(NamedTuple):
    """Plain text with its runs and inlines, as a block has them."""

    text: str
    runs: tuple[Run, ...]
    inlines: tuple[Inline, ...]


class Whole(NamedTuple):
    """What is cut: the text of a block or of one under construction, its runs and its inlines, in order."""

    text: str
    runs: Sequence[Run]
    inlines: Sequence[Inline]


def cut(whole: Whole, ranges: Sequence[tuple[int, int]], markers: Sequence[Inline] = ()) -> Cut:
    """The `ranges` of `whole` put together, one of `markers` behind each but the last; one without a kind is left out."""
    parts: list[str] = []
    runs: list[Run] = []
    inlines: list[Inline] = []
    at = 0
    for n, (start, end) in enumerate(ranges):
        for i in range(max(bisect_right(whole.runs, (start, _FAR)) - 1, 0), len(whole.runs)):
            plain, first, last = whole.runs[i]
            if plain >= end:
                break
            stop = whole.runs[i + 1][0] if i + 1 < len(whole.runs) else len(whole.text)
            a, b = max(plain, start), min(stop, end)
            if a >= b:
                continue
            linear = last - first == stop - plain
            runs.append(
                (at + a - start, first + a - plain, first + b - plain)
                if linear
                else (at + a - start, first, last)
            )
        for i in range(bisect_left(whole.inlines, start, key=_start), len(whole.inlines)):
            inline = whole.inlines[i]
            if inline.start > end:
                break
            if inline.end <= end:
                inlines.append(inline._replace(start=inline.start - start + at, end=inline.end - start + at))
        parts.append(whole.text[start:end])
        at += end - start
        if n < len(markers) and markers[n].kind:
            marker = markers[n]
            inlines.append(marker._replace(start=at, end=at + 1))
            runs.append((at, *marker.span))
            parts.append(ATOM)
            at += 1
    return Cut("".join(parts), tuple(runs), tuple(inlines))


def _start(inline: Inline) -> int:
    return inline.start
