"""Where the nodes of a picture stand: connected parts laid out by themselves, and set in rows like islands."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 1600, 900
MARGIN, FOOT = 48, 52
_SETTLED = 1500
"""Parts of more nodes are laid out by springs alone: to push every node from every other takes too long."""
_TWINS = 60
"""Parts of more nodes are laid out by their bones: nodes with the same neighbours count as one."""
_CROWD = 2500
"""Of more nodes nobody sees how a small part turns: only large ones are settled, and not as long."""
_NEAR = 40.0

Point = tuple[float, float]


@dataclass(slots=True)
class _Island:
    """One connected part: where its nodes stand in a box whose corner is (0, 0)."""

    places: dict[str, Point]
    width: float
    height: float


def islands(degree: Iterable[str], edges: list[tuple[str, str, int]]) -> list[_Island]:
    """Every connected part laid out, the largest first."""
    import rustworkx

    graph = rustworkx.PyGraph()
    number = {n: graph.add_node(n) for n in sorted(degree)}
    graph.add_edges_from([(number[a], number[b], float(w)) for a, b, w in edges])
    parts = sorted((sorted(p) for p in rustworkx.connected_components(graph)), key=lambda p: (-len(p), p))
    crowd = len(number) > _CROWD
    return [_island(rustworkx, graph.subgraph(part), crowd) for part in parts]


def _island(rustworkx: Any, part: Any, crowd: bool) -> _Island:
    """A part laid out, turned to lie flat, and scaled to the room its nodes need; small ones lean, so that neighbours read apart."""
    n = part.num_nodes()
    points = _points(rustworkx, part, crowd)
    flat = _flat([points[i] for i in part.node_indices()], lean=0.45 if n < 12 else 0.0)
    xs, ys = [p[0] for p in flat], [p[1] for p in flat]
    extent = max(max(xs) - min(xs), max(ys) - min(ys), 1e-9)
    size = 52 * math.sqrt(n) if n > 2 else 46
    scale = size / extent
    names = [part[i] for i in part.node_indices()]
    placed = {
        name: ((x - min(xs)) * scale, (y - min(ys)) * scale) for name, (x, y) in zip(names, flat, strict=True)
    }
    return _Island(placed, (max(xs) - min(xs)) * scale, (max(ys) - min(ys)) * scale)


def _points(rustworkx: Any, part: Any, crowd: bool) -> dict[int, Point]:
    """Where the nodes of a part stand. Of a large one those with the same neighbours are laid out as one, and stand around it."""
    n = part.num_nodes()
    if n <= _TWINS:
        return _sprung(rustworkx, part, crowd)
    alike: dict[frozenset[int], list[int]] = defaultdict(list)
    for i in part.node_indices():
        alike[frozenset(part.neighbors(i))].append(i)
    if len(alike) > 0.9 * n:
        return _sprung(rustworkx, part, crowd)
    groups = list(alike.values())
    of = {i: g for g, members in enumerate(groups) for i in members}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, w in part.weighted_edge_list():
        weights[of[a], of[b]] += w
    bones = rustworkx.PyGraph()
    bones.add_nodes_from(range(len(groups)))
    bones.add_edges_from([(a, b, w) for (a, b), w in sorted(weights.items())])
    found = _sprung(rustworkx, bones, crowd)
    wide = max(max(x for x, _ in found.values()) - min(x for x, _ in found.values()), 1e-9)
    step = 0.55 * wide / math.sqrt(n)
    out = {}
    for g, members in enumerate(groups):
        for k, i in enumerate(members):
            r = step * math.sqrt(k)
            out[i] = found[g][0] + r * math.cos(2.399963 * k), found[g][1] + r * math.sin(2.399963 * k)
    return out


def _sprung(rustworkx: Any, part: Any, crowd: bool) -> dict[int, Point]:
    """A part laid out by springs from a sunflower; what they leave in a tangle is then pushed apart by ForceAtlas2, which
    keeps each hub's own around it.
    """
    n = part.num_nodes()
    first = {i: (math.sqrt(i + 0.5) * math.cos(2.399963 * i), math.sqrt(i + 0.5) * math.sin(2.399963 * i)) for i in part.node_indices()}  # fmt: skip
    if n <= 2:
        return first
    steps = 600 if n < 60 else 300 if n < 400 else 120 if n < 2000 else 60
    found = rustworkx.spring_layout(part, pos=first, k=1 / math.sqrt(n), num_iter=steps, seed=1, adaptive_cooling=True)  # fmt: skip
    found = {i: (float(found[i][0]), float(found[i][1])) for i in part.node_indices()}
    if not (_TWINS if crowd else 12) <= n <= _SETTLED:
        return found
    return _settled(part, found, 60 if crowd else 300 if n < 300 else 150)


def _settled(part: Any, found: Any, steps: int) -> dict[int, Point]:
    import networkx

    graph: Any = networkx.Graph()
    graph.add_nodes_from(part.node_indices())
    graph.add_weighted_edges_from((a, b, math.sqrt(w)) for a, b, w in part.weighted_edge_list())
    wide = math.sqrt(len(graph)) * 10
    start = {i: [x * wide, y * wide] for i, (x, y) in ((i, found[i]) for i in graph)}
    pushed = networkx.forceatlas2_layout(graph, start, max_iter=steps, scaling_ratio=9.0, gravity=0.6, weight="weight", seed=1)  # fmt: skip
    return {i: (float(x), float(y)) for i, (x, y) in pushed.items()}


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


def fitted(islands: list[_Island]) -> dict[str, Point]:
    """Islands in rows, scaled to the picture."""
    if not islands:
        return {}
    # Between a few islands there is room for labels; among many it would take the room of the islands.
    beside, gap = (72, 30) if len(islands) <= 25 else (40, 30) if len(islands) <= 150 else (26, 26)
    inner_w, inner_h = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - FOOT
    best: tuple[float, list[tuple[_Island, float, float]], float, float] | None = None
    area = sum((i.width + beside) * (i.height + gap) for i in islands)
    for stretch in (0.8, 0.9, 1.0, 1.1, 1.25, 1.45, 1.7):
        limit = max(max(i.width for i in islands), math.sqrt(area * inner_w / inner_h) * stretch)
        rows, width, height = _rows(islands, limit, beside, gap)
        scale = min(inner_w / max(width, 1), inner_h / max(height, 1), 2.2)
        if best is None or scale > best[0]:
            best = scale, rows, width, height
    assert best is not None
    scale, rows, width, height = best
    left = MARGIN + (inner_w - width * scale) / 2
    top = MARGIN + (inner_h - height * scale) / 2
    return {n: (round(left + (x + px) * scale, 1), round(top + (y + py) * scale, 1)) for island, x, y in rows for n, (px, py) in island.places.items()}  # fmt: skip


def _rows(
    islands: list[_Island], limit: float, beside: float, gap: float
) -> tuple[list[tuple[_Island, float, float]], float, float]:
    """Islands set like words: rows not wider than `limit`, each centred on its line."""
    rows: list[list[_Island]] = [[]]
    used = 0.0
    for island in islands:
        if rows[-1] and used + island.width > limit:
            rows.append([])
            used = 0.0
        rows[-1].append(island)
        used += island.width + beside
    width = max(sum(i.width + beside for i in row) - beside for row in rows)
    placed = []
    y = 0.0
    for row in rows:
        high = max(i.height for i in row)
        x = (width - sum(i.width + beside for i in row) + beside) / 2
        for island in row:
            placed.append((island, x, y + (high - island.height) / 2))
            x += island.width + beside
        y += high + gap
    return placed, width, y - gap


def apart(
    places: Mapping[str, Point], sizes: Mapping[str, float], width: float, height: float
) -> dict[str, Point]:
    """The same places, discs that lie on each other pushed apart, as far as there is room for it."""
    at = {n: [x, y] for n, (x, y) in places.items()}
    names = sorted(at)
    for _ in range(200 if len(names) <= 600 else 60 if len(names) <= _SETTLED else 3):
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for n in names:
            cells[int(at[n][0] // _NEAR), int(at[n][1] // _NEAR)].append(n)
        moved = False
        for (column, row), own in cells.items():
            beside = [n for i in (-1, 0, 1) for j in (-1, 0, 1) for n in cells.get((column + i, row + j), ())]
            for a in own:
                for b in beside:
                    moved |= a < b and _pushed(at[a], at[b], sizes[a] + sizes[b] + 1.5)
        if not moved:
            break
        for point in at.values():
            point[0] = min(width - MARGIN, max(MARGIN, point[0]))
            point[1] = min(height - FOOT - MARGIN, max(MARGIN, point[1]))
    return {n: (round(x, 1), round(y, 1)) for n, (x, y) in at.items()}


def _pushed(a: list[float], b: list[float], wanted: float) -> bool:
    """Move both, in place, halfway towards their distance; whether they were nearer."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = math.hypot(dx, dy)
    if distance >= wanted:
        return False
    by = (wanted - distance) / 4 / max(distance, 0.01)
    if distance < 0.01:
        dx, dy = 0.01, 0.01
    for point, way in ((a, -by), (b, by)):
        point[0] += dx * way
        point[1] += dy * way
    return True
