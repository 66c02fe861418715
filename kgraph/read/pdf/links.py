"""The links of a page of a PDF: frames that are drawn on it, and the pieces of text that stand in them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kgraph.read.pdf.pieces import FARTHEST, Piece

_MOST_IN_ROW = 60
_MOST_LINKS = 5_000
"""Of one page."""
_NEAR = 3.0
"""Points by which the frame of a link may miss the words that it is drawn around."""
_WIDTH = 0.5
"""So wide is a letter about, in sizes of its font."""


class Link(NamedTuple):
    """Where a link is drawn on a page, and where it leads."""

    left: float
    bottom: float
    right: float
    top: float
    url: str

    def holds(self, piece: Piece) -> bool:
        """Whether its frame stands around all of a piece, as far as letters tell."""
        width = _WIDTH * piece.size * len(piece.text.strip())
        return (
            self.left - _NEAR <= piece.x <= self.right + _NEAR
            and self.bottom - _NEAR <= piece.y <= self.top + _NEAR
            and width <= 1.5 * (self.right - self.left) + _NEAR
        )


def links_of(page: Any) -> Iterator[Link]:
    """The links of a page that lead to addresses. Errors: whatever pypdf raises of a broken page."""
    for count, reference in enumerate(page.get("/Annots") or ()):
        if count >= _MOST_LINKS:
            return
        note = reference.get_object()
        action = note.get("/A") if note.get("/Subtype") == "/Link" else None
        url = str(action.get_object().get("/URI") or "") if action is not None else ""
        frame = [float(n) for n in note.get("/Rect") or ()]
        if (
            url.startswith(("http://", "https://"))
            and len(frame) == 4
            and all(abs(n) < FARTHEST for n in frame)
        ):
            yield Link(min(frame[0::2]), min(frame[1::2]), max(frame[0::2]), max(frame[1::2]), url)


def placed(pieces: Sequence[Piece], links: Sequence[Link]) -> tuple[list[Piece], int]:
    """The pieces, those within the frame of a link with its address; and how many links have no words."""
    rows: dict[int, list[Link]] = {}
    for link in links:
        for row in range(int(link.bottom - _NEAR) // 10, int(link.top + _NEAR) // 10 + 1)[:100]:
            row_links = rows.setdefault(row, [])
            if len(row_links) < _MOST_IN_ROW:
                row_links.append(link)
    out, met = list[Piece](), set[Link]()
    for piece in pieces:
        around = (each for each in rows.get(int(piece.y) // 10, ()) if each.holds(piece))
        found = next(around, None) if piece.text.strip() else None
        if found is not None:
            met.add(found)
            piece = piece._replace(link=found.url)
        out.append(piece)
    printed = "".join(piece.text for piece in pieces)
    return out, len({link.url for link in links if link not in met and link.url not in printed})
