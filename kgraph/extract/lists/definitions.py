"""Lists of footnote and link definitions: consecutive ones that are entries (semantics, section 3)."""

from collections.abc import Iterator, Sequence

from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import EntryCandidate, GrowingEntry, anchors_of
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.shape import ListShape
from kgraph.extract.lists.works_of_list import says_of_works, works_listed
from kgraph.extract.notes.parts import whole_note
from kgraph.model import Block


def of_definitions(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """The definitions outside of other lists: consecutive ones are one list, told by the row of its first."""
    footnotes, links = shapes
    for group in _groups(article, taken):
        notes = (article.blocks[group[0].block].definition or "").startswith("^")
        entries = tuple(part for entry in group for part in _parts(article, entry))
        yield FoundList(entries, (footnotes if notes else links).told())


def _groups(article: Article, taken: Taken) -> list[list[GrowingEntry]]:
    blocks, listed = article.blocks, works_listed(article.blocks, taken)
    groups: list[list[GrowingEntry]] = []
    last, i = -2, 0
    while i < len(blocks):
        block, end = blocks[i], i + 1
        if not block.definition or taken.holds(i, 0):
            i = end
            continue
        while end < len(blocks) and not taken.holds(end, 0) and _goes_on(block, blocks[end]):
            end += 1
        is_note = block.definition.startswith("^")
        remarks = bool(listed) and is_note and any(says_of_works(each, listed) for each in blocks[i:end])
        if not remarks and (article.note_cites(blocks[i:end]) if is_note else article.defines(block)):
            key = block.definition.removeprefix("^")
            found = GrowingEntry(
                i, 0, len(block.text), ((key, 0),), anchors=anchors_of(block, 0, len(block.text)),
                more=[(k, 0, len(blocks[k].text)) for k in range(i + 1, end)],
            )  # fmt: skip
            if groups and (i == last + 1 or _joins(groups[-1], key)):
                groups[-1].append(found)
            else:
                groups.append([found])
            last = end - 1
        elif i == last + 1:
            last = end - 1  # a remark between notes parts no list
        i = end
    return groups


def _parts(article: Article, entry: GrowingEntry) -> tuple[EntryCandidate, ...]:
    """The entry; of a footnote that names several works, one for each."""
    whole = entry.done()
    numbers = (entry.block, *(i for i, _, _ in entry.more))
    if not (article.blocks[entry.block].definition or "").startswith("^"):
        return (whole,)
    paragraphs = [article.blocks[i] for i in numbers]
    works = article.works(paragraphs) or (whole_note(paragraphs),)
    return tuple(
        whole._replace(work=(numbers[w.paragraph], w.start, w.end), part=k if len(works) > 1 else None)
        for k, w in enumerate(works, 1)
    )


def _goes_on(previous: Block, block: Block) -> bool:
    """Whether `block` is a further paragraph of the footnote that `previous` begins. Not where its key is defined again."""
    if previous.definition != block.definition or not (block.definition or "").startswith("^"):
        return False
    return not (block.inlines and block.inlines[0].kind == "again")


def _joins(group: Sequence[GrowingEntry], key: str) -> bool:
    return len(group) == 1 and key not in {label for e in group for label, _ in e.labels}
