"""The pieces of text that a page of a PDF sets, each with its place, its size and its weight."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kgraph import late_re as re

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffc\ud800-\udfff]")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
"""Signs of typesetters that stand for two letters or three."""


FARTHEST = 1_000_000.0
"""Points: nothing that a page shows stands farther away."""


class Piece(NamedTuple):
    """A stretch of text that is set in one way: where it stands on the page, in points, and how large and heavy."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    link: str = ""
    """The address that it leads to."""


def _near(length: float) -> float:
    """A length of a page; 0 for one that no page has, as broken files say."""
    return float(length) if abs(length) < FARTHEST else 0.0


def pieces_of(page: Any) -> Iterator[Piece]:
    """The pieces of a page, in the order in which they are set. Errors: whatever pypdf raises of a broken page."""
    found: list[Piece] = []

    def visit(
        text: str, within: list[float], at: list[float], font: Mapping[str, Any] | None, size: float
    ) -> None:
        if not text:
            return
        words = CONTROLS.sub(" ", text.replace("\r\n", "\n")).translate(_LIGATURES)
        x = at[4] * within[0] + at[5] * within[2] + within[4]
        y = at[4] * within[1] + at[5] * within[3] + within[5]
        scale = abs(at[3] * within[3]) or 1.0
        name = str((font or {}).get("/BaseFont", ""))
        found.append(Piece(words, _near(x), _near(y), _near(size * scale), "bold" in name.lower()))

    page.extract_text(visitor_text=visit)
    yield from found
