"""The blocks of an article as a page shows them, whatever its format: made of what was read and extracted."""

from kgraph.blocks._shown import ShownBlock
from kgraph.blocks.layout import shown_blocks

__all__ = ["ShownBlock", "shown_blocks"]
