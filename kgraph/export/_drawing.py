"""Where the nodes of a view stand, how large they are and in which colour: the same in a picture and in another program's file."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kgraph.export._layout import FOOT, HEIGHT, MARGIN, WIDTH, Point, apart, fitted, islands
from kgraph.export.views import Value, View

COLOURS = {
    "several": "#063f3a", "one": "#2468a8", "unknown": "#656551", "carried": "#b97f28", "missing": "#982505", "uncited": "#8b8d8c", "source": "#83635a", "article": "#432967", "site": "#2d0206",
}  # fmt: skip
"""Those of the explorer in the light (web/src/style.css)."""
EDGE = "#8a867d"
_ROOMY = 1500
"""Up to so many nodes stand on one picture; of more the ground grows, and each has the same room."""
_APART = 14.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """For each node its place, its radius and how it looks; y grows downwards."""

    places: Mapping[str, Point]
    sizes: Mapping[str, float]
    looks: Mapping[str, str]
    degree: Counter[str]
    edges: list[tuple[str, str, int]]
    wide: float
    """How much wider the ground is than one picture."""

    def colour(self, node: str) -> str:
        return COLOURS[self.looks[node]]


def drawing(view: View) -> Drawing:
    """The view laid out; nodes without edges stand in rows below all others."""
    edges = [(a, b, int(attributes["weight"])) for a, b, attributes in view.edges]
    degree = Counter(n for a, b, _ in edges for n in (a, b))
    wide = math.sqrt(max(1.0, len(degree) / _ROOMY))
    ground = WIDTH * wide, HEIGHT * wide
    places = {n: (x * wide, y * wide) for n, (x, y) in fitted(islands(degree, edges)).items()}
    room = math.sqrt(ground[0] * ground[1] / max(1, len(places)))
    least, most = min(3.2, max(2.2, room * 0.08)), min(15.0, max(6.0, room * 0.28))
    top = max(degree.values(), default=1)
    sizes = {n: least + (most - least) * math.sqrt(degree[n] / top) * (0.55 if view.nodes[n]["kind"] == "claim" else 1) for n in places}  # fmt: skip
    places = apart(places, sizes, *ground)
    for n, place in _below(view, places, ground):
        places[n], sizes[n] = place, least
    return Drawing(places, sizes, {n: _look(a) for n, a in view.nodes.items()}, degree, edges, wide)


def _below(
    view: View, places: Mapping[str, Point], ground: tuple[float, float]
) -> Iterator[tuple[str, Point]]:
    across = int((ground[0] - 2 * MARGIN) // _APART)
    rest = [n for n in view.nodes if n not in places]
    for i, n in enumerate(rest):
        yield (
            n,
            (round(MARGIN + _APART * (i % across), 1), round(ground[1] - FOOT + _APART * (i // across), 1)),
        )


def _look(attributes: Mapping[str, Value]) -> str:
    """The kind of a node; of a claim how it is backed."""
    return str(attributes["backing" if attributes["kind"] == "claim" else "kind"])
