"""Places in a text: the only room that counts characters and lines.

Offsets are Unicode code points, 0-based and half-open, into the text as decoded from the file (byte
order mark dropped, line ends kept). Lines and columns, 1-based, are for people only.
"""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple


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


class Position(NamedTuple):
    """A place for people: 1-based line and column."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A decoded article: its name, its text and the digest of the bytes it was decoded from.

    >>> source = SourceText.from_bytes("a.md", b"one\\r\\ntwo")
    >>> source.position(5)
    Position(line=2, column=1)
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    replaced: int = 0
    """How many undecodable bytes became U+FFFD."""

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> "SourceText":
        """The text of `data`: UTF-8, or UTF-16 where a byte order mark says so; never raises."""
        text, replaced = decode(data)
        return cls(name=name, text=text, sha256=hashlib.sha256(data).hexdigest(), replaced=replaced)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line starts."""
        text = self.text
        if "\r" in text:
            text = text.replace("\r\n", " \n").replace("\r", "\n")
        return tuple(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))

    def position(self, offset: int) -> Position:
        """Line and column of `offset`, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)


def decode(data: bytes) -> tuple[str, int]:
    """Text of `data` and how many undecodable sequences were replaced by U+FFFD.

    >>> decode(b"\\xef\\xbb\\xbfa\\xff")
    ('a\\ufffd', 1)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8"
        data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        genuine = data.count("\ufffd".encode()) if encoding == "utf-8" else 0
        return text, text.count("\ufffd") - genuine
