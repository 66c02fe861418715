"""Code and formulas are one thing each, and so is a linked title with what goes on behind it: no sentence ends within them."""

from kgraph.model import Block

_KINDS = ("code", "math")


def unbroken(block: Block) -> list[tuple[int, int]]:
    """The plain spans of the block's code and formulas, in order, those within others left out.

    A link whose words end in a question (`[Who wrote it?](…) by Moss`) reaches into the small letters behind it.
    """
    found: list[tuple[int, int]] = []
    for inline in block.inlines:
        asks = inline.kind == "link" and _goes_on(block.text, inline.end)
        if (asks or inline.kind in _KINDS) and (not found or inline.start >= found[-1][1]):
            found.append((inline.start, inline.end + 2 * asks))
    return found


def _goes_on(text: str, end: int) -> bool:
    """Whether a question or an exclamation ends at `end`, and the next word is in small letters."""
    return (
        text[end - 1 : end] in ("?", "!") and text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    )


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
