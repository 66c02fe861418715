"""The shape of each kind of node and each way of backing in a picture: those of the explorer (web/src/graph/marks.ts)."""

_DISC = "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z"
SHAPES = {
    "source": _DISC,
    "article": "M-.82-.82H.82V.82H-.82Z",
    "site": "M-.5-.87H.5L1 0L.5.87H-.5L-1 0Z",
    "several": "M0-1L1 0L0 1L-1 0Z",
    "one": "M0-1L.95.7H-.95Z",
    "carried": "M0 1L.95-.7H-.95Z",
    "missing": "M-.75-1L0-.25L.75-1L1-.75L.25 0L1 .75L.75 1L0 .25L-.75 1L-1 .75L-.25 0L-1-.75Z",
    "uncited": "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0ZM-.55 0A.55 .55 0 1 1 .55 0A.55 .55 0 1 1 -.55 0Z",
    "unknown": "M-.33-1H.33V-.33H1V.33H.33V1H-.33V.33H-1V-.33H-.33Z",
}
"""How a node looks → a path around (0, 0), in a circle of radius 1."""
_RING = '<path d="M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0ZM-.84 0A.84 .84 0 1 1 .84 0A.84 .84 0 1 1 -.84 0Z"/>'
_OUTLINE = 0.8


def shape(look: str, at: tuple[float, float], size: float, colour: str, title: str = "", *, counted: bool = False) -> str:  # fmt: skip
    """A node in SVG; a ring stands around one that is counted. `title` is XML already.

    >>> shape("article", (10, 20), 4, "#432967", "Ice")
    '<g transform="translate(10 20) scale(4)" fill="#432967" stroke-width="0.2"><title>Ice</title><path d="M-.82-.82H.82V.82H-.82Z"/></g>'
    """
    drawn = f'<path d="{SHAPES[look]}"' + (' transform="scale(.68)"/>' + _RING if counted else "/>")
    told = f"<title>{title}</title>" if title else ""
    return f'<g transform="translate({at[0]:g} {at[1]:g}) scale({size:.3g})" fill="{colour}" stroke-width="{_OUTLINE / size:.2g}">{told}{drawn}</g>'
