"""From bytes to code points: the parser's places count bytes of UTF-8, kgraph's count characters."""

import re
from bisect import bisect_right

_WIDE = re.compile(r"[^\x00-\x7f]+")


class Offsets(dict[int, int]):
    """Byte → the code point that starts there, for a text whose stretches of wide characters are known.

    A dict of what was asked for: events that follow each other begin and end at the same places.

    >>> [Offsets("aéb")[byte] for byte in (0, 1, 3, 4)]
    [0, 1, 2, 3]
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._starts: list[int] = []
        """The byte at which each stretch starts, sorted."""
        self._ends: list[int] = []
        """The byte at which it ends."""
        self._first: list[int] = []
        """The code point at which it starts."""
        self._extra: list[int] = []
        """How many more bytes than code points there are up to its end."""
        extra = 0
        for match in _WIDE.finditer(text):
            first, last = match.span()
            self._first.append(first)
            self._starts.append(first + extra)
            extra += len(match[0].encode("utf-8", "replace")) - (last - first)
            self._ends.append(last + extra)
            self._extra.append(extra)

    def __missing__(self, byte: int) -> int:
        i = bisect_right(self._starts, byte) - 1
        if i < 0:
            place = byte
        elif byte >= self._ends[i]:
            place = byte - self._extra[i]
        else:
            place, wide = self._first[i], self._starts[i]
            while wide < byte:
                wide += len(self._text[place].encode("utf-8", "replace"))
                place += 1
        self[byte] = place
        return place
