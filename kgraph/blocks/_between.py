"""What stands between the blocks of body text, put in its place among them."""

from collections.abc import Iterable, Mapping, Sequence

from kgraph.blocks._shown import ShownBlock


def among(blocks: Sequence[ShownBlock], between: Iterable[ShownBlock]) -> list[ShownBlock]:
    """The blocks, with what stands `between` them where it begins in the source; in the item or the cell around it."""
    waiting = sorted(between, key=_start, reverse=True)
    if not waiting:
        return list(blocks)
    widths: dict[int | None, int] = {}
    for block in blocks:
        if block.column is not None:
            widths[block.table] = max(block.column, widths.get(block.table, 0))
    out: list[ShownBlock] = []
    for after in (*blocks, None):
        while waiting and (after is None or waiting[-1].start < after.start):
            new, before = waiting.pop(), out[-1] if out else None
            if before is not None and new.kind != "entry":
                new = (
                    _in_cell(new, before, after, widths)
                    if before.table is not None
                    else _in_item(new, before, after)
                )
            out.append(new)
        if after is not None:
            out.append(after)
    return out


def _start(block: ShownBlock) -> int:
    return block.start


def _in_item(new: ShownBlock, before: ShownBlock, after: ShownBlock | None) -> ShownBlock:
    """`new`, in the item `before` it, where that holds it or its list goes on behind it."""
    if before.lists is None:
        return new
    if before.end < new.end:
        if after is None or after.lists is None:
            return new
        if before.lists.partition(".")[0] != after.lists.partition(".")[0]:
            return new
    return new._replace(lists=before.lists)


def _in_cell(
    new: ShownBlock, before: ShownBlock, after: ShownBlock | None, widths: Mapping[int | None, int]
) -> ShownBlock:
    """`new`, in the cell `before` it where that holds it; else in one that holds nothing else, where the row has one."""
    table, row, column = before.table, before.row, before.column or 0
    if before.end < new.end:
        goes_on = after is not None and after.table == table
        if after is not None and goes_on and after.row != row and (after.column or 0) > 1:
            row, column = after.row, (after.column or 0) - 1
        elif column < widths[table] and not (
            after is not None and goes_on and after.row == row and after.column == column + 1
        ):
            column += 1
        elif not goes_on:
            return new
    return new._replace(table=table, row=row, column=column)
