"""Lists that something announces: the blocks below a head, read until one says that the list is over."""

from collections.abc import Callable, Collection, Iterator, Sequence
from enum import Enum, auto

from kgraph import late_re as re
from kgraph.extract.entries.recognise import looks_like_entry
from kgraph.extract.lists.article import Article, points_within
from kgraph.extract.lists.candidates import GrowingEntry, anchors_of, element
from kgraph.extract.lists.entry_shape import are_prose, is_wrapped, lines_apart, links_to_work, tells_a_work
from kgraph.extract.lists.found import FoundList, Head, Stretch, Taken
from kgraph.extract.lists.lines_below import Line, Part, part_of
from kgraph.extract.lists.names import OF_REMARKS, WEAK_LIST_NAMES, attribution, self_citation
from kgraph.extract.lists.run_together import entries_apart, labels_apart
from kgraph.extract.lists.shape import ListShape
from kgraph.extract.lists.tables import in_row_of, row_entry
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.notes.wording import NOTE_NAME
from kgraph.extract.text.places import lines
from kgraph.model import Block

_OF_NOTES = re.compile(rf"(?:{NOTE_NAME}|end\s?notes)")
"""What a list of notes is called, some of which may only remark."""
_BLOCKS_TO_FIRST_ENTRY = 3
"""How many blocks below its head the first entry of a list stands at most."""


def below_heads(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """The lists below the heads of `shapes`; the first row that heads a block says what it announces."""
    heads: dict[int, tuple[ListShape, Head]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell" or i in article.elements:
            continue  # no cell and no line of an entry heads a list
        found = ((shape, head) for shape in shapes if shape.head and (head := shape.head(block)))
        if first := next(found, None):
            heads[i] = first
    for i, (shape, head) in heads.items():
        below = _Below(article, i, head, heads)
        below.read()
        if entries := below.entries():
            told = shape.told(head.name)
            stretches = (*_stretch(article.blocks[i], i, head), *below.passed)
            yield FoundList(tuple(entry.done() for entry in entries), told, stretches)


def _stretch(block: Block, at: int, head: Head) -> tuple[Stretch, ...]:
    """What a head stands on: all of its block, or its line."""
    begin = 0 if head.offset == len(block.text) else block.text.rfind("\n", 0, head.offset) + 1
    return ((at, begin, head.offset),) if head.offset else ()


class _Then(Enum):
    """What becomes of the list at a block below its head that is no entry."""

    ENDS = auto()
    GOES_ON = auto()
    PARTS = auto()
    """It goes on, with an entry of its own."""
    PASSES = auto()
    """The block belongs to the list, and is no entry."""
    NAMES = auto()
    """The block is an entry where the list has no others."""


class _Below:
    """The blocks below the head in block `at`, up to the end of its list."""

    def __init__(self, article: Article, at: int, head: Head, heads: Collection[int]) -> None:
        self.article, self.blocks = article, article.blocks
        self.at, self.head, self.heads = at, head, heads
        self.strict = head.level == 0 or head.name in WEAK_LIST_NAMES
        """Whether the first block below must be an entry."""
        self.found: list[GrowingEntry] = []
        self._by_words: list[GrowingEntry] = []
        """Link definitions by words: entries only where the list has no other."""
        self.passed: list[Stretch] = []
        """Blocks of the list that are no entries."""
        self._current: GrowingEntry | None = None
        self._seen = set[str]()
        self._left = False
        """Whether something that is no entry stood behind one."""
        self._none_read = True
        """Whether no block below the head has been read for entries."""

    def read(self) -> None:
        """Goes through the blocks, up to one that ends the list."""
        for i in range(self.at, len(self.blocks)):
            then = next((then for fits, then in _NO_ENTRIES if fits(self, i, self.blocks[i])), None)
            if then is _Then.ENDS or (then is None and not self._take(i)):
                return
            if then is _Then.PARTS:
                self._current = None
            elif then is _Then.PASSES:
                self.passed.append((i, 0, len(self.blocks[i].text)))
            elif then is _Then.NAMES:
                block = self.blocks[i]
                self._by_words.append(GrowingEntry(i, 0, len(block.text), ((block.definition, 0),)))

    def entries(self) -> list[GrowingEntry]:
        """The entries of the list; none where a row of `_NO_LISTS` says that it is none."""
        entries = self.found or self._by_words
        return [] if any(fits(self, entries) for fits in _NO_LISTS) else entries

    def _take(self, i: int) -> bool:
        """Takes the entries of block `i`; whether the list goes on."""
        if self.blocks[i].kind == "cell" and not self.blocks[i].row:
            return True  # the head of a table, however many columns it has
        found = self._entries_of(i)
        if self._left and any(e.labels[0][0] in self._seen for e in found):
            return False  # prose, and then a label again: the next answer's own numbered list
        self._left = self._left or bool(self.found and not found and self._current is None)
        self.found += found
        self._seen.update(label for e in found if (label := e.labels[0][0]) is not None)
        below, is_first = i - self.at, self._none_read
        self._none_read = is_first and not below
        if self.found or self._by_words:
            return True
        return below <= _BLOCKS_TO_FIRST_ENTRY and not (below and is_first and self.strict)

    def _entries_of(self, i: int) -> list[GrowingEntry]:
        """The entries that start in block `i`; further lines go to those that are open."""
        block = self.blocks[i]
        if block.kind == "cell":
            return self._entry_of_row(i)
        offset = self.head.offset if i == self.at else 0
        if not offset and i in self.article.elements:
            self._current = element(block, self.article.elements[i])
            return [self._current]
        found: list[GrowingEntry] = []
        labelled = bool(self._seen)
        spans = [span for span in self._lines(block, offset) if span[1] > offset]
        apart = [] if labelled else lines_apart(block, spans)
        for n, (start, end) in enumerate(apart or spans):
            start, last = max(start, offset), (*self.found[-1:], *found[-1:])
            # Each of those is an entry, and what stands behind another one in its line.
            first = n == 0 or bool(apart) or block.text[start - 1] == " "
            line = Line(self.blocks, i, start, end, first, self._current, self.found, last, labelled)
            part, labels = part_of(line)
            if part is Part.MORE and self._current:
                self._current.more.append((i, start, end))
            elif part is Part.NOTHING:
                self._current = None
            else:
                self._current = GrowingEntry(i, start, end, labels, anchors=anchors_of(block, start, end))
                found.append(self._current)
                labelled = labelled or part is Part.LABELLED
        return found

    def _lines(self, block: Block, offset: int) -> list[tuple[int, int]]:
        spans = lines(block)
        if not (offset or self._seen) and len(spans) > 1 and is_wrapped(block, spans):
            return [(spans[0][0], spans[-1][1])]
        spans = entry_lines(block, self.article.wraps(block))
        if block.kind != "paragraph" or self._seen:
            return spans
        spans = [x for a, b in spans if b > offset for x in labels_apart(block, max(a, offset), b)]
        return [apart for span in spans for apart in entries_apart(block.text, *span)]

    def _entry_of_row(self, i: int) -> list[GrowingEntry]:
        """The entry that cell `i` begins; a cell of an open row is more of its entry."""
        if self._current and in_row_of(self.blocks, i, self._current):
            self._current.more.append((i, 0, len(self.blocks[i].text)))
            return []
        self._current = row_entry(self.blocks, i)
        return [self._current] if self._current else []


def _next_section(below: _Below, i: int, block: Block) -> bool:
    """A heading as high as the one above the list, or any where a line heads it. Not a heading within."""
    head = below.head
    return i > below.at and block.kind == "heading" and (head.level == 0 or block.level <= head.level)


def _next_head(below: _Below, i: int, block: Block) -> bool:
    """The head of another list."""
    return i > below.at and i in below.heads


def _points_within(below: _Below, i: int, block: Block) -> bool:
    """`[a]: #ref-a`: a name of an entry. Not `[a]: https://example.org/a`."""
    return points_within(block)


def _other_footnotes(below: _Below, i: int, block: Block) -> bool:
    """Footnotes behind a list of another kind, which are a list of their own. Not among footnotes."""
    found = below.found
    return bool(found) and (block.definition or "")[:1] == "^" and not below.blocks[found[0].block].definition


def _heading_within(below: _Below, i: int, block: Block) -> bool:
    """`### Books` below `## References`."""
    return block.kind == "heading"


def _attribution(below: _Below, i: int, block: Block) -> bool:
    """`Generated by MODEL`. Not an entry."""
    return bool(attribution(block.text))


def _how_to_cite(below: _Below, i: int, block: Block) -> bool:
    """`Cite this post as: …` below `Citation`: how to cite the article itself."""
    return i == below.at + 1 and not below.found and self_citation(block.text.partition(":")[0])


def _head_of_table(below: _Below, i: int, block: Block) -> bool:
    """`Title` above the titles of a table; all of a table below entries that syntax tells. Not the first row of sources."""
    told = below.article.elements
    is_below = bool(below.found) and below.found[0].block in told and i not in told
    return block.kind == "cell" and (block.row == 0 or is_below)


def _definition_by_words(below: _Below, i: int, block: Block) -> bool:
    """`[tides]: https://example.org/a` that no bracket of the text names. Not `[1]: …`."""
    key = block.definition
    return bool(key) and key is not None and key[0] != "^" and not below.article.defines(block)


def _only_links(below: _Below, i: int, block: Block) -> bool:
    """`[1]: https://example.org/a` among entries without labels, where the text has `[Stone, 2004][1]`. Not where it has `[1]`."""
    unlabelled = bool(below.found) and all(e.labels[0][0] is None for e in below.found[:1])
    return unlabelled and below.article.only_links(block)


def _footnotes(below: _Below, i: int, block: Block) -> bool:
    """`[^1]: …` below `Footnotes`, beside entries that syntax tells, or put behind all text by the reader of a page's notes.

    They are a list of their own, some of which may only remark. Not below `References`, where all are entries.
    """
    if (block.definition or "")[:1] != "^":
        return False
    article = below.article
    return article.notes_behind or bool(article.elements) or _OF_NOTES.fullmatch(below.head.name) is not None


_NO_ENTRIES: tuple[tuple[Callable[[_Below, int, Block], bool], _Then], ...] = (
    (_next_section, _Then.ENDS),
    (_next_head, _Then.ENDS),
    (_points_within, _Then.GOES_ON),
    (_other_footnotes, _Then.ENDS),
    (_heading_within, _Then.PARTS),
    (_footnotes, _Then.ENDS),
    (_attribution, _Then.GOES_ON),
    (_how_to_cite, _Then.ENDS),
    (_definition_by_words, _Then.NAMES),
    (_only_links, _Then.PASSES),
    (_head_of_table, _Then.GOES_ON),
)
"""Blocks below a head that are not read for entries; the first row that fits says what they do to the list."""


def _tells_nothing(below: _Below, entries: Sequence[GrowingEntry]) -> bool:
    """Under a name that heads other things too, or a line above paragraphs: entries without any label or link, but those that cite.

    Not where each tells a work all the same: `Moss, A. (2020). Tides.`
    """
    blocks = below.blocks
    doubtful = below.head.name in WEAK_LIST_NAMES or (
        below.strict and bool(entries) and blocks[entries[0].block].kind != "item"
    )
    return (
        doubtful
        and not any(e.labels[0][0] is not None or links_to_work(blocks, e) for e in entries)
        and not all(tells_a_work(blocks[e.block], e.start, e.end) for e in entries)
    )


def _is_prose(below: _Below, entries: Sequence[GrowingEntry]) -> bool:
    """Under `Notes`: prose whose last sentences end in links; under the line `Note`, what begins with no label."""
    if below.head.level == 0 and below.head.name in OF_REMARKS and entries[:1]:
        return entries[0].labels[0][0] is None
    return below.head.name in WEAK_LIST_NAMES and are_prose(below.blocks, entries)


def _are_points(below: _Below, entries: Sequence[GrowingEntry]) -> bool:
    """Under `Notes` or the like: numbered points, none of which is told as a source, and which nothing names."""
    blocks, article = below.blocks, below.article
    if below.head.name not in WEAK_LIST_NAMES or not entries:
        return False
    if any(
        blocks[e.block].ordinal is None or looks_like_entry(blocks[e.block], e.labels[-1][1], e.end)
        for e in entries
    ):
        return False
    labels = {label for e in entries for label, _ in e.labels}
    return not article.raises_text and labels.isdisjoint(article.named)


def _cites(below: _Below, entries: Sequence[GrowingEntry]) -> bool:
    """Paragraphs one of which cites an entry that syntax tells."""
    return not below.article.citing.isdisjoint(e.block for e in entries)


_NO_LISTS: Sequence[Callable[[_Below, Sequence[GrowingEntry]], bool]] = (_tells_nothing, _is_prose, _are_points, _cites)  # fmt: skip
"""What is announced and looks like entries, and is no list."""
