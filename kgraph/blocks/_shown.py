"""One block as a page shows it."""

from typing import NamedTuple

from kgraph.blocks._marks import Mark


class ShownBlock(NamedTuple):
    """A block of body text, or of what is none: `code`, `math`, `image`, and `entry`, an entry of a reference list.

    `lists` is the path of the lists it stands in, the outermost first: `1.2/3.1:7` is item 1, printed as 7, of list 3, which
    stands in item 2 of list 1. Cells have a table, a row (0 is the head) and a column.
    """

    kind: str
    level: int | None
    text: str
    start: int
    end: int
    label: str | None
    lists: str | None
    table: int | None
    row: int | None
    column: int | None
    marks: list[Mark]
