"""What the rows of tables say: the claims of cells that hold nothing but markers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kgraph import late_re as re
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.sentences.without_markers import remove_markers
from kgraph.extract.sentences.wording import claim_text
from kgraph.extract.text.characters import WORD
from kgraph.extract.values import Token
from kgraph.model import Block

_MANY_CELLS = 20
_ROW_CHARS = 1000
"""How many characters of a row are told where more than `_MANY_CELLS` of its cells only cite it, each a claim of its own."""


class Rows:
    """Each row of an article is put together once, however many of its cells cite it."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lists: ReferenceLists,
        tokens: Mapping[int, Sequence[Token]],
        leftover: re.Pattern[str] | None,
    ) -> None:
        self._blocks, self._lists, self._tokens = blocks, lists, tokens
        self._leftover = leftover
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._texts: dict[tuple[int, int], str] = {}
        for i, cell in enumerate(blocks):
            if cell.kind == "cell":
                self._cells[cell.table, cell.row].append(i)

    def text(self, table: int, row: int) -> str:
        """What the cells of a row say, without those that only cite it."""
        text = self._texts.get((table, row))
        if text is None:
            cells = [(i, self._plain(i)) for i in self._cells[table, row]]
            said = [words for i, words in cells if words and (WORD.search(words) or not self._tokens.get(i))]
            text = " ".join(said)
            if len(cells) - len(said) > _MANY_CELLS:
                text = text if len(text) <= _ROW_CHARS else text[:_ROW_CHARS].rstrip() + "…"
            self._texts[table, row] = text
        return text

    def _plain(self, i: int) -> str:
        """The text of a cell without its markers."""
        block = self._blocks[i]
        pieces, _ = remove_markers(block, self._lists.taken.get(i, ()), self._tokens.get(i, ()))
        return claim_text("".join(block.text[a:b] for a, b in pieces), leftover=self._leftover)
