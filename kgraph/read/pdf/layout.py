"""The lines of a page: where each stands, how it is set, and the stretches of it that are raised or lead elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.read.pdf.pages import PdfPage
from kgraph.read.pdf.pieces import Piece

_RAISED = 0.82
"""So small is a raised number at most, in sizes of its line."""
_MOST_RAISED = 12
"""Characters of a raised stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page: `[start, end)` of the text, its height on the page, its size, and the marks in it.

    A mark is a start and an end in the text, `sup` or `link`, and where that leads.
    """

    start: int
    end: int
    page: int
    """Where its page begins: what tells two pages apart."""
    y: float
    size: float
    is_bold: bool
    marks: tuple[tuple[int, int, str, str], ...] = ()


def lines_of(page: PdfPage, start: int) -> Iterator[Line]:
    """The lines of a page that have text; its text begins at `start`."""
    at = start
    line: list[tuple[int, Piece]] = []
    for piece in page.pieces:
        rest = piece.text
        while True:
            head, end, rest = rest.partition("\n")
            if head:
                line.append((at, piece._replace(text=head)))
            at += len(head) + len(end)
            if not end:
                break
            yield from _line(line, start)
            line = []
    yield from _line(line, start)


def _line(pieces: list[tuple[int, Piece]], page: int) -> Iterator[Line]:
    text = "".join(piece.text for _, piece in pieces)
    if not text.strip():
        return
    first = pieces[0][0]
    start = first + len(text) - len(text.lstrip())
    end = first + len(text.rstrip())
    largest = max((piece for _, piece in pieces if piece.text.strip()), key=_weight)
    yield Line(
        start=start, end=end, page=page, y=largest.y, size=largest.size,
        is_bold=all(piece.is_bold for _, piece in pieces if piece.text.strip()),
        marks=tuple(mark for at, piece in pieces for mark in _marks(at, piece, largest)),
    )  # fmt: skip


def _weight(piece: Piece) -> tuple[float, int]:
    return piece.size, len(piece.text)


def _marks(at: int, piece: Piece, line: Piece) -> Iterator[tuple[int, int, str, str]]:
    bare = piece.text.strip()
    if not bare:
        return
    start = at + len(piece.text) - len(piece.text.lstrip())
    if piece.size <= _RAISED * line.size and piece.y > line.y and len(bare) <= _MOST_RAISED:
        yield start, start + len(bare), "sup", ""
    if piece.link:
        yield start, start + len(bare), "link", piece.link
