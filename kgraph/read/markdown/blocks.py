"""Builds `Block`s out of pieces of inline text, keeping track of where each piece stands."""

import re
from bisect import bisect_left, bisect_right

from kgraph.model import Block, BlockKind, Inline, Run
from kgraph.spans import Span

ATOM = "\ufffc"
"""Stands in plain text for a construct that has no text of its own: a footnote or key citation."""

_TABLE_BEGINS = re.compile(r"^[ \t]*<(?:table|thead|tbody|tr)\b", re.MULTILINE | re.IGNORECASE)
_CELL_ENDS = re.compile(r"</t[dh]>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"</?(?:(t[dh])|table|thead|tbody|tfoot|tr)\b[^<>\n]{0,200}>", re.IGNORECASE)

_FAR = 1 << 60

Where = tuple[tuple[str, ...], int, int | None, tuple[tuple[int, int], ...], int, int, int, str | None]
"""Section, level, ordinal, lists, table, row, column and definition, as `Block` has them."""


def note_key(key: str) -> str:
    """What a footnote is called: `1` where the key is `1^`, as some vendors' answers have it (`[^1^]`)."""
    return key.rstrip("^") or key


class BlockBuilder:
    """One block under construction: append pieces in reading order, then `build`."""

    __slots__ = ("_parts", "_runs", "inlines", "notes", "plain")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.inlines: list[Inline] = []
        self.notes: list[tuple[int, int]] = []
        self.plain = 0
        """How much plain text there is so far, in code points."""

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

    def atom(self, kind: str, target: str, start: int, end: int) -> None:
        """Append a construct without text of its own."""
        self.inlines.append(Inline(kind, self.plain, self.plain + 1, target, Span(start, end)))
        self._runs.append((self.plain, start, end))
        self._parts.append(ATOM)
        self.plain += 1

    def mark(self, kind: str, plain_start: int, target: str, start: int, end: int) -> None:
        """Name the plain text since `plain_start` as `kind`."""
        self.inlines.append(Inline(kind, plain_start, self.plain, target, Span(start, end)))

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

    def build(self, kind: BlockKind, span: Span, where: Where) -> list[Block]:
        """The block, and the notes lifted out of it as blocks of their own; empty ones are left out."""
        text = "".join(self._parts)
        if len(self.inlines) > 1:
            self.inlines.sort(key=lambda i: (i.start, -i.end))
        # Here and below: a single character is sought several times sooner than a pair.
        if "^" in text and "^[" in text:
            self.notes.extend(_caret_notes(self._without_code(text)))
        if "<" in text and "</t" in text and (cells := self._escaped_cells(text)):
            return self._split_cells(text, cells, where)
        if self.notes:
            return self._split_notes(kind, text, span, where)
        if not text or text.isspace():
            return []
        return [Block(kind, text, tuple(self._runs), tuple(self.inlines), span, *where)]

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

    def _split_notes(self, kind: BlockKind, text: str, span: Span, where: Where) -> list[Block]:
        notes = sorted(self.notes)
        keep, last = [], 0
        for start, end in notes:
            keep.append((last, start))
            last = end
        keep.append((last, len(text)))
        pieces: list[tuple[BlockKind, list[tuple[int, int]]]] = [(kind, keep)]
        for start, end in notes:
            inner = (start + 2, end - 1) if text.startswith("^[", start) else (start, end)
            pieces.append(("footnote", [inner]))
        blocks = []
        for piece_kind, ranges in pieces:
            plain, runs, inlines = self._cut(text, ranges)
            if plain.strip() and runs:
                if piece_kind == kind:
                    blocks.append(Block(kind, plain, runs, inlines, span, *where))
                else:
                    place = Span(runs[0][1], runs[-1][2])
                    blocks.append(Block(piece_kind, plain, runs, inlines, place, where[0]))
        return blocks

    def _cut(
        self, text: str, ranges: list[tuple[int, int]]
    ) -> tuple[str, tuple[Run, ...], tuple[Inline, ...]]:
        parts: list[str] = []
        runs: list[Run] = []
        inlines: list[Inline] = []
        at = 0
        for start, end in ranges:
            for i in range(max(bisect_right(self._runs, (start, _FAR)) - 1, 0), len(self._runs)):
                plain, first, last = self._runs[i]
                if plain >= end:
                    break
                stop = self._runs[i + 1][0] if i + 1 < len(self._runs) else len(text)
                a, b = max(plain, start), min(stop, end)
                if a >= b:
                    continue
                linear = last - first == stop - plain
                runs.append(
                    (at + a - start, first + a - plain, first + b - plain)
                    if linear
                    else (at + a - start, first, last)
                )
            for i in range(bisect_left(self.inlines, start, key=_start), len(self.inlines)):
                inline = self.inlines[i]
                if inline.start > end:
                    break
                if inline.end <= end:
                    inlines.append(
                        inline._replace(start=inline.start - start + at, end=inline.end - start + at)
                    )
            parts.append(text[start:end])
            at += end - start
        return "".join(parts), tuple(runs), tuple(inlines)


def _start(inline: Inline) -> int:
    return inline.start


_RAISED = re.compile(r"\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,20}\]")
_MAX_NOTE = 4000
"""No note within the text has more characters."""


def _caret_notes(text: str) -> list[tuple[int, int]]:
    """Pandoc's inline notes `^[…]`, brackets balanced; `^[1]` with nothing but numbers is a marker set high."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"[\[\]]", text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.end()
    notes: list[tuple[int, int]] = []
    for match in re.finditer(r"\^\[", text):
        if (notes and match.start() < notes[-1][1]) or _RAISED.match(text, match.end()):
            continue
        end = closing.get(match.end() - 1, 0)
        if 0 < end - match.end() <= _MAX_NOTE:
            notes.append((match.start(), end))
    return notes
