"""What is marked in the text of a block: markup, claims, markers, problems."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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

    def cut(self, parts: Sequence[tuple[int, int]]) -> "list[Marked]":
        """Each of the `parts`, which are plain ranges in order; a mark that goes over several is in each."""
        found: list[list[Mark]] = [[] for _ in parts]
        starts = [start for start, _ in parts]
        for kind, first, last, value in self.marks:
            at = max(bisect_right(starts, first) - 1, 0)
            for i in range(at, len(parts)):
                start, end = parts[i]
                if start >= last and i > at:
                    break
                begin, stop = min(max(first, start), end) - start, max(min(last, end), start) - start
                if begin < stop or first == last:
                    found[i].append(Mark(kind, begin, stop, value))
        return [Marked(self.text[start:end], marks) for (start, end), marks in zip(parts, found, strict=True)]

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
