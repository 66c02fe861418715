"""Code and formulas are one thing each: no sentence ends within them, whatever stops they hold."""

from kgraph.model import Block

_KINDS = ("code", "math")


def unbroken(block: Block) -> list[tuple[int, int]]:
    """The plain spans of the block's code and formulas, in order, those within others left out."""
    found: list[tuple[int, int]] = []
    for inline in block.inlines:
        if inline.kind in _KINDS and (not found or inline.start >= found[-1][1]):
            found.append((inline.start, inline.end))
    return found


def joined(sentences: list[tuple[int, int]], whole: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`sentences`, those joined that part something of `whole`; both are in order of the text.

    >>> joined([(0, 8), (8, 20), (20, 30)], [(5, 12)])
    [(0, 20), (20, 30)]
    """
    if not whole:
        return sentences
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in sentences:
        while at < len(whole) and whole[at][1] <= start:
            at += 1
        if found and at < len(whole) and whole[at][0] < start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
