"""How lists and tables of a page are read: the place of each item and cell."""

from dataclasses import replace

from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.tree import Node
from kgraph.read.html.walk import Walk
from kgraph.read.html.written import Place

LISTS = frozenset({"ul", "ol", "menu", "dir"})
_LAYOUT = frozenset({"[role=presentation]", "[role=none]"})


def read_list(walk: Walk, node: Node) -> None:
    """Reads each item as a block; what stands in it of another list goes on below."""
    out = walk.out
    walk.flush(node.start)
    walk.numbers["list"] += 1
    number, count, outer = walk.numbers["list"], 0, out.place
    for child in node.children:
        if isinstance(child, Node) and _is_item(walk, child):
            walk.flush(child.start)
            count += 1
            out.place = _place_of_item(outer, (number, count), walk.ordinals.get(child.number))
            walk.anchor(child)
            walk.children(child)
            walk.flush(child.end)
            out.place = outer
        elif isinstance(child, Node):
            walk.element(child)
        else:
            out.text(*child)
    walk.flush(node.end)


def _is_item(walk: Walk, node: Node) -> bool:
    return node.name == "li" and node.number not in walk.entries and why_left_out(node) is None


def _place_of_item(outer: Place, at: tuple[int, int], ordinal: int | None) -> Place:
    """Items of a cell, a note or an entry are more of that."""
    if outer.kind in ("cell", "footnote") or outer.is_entry:
        return replace(outer, ordinal=None)
    return Place("item", (*outer.lists, at), ordinal)


def is_table(walk: Walk, node: Node) -> bool:
    """Whether a table is one of cells, not one that only sets a page, a note or an entry."""
    place = walk.out.place
    return _LAYOUT.isdisjoint(node.signs) and not (place.definition or place.is_entry)


def read_table(walk: Walk, node: Node) -> None:
    """Reads each cell as a block, with its row and column; the head of a table is row 0."""
    walk.flush(node.start)
    walk.numbers["table"] += 1
    table, row, outer, is_first = walk.numbers["table"], 0, walk.out.place, True
    for part in node.elements():
        rows = (
            part.elements()
            if part.name in ("tbody", "thead", "tfoot") and why_left_out(part) is None
            else (part,)
        )
        for each in rows:
            if each.name != "tr" or each.number in walk.entries or why_left_out(each) is not None:
                walk.element(each)
                continue
            row = 0 if is_first and _is_head(each) else row + 1
            is_first = False
            _row(walk, each, table, row)
            walk.out.place = outer
    walk.flush(node.end)


def _is_head(row: Node) -> bool:
    cells = [cell.name for cell in row.elements() if cell.name in ("td", "th")]
    return len(cells) > 1 and set(cells) == {"th"}


def _row(walk: Walk, node: Node, table: int, row: int) -> None:
    column = 0
    for cell in node.elements():
        column += cell.name in ("td", "th")
        if cell.name not in ("td", "th") or why_left_out(cell) is not None:
            walk.element(cell)
            continue
        walk.flush(cell.start)
        walk.out.place = Place("cell", table=table, row=row, column=column)
        walk.anchor(cell)
        walk.children(cell)
        walk.flush(cell.end)
