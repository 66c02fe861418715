"""The tables of an article, numbered in order, and the places of the cells of those that are HTML."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.markdown.html_tags import Tag

_ROW_GOES_ON = re.compile(r"<(th)[\s/>]|<td[\s/>]|</?t(?:r|head|body|foot|able)[\s/>]", re.IGNORECASE)


class CellPlace(NamedTuple):
    """The table, row and column of a cell; all 0 where it stands in none."""

    table: int = 0
    row: int = 0
    column: int = 0


class Tables:
    """Counts the tables of an article, and is shown the tags of those that are HTML in order."""

    def __init__(self) -> None:
        self.count = 0
        self._open: list[CellPlace] = []
        """The last cell of each open table; row -1 where none has begun."""

    def begin(self) -> int:
        """The number of a table that begins."""
        self.count += 1
        return self.count

    def place(self, tag: Tag, raw: str, end: int) -> CellPlace:
        """The place of the cell that `tag` begins, which ends at `end` of `raw`; none where it begins none."""
        if tag.name == "table":
            self._table(tag)
        elif self._open and tag.opens and not (tag.name == "tr" and tag.hidden):
            table, row, column = self._open[-1]
            if tag.name == "tr":
                is_head = row < 0 and _is_head(raw, end)
                self._open[-1] = CellPlace(table, 0 if is_head else max(row, 0) + 1)
            elif tag.name in ("td", "th"):
                self._open[-1] = CellPlace(table, 1 if row < 0 else row, column + 1)
                return self._open[-1]
        return CellPlace()

    def _table(self, tag: Tag) -> None:
        if tag.opens and not tag.closes:
            self._open.append(CellPlace(self.begin(), -1))
        elif self._open and not tag.opens:
            self._open.pop()


def _is_head(raw: str, at: int) -> bool:
    """Whether the row that begins at `at` has heads alone, and more than one."""
    heads = 0
    while (tag := _ROW_GOES_ON.search(raw, at)) and tag[1]:
        heads += 1
        at = tag.end()
    return heads > 1 and (tag is None or tag[0][:3].lower() != "<td")
