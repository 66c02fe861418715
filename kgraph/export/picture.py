"""A view as a picture: every connected part laid out by itself, the parts set in rows like islands, SVG or PNG."""

import math
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from kgraph.errors import OutputError
from kgraph.export._counted import counted
from kgraph.export._drawing import COLOURS, EDGE, drawing
from kgraph.export._labels import labels, printable
from kgraph.export._layout import HEIGHT, MARGIN, WIDTH, Point
from kgraph.export._shapes import shape
from kgraph.export.views import View
from kgraph.many import many

MAX_NODES = 1500
_LETTER = 7.6
"""About as wide is a letter of the foot."""
_INK, _QUIET, _PAPER = "#1d2126", "#5b636d", "#ffffff"
_WORDS = {
    "several": "claim cited, several publishers", "one": "claim cited, one publisher", "unknown": "claim cited, publisher unknown", "carried": "claim carried", "source": "source", "article": "article", "site": "site",
}  # fmt: skip


def svg(view: View) -> bytes:
    """The view as SVG. Above `MAX_NODES` nodes that stand alike are drawn as one, which says how many it is."""
    held = counted(view, MAX_NODES)
    drawn = drawing(held)
    wide = drawn.wide
    places = {n: (round(x / wide, 1), round(y / wide, 1)) for n, (x, y) in drawn.places.items()}
    sizes = {
        n: size / wide * (1.4 if _count(held, n) > 1 else 1) + (2 if _count(held, n) > 1 else 0)
        for n, size in drawn.sizes.items()
    }
    edges, degree, looks = drawn.edges, drawn.degree, drawn.looks
    heaviest = 3.0 if len(edges) < 200 else 1.6
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, \'Noto Sans\', \'Noto Sans CJK SC\', \'DejaVu Sans\', sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        f'<g stroke="{EDGE}" fill="none">',
        *(_line(places[a], places[b], w, heaviest) for a, b, w in edges),
        f'</g><g stroke="{_PAPER}" fill-rule="evenodd">',
        *(shape(looks[n], places[n], sizes[n], drawn.colour(n), _text(str(held.nodes[n]["label"])), counted=_count(held, n) > 1) for n in sorted(places, key=lambda n: -degree[n])),
        f'</g><g fill="{_INK}" stroke="{_PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">',
        *labels(held, places, sizes, degree),
        "</g>",
        *_foot(looks.values(), len(places), len(edges), _beyond(held)),
        "</svg>",
    ]  # fmt: skip
    return ("\n".join(body) + "\n").encode()


def _beyond(view: View) -> int:
    """How many nodes stand in those that are counted."""
    return sum(_count(view, n) - 1 for n in view.nodes)


def _count(view: View, node: str) -> int:
    return int(view.nodes[node].get("count", 1))


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


def _line(a: Point, b: Point, weight: int, heaviest: float) -> str:
    width = min(heaviest, 0.8 + math.log2(weight) / 2)
    return f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke-width="{width:.1f}"/>'


def _text(text: str) -> str:
    return escape(printable(text))


def _foot(looks: Iterable[str], nodes: int, edges: int, beyond: int) -> Iterator[str]:
    """What shapes and colours mean, and how much is drawn: in one line, or in two where that is too long."""
    present = set(looks)
    drawn = f"{many(nodes, 'node')}, {many(edges, 'edge')}" + (
        f"; {many(beyond, 'node')} more counted in those with a ring" if beyond else ""
    )
    words = drawn if nodes else "Nothing is connected yet"
    key = [(look, words) for look, words in _WORDS.items() if look in present]
    wide = sum(36 + _LETTER * len(told) for _, told in key)
    x, y = float(MARGIN), HEIGHT - 24
    above = 22 if wide + _LETTER * len(words) > WIDTH - 2 * MARGIN else 0
    for look, told in key:
        at = (x, y - above - 4.5)
        yield f'{shape(look, at, 6, COLOURS[look])}<text x="{x + 11}" y="{y - above}" font-size="14" fill="{_QUIET}">{told}</text>'
        x += 36 + _LETTER * len(told)
    yield f'<text x="{WIDTH - MARGIN}" y="{y}" font-size="14" fill="{_QUIET}" text-anchor="end">{words}</text>'
