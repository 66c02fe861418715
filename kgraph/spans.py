"""Places in a text: the only room that counts characters and lines.

Offsets are Unicode code points, 0-based and half-open, into the text as decoded from the file (byte
order mark dropped, line ends kept). Lines and columns, 1-based, are for people only.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

made = tuple.__new__
"""`made(Span, (2, 5))` is `Span(2, 5)` in a third of the time, for what an article has thousands of: all fields must be given."""


class Span(NamedTuple):
    """Code points `[start, end)` of a source text.

    >>> Span(2, 5).slice("abcdefg")
    'cde'
    """

    start: int
    end: int

    def slice(self, text: str) -> str:
        """The text this span names."""
        return text[self.start : self.end]


class Place(NamedTuple):
    """A place for people: line and column, from 1; where it stands in a cell of a notebook, those of the cell's text.

    >>> str(Place(3, 1)), str(Place(3, 1, cell=7)), str(Place(3, 1, is_paragraph=True))
    ('line 3, column 1', 'cell 7, line 3', 'paragraph 3')
    """

    line: int
    column: int
    cell: int | None = None
    """Its number among all cells of the notebook, from 1; None in any other file, and between the texts of cells."""
    is_paragraph: bool = False
    """Whether the line is the number of a paragraph, in a file that has no lines of its own."""
    file: str | None = None
    """The file that it stands in, where that is another than the article's own: a chapter, or what the article takes in."""

    def __str__(self) -> str:
        """In words: people find a line of a cell by its number alone."""
        if self.is_paragraph:
            return f"paragraph {self.line}"
        if self.cell is None:
            return f"line {self.line}, column {self.column}"
        return f"cell {self.cell}, line {self.line}"


class FilePart(NamedTuple):
    """A stretch of a text that was put together of several files: `[start, end)` stands in the file `name` from `offset` on."""

    start: int
    end: int
    name: str
    offset: int
    line_starts: tuple[int, ...]
    """Those of the file."""

    def place(self, at: int) -> Place:
        """Line and column of `at`, which counts into the text, in the file."""
        at = at - self.start + self.offset
        line = bisect_right(self.line_starts, at)
        return Place(line, at - self.line_starts[line - 1] + 1, file=self.name)


class Cell(NamedTuple):
    """The text of one cell, and where it stands in the file that holds it under escapes."""

    number: int
    text: str
    runs: tuple[tuple[int, int, int], ...]
    """(offset in the text, start, end): each part and its place in the file; one to one where equally long, else one character."""
    line_starts: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where its text begins in the file."""
        return self.runs[0][1]

    @property
    def end(self) -> int:
        """Where its text ends in the file."""
        return self.runs[-1][2]

    def span(self, start: int, end: int) -> Span:
        """The place in the file of `[start, end)` of a cell that has text."""
        first = self._run(start)
        plain, begin, stop = self.runs[first]
        begin = begin + start - plain if stop - begin == self._size(first) else begin
        if end <= start:
            return Span(begin, begin)
        last = self._run(end - 1)
        plain, at, stop = self.runs[last]
        return Span(begin, at + end - plain if stop - at == self._size(last) else stop)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The runs within `[start, end)`, those at either side cut."""
        for i in range(self._run(start), len(self.runs)):
            plain, first, last = self.runs[i]
            if plain >= end:
                return
            size = self._size(i)
            if last - first != size:
                yield plain, first, last
                continue
            begin, stop = max(plain, start), min(plain + size, end)
            yield begin, first + begin - plain, first + stop - plain

    def place(self, offset: int) -> Place:
        """Line and column of `offset`, which counts into the file."""
        at = self.offset(offset)
        line = bisect_right(self.line_starts, at)
        return Place(line, at - self.line_starts[line - 1] + 1, self.number)

    def offset(self, at: int) -> int:
        """Where in the cell's text the character stands that the file has at `at`."""
        i = max(bisect_right(self.runs, at, key=_start_of) - 1, 0)
        plain, start, end = self.runs[i]
        size = self._size(i)
        if end - start == size:
            return plain + min(at - start, size)
        return plain + (at >= end)

    def line_end(self, offset: int) -> int:
        """Where in the file the line ends that `offset` of the file stands in."""
        line = bisect_right(self.line_starts, self.offset(offset))
        if line == len(self.line_starts):
            return self.end
        return self.span(self.line_starts[line] - 1, self.line_starts[line] - 1).start

    def _run(self, at: int) -> int:
        return max(bisect_right(self.runs, at, key=_plain_of) - 1, 0)

    def _size(self, run: int) -> int:
        stop = self.runs[run + 1][0] if run + 1 < len(self.runs) else len(self.text)
        return stop - self.runs[run][0]


def _plain_of(run: tuple[int, int, int]) -> int:
    return run[0]


def _start_of(run: tuple[int, int, int]) -> int:
    return run[1]


def line_starts(text: str) -> tuple[int, ...]:
    """The offset at which each line of `text` starts.

    >>> line_starts("a\\r\\nb\\n")
    (0, 3, 5)
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return tuple(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A decoded article: its name, its text and the digest of the bytes it was decoded from.

    >>> source = SourceText.from_bytes("a.md", b"one\\r\\ntwo")
    >>> source.place(5)
    Place(line=2, column=1, cell=None, is_paragraph=False, file=None)
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    replaced: int = 0
    """How many undecodable bytes became U+FFFD."""
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    """The cells with text that a reader found in it, in order: places in them are told by cell."""
    by_paragraph: bool = False
    """Whether its lines are the paragraphs of a file that is no text: places are told by paragraph."""
    parts: tuple[FilePart, ...] = field(default=(), repr=False)
    """Of a text that was put together of several files, all its stretches in order: places are those of the files."""

    @classmethod
    def from_bytes(cls, name: str, data: bytes, *, encoding: str | None = None) -> "SourceText":
        """The text of `data`: UTF-8, or UTF-16 where a byte order mark says so, else `encoding` where its format declares one; never raises."""
        text, replaced = decode(data, encoding)
        return cls(name=name, text=text, sha256=hashlib.sha256(data).hexdigest(), replaced=replaced)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return line_starts(self.text)

    @cached_property
    def words_sha256(self) -> str:
        """The digest of the text but for its white space: the same in another encoding and with other line ends."""
        return hashlib.sha256(" ".join(self.text.split()).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def size(self) -> int:
        """How many code points the text has."""
        return len(self.text)

    def slice(self, span: Span) -> str:
        """The text of `span` as it stands in the file."""
        return self.text[span.start : span.end]

    def words(self, span: Span) -> str:
        """The text of `span` as its author wrote it: that of a cell without the escapes of the file around it."""
        cell = self._cell(span.start) if self.cells else None
        if cell is None or span.end > cell.end:
            return self.slice(span)
        return cell.text[cell.offset(span.start) : cell.offset(span.end)]

    def line_end(self, offset: int) -> int:
        """Where the line of `offset` ends; a line of a cell, where it stands in one."""
        if cell := self._cell(offset):
            return cell.line_end(offset)
        end = self.text.find("\n", offset)
        return end if end >= 0 else len(self.text)

    def place(self, offset: int) -> Place:
        """Where `offset` is, for people."""
        if cell := self._cell(offset):
            return cell.place(offset)
        if self.parts:
            return self.parts[max(bisect_right(self.parts, offset, key=_part_start) - 1, 0)].place(offset)
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1, is_paragraph=self.by_paragraph)

    def _cell(self, offset: int) -> Cell | None:
        i = bisect_right(self.cells, offset, key=_cell_start) - 1
        return self.cells[i] if i >= 0 and offset <= self.cells[i].end else None

    def where(self, offset: int) -> str:
        """The place of `offset` with the name of the file: `a.md:3:1`, `a.ipynb: cell 7, line 3`."""
        place = self.place(offset)
        if place.cell is None and not place.is_paragraph:
            return f"{place.file or self.name}:{place.line}:{place.column}"
        return f"{self.name}: {place}"


def _part_start(part: FilePart) -> int:
    return part.start


def _cell_start(cell: Cell) -> int:
    return cell.start


def decode(data: bytes, declared: str | None = None) -> tuple[str, int]:
    """Text of `data`, in the encoding `declared` unless a byte order mark says another, and how many undecodable sequences were replaced by U+FFFD.

    Where lines end with carriage returns alone, as they once did on the Macintosh, line feeds stand for them.

    >>> decode(b"\\xef\\xbb\\xbfa\\xff"), decode(b"a\\rb"), decode(b"a\\r\\nb")
    (('a\\ufffd', 1), ('a\\nb', 0), ('a\\r\\nb', 0))
    """
    text, replaced = _decoded(data, declared)
    return (text.replace("\r", "\n") if "\r" in text and "\n" not in text else text), replaced


def _decoded(data: bytes, declared: str | None) -> tuple[str, int]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif declared is not None and not data.startswith(b"\xef\xbb\xbf"):
        encoding = declared
    else:
        encoding = "utf-8"
        data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        genuine = data.count("\ufffd".encode()) if encoding == "utf-8" else 0
        return text, text.count("\ufffd") - genuine
