"""The width that the lines of an article are wrapped to, if they are, and which ends of lines that explains."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgraph.model import Block
from kgraph.spans import SourceText

_NARROWEST, _WIDEST = 40, 120
_BREAKS = 6
"""With fewer ends of lines a width is a guess."""
_EXPLAINED = 0.85
_LONGEST = 0.9
"""The share of lines that are no longer than the width: one with a long address is."""


class _Break(NamedTuple):
    """The end of a line within a paragraph: how long the line is, and the word that begins the next."""

    chars: int
    next_chars: int
    is_set: bool
    """Whether signs say that a line ends there: two spaces, a backslash."""

    def is_of(self, width: int) -> bool:
        """Whether the line is no longer than that, and would be with the next word."""
        return self.chars <= width < self.chars + 1 + self.next_chars and not self.is_set


class Width:
    """What an article is wrapped to; 0 where ends of lines are its author's.

    A line is broken by a program where the next word would have made it too long, and an article is wrapped where six in
    seven ends of its lines are so. Not where each sentence has a line, or each entry.
    """

    def __init__(self, source: SourceText, blocks: Sequence[Block]) -> None:
        self._source = source
        breaks = [found for block in blocks if block.kind == "paragraph" for _, found in self._breaks(block)]
        self.chars = _width(breaks)

    def wraps(self, block: Block) -> set[int]:
        """The plain offsets of the ends of lines of `block` at which the width, not its author, broke it."""
        if not self.chars:
            return set()
        return {at for at, found in self._breaks(block) if found.is_of(self.chars)}

    def _breaks(self, block: Block) -> Iterator[tuple[int, _Break]]:
        """Where the lines of `block` end in its plain text, and how; nothing where these are not the lines of the file."""
        ends = [at for at, char in enumerate(block.text) if char == "\n"] if "\n" in block.text else []
        written = self._source.words(block.span).rstrip().split("\n") if ends else []
        if len(written) == len(ends) + 1:
            for at, line, below in zip(ends, written, written[1:], strict=False):
                bare, words = line.rstrip(), below.lstrip(" \t>").split(maxsplit=1)
                yield at, _Break(len(bare), len(words[0]) if words else 0, line.endswith(("  ", "\\")))


def _width(breaks: Sequence[_Break]) -> int:
    if len(breaks) < _BREAKS:
        return 0
    longest = sorted(found.chars for found in breaks)[int((len(breaks) - 1) * _LONGEST)]
    explained = sum(found.is_of(longest) for found in breaks)
    if not _NARROWEST <= longest <= _WIDEST or explained < _EXPLAINED * len(breaks):
        return 0
    return longest
