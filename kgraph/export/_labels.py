"""Labels of a picture: the most connected first, none on another, each where it covers least."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Generic, TypeVar
from xml.sax.saxutils import escape

from kgraph.export._layout import FOOT, HEIGHT, WIDTH, Point
from kgraph.export.views import View

_HUBS, _COVERED, _COVERED_BY_HUB = 15, 0.9, 25.0
"""How much of what stands there a label may cover, in discs as large as the one it names; the largest few may more."""
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")
_Box = tuple[float, float, float, float]
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


def labels(
    view: View, places: dict[str, Point], sizes: dict[str, float], degree: Counter[str]
) -> Iterator[str]:
    """Labels, the most connected first: none on another, each where it covers least (web/src/labels.ts)."""
    high = 13.0 if len(places) < 400 else 12.0
    longest = 40 if len(places) < 1000 else 28
    discs: _Grid[tuple[str, float]] = _Grid()
    others: _Grid[bool] = _Grid()
    for n, (x, y) in places.items():
        discs.add((x - sizes[n], y - sizes[n], x + sizes[n], y + sizes[n]), (n, sizes[n]))
    written = 0
    for n in sorted(places, key=lambda n: (-sizes[n], -degree[n], n))[:600]:
        text = printable(" ".join(str(view.nodes[n]["label"]).split()))
        text = text if len(text) <= longest else text[: longest - 1] + "…"
        width = sum(high if _WIDE.match(c) else high * 0.56 for c in text)
        x, y, reach = *places[n], sizes[n] + 5
        aslant = reach * 0.7
        best: tuple[float, float, float, _Box] | None = None
        for left, middle in (
            (x + reach, y),
            (x - reach - width, y),
            (x - width / 2, y + reach + high / 2),
            (x - width / 2, y - reach - high / 2),
            (x + aslant, y + aslant + high / 2),
            (x + aslant, y - aslant - high / 2),
            (x - aslant - width, y + aslant + high / 2),
            (x - aslant - width, y - aslant - high / 2),
        ):
            box = (left - 3, middle - high * 0.6, left + width + 3, middle + high * 0.6)
            if box[0] < 4 or box[1] < 4 or box[2] > WIDTH - 4 or box[3] > HEIGHT - FOOT:
                continue
            if next(others.touching(box), False):
                continue
            allowed = min(_COVERED_BY_HUB if written < _HUBS else _COVERED, best[0] if best else math.inf)
            covered = 0.0
            seen: set[str] = set()
            for node, size in discs.touching(box):
                if node not in seen:
                    seen.add(node)
                    covered += (size / sizes[n]) ** 2
                    if covered > allowed:
                        break
            if covered <= allowed and (best is None or covered < best[0]):
                best = covered, left, middle, box
        if best:
            others.add(best[3], True)
            written += 1
            yield f'<text x="{best[1]:.1f}" y="{best[2] + high * 0.34:.1f}" font-size="{high:g}">{escape(text)}</text>'
