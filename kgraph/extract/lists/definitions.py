"""Footnote and link definitions as entries: which are, and the lists that consecutive ones make."""

import re
from collections.abc import Sequence
from functools import cached_property

from kgraph.extract.lists.candidates import GrowingEntry, GrowingLists, anchors_of
from kgraph.extract.lists.shapes import footnote_cites
from kgraph.model import Block

_ATTACHED = re.compile(r"\d+_\d+")
"""A label of an export that numbers answers and sources: its notes are sources, if only names of files."""
_WORD_IN_BRACKETS = re.compile(r"\[([^\[\]\s]{1,60})\]")


class Definitions:
    """The definitions among the blocks of an article."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def defines(self, block: Block) -> bool:
        """Whether a definition is an entry: a footnote that cites, a link definition cited by its label."""
        if block.definition is None:
            return False
        key = block.definition.removeprefix("^")
        if block.definition.startswith("^"):
            return footnote_cites(block) or bool(_ATTACHED.fullmatch(key))
        return key.isdigit() or key.startswith("@") or key in self._cited

    @cached_property
    def _cited(self) -> frozenset[str]:
        """Every bracketed word of the body: what a link definition must be called to be an entry."""
        return frozenset(
            word for b in self._blocks if not b.definition for word in _WORD_IN_BRACKETS.findall(b.text)
        )

    @cached_property
    def _shown(self) -> frozenset[str]:
        """The words of every link of the body that are one word: a number that cites is its label."""
        return frozenset(
            b.text[n.start : n.end].strip("[]^ ")
            for b in self._blocks
            for n in b.inlines
            if n.kind == "link" and not b.definition
        )

    def only_links(self, block: Block) -> bool:
        """Whether a link definition only says where links with words go (`[Stone, 2004][1]`): no number of the body names it."""
        key = block.definition or "^"
        return key.isdigit() and key not in self._shown and key not in self._cited

    def take(self, lists: GrowingLists) -> None:
        """Adds to `lists` the definitions outside of them: consecutive ones are one list."""
        groups: list[list[GrowingEntry]] = []
        last = -2
        for i, block in enumerate(self._blocks):
            if not block.definition or lists.takes(i, 0):
                continue
            key = block.definition.removeprefix("^")
            previous = groups[-1][-1] if groups else None
            if (
                previous
                and self._blocks[previous.block].definition == block.definition
                and i == last + 1
                and block.definition.startswith("^")
            ):
                previous.more.append((i, 0, len(block.text)))
                last = i
                continue
            if not self.defines(block):
                last = i if i == last + 1 else last  # a remark between notes parts no list
                continue
            anchors = anchors_of(block, 0, len(block.text))
            found = GrowingEntry(i, 0, len(block.text), ((key, 0),), anchors=anchors)
            if groups and (i == last + 1 or _joins(groups[-1], key)):
                groups[-1].append(found)
            else:
                groups.append([found])
            last = i
        for group in groups:
            notes = (self._blocks[group[0].block].definition or "").startswith("^")
            lists.keep(group, "footnotes that cite" if notes else "link definitions that the text names")


def _joins(group: Sequence[GrowingEntry], key: str) -> bool:
    return len(group) == 1 and key not in {label for e in group for label, _ in e.labels}
