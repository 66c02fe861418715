"""What stands in a block and is not running text: code, formulas, links."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from kgraph.model import Block

_APART = ("code", "math", "link")


def apart(block: Block) -> Callable[[int], bool]:
    """What says of a place of the block's text whether it stands in code, in a formula or in a link."""
    spans = sorted((n.start, n.end) for n in block.inlines if n.kind in _APART)
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max))

    def is_apart(at: int) -> bool:
        last = bisect_right(starts, at) - 1
        return last >= 0 and ends[last] > at

    return is_apart
