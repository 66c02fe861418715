"""What formats of typed lines share: lines with their indents, and the markup within a line, told by one pattern."""

from collections.abc import Callable, Mapping
from textwrap import dedent
from typing import Any, ClassVar, NamedTuple

from kgraph import late_re as re
from kgraph.known import ExhibitKind
from kgraph.read.running_text import RunningText
from kgraph.read.sheet import Sheet

MAX_DEPTH = 12
"""Blocks and marks within each other: what is deeper is read as text."""

_DAY_BEHIND = re.compile(r"\(\d{1,2}[./]\d{1,2}[./]\d{4}\)$")
"""The day on which an address was looked up, without a space before it."""
_TRAIL = ".,;:!?'\""


class Line(NamedTuple):
    """A line of the source, `[start, end)` without its end; `indent` counts the blanks at its head."""

    start: int
    end: int
    indent: int

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.start + self.indent >= self.end


def lines_of(text: str) -> list[Line]:
    """The lines of `text`, white space at their ends left out."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        found.append(Line(at, at + len(bare), len(bare) - len(bare.lstrip())))
        at += len(line)
    return found


class Inlines:
    """The markup of a format within its blocks: a kind a pattern, the first that fits.

    `begins` is the class of the characters that any of them begins with: elsewhere none is tried, which halves the time.
    """

    def __init__(self, kinds: Mapping[str, str], begins: str, flags: int = re.DOTALL) -> None:
        self._kinds = tuple(kinds)
        forms = "|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items())
        self._pattern = re.compile(f"(?={begins})(?:{forms})", flags)

    def read(
        self, text: str, start: int, end: int, into: RunningText, act: Callable[[str, re.Match[str]], None]
    ) -> None:
        """Puts the words of `[start, end)` into `into`, and asks `act` for each stretch of markup, by its kind."""
        at = start
        for found in self._pattern.finditer(text, start, end):
            into.words(text[at : found.start()], at, found.start())
            act(next(kind for kind in self._kinds if found[kind] is not None), found)
            at = found.end()
        into.words(text[at:end], at, end)


class TypedLines:
    """The source of an article in typed lines, and the blocks that are laid down."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = lines_of(text)
        self.sheet = Sheet()

    def line(self, i: int) -> str:
        """What line `i` says, its indent left out."""
        line = self.lines[i]
        return self.text[line.start + line.indent : line.end]

    def drop(self, i: int, end: int, reason: str) -> int:
        """Name the lines from `i` up to `end` as no body text; where to go on."""
        end = min(end, len(self.lines))
        self.sheet.drop(self.lines[i].start, self.lines[end - 1].end, reason)
        return end

    def show(self, i: int, end: int, kind: ExhibitKind, first: int, last: int) -> int:
        """The same of lines of which a reader sees those from `first` up to `last`, their common indent left out."""
        end = min(end, len(self.lines))
        inner = self.text[self.lines[first].start : self.lines[last - 1].end] if first < last else ""
        self.sheet.show(self.lines[i].start, self.lines[end - 1].end, kind, dedent(inner))
        return end


class TypedWords(TypedLines):
    """The words of such lines. A format says its `inlines`, and acts on them."""

    inlines: ClassVar[Inlines]

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._lists: list[Any] = []
        """The lists that are open, as the format tells them apart."""
        self._depth = 0

    def words(self, start: int, end: int, into: RunningText) -> None:
        """Puts what the source has at `[start, end)` into `into`."""
        if self._depth >= MAX_DEPTH:
            into.words(self.text[start:end], start, end)
            return
        self._depth += 1
        self.inlines.read(self.text, start, end, into, lambda kind, found: self.act(kind, found, into))
        self._depth -= 1

    def act(self, kind: str, found: re.Match[str], into: RunningText) -> None:
        """What a stretch of markup of `kind` puts into the words."""
        raise NotImplementedError

    def _address(self, found: re.Match[str], into: RunningText) -> None:
        """An address in the text is a link to itself; what is of the sentence around it are words."""
        bare = address(found[0])
        start, stop, since = found.start(), found.start() + len(bare), into.plain
        into.words(bare, start, stop)
        into.mark("link", since, bare, start, stop)
        into.words(found[0][len(bare) :], stop, found.end())

    def blank(self, i: int) -> int:
        """Where to go on behind line `i` if nothing stands in it; two of them end all lists."""
        if not self.lines[i].is_blank:
            return i
        if i and self.lines[i - 1].is_blank:
            self._lists.clear()
        return i + 1


def address(words: str) -> str:
    """An address without the stops and closing brackets of the sentence around it.

    >>> address("https://example.org/a_(b)."), address("https://example.org/a),"), address("https://example.org/a(04.01.2021)")
    ('https://example.org/a_(b)', 'https://example.org/a', 'https://example.org/a')
    """
    bare = _DAY_BEHIND.sub("", words.rstrip(_TRAIL))
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(_TRAIL)
    return bare
