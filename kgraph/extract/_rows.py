"""Rows of tables: a cell that holds nothing but markers supports what the others say."""

from collections import defaultdict

from kgraph.extract._found import Lists
from kgraph.extract._lifting import lift
from kgraph.extract._tokens import Token
from kgraph.extract.wording import claim_text
from kgraph.model import Block, Document


class Rows:
    """The cells of each row, and their texts without markers, each made once."""

    def __init__(self, document: Document, lists: Lists, tokens: dict[int, list[Token]]) -> None:
        self._blocks, self._lists, self._tokens = document.blocks, lists, tokens
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._texts: dict[tuple[int, int], dict[int, str]] = {}
        for i, cell in enumerate(document.blocks):
            if cell.kind == "cell":
                self._cells[cell.table, cell.row].append(i)

    def length(self, cell: Block) -> int:
        """How many characters and cells the row of `cell` has."""
        return sum(1 + len(text) for text in self._row(cell).values())

    def beside(self, cell: Block) -> str:
        """What the other cells of its row say."""
        return " ".join(t for i, t in self._row(cell).items() if t and self._blocks[i] is not cell)

    def _row(self, cell: Block) -> dict[int, str]:
        row = cell.table, cell.row
        if row not in self._texts:
            self._texts[row] = {i: self._plain(i) for i in self._cells[row]}
        return self._texts[row]

    def _plain(self, i: int) -> str:
        """The text of a cell without its markers."""
        block = self._blocks[i]
        pieces, _ = lift(block, self._lists.taken.get(i, []), self._tokens.get(i, []))
        return claim_text("".join(block.text[a:b] for a, b in pieces))
