"""Brackets around citations that are tagged: which pair holds one, or is cut in half by one of its ends."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.known import KnownMarker

_CLOSING = {")": "(", "]": "[", "）": "（", "］": "［"}
_OPENING = frozenset(_CLOSING.values())
_BRACKET = re.compile(r"[()\[\]（）［］]")
_OUTER = 3
"""So many brackets within brackets are looked at."""
_BRACKET_CHARS = 1500
"""No longer bracket is one that only cites, or cites beside a few other words."""


class Bracket(NamedTuple):
    """A pair of brackets: where the first stands, and where the second."""

    start: int
    end: int


def pairs_of(text: str) -> list[Bracket]:
    """The pairs of brackets, in order of their starts; one without another stands for a pair with itself."""
    pairs: list[Bracket] = []
    waiting: list[int] = []
    for found in _BRACKET.finditer(text):
        sign, at = found[0], found.start()
        if sign in _OPENING:
            waiting.append(at)
        elif waiting and text[waiting[-1]] == _CLOSING[sign]:
            pairs.append(Bracket(waiting.pop(), at))
        else:
            pairs.append(Bracket(at, at))
    pairs += [Bracket(at, at) for at in waiting]
    return sorted(pairs)


def brackets_around(pairs: Sequence[Bracket], citing: Sequence[KnownMarker]) -> Iterator[Bracket | None]:
    """For each citation the nearest bracket that holds it, or that one of its ends cuts in half."""
    opened: list[Bracket] = []
    at = 0
    for marker in citing:
        while at < len(pairs) and pairs[at].start < marker.end:
            pair = pairs[at]
            at += 1
            while opened and opened[-1].end < pair.start:
                opened.pop()
            opened.append(pair)
        yield next((pair for pair in _nearest(opened, marker) if _holds(pair, marker)), None)


def _nearest(opened: Sequence[Bracket], marker: KnownMarker) -> Iterator[Bracket]:
    """The brackets that stand within the words of a citation, then the two nearest around them."""
    outer = 0
    for pair in reversed(opened):
        outer += pair.start < marker.start
        if outer > _OUTER:
            return
        yield pair


def _holds(pair: Bracket, marker: KnownMarker) -> bool:
    if pair.end - pair.start > _BRACKET_CHARS:
        return False
    if pair.start == pair.end:
        return marker.start <= pair.start < marker.end
    holds = pair.start <= marker.start and pair.end >= marker.end - 1
    cut_behind = pair.start < marker.start <= pair.end < marker.end
    cut_before = marker.start <= pair.start < marker.end <= pair.end
    return holds or cut_behind or cut_before
