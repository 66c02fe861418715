"""Lists of footnote and link definitions: consecutive ones that are entries (semantics, section 3)."""

from collections.abc import Iterator, Sequence

from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import GrowingEntry, anchors_of
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.shape import ListShape
from kgraph.model import Block


def of_definitions(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """The definitions outside of other lists: consecutive ones are one list, told by the row of its first."""
    footnotes, links = shapes
    for group in _groups(article, taken):
        notes = (article.blocks[group[0].block].definition or "").startswith("^")
        yield FoundList(tuple(entry.done() for entry in group), (footnotes if notes else links).told())


def _groups(article: Article, taken: Taken) -> list[list[GrowingEntry]]:
    blocks = article.blocks
    groups: list[list[GrowingEntry]] = []
    last = -2
    for i, block in enumerate(blocks):
        if not block.definition or taken.holds(i, 0):
            continue
        previous = groups[-1][-1] if groups else None
        if previous and i == last + 1 and _goes_on(blocks[previous.block], block):
            previous.more.append((i, 0, len(block.text)))
            last = i
        elif article.defines(block):
            key = block.definition.removeprefix("^")
            found = GrowingEntry(
                i, 0, len(block.text), ((key, 0),), anchors=anchors_of(block, 0, len(block.text))
            )
            if groups and (i == last + 1 or _joins(groups[-1], key)):
                groups[-1].append(found)
            else:
                groups.append([found])
            last = i
        elif i == last + 1:
            last = i  # a remark between notes parts no list
    return groups


def _goes_on(previous: Block, block: Block) -> bool:
    """Whether `block` is a further paragraph of the footnote that `previous` begins."""
    return previous.definition == block.definition and (block.definition or "").startswith("^")


def _joins(group: Sequence[GrowingEntry], key: str) -> bool:
    return len(group) == 1 and key not in {label for e in group for label, _ in e.labels}
