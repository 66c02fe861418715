"""Lists whose entries are elements that say so, as the reader of the format tells: `<div class="csl-entry">`."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import element
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.shape import ListShape


def of_elements(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """Consecutive blocks that are elements of entries, each run of them a list."""
    wholes = (
        element(i, block, article.elements[i]) if i in article.elements and not taken.holds(i, 0) else None
        for i, block in enumerate(article.blocks)
    )
    for is_entry, run in groupby(wholes, key=bool):
        if is_entry:
            yield FoundList(tuple(entry.done() for entry in run if entry), shapes[0].told())
