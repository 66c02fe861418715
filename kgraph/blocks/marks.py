"""What is marked in the text of a block: markup, claims, markers, problems."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.model import Block

ATOM = "\ufffc"
"""What a marker without words stands on."""
_MARKUP = frozenset({"strong", "emphasis", "code", "math", "sup", "title", "link"})
_FOLLOWED = ("https://", "http://", "mailto:", "ftp://")
"""How addresses begin that a reader may follow; a script is none."""


class Mark(NamedTuple):
    """Plain `[start, end)` of a block is `kind`; where it has no words of its own both are the same."""

    kind: str
    start: int
    end: int
    value: str | int | None = None


class Marked(NamedTuple):
    """Text and its marks."""

    text: str
    marks: list[Mark]

    def cut(self, start: int, end: int) -> "Marked":
        """The part `[start, end)`."""
        marks = [
            Mark(kind, max(first, start) - start, min(last, end) - start, value)
            for kind, first, last, value in self.marks
            if (first < end and last > start)
            or (first == last and (start <= first < end or first == end == len(self.text)))
        ]
        return Marked(self.text[start:end], marks)

    def shown(self) -> "Marked":
        """The same as a reader sees it, without what markers without words stand on; marks in order, the outermost first."""
        text, marks = self.text, self.marks
        if ATOM in text:
            atoms = [i for i, character in enumerate(text) if character == ATOM]
            text = text.replace(ATOM, "")
            marks = [
                Mark(kind, start - bisect_left(atoms, start), end - bisect_left(atoms, end), value)
                for kind, start, end, value in marks
            ]
        return Marked(text, sorted(marks, key=_outermost) if len(marks) > 1 else marks)


def _outermost(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def markup(block: Block) -> Iterator[Mark]:
    """The markup of a block that a reader sees."""
    for kind, start, end, target, _ in block.inlines:
        if kind in _MARKUP and start < end:
            yield Mark(kind, start, end, address(target) if kind == "link" else None)


def address(target: str) -> str | None:
    """The address that a link may lead to; None for any other.

    >>> address("https://example.org/a"), address("javascript:alert(1)"), address("#ref-1")
    ('https://example.org/a', None, None)
    """
    target = target.strip()
    return target if target[:8].lower().startswith(_FOLLOWED) else None
