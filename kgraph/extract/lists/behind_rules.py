"""Numbered notes behind a rule, which no heading announces (semantics, section 3)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kgraph import late_re as re
from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import GrowingEntry, anchors_of, number_of, read_labels
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.names import attribution
from kgraph.extract.lists.run_together import labels_apart
from kgraph.extract.lists.shape import ListShape
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.notes.back_references import read_back
from kgraph.extract.notes.parts import works_of
from kgraph.extract.notes.wording import CAPITAL, PAGES
from kgraph.extract.text.characters import RAISED, RAISED_DIGITS
from kgraph.model import Block

_PLACED = re.compile(
    rf"[{CAPITAL}][^,.!?;:\n]{{2,120}}(?:[,:]\s[^,.!?;:\n]{{1,60}}(?:\.\s?\d{{1,4}})?){{0,3}}[,:]\s{PAGES}[\s.]*"
)
"""A title and the pages that end the note: `Book of Tides, Vol 2, Page 180`."""
_MARKER = re.compile(r"(?<!^)(?:\[(?=\d{1,4}[\],])|\^(?=\d{1,3}[\^,]))(\d{1,4}(?:,\s?\d{1,4}){0,9})[\]^]")
"""A marker of the text, `[1]` or `^1^`: no paragraph begins with one."""
_RAISED = re.compile(f"[{RAISED_DIGITS}]{{1,4}}")
_MANY = 2


class _Above:
    """The numbers that the text names, in brackets or raised, read as far as they are asked for."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._at = 0
        self._seen = set[str]()

    def begin_at(self, number: int) -> None:
        """Forgets what stands before block `number`."""
        self._at = number
        self._seen.clear()

    def named(self, notes: Sequence[GrowingEntry], number: int) -> list[GrowingEntry]:
        """Those of `notes` that the text names before block `number`."""
        for block in self._blocks[self._at : number]:
            self._seen.update(label.strip() for label in _named(block))
        self._at = max(self._at, number)
        return [note for note in notes if note.labels[0][0] in self._seen]


def in_one_paragraph(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """The notes of a paragraph behind a rule, with which the article or its part ends: `[1] Moss: Tides, p. 5. [2] Ibid., p. 7.`

    The first names a work, half of all do, and the text above names half of them. Not sentences behind markers.
    """
    above = _Above(article.blocks)
    for i, block in enumerate(article.blocks):
        if not _may_begin(article, taken, i):
            continue
        notes = [
            note
            for start, end in labels_apart(block, 0, len(block.text))
            if (note := _note(block, i, start, end))
        ]
        proven = [_tells(block, note) for note in notes]
        named = above.named(notes, i)
        above.begin_at(i + 1)
        if (
            len(notes) >= _MANY
            and _ends_part(article, i)
            and proven[0]
            and all(told or _begins(block, note) for told, note in zip(proven, notes, strict=True))
            and min(sum(proven), len(named)) * 2 >= len(notes)
        ):
            yield FoundList(tuple(note.done() for note in notes), shapes[0].told())


def in_paragraphs(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """Notes behind a rule, each a paragraph or a line, though text follows: `**[1]** Book of Tides, Vol 2, Page 180`.

    Each tells a work, and the section above names each. Not a sentence behind a marker.
    """
    above = _Above(article.blocks)
    for i in range(len(article.blocks)):
        if taken.holds(i, 0):
            above.begin_at(i + 1)
            continue
        notes = _notes_from(article, taken, i) if _may_begin(article, taken, i) else []
        if notes and len(above.named(notes, i)) == len(notes):
            above.begin_at(notes[-1].block + 1)
            yield FoundList(tuple(note.done() for note in notes), shapes[0].told())


def _may_begin(article: Article, taken: Taken, number: int) -> bool:
    """Whether block `number` stands right behind a rule, and begins as a note in brackets does."""
    return _is_open(article, taken, number) and article.is_behind_rule(number)


def _is_open(article: Article, taken: Taken, number: int) -> bool:
    block = article.blocks[number]
    return (
        block.kind == "paragraph"
        and not block.definition
        and block.text.startswith("[")
        and number not in article.elements
        and not taken.holds(number, 0)
    )


def _ends_part(article: Article, number: int) -> bool:
    """Whether nothing but a heading, a rule or an attribution follows block `number`."""
    after = number + 1
    if after == len(article.blocks):
        return True
    block = article.blocks[after]
    return (
        block.kind == "heading"
        or bool(block.definition or attribution(block.text))
        or article.is_behind_rule(after)
    )


def _notes_from(article: Article, taken: Taken, number: int) -> list[GrowingEntry]:
    """The notes from block `number` on, whose numbers count up, where each tells a work."""
    found: list[GrowingEntry] = []
    for i in range(number, len(article.blocks)):
        if not _is_open(article, taken, i):
            break
        block = article.blocks[i]
        notes = [_note(block, i, start, end) for start, end in entry_lines(block)]
        told = [note for note in notes if note and _tells(block, note)]
        numbers = [number_of(note.labels[0][0]) or 0 for note in (*found[-1:], *told)]
        if len(told) < len(notes) or any(b != a + 1 for a, b in pairwise(numbers)):
            return [] if told else found
        found += told
    return found


def _note(block: Block, number: int, start: int, end: int) -> GrowingEntry | None:
    """The note that plain `[start, end)` of block `number` is, behind its number in brackets."""
    labels = read_labels(block, start, end, first=False) if block.text[start] == "[" else None
    if not labels or len(labels) > 1 or number_of(labels[0][0]) is None:
        return None
    return GrowingEntry(number, start, end, labels, anchors=anchors_of(block, start, end))


def _tells(block: Block, note: GrowingEntry) -> bool:
    """Whether a note names a work, or one that is named above."""
    at = note.labels[-1][1]
    words = block.text[at : note.end]
    return (
        read_back(words.strip()) is not None
        or _PLACED.fullmatch(words) is not None
        or bool(works_of((block,), (at, note.end)))
    )


def _begins(block: Block, note: GrowingEntry) -> bool:
    """Whether the words of a note begin as a sentence does: `[2] is the older one` goes on with one."""
    return not block.text[note.labels[-1][1] : note.end].lstrip()[:1].islower()


def _named(block: Block) -> Iterator[str]:
    for found in _MARKER.findall(block.text):
        yield from found.split(",")
    for raised in _RAISED.findall(block.text):
        yield raised.translate(RAISED)
    for inline in block.inlines:
        if inline.kind == "sup":
            yield block.text[inline.start : inline.end].strip("[]()")
