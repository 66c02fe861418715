"""Builds `Block`s out of pieces of inline text, keeping track of where each piece stands."""

from collections.abc import Sequence

from kgraph import late_re as re
from kgraph.model import Block, BlockKind, Inline, Run
from kgraph.read.markdown.cuts import ATOM, Cut, Whole, cut
from kgraph.read.markdown.masks import CELL_ENDS
from kgraph.read.markdown.notes_in_place import Note, caret_notes, trimmed
from kgraph.spans import Span, made

NUMBERED = "note:"
"""What a note is called that has no name, before its number."""

_TABLE_BEGINS = re.compile(r"^[ \t]*<(?:table|thead|tbody|tr)\b", re.MULTILINE | re.IGNORECASE)
_CELL_ENDS = re.compile(r"</t[dh]>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"</?(?:(t[dh])|table|thead|tbody|tfoot|tr)\b[^<>\n]{0,200}>", re.IGNORECASE)

Where = tuple[tuple[str, ...], int, int | None, tuple[tuple[int, int], ...], int, int, int, str | None]
"""Section, level, ordinal, lists, table, row, column and definition, as `Block` has them."""


def note_key(key: str) -> str:
    """What a footnote is called: `1` where the key is `1^`, as some vendors' answers have it (`[^1^]`)."""
    return key.rstrip("^") or key


class BlockBuilder:
    """One block under construction: append pieces in reading order, then `build`."""

    __slots__ = ("_parts", "_runs", "inlines", "notes", "opened", "plain")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.inlines: list[Inline] = []
        self.notes: list[Note] = []
        self.plain = 0
        """How much plain text there is so far, in code points."""
        self.opened: tuple[int, str | None] | None = None
        """Where a note began that a sign ends, and what it is called."""

    def text(self, text: str, start: int, end: int) -> None:
        """Append `text`, which stands in the source at `[start, end)`."""
        runs = self._runs
        if runs and len(text) == end - start:
            plain, first, last = runs[-1]
            if last == start and self.plain - plain == last - first:
                runs[-1] = (plain, first, end)
                self._parts.append(text)
                self.plain += len(text)
                return
        runs.append((self.plain, start, end))
        self._parts.append(text)
        self.plain += len(text)

    def space(self, start: int, end: int) -> None:
        """Part what was appended from what follows."""
        if self.tail(1).strip():
            self.text(" ", start, end)

    def atom(self, kind: str, target: str, start: int, end: int) -> None:
        """Append a construct without text of its own."""
        self.inlines.append(Inline(kind, self.plain, self.plain + 1, target, Span(start, end)))
        self._runs.append((self.plain, start, end))
        self._parts.append(ATOM)
        self.plain += 1

    def mark(self, kind: str, plain_start: int, target: str, start: int, end: int) -> None:
        """Name the plain text since `plain_start` as `kind`."""
        self.inlines.append(made(Inline, (kind, plain_start, self.plain, target, made(Span, (start, end)))))

    def unlink(self, plain_start: int, start: int, end: int, source: str) -> None:
        """Put the source text back for what was appended since `plain_start` (a link that is none)."""
        self.truncate(plain_start)
        self.text(source, start, end)

    def tail(self, count: int) -> str:
        """The last `count` characters so far."""
        taken: list[str] = []
        for part in reversed(self._parts):
            if count <= 0:
                break
            taken.append(part[-count:])
            count -= len(part)
        return "".join(reversed(taken))

    def truncate(self, plain: int) -> None:
        """Take back what was appended since there were `plain` characters."""
        parts, runs, inlines = self._parts, self._runs, self.inlines
        left = self.plain
        while parts and left > plain:  # from the end: a block may take back thousands of times
            left -= len(parts[-1])
            last = parts.pop()
            if left < plain:
                parts.append(last[: plain - left])
        stop = self.plain
        while runs and runs[-1][0] >= plain:
            stop = runs.pop()[0]
        if runs and stop > plain:
            start_plain, start, _ = runs[-1]
            runs[-1] = (start_plain, start, start + plain - start_plain)
        while inlines and inlines[-1].end > plain:
            inlines.pop()
        self.plain = plain

    def note(self, start: int, key: str | None, span: Span | None = None, *, is_prose: bool = False) -> None:
        """Name the plain text since `start` a note; one within another is part of it."""
        while self.notes and self.notes[-1].start >= start:
            self.notes.pop()
        self.notes.append(Note(start, self.plain, start, self.plain, key, span, is_prose))

    def build(self, kind: BlockKind, span: Span, where: Where, noted: int = 0) -> list[Block]:
        """The block, and the notes lifted out of it as blocks of their own; empty ones are left out.

        `noted` notes without a name stand above; each is called by its number (`note:4`). A note within a footnote is
        part of its words.
        """
        text = "".join(self._parts)
        if len(self.inlines) > 1:
            self.inlines.sort(key=lambda i: (i.start, -i.end))
        # Here and below: a single character is sought several times sooner than a pair.
        if "^" in text and "^[" in text and kind != "footnote":
            self.notes.extend(caret_notes(self._without_code(text)))
        if "<" in text and "</t" in text and (cells := self._escaped_cells(text)):
            return self._split_cells(text, cells, where)
        if kind == "cell" and CELL_ENDS in text:
            return self._split_row(text, span, where)
        if self.notes and kind != "footnote":
            return self._split_notes(kind, text, span, where, noted)
        if not text or text.isspace():
            return []
        return [made(Block, (kind, text, tuple(self._runs), tuple(self.inlines), span, *where))]

    def _without_code(self, text: str) -> str:
        """`text` with spaces for its code and math: a sign in there is no markup."""
        parts, last = [], 0
        for inline in self.inlines:
            if inline.kind in ("code", "math") and inline.start >= last:
                parts += [text[last : inline.start], " " * (inline.end - inline.start)]
                last = inline.end
        return "".join((*parts, text[last:]))

    def _escaped_cells(self, text: str) -> list[tuple[int, int, BlockKind]]:
        """Rows and cells of a table whose tags were escaped: text to the parser, a table to a reader.

        Tags that a sentence speaks of, or that are code, make none.
        """
        bare = self._without_code(text)
        if not (_TABLE_BEGINS.search(bare) and _CELL_ENDS.search(bare)):
            return []
        pieces: list[tuple[int, int, BlockKind]] = []
        start, kind = 0, "paragraph"
        for tag in _TABLE_TAG.finditer(bare):
            pieces.append((start, tag.start(), "cell" if kind == "cell" else "paragraph"))
            start, kind = tag.end(), "cell" if tag[1] and tag[0][1] != "/" else "paragraph"
        return [*pieces, (start, len(text), "paragraph")]

    def _split_cells(self, text: str, pieces: list[tuple[int, int, BlockKind]], where: Where) -> list[Block]:
        blocks = []
        for start, end, kind in pieces:
            plain, runs, inlines = self._cut(text, [(start, end)])
            if plain.strip() and runs:
                blocks.append(Block(kind, plain, runs, inlines, Span(runs[0][1], runs[-1][2]), *where))
        return blocks

    def _split_row(self, text: str, span: Span, where: Where) -> list[Block]:
        """The last cell of a row, and those beyond the head of its table."""
        blocks, start = list[Block](), 0
        for n, piece in enumerate(text.split(CELL_ENDS)):
            begin = start + len(piece) - len(piece.lstrip())
            plain, runs, inlines = self._cut(text, [(begin, start + len(piece.rstrip()))])
            start += len(piece) + 1
            if plain and runs:
                place = Span(runs[0][1], runs[-1][2]) if n else span
                cell = Block("cell", plain, runs, inlines, place, *where)
                blocks.append(cell._replace(column=cell.column + n))
        return blocks

    def _split_notes(self, kind: BlockKind, text: str, span: Span, where: Where, noted: int) -> list[Block]:
        """The text with a marker for each note, and the notes."""
        keep, markers, notes, last = [], list[Inline](), list[Block](), 0
        for note in sorted(trimmed(text, n) for n in self.notes):
            words, runs, inlines = self._cut(text, [(note.first, note.last)])
            if note.start < last:
                continue
            keep.append((last, note.start))
            last = note.end
            marked = bool(words.strip()) and not note.is_prose
            noted += marked and note.key is None
            key = note.key or f"{NUMBERED}{noted}"
            if words.strip() and runs:
                place = Span(runs[0][1], runs[-1][2])
                definition = f"^{key}" if marked else None
                notes.append(Block("footnote", words, runs, inlines, place, where[0], definition=definition))
            written = note.span or self._written(text, note)
            markers.append(Inline("footnote" if marked else "", 0, 0, key, written))
        keep.append((last, len(text)))
        plain, runs, inlines = self._cut(text, keep, markers)
        return [
            *([Block(kind, plain, runs, inlines, span, *where)] if plain.strip() and runs else ()),
            *notes,
        ]

    def _written(self, text: str, note: Note) -> Span:
        """Where a note stands in the source, signs included."""
        runs = self._cut(text, [(note.start, note.end)])[1]
        return Span(runs[0][1], runs[-1][2]) if runs else Span(0, 0)

    def _cut(self, text: str, ranges: Sequence[tuple[int, int]], markers: Sequence[Inline] = ()) -> Cut:
        return cut(Whole(text, self._runs, self.inlines), ranges, markers)
