"""From bytes to code points: the parser's places count bytes of UTF-8, kgraph's count characters."""

from itertools import accumulate

_STEP = 256
_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes at which no code point starts."""


class Offsets(dict[int, int]):
    """Byte → the code point that starts there.

    Code points are counted once up to every 256th byte, and from there on for each byte asked for. A dict of what
    was asked for: events that follow each other begin and end at the same places.

    >>> [Offsets("aéb")[byte] for byte in (0, 1, 3, 4)]
    [0, 1, 2, 3]
    """

    __slots__ = ("_before", "_data")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._data = data = text.encode("utf-8", "replace")
        steps = (data[at : at + _STEP] for at in range(0, len(data) + 1, _STEP))
        self._before = [0, *accumulate(map(_count, steps))]
        """How many code points there are before every 256th byte."""

    def __missing__(self, byte: int) -> int:
        step = byte // _STEP
        before = self._before
        place = before[step]
        if before[step + 1] - place == _STEP:  # ASCII
            place += byte % _STEP
        else:
            place += _count(self._data[step * _STEP : byte])
        self[byte] = place
        return place


def _count(data: bytes) -> int:
    """How many code points start in `data`."""
    return len(data if data.isascii() else data.translate(None, _CONTINUATION))
