"""The text of a Word file as people see it, a paragraph a line, and the blocks that are made of its paragraphs."""

from collections.abc import Callable, Sequence
from typing import Any

from kgraph import late_re as re
from kgraph.known import Exhibit
from kgraph.model import Inline
from kgraph.read.docx.pieces import BREAK, Field, Piece
from kgraph.read.xml.prose import SIGN, Mark, Prose
from kgraph.spans import Span

_POINT = re.compile(r"\s{0,4}(?:[-–•*→·▪■]|\d{1,2}[.)]|[a-z]\))\s")
"""What begins a line that is a point of a list, behind a break that is set by hand."""
_INLINES = ("strong", "emphasis", "sup", "code", "math")


class Sheet:
    """Takes the paragraphs one after the other; `name` says what a field's works are called, `note` what a note is."""

    def __init__(
        self, name: Callable[[Field], tuple[str, ...]], note: Callable[[tuple[str, str]], str]
    ) -> None:
        self._name, self._note = name, note
        self._parts: list[str] = []
        self._length = 0
        self.begun: list[Prose] = []
        self.dropped: list[tuple[int, int, str]] = []
        self.exhibits: list[Exhibit] = []

    @property
    def text(self) -> str:
        """All that was put on it."""
        return "".join(self._parts)

    def paragraph(self, pieces: Sequence[Piece], sign: int = 0, **about: Any) -> None:
        """A paragraph as a block; a line in it that begins a point is a block of its own. The first `sign` characters are none of it."""
        self.end_line()
        lines = _lines(pieces)
        prose: Prose | None = None
        for number, line in lines:
            words = "".join(piece.text for piece in line)
            point = _POINT.match(words) if number else None
            if prose is None or point:
                if prose is not None:
                    self._write(" ")
                prose = self.begin(**({**about, "kind": "item", "ordinal": None} if point else about))
                cut = point.end() if point else 0 if number else sign
                self._write(words[:cut])
                line = _without(line, cut)
            else:
                at = self._write(" ")
                prose.line(*at)
            self._put(prose, line)

    def begin(self, **about: Any) -> Prose:
        """Begins a block."""
        prose = Prose(**about)
        self.begun.append(prose)
        return prose

    def cell(self, prose: Prose, pieces: Sequence[Piece]) -> None:
        """A further paragraph of a cell."""
        self.end_line()
        prose.space(self._length)
        self._put(prose, [p._replace(text=" ") if p.text == BREAK else p for p in pieces])

    def leave(self, pieces: Sequence[Piece], reason: str) -> None:
        """A paragraph that is no text of the article, for `reason`."""
        self.end_line()
        start = self._length
        self._write("".join(piece.text for piece in pieces).replace(BREAK, " ").replace("\t", " "))
        self.dropped.append((start, self._length, reason))
        if reason == "code":
            words = "".join(piece.text for piece in pieces).replace(BREAK, "\n")
            before = self.exhibits[-1] if self.exhibits else None
            if before and before.span.end == start - 1:  # a paragraph a line
                self.exhibits[-1] = Exhibit(
                    "code", f"{before.text}\n{words}", Span(before.span.start, self._length)
                )
            else:
                self.exhibits.append(Exhibit("code", words, Span(start, self._length)))

    def end_line(self) -> None:
        """Ends the line of the paragraph before."""
        if self._length:
            self._write("\n")

    def _write(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def _put(self, prose: Prose, pieces: Sequence[Piece]) -> None:
        opened: dict[Any, tuple[int, int]] = {}
        for piece in (*pieces, Piece("")):
            now = _traits(piece)
            if opened and (piece.text or not piece.anchor):
                for trait in [t for t in opened if t not in now]:
                    self._close(prose, trait, *opened.pop(trait))
            if piece.anchor:
                prose.inlines.append(
                    Inline(
                        "anchor", prose.length, prose.length, piece.anchor, Span(self._length, self._length)
                    )
                )
                continue
            for trait in now:
                opened.setdefault(trait, (prose.length, self._length))
            if piece.note is not None:
                span = Span(*self._write(SIGN))
                prose.marks.append(Mark(*prose.sign(span), "footnote", (self._note(piece.note),), span))
            elif piece.text:
                prose.add(piece.text, *self._write(piece.text.replace("\n", " ")))

    def _close(self, prose: Prose, trait: Any, start: int, at: int) -> None:
        end, span = prose.length, Span(at, self._length)
        if end <= start:
            return
        if isinstance(trait, str):
            prose.inlines.append(Inline(trait, start, end, "", span))
        elif isinstance(trait, tuple):
            prose.inlines.append(Inline("link", start, end, trait[1], span))
        else:
            prose.marks.append(Mark(start, end, "element", self._name(trait), span))


def _traits(piece: Piece) -> list[Any]:
    found: list[Any] = [kind for kind in _INLINES if kind in piece.set_as] if piece.set_as else []
    found += [piece.link] if piece.link is not None and piece.link[1] else []
    found += [piece.field] if piece.field is not None and piece.field.works is not None else []
    return found


def _lines(pieces: Sequence[Piece]) -> list[tuple[int, list[Piece]]]:
    """The pieces by lines, each with how many breaks stand before it; lines without text are left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text == BREAK:
            lines.append([])
        else:
            lines[-1].append(piece)
    return [
        (n, line) for n, line in enumerate(lines) if any(p.text.strip() or p.note or p.anchor for p in line)
    ]


def _without(line: Sequence[Piece], count: int) -> list[Piece]:
    """The line without its first `count` characters."""
    out: list[Piece] = []
    for piece in line:
        cut = min(count, len(piece.text))
        count -= cut
        out.append(piece._replace(text=piece.text[cut:]) if cut else piece)
    return out
