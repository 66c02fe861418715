"""What stands around a claim: the line that leads into its list, the parent item, the heads of its row and column."""

import re

from kgraph.extract.lexicon import each
from kgraph.extract.lists.names import self_citation
from kgraph.model import Block

LEAD_IN = re.compile(r"[:：][*_]*$")
PARENT_CHARS = 300
"""So much of a parent item is kept with each of the items below it."""
_SELF_CITATION_HEADINGS = frozenset(each("lists.self_citation_headings"))


Surroundings = tuple[tuple[str, ...], str | None, str | None]
"""Section, lead-in and parent item of a block; of a cell its column and row headings."""


def length_of(around: Surroundings) -> int:
    """How many characters are told of what stands around a claim."""
    section, lead_in, parent = around
    length = sum(map(len, section))
    return length + len(lead_in or "") + len(parent or "") if lead_in or parent else length


class Context:
    """Is shown the blocks of an article in order, and tells what stands around the last of them."""

    def __init__(self) -> None:
        self.self_citation = False
        """Whether the blocks from here on say how to cite the article itself."""
        self._previous: Block | None = None
        self._lead_in: dict[int, str | None] = {}
        self._parents: dict[tuple[tuple[int, int], ...], str] = {}
        self._table_heads: dict[tuple[int, int], str] = {}
        self._row_heads: dict[tuple[int, int], str] = {}

    def see(self, block: Block) -> None:
        """Goes on to `block`."""
        if block.kind == "heading":
            self.self_citation = _words(block).casefold().strip(" :") in _SELF_CITATION_HEADINGS
        elif block.kind in ("paragraph", "quote") and self_citation(block.text):
            self.self_citation = True
        if block.lists:
            self._see_item(block)
        if block.kind == "cell":
            if block.row == 0:
                self._table_heads[block.table, block.column] = _words(block)
            elif block.column == 1:
                self._row_heads[block.table, block.row] = _words(block)
        self._previous = block

    def _see_item(self, block: Block) -> None:
        number = block.lists[-1][0]
        if number not in self._lead_in:
            before = self._previous
            leads = (
                before is not None
                and before.kind != "heading"
                and LEAD_IN.search(before.text.rstrip("\ufffc \n")) is not None
            )
            self._lead_in[number] = _words(before) if leads and before else None
        if block.lists not in self._parents:
            self._parents[block.lists] = _words(block)[:PARENT_CHARS]

    def around(self, block: Block) -> tuple[str | None, str | None]:
        """Lead-in and parent item of `block`, the last that was seen; for a cell, its column and row headings."""
        if block.kind == "cell":
            row = self._row_heads.get((block.table, block.row)) if block.column > 1 else None
            return self._table_heads.get((block.table, block.column)), row
        if not block.lists:
            return None, None
        parent = self._parents.get(block.lists[:-1]) if len(block.lists) > 1 else None
        return self._lead_in.get(block.lists[-1][0]), parent


def _words(block: Block) -> str:
    return " ".join(block.text.replace("\ufffc", "").split())
