"""Tables of reStructuredText, of either kind."""

from collections.abc import Sequence
from itertools import pairwise

from kgraph import late_re as re
from kgraph.read.rst.words import Words
from kgraph.read.running_text import RunningText

_BORDER = re.compile(r"=+(?:[ \t]+=+)+$")
_GRID = re.compile(r"\+(?:[-=]+\+)+$")


class Tables(Words):
    """Tables: each cell is the pieces of its lines."""

    def table(self, i: int, end: int) -> int:
        """A table of either kind: each cell the pieces of its lines."""
        border = self.line(i)
        grid = border[0] == "+"
        columns = _columns(border, grid)
        stop = i
        while stop < end and not self.lines[stop].is_blank:
            stop += 1
        if not grid:  # a blank line parts rows; the last border ends it
            borders = [j for j in range(i, min(end, i + 500)) if _BORDER.match(self.line(j))]
            stop = next((j + 1 for j in borders[1:] if j + 1 == end or self.lines[j + 1].is_blank), stop)
        table, row = self.sheet.new_table(), 0
        cells = [RunningText() for _ in columns]
        for j in range(i + 1, stop):
            line = self.lines[j]
            written = self.line(j)
            is_border = _GRID.match(written) if grid else _BORDER.match(written)
            first = line.start + line.indent
            starts = not grid and columns and self.text[first : min(first + columns[0][1], line.end)].strip()
            if is_border or starts:
                if any(cell.plain for cell in cells):
                    for column, cell in enumerate(cells, 1):
                        self.sheet.put("cell", cell, table=table, row=row, column=column)
                    row += 1
                    cells = [RunningText() for _ in columns]
                if is_border:
                    continue
            for n, (a, b) in enumerate(columns):
                last = line.end if not grid and n == len(columns) - 1 else min(first + b, line.end)
                if first + a < last:
                    cells[n].space(first + a, first + a)
                    self.words(first + a, last, cells[n])
        for column, cell in enumerate(cells, 1):
            self.sheet.put("cell", cell, table=table, row=row, column=column)
        return max(stop, i + 1)


def is_border(line: str) -> bool:
    """Whether a line begins a table: `+---+---+`, `=== ===`."""
    return bool(_BORDER.match(line) or _GRID.match(line))


def _columns(border: str, grid: bool) -> Sequence[tuple[int, int]]:
    """The columns of a table, as offsets from its left edge."""
    if grid:
        at = [n for n, sign in enumerate(border) if sign == "+"]
        return [(a + 1, b) for a, b in pairwise(at)]
    spans = [m.span() for m in re.finditer(r"=+", border)]
    return [(a, spans[n + 1][0] if n + 1 < len(spans) else b) for n, (a, b) in enumerate(spans)]
