"""A view as a picture: every connected part laid out by itself, the parts set in rows like islands, SVG or PNG.

The colours are those of the explorer in the light (web/src/style.css).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from kgraph.errors import OutputError
from kgraph.export._labels import labels, printable
from kgraph.export._layout import HEIGHT, MARGIN, WIDTH, Point, apart, fitted, islands
from kgraph.export.views import Value, View

MAX_NODES = 6000
_INK, _QUIET, _PAPER, _EDGE = "#1d2126", "#5b636d", "#ffffff", "#c3c0b8"
COLOURS = {
    "several": "#063f3a", "one": "#2468a8", "unknown": "#656551", "missing": "#982505", "carried": "#b97f28", "uncited": "#8b8d8c", "source": "#40566b", "article": "#7a4f9a", "site": "#a8472f",
}  # fmt: skip
_WORDS = {
    "several": "claim cited, several publishers", "one": "claim cited, one publisher", "unknown": "claim cited, publisher unknown", "carried": "claim carried", "source": "source", "article": "article", "site": "site",
}  # fmt: skip


def svg(view: View) -> bytes:
    """The view as SVG. Above `MAX_NODES` the most connected nodes are drawn, and the picture says so."""
    edges, left_out = _kept(view)
    degree = Counter(n for a, b, _ in edges for n in (a, b))
    places = fitted(islands(degree, edges))
    room = math.sqrt(WIDTH * HEIGHT / max(1, len(places)))
    least, most = min(3.2, max(2.2, room * 0.08)), min(15.0, max(6.0, room * 0.28))
    top = max(degree.values(), default=1)
    looks = {n: _look(view.nodes[n]) for n in degree}
    sizes = {n: least + (most - least) * math.sqrt(degree[n] / top) * (0.55 if view.nodes[n]["kind"] == "claim" else 1) for n in places}  # fmt: skip
    places = apart(places, sizes)
    heaviest = 3.0 if len(edges) < 200 else 1.6
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, \'Noto Sans\', \'Noto Sans CJK SC\', \'DejaVu Sans\', sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        f'<g stroke="{_EDGE}" fill="none" stroke-opacity="{0.9 if len(edges) < 1500 else 0.55}">',
        *(_line(places[a], places[b], w, heaviest) for a, b, w in edges),
        f'</g><g stroke="{_PAPER}" stroke-width="0.8">',
        *(_disc(places[n], sizes[n], COLOURS[looks[n]], str(view.nodes[n]["label"])) for n in sorted(places, key=lambda n: -degree[n])),
        f'</g><g fill="{_INK}" stroke="{_PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">',
        *labels(view, places, sizes, degree),
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


def _look(node: dict[str, Value]) -> str:
    return str(node["backing" if node["kind"] == "claim" else "kind"])


def _line(a: Point, b: Point, weight: int, heaviest: float) -> str:
    width = min(heaviest, 0.8 + math.log2(weight) / 2)
    return f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke-width="{width:.1f}"/>'


def _disc(at: Point, size: float, colour: str, label: str) -> str:
    return f'<circle cx="{at[0]}" cy="{at[1]}" r="{size:.1f}" fill="{colour}"><title>{_text(label)}</title></circle>'


def _text(text: str) -> str:
    return escape(printable(text))


def _foot(looks: Iterable[str], nodes: int, edges: int, left_out: int) -> Iterator[str]:
    """What the colours mean, and how much is drawn."""
    present = set(looks)
    x, y = float(MARGIN), HEIGHT - 24
    for look, words in _WORDS.items():
        if look in present:
            yield f'<circle cx="{x}" cy="{y - 4.5}" r="5" fill="{COLOURS[look]}"/><text x="{x + 11}" y="{y}" font-size="14" fill="{_QUIET}">{words}</text>'
            x += 36 + 7.6 * len(words)
    drawn = f"{nodes:,} nodes, {edges:,} edges" + (
        f"; {left_out:,} less connected nodes left out" if left_out else ""
    )
    words = drawn if nodes else "Nothing is connected yet"
    yield f'<text x="{WIDTH - MARGIN}" y="{y}" font-size="14" fill="{_QUIET}" text-anchor="end">{words}</text>'
