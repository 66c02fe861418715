"""From bytes to code points: the parser's places count bytes of UTF-8, kgraph's count characters."""

import re
from bisect import bisect_right

_WIDE = re.compile(r"[^\x00-\x7f]+")


class Offsets:
    """Places in a text, asked by byte: remembers the stretches of wide characters only, which are few."""

    def __init__(self, text: str) -> None:
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

    def place(self, byte: int) -> int:
        """The code point that starts at `byte`.

        >>> [Offsets("aéb").place(byte) for byte in (0, 1, 3, 4)]
        [0, 1, 2, 3]
        """
        i = bisect_right(self._starts, byte) - 1
        if i < 0:
            return byte
        if byte >= self._ends[i]:
            return byte - self._extra[i]
        at, wide = self._first[i], self._starts[i]
        while wide < byte:
            wide += len(self._text[at].encode("utf-8", "replace"))
            at += 1
        return at
