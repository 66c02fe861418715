"""What formats of typed lines share: lines with their indents, and the markup within a line, told by one pattern."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kgraph.read.running_text import RunningText

MAX_DEPTH = 12
"""Blocks and marks within each other: what is deeper is read as text."""

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
    """The markup of a format within its blocks: a kind a pattern, the first that fits."""

    def __init__(self, kinds: Mapping[str, str], flags: int = re.DOTALL) -> None:
        self._kinds = tuple(kinds)
        self._pattern = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items()), flags)

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


def address(words: str) -> str:
    """An address without the stops and closing brackets of the sentence around it.

    >>> address("https://example.org/a_(b)."), address("https://example.org/a),")
    ('https://example.org/a_(b)', 'https://example.org/a')
    """
    bare = words.rstrip(_TRAIL)
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(_TRAIL)
    return bare
