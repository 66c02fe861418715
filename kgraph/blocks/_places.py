"""From a place in the source to a place in the plain text of a block: back the way that the extractor went."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgraph.blocks._marks import ATOM
from kgraph.model import Block
from kgraph.spans import Span


class Place(NamedTuple):
    """Plain `[start, end)` of the block of that number."""

    block: int
    start: int
    end: int


_LAST = 1 << 60
_FIRST = -_LAST


class Places:
    """Where what the source has stands in the plain texts of its blocks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        runs: list[tuple[int, int, int, int, int, int]] = []
        self._blocks, self._ends = blocks, list[int]()
        for number, block in enumerate(blocks):
            stop, last = len(block.text), 0
            for plain, start, end in reversed(block.runs):
                order = -end if end > start else _FIRST
                runs.append((start, order, end, number, plain, stop - plain))
                stop = plain
                last = end if end > last else last
            self._ends.append(last)
        runs.sort()  # of those that begin at one place what stands for nothing first, then the outermost
        self._runs = runs
        self._starts = [run[0] for run in runs]

    def words(self, span: Span, kind: str | None = None) -> Place | None:
        """Where the words of `span` stand, in the first block (of `kind`) that has some of them; None where none has.

        A note that stands among the words is a block of its own, and no part of the place.
        """
        i = bisect_right(self._starts, span.start) - 1
        if i >= 0:
            start, _, last, block, plain, size = self._runs[i]
            if (
                last - start == size
                and span.end <= last
                and span.end > start
                and (kind is None or self._blocks[block].kind == kind)
            ):
                return Place(block, plain + span.start - start, plain + span.end - start)  # as most do
        own, begin, stop = -1, 0, 0
        for block, start, end, at in self._hits(span):
            if own < 0 and (kind is None or self._blocks[block].kind == kind):
                own, begin, stop = block, start, end
            elif block == own:
                begin, stop = min(begin, start), max(stop, end)
            elif own >= 0 and at >= self._ends[own]:
                break
        return Place(own, begin, stop) if own >= 0 else None

    def all_words(self, span: Span) -> list[Place]:
        """The same in each block that has some of them, but for what a marker without words stands on."""
        found: dict[int, Place] = {}
        for block, start, end, _ in self._hits(span):
            if self._blocks[block].text[start:end] != ATOM:
                known = found.get(block)
                found[block] = (
                    Place(block, min(known.start, start), max(known.end, end))
                    if known
                    else Place(block, start, end)
                )
        return list(found.values())

    def _hits(self, span: Span) -> Iterator[tuple[int, int, int, int]]:
        """Each run that has some of `span`: its block, the plain part that is within, and where it begins in the source."""
        first, last = span
        runs, i = self._runs, bisect_left(self._starts, span.start)
        while i and (i == len(runs) or runs[i][0] != first) and runs[i - 1][2] > first:
            i -= 1
        while i < len(runs):
            start, _, end, block, plain, size = runs[i]
            i += 1
            if start >= last:
                return
            if end <= first:
                continue
            is_whole = end - start != size
            yield (
                block,
                plain if is_whole or first <= start else plain + first - start,
                plain + size if is_whole or last >= end else plain + last - start,
                start,
            )

    def spot(self, at: int) -> Place | None:
        """Where in a block something stands that has no words and begins at `at` of the source; None where in none."""
        i = bisect_left(self._starts, at)
        if i < len(self._runs):
            start, _, _, block, plain, _ = self._runs[i]
            if start == at or self._blocks[block].span.start <= at < self._blocks[block].span.end:
                return Place(block, plain, plain)
        if i:
            start, _, _, block, plain, size = self._runs[i - 1]
            if self._blocks[block].span.end >= at:
                to = min(at - start, size)
                return Place(block, plain + to, plain + to)
        return None

    def source(self, number: int, start: int, end: int) -> Span:
        """Where plain `[start, end)` of block `number` stands in the source."""
        block = self._blocks[number]
        runs, first, last = block.runs, [], []
        for i in range(max(bisect_right(runs, (start, _LAST)) - 1, 0), len(runs)):
            plain, begin, stop = runs[i]
            if plain >= end:
                break
            size = (runs[i + 1][0] if i + 1 < len(runs) else len(block.text)) - plain
            one_to_one = stop - begin == size
            first.append(begin + max(start - plain, 0) if one_to_one else begin)
            last.append(stop - max(plain + size - end, 0) if one_to_one else stop)
        return Span(min(first), max(last))
