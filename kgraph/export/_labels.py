"""Labels of a picture: the most connected first, none on another and none on a node.

What has no room beside it has no label; the most connected find one farther off, at the end of a line (web/src/graph/labels.ts).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar
from xml.sax.saxutils import escape

from kgraph.export._layout import FOOT, HEIGHT, WIDTH, Point
from kgraph.export.views import View

_HUBS = 15
"""The most connected so many look farther for a place, up to `_FARTHEST`: a drawing says at least what its hubs are."""
_FARTHEST, _STEP, _ROUND = 240, 16, 16
_MOST = 600
_CUT = (26, 14)
"""A label for which there is no room may be cut to so many letters."""
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")
_Box = tuple[float, float, float, float]
_Disc = tuple[float, float, float]
LEAD = "#5b636d"
"""The colour of a line from a node to its label."""
_Thing = TypeVar("_Thing")


class _Grid(Generic[_Thing]):
    """Things with a box (left, top, right, bottom), found by where they are."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[_Box, _Thing]]] = defaultdict(list)

    def add(self, box: _Box, thing: _Thing) -> None:
        for cell in self._over(box):
            self._cells[cell].append((box, thing))

    def touching(self, box: _Box) -> Iterator[_Thing]:
        """Those whose box meets `box`; one that lies in several cells comes more than once."""
        for cell in self._over(box):
            for b, thing in self._cells[cell]:
                if box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3]:
                    yield thing

    @staticmethod
    def _over(box: _Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box[0] // 60), int(box[2] // 60) + 1):
            for row in range(int(box[1] // 60), int(box[3] // 60) + 1):
                yield column, row


def printable(text: str) -> str:
    """Text for XML; what it cannot hold, or would turn its neighbours around, is shown as a sign."""
    return _ILLEGAL.sub("\ufffd", text)


class _Ground:
    """What stands on a picture so far, and whether there is room for a label."""

    def __init__(self, places: Mapping[str, Point], sizes: Mapping[str, float], high: float) -> None:
        self._high = high
        self._discs: _Grid[_Disc] = _Grid()
        self._labels: _Grid[bool] = _Grid()
        for n, (x, y) in places.items():
            around = _around(sizes[n])
            self._discs.add((x - around, y - around, x + around, y + around), (x, y, around))

    def box(self, wide: float, place: Point) -> _Box:
        left, middle = place
        return left - 3, middle - self._high * 0.6, left + wide + 3, middle + self._high * 0.6

    def take(self, box: _Box) -> None:
        self._labels.add(box, True)

    def is_free(self, box: _Box) -> bool:
        """Whether a label there is inside of the picture, and on nothing."""
        if box[0] < 4 or box[1] < 4 or box[2] > WIDTH - 4 or box[3] > HEIGHT - FOOT:
            return False
        if next(self._labels.touching(box), False):
            return False
        return not any(math.dist(_nearest(box, (x, y)), (x, y)) < r for x, y, r in self._discs.touching(box))


def _around(size: float) -> float:
    """A square reaches a little out of its circle.

    >>> _around(10)
    11.8
    """
    return size * 1.08 + 1


def _nearest(box: _Box, at: Point) -> Point:
    return max(box[0], min(at[0], box[2])), max(box[1], min(at[1], box[3]))


def _beside(at: Point, size: float, wide: float, high: float) -> Iterator[Point]:
    """On the right or left of a node, below, above, and aslant."""
    (x, y), reach = at, size * 1.08 + 5
    aslant, down = reach * 0.75, reach * 0.75 + high * 0.6
    yield from ((x + reach, y), (x - reach - wide, y))
    yield from ((x - wide / 2, y + reach + high / 2), (x - wide / 2, y - reach - high / 2))
    yield from ((x + aslant, y + down), (x + aslant, y - down))
    yield from ((x - aslant - wide, y + down), (x - aslant - wide, y - down))


def _off(at: Point, size: float, wide: float) -> Iterator[Point]:
    """Farther and farther off, all around."""
    far = size + _STEP
    while far <= _FARTHEST:
        for i in range(_ROUND):
            across, down = math.cos(2 * math.pi * i / _ROUND), math.sin(2 * math.pi * i / _ROUND)
            begins = wide / 2 if abs(across) < 0.3 else wide if across < 0 else 0.0
            yield at[0] + across * far - begins, at[1] + down * far
        far += _STEP


def labels(
    view: View, places: Mapping[str, Point], sizes: Mapping[str, float], degree: Counter[str]
) -> Iterator[str]:
    """Labels as SVG, the most connected first."""
    high = 13.0 if len(places) < 400 else 12.0
    longest = 40 if len(places) < 1000 else 28
    ground = _Ground(places, sizes, high)
    for rank, n in enumerate(sorted(places, key=lambda n: (-degree[n], -sizes[n], n))[:_MOST]):
        text = printable(" ".join(str(view.nodes[n]["label"]).split()))
        text = _cut(text, longest)
        at, size = places[n], sizes[n]
        for shown in (text, *(_cut(text, most) for most in _CUT if most < len(text))):
            wide = sum(high if _WIDE.match(c) else high * 0.56 for c in shown)
            if place := next((p for p in _beside(at, size, wide, high) if ground.is_free(ground.box(wide, p))), None):  # fmt: skip
                break
        if place is None and rank < _HUBS:
            place = next((p for p in _off(at, size, wide) if ground.is_free(ground.box(wide, p))), None)
            if place:
                yield _lead(at, size, _nearest(ground.box(wide, place), at))
        if place:
            ground.take(ground.box(wide, place))
            yield f'<text x="{place[0]:.1f}" y="{place[1] + high * 0.34:.1f}" font-size="{high:g}">{escape(shown)}</text>'


def _cut(text: str, most: int) -> str:
    """The text, or as much of it as fits.

    >>> _cut("Why ice floats", 8)
    'Why ice…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _lead(at: Point, size: float, end: Point) -> str:
    """A line from the edge of a node to its label."""
    share = size / (math.dist(at, end) or 1)
    x, y = at[0] + (end[0] - at[0]) * share, at[1] + (end[1] - at[1]) * share
    return f'<path d="M{x:.1f} {y:.1f}L{end[0]:.1f} {end[1]:.1f}" stroke="{LEAD}" stroke-width="1"/>'
