"""The way from a text that was put together out of pieces of a block back to the block."""


class WayBack:
    """From offsets of the text without markers to plain offsets of the block; asked in ascending order."""

    __slots__ = ("_last", "_next", "_rest", "_shift")

    def __init__(self, pieces: list[tuple[int, int]]) -> None:
        self._rest = iter(pieces)
        self._next = 0
        """The offset at which the next piece begins."""
        self._last = self._shift = 0

    def plain(self, offset: int) -> int:
        """Where `offset` of the text without markers stands in the block."""
        while offset >= self._next and (piece := next(self._rest, None)):
            first, end = piece
            self._shift = first - self._next
            self._last = end - 1 if end > first else first
            self._next += end - first or 1
        place = offset + self._shift
        return place if place < self._last else self._last
