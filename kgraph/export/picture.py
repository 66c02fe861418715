"""A view as a picture: every connected part laid out by itself, the parts set in rows like islands, SVG or PNG."""

import math
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from kgraph.errors import OutputError
from kgraph.export._counted import counted
from kgraph.export._drawing import COLOURS, EDGE, drawing
from kgraph.export._labels import labels, printable
from kgraph.export._layout import HEIGHT, MARGIN, WIDTH, Point
from kgraph.export.views import View
from kgraph.many import many

MAX_NODES = 1500
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
        n: size / wide + (2 if int(held.nodes[n].get("count", 1)) > 1 else 0)
        for n, size in drawn.sizes.items()
    }
    edges, degree, looks = drawn.edges, drawn.degree, drawn.looks
    heaviest = 3.0 if len(edges) < 200 else 1.6
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, \'Noto Sans\', \'Noto Sans CJK SC\', \'DejaVu Sans\', sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        f'<g stroke="{EDGE}" fill="none">',
        *(_line(places[a], places[b], w, heaviest) for a, b, w in edges),
        f'</g><g stroke="{_PAPER}" stroke-width="0.8">',
        *(_disc(places[n], sizes[n], drawn.colour(n), str(held.nodes[n]["label"])) for n in sorted(places, key=lambda n: -degree[n])),
        f'</g><g fill="{_INK}" stroke="{_PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">',
        *labels(held, places, sizes, degree),
        "</g>",
        *_foot(looks.values(), len(places), len(edges), _beyond(held)),
        "</svg>",
    ]  # fmt: skip
    return ("\n".join(body) + "\n").encode()


def _beyond(view: View) -> int:
    """How many nodes stand in those that are counted."""
    return sum(int(attributes.get("count", 1)) - 1 for attributes in view.nodes.values())


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


def _disc(at: Point, size: float, colour: str, label: str) -> str:
    return f'<circle cx="{at[0]}" cy="{at[1]}" r="{size:.1f}" fill="{colour}"><title>{_text(label)}</title></circle>'


def _text(text: str) -> str:
    return escape(printable(text))


def _foot(looks: Iterable[str], nodes: int, edges: int, beyond: int) -> Iterator[str]:
    """What the colours mean, and how much is drawn."""
    present = set(looks)
    x, y = float(MARGIN), HEIGHT - 24
    for look, words in _WORDS.items():
        if look in present:
            yield f'<circle cx="{x}" cy="{y - 4.5}" r="5" fill="{COLOURS[look]}"/><text x="{x + 11}" y="{y}" font-size="14" fill="{_QUIET}">{words}</text>'
            x += 36 + 7.6 * len(words)
    drawn = f"{many(nodes, 'node')}, {many(edges, 'edge')}" + (
        f"; {many(beyond, 'node')} more counted in those that say a number" if beyond else ""
    )
    words = drawn if nodes else "Nothing is connected yet"
    yield f'<text x="{WIDTH - MARGIN}" y="{y}" font-size="14" fill="{_QUIET}" text-anchor="end">{words}</text>'
