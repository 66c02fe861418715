"""Where the reference lists of an article are, and which entries stand in them (semantics, section 3)."""

from itertools import groupby

from kgraph.extract.lists.article import Article, points_within
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.lists.elements import of_elements
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.listed_notes import as_notes
from kgraph.extract.lists.shapes import LIST_SHAPES
from kgraph.model import Document


def find_lists(document: Document) -> ReferenceLists:
    """All reference lists of `document`, each found by a row of `LIST_SHAPES`, in order of the text."""
    article, blocks = Article(document), document.blocks
    taken = Taken().with_stretches(
        (i, 0, len(block.text)) for i, block in enumerate(blocks) if block.definition and points_within(block)
    )
    lists: list[FoundList] = []
    rows = [shape for shape in LIST_SHAPES if shape.find is of_elements or not document.lists_told]
    for find, shapes in groupby(rows, key=lambda shape: shape.find):
        found = tuple(find(article, taken, tuple(shapes)))
        taken = taken.with_lists(found)
        lists += [as_notes(each, blocks) for each in found]
    lists.sort(key=lambda found: blocks[found.entries[0].block].span.start + found.entries[0].start)
    return ReferenceLists(
        lists=tuple(found.entries for found in lists),
        found_by=tuple(found.told_by for found in lists),
        taken=taken.spans,
        aliases=article.aliases,
    )
