"""What stands around a claim: the line that leads into its list, the parent item, the heads of its row and column."""

from collections.abc import Callable

from kgraph import late_re as re
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
    """Is shown the blocks of an article in order, and tells what stands around the last of them.

    `read` gives the words of a block as its claims have them, without its markers.
    """

    def __init__(self, read: Callable[[int, Block], str]) -> None:
        self.self_citation = False
        """Whether the blocks from here on say how to cite the article itself."""
        self._read = read
        self._previous: tuple[int, Block] | None = None
        self._lead_in: dict[int, str | None] = {}
        self._parents: dict[tuple[tuple[int, int], ...], tuple[int, Block] | str] = {}
        """Items by their place: the block, or its words once they were asked for."""
        self._table_heads: dict[tuple[int, int], str] = {}
        self._row_heads: dict[tuple[int, int], str] = {}

    def see(self, i: int, block: Block) -> None:
        """Goes on to `block`, whose number is `i`."""
        if block.kind == "heading":
            self.self_citation = _words(block).casefold().strip(" :") in _SELF_CITATION_HEADINGS
        elif block.kind in ("paragraph", "quote") and self_citation(block.text):
            self.self_citation = True
        if block.lists:
            self._see_item(i, block)
        if block.kind == "cell":
            if block.row == 0:
                self._table_heads[block.table, block.column] = self._read(i, block)
            elif block.column == 1:
                self._row_heads[block.table, block.row] = self._read(i, block)
        self._previous = i, block

    def _see_item(self, i: int, block: Block) -> None:
        number = block.lists[-1][0]
        if number not in self._lead_in:
            at, before = self._previous or (0, None)
            leads = (
                before is not None
                and before.kind != "heading"
                and LEAD_IN.search(before.text.rstrip("\ufffc \n")) is not None
            )
            self._lead_in[number] = self._read(at, before) if leads and before else None
        self._parents.setdefault(block.lists, (i, block))

    def around(self, block: Block) -> tuple[str | None, str | None]:
        """Lead-in and parent item of `block`, the last that was seen; for a cell, its column and row headings."""
        if block.kind == "cell":
            row = self._row_heads.get((block.table, block.row)) if block.column > 1 else None
            return self._table_heads.get((block.table, block.column)), row
        if not block.lists:
            return None, None
        return self._lead_in.get(block.lists[-1][0]), self._parent(block.lists[:-1])

    def _parent(self, place: tuple[tuple[int, int], ...]) -> str | None:
        """The words of the item at `place`."""
        item = self._parents.get(place)
        if isinstance(item, tuple):
            self._parents[place] = item = self._read(*item)[:PARENT_CHARS]
        return item


def _words(block: Block) -> str:
    return " ".join(block.text.replace("\ufffc", "").split())
