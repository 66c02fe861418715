"""What of a block is taken by tokens already."""

from bisect import bisect_left
from collections.abc import Iterable

from kgraph.extract.values import Token
from kgraph.model import Inline


class Taken:
    """Plain spans that tokens of a block have taken; no two share a character."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, tokens: Iterable[Token | Inline] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((t.start, t.end) for t in tokens) if tokens else ():
            self._starts.append(start)
            self._ends.append(end)

    def add(self, start: int, end: int) -> None:
        """Plain `[start, end)` is taken from now on."""
        i = bisect_left(self._starts, start)
        self._starts.insert(i, start)
        self._ends.insert(i, end)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether `[start, end)` shares a character with what is taken."""
        i = bisect_left(self._starts, end)
        return i > 0 and self._ends[i - 1] > start
