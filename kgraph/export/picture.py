"""A view as a picture: every connected part laid out by itself, the parts set in rows like islands, SVG or PNG.

The colours are those of the explorer in the light (web/src/style.css).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from kgraph.errors import OutputError
from kgraph.export.views import View

WIDTH, HEIGHT = 1600, 900
MAX_NODES = 6000
_MARGIN, _FOOT, _GAP, _BESIDE = 48, 52, 30, 72
_INK, _QUIET, _PAPER, _EDGE = "#1d2126", "#5b636d", "#ffffff", "#c3c0b8"
_COLOURS = {
    "several": "#0b6e5f", "one": "#2f6fa8", "cited": "#2f6fa8", "carried": "#a35f00", "uncited": "#8c8a86", "source": "#40566b", "article": "#7a4f9a", "site": "#a8472f",
}  # fmt: skip
_WORDS = {
    "several": "claim cited, several sites", "one": "claim cited, one site", "carried": "claim carried", "source": "source", "article": "article", "site": "site",
}  # fmt: skip
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")

Point = tuple[float, float]


@dataclass(slots=True)
class _Island:
    """One connected part: where its nodes stand in a box whose corner is (0, 0)."""

    places: dict[str, Point]
    width: float
    height: float


def svg(view: View) -> bytes:
    """The view as SVG. Above `MAX_NODES` the most connected nodes are drawn, and the picture says so."""
    edges, left_out = _kept(view)
    degree = Counter(n for a, b, _ in edges for n in (a, b))
    places, scale = _fitted(_islands(degree, edges))
    most = 15 if len(places) < 150 else 11 if len(places) < 1000 else 7
    top = max(degree.values(), default=1)
    looks = {n: _look(view, n, edges_sites) for n, edges_sites in _sites(view, edges, degree).items()}
    sizes = {n: (1.8 + (most - 1.8) * math.sqrt(degree[n] / top) * (0.55 if view.nodes[n]["kind"] == "claim" else 1)) * min(1.0, scale) for n in places}  # fmt: skip
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, \'Noto Sans\', \'Noto Sans CJK SC\', \'DejaVu Sans\', sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        f'<g stroke="{_EDGE}" fill="none" stroke-opacity="{0.9 if len(edges) < 1500 else 0.55}">',
        *(_line(places[a], places[b], w) for a, b, w in edges),
        f'</g><g stroke="{_PAPER}" stroke-width="0.8">',
        *(_disc(places[n], sizes[n], _COLOURS[looks[n]], str(view.nodes[n]["label"])) for n in sorted(places, key=lambda n: -degree[n])),
        f'</g><g fill="{_INK}" stroke="{_PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">',
        *_labels(view, places, sizes, degree),
        "</g>",
        *_foot(looks.values(), len(places), len(edges), left_out),
        "</svg>",
    ]  # fmt: skip
    return ("\n".join(body) + "\n").encode()


def png(view: View) -> bytes:
    """The view as PNG, twice the SVG's size.

    Errors: `OutputError` where the machine has no font to write labels with.
    """
    import resvg_py

    def drawn(text: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15">{text}</text></svg>'))  # fmt: skip

    if drawn("M") == drawn(""):
        raise OutputError(
            "a PNG needs a font, and this machine has none. Install one (Debian: fonts-dejavu-core), or write .svg."
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(view).decode(), zoom=2))


def _kept(view: View) -> tuple[list[tuple[str, str, int]], int]:
    """Edges of the most connected nodes, and how many connected nodes are left out."""
    edges = [(a, b, int(attributes["weight"])) for a, b, attributes in view.edges]
    degree = Counter(n for a, b, _ in edges for n in (a, b))
    if len(degree) <= MAX_NODES:
        return edges, 0
    kept = set(sorted(degree, key=lambda n: (-degree[n], n))[:MAX_NODES])
    edges = [(a, b, w) for a, b, w in edges if a in kept and b in kept]
    return edges, len(degree) - len({n for a, b, _ in edges for n in (a, b)})


def _islands(degree: Iterable[str], edges: list[tuple[str, str, int]]) -> list[_Island]:
    """Every connected part laid out, the largest first."""
    import rustworkx

    graph = rustworkx.PyGraph()
    number = {n: graph.add_node(n) for n in sorted(degree)}
    graph.add_edges_from([(number[a], number[b], float(w)) for a, b, w in edges])
    parts = sorted((sorted(p) for p in rustworkx.connected_components(graph)), key=lambda p: (-len(p), p))
    return [_island(rustworkx, graph.subgraph(part)) for part in parts]


def _island(rustworkx: Any, part: Any) -> _Island:
    """A part laid out by springs from a sunflower, turned to lie flat; small ones lean, so that neighbours read apart."""
    n = part.num_nodes()
    first = {i: (math.sqrt(i + 0.5) * math.cos(2.399963 * i), math.sqrt(i + 0.5) * math.sin(2.399963 * i)) for i in part.node_indices()}  # fmt: skip
    steps = 600 if n < 60 else 300 if n < 400 else 120 if n < 2000 else 60
    found = rustworkx.spring_layout(part, pos=first, k=1 / math.sqrt(n), num_iter=steps, seed=1, adaptive_cooling=True) if n > 2 else first  # fmt: skip
    points = _flat([(x, y) for x, y in (found[i] for i in part.node_indices())], lean=0.45 if n < 12 else 0.0)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    extent = max(max(xs) - min(xs), max(ys) - min(ys), 1e-9)
    size = 52 * math.sqrt(n) if n > 2 else 46
    scale = size / extent
    names = [part[i] for i in part.node_indices()]
    placed = {
        name: ((x - min(xs)) * scale, (y - min(ys)) * scale)
        for name, (x, y) in zip(names, points, strict=True)
    }
    return _Island(placed, (max(xs) - min(xs)) * scale, (max(ys) - min(ys)) * scale)


def _flat(points: list[Point], lean: float) -> list[Point]:
    """Points turned so that their longest spread is sideways, then by `lean`."""
    n = len(points)
    mx, my = sum(p[0] for p in points) / n, sum(p[1] for p in points) / n
    xx = sum((p[0] - mx) ** 2 for p in points)
    yy = sum((p[1] - my) ** 2 for p in points)
    xy = sum((p[0] - mx) * (p[1] - my) for p in points)
    angle = lean - 0.5 * math.atan2(2 * xy, xx - yy)
    c, s = math.cos(angle), math.sin(angle)
    return [((x - mx) * c - (y - my) * s, (x - mx) * s + (y - my) * c) for x, y in points]


def _fitted(islands: list[_Island]) -> tuple[dict[str, Point], float]:
    """Islands in rows, scaled to the picture; the scale too."""
    if not islands:
        return {}, 1.0
    inner_w, inner_h = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN - _FOOT
    best: tuple[float, list[tuple[_Island, float, float]], float, float] | None = None
    area = sum((i.width + _BESIDE) * (i.height + _GAP) for i in islands)
    for stretch in (0.8, 0.9, 1.0, 1.1, 1.25, 1.45, 1.7):
        limit = max(max(i.width for i in islands), math.sqrt(area * inner_w / inner_h) * stretch)
        rows, width, height = _rows(islands, limit)
        scale = min(inner_w / max(width, 1), inner_h / max(height, 1), 2.2)
        if best is None or scale > best[0]:
            best = scale, rows, width, height
    assert best is not None
    scale, rows, width, height = best
    left = _MARGIN + (inner_w - width * scale) / 2
    top = _MARGIN + (inner_h - height * scale) / 2
    places = {n: (round(left + (x + px) * scale, 1), round(top + (y + py) * scale, 1)) for island, x, y in rows for n, (px, py) in island.places.items()}  # fmt: skip
    return places, scale


def _rows(islands: list[_Island], limit: float) -> tuple[list[tuple[_Island, float, float]], float, float]:
    """Islands set like words: rows not wider than `limit`, each centred on its line."""
    rows: list[list[_Island]] = [[]]
    used = 0.0
    for island in islands:
        if rows[-1] and used + island.width > limit:
            rows.append([])
            used = 0.0
        rows[-1].append(island)
        used += island.width + _BESIDE
    width = max(sum(i.width + _BESIDE for i in row) - _BESIDE for row in rows)
    placed = []
    y = 0.0
    for row in rows:
        high = max(i.height for i in row)
        x = (width - sum(i.width + _BESIDE for i in row) + _BESIDE) / 2
        for island in row:
            placed.append((island, x, y + (high - island.height) / 2))
            x += island.width + _BESIDE
        y += high + _GAP
    return placed, width, y - _GAP


def _sites(view: View, edges: list[tuple[str, str, int]], degree: Iterable[str]) -> dict[str, set[str]]:
    """For each node the sites of its neighbours."""
    sites: dict[str, set[str]] = defaultdict(set)
    for a, b, _ in edges:
        sites[a].add(str(view.nodes[b].get("site", b)))
    return {n: sites.get(n, set()) for n in degree}


def _look(view: View, node: str, sites: set[str]) -> str:
    attributes = view.nodes[node]
    if attributes["kind"] != "claim":
        return str(attributes["kind"])
    return "carried" if attributes["support"] == "carried" else "several" if len(sites) > 1 else "one"


def _line(a: Point, b: Point, weight: int) -> str:
    width = min(3.0, 0.8 + math.log2(weight) / 2)
    return f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke-width="{width:.1f}"/>'


def _disc(at: Point, size: float, colour: str, label: str) -> str:
    return f'<circle cx="{at[0]}" cy="{at[1]}" r="{size:.1f}" fill="{colour}"><title>{_text(label)}</title></circle>'


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))


def _labels(
    view: View, places: dict[str, Point], sizes: dict[str, float], degree: Counter[str]
) -> Iterator[str]:
    """Labels of the most connected nodes, where no node and no other label stands."""
    high = 13.0 if len(places) < 400 else 12.0
    grid: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)

    def cells(box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
        for column in range(int(box[0] // 60), int(box[2] // 60) + 1):
            for row in range(int(box[1] // 60), int(box[3] // 60) + 1):
                yield column, row

    def take(box: tuple[float, float, float, float]) -> None:
        for cell in cells(box):
            grid[cell].append(box)

    def free(box: tuple[float, float, float, float]) -> bool:
        if box[0] < 4 or box[1] < 4 or box[2] > WIDTH - 4 or box[3] > HEIGHT - _FOOT:
            return False
        return not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3]
            for cell in cells(box)
            for b in grid[cell]
        )

    small = len(places) > 1500
    for n, (x, y) in places.items():
        if not small or degree[n] > 3:
            take((x - sizes[n], y - sizes[n], x + sizes[n], y + sizes[n]))
    for n in sorted(places, key=lambda n: (-degree[n], n))[:600]:
        text = _ILLEGAL.sub("\ufffd", " ".join(str(view.nodes[n]["label"]).split()))
        text = text if len(text) <= 40 else text[:39] + "…"
        width = sum(high if _WIDE.match(c) else high * 0.56 for c in text)
        x, y, reach = *places[n], sizes[n] + 5
        for left, middle in (
            (x + reach, y),
            (x - reach - width, y),
            (x - width / 2, y + reach + high / 2),
            (x - width / 2, y - reach - high / 2),
        ):
            box = (left - 3, middle - high * 0.6, left + width + 3, middle + high * 0.6)
            if free(box):
                take(box)
                yield f'<text x="{left:.1f}" y="{middle + high * 0.34:.1f}" font-size="{high:g}">{escape(text)}</text>'
                break


def _foot(looks: Iterable[str], nodes: int, edges: int, left_out: int) -> Iterator[str]:
    """What the colours mean, and how much is drawn."""
    present = set(looks)
    x, y = float(_MARGIN), HEIGHT - 24
    for look, words in _WORDS.items():
        if look in present:
            yield f'<circle cx="{x}" cy="{y - 4.5}" r="5" fill="{_COLOURS[look]}"/><text x="{x + 11}" y="{y}" font-size="14" fill="{_QUIET}">{words}</text>'
            x += 36 + 7.6 * len(words)
    drawn = f"{nodes:,} nodes, {edges:,} edges" + (
        f"; {left_out:,} less connected nodes left out" if left_out else ""
    )
    words = drawn if nodes else "Nothing is connected yet"
    yield f'<text x="{WIDTH - _MARGIN}" y="{y}" font-size="14" fill="{_QUIET}" text-anchor="end">{words}</text>'
