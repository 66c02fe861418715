"""Numbered lines that nothing announces: which of them are entries, whatever stands around them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kgraph.extract.entries.links import all_cite, find_links
from kgraph.extract.entries.recognise import looks_like_entry, read_label
from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import GrowingEntry, Labels, anchors_of, only_link, read_labels
from kgraph.extract.lists.entry_shape import footnote_cites
from kgraph.extract.notes.back_references import read_back
from kgraph.extract.text.characters import RAISED_DIGITS, SENTENCE
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

SURE_LABEL_SIGNS = f"[【［〔{RAISED_DIGITS}"
"""What begins a label in brackets, or a raised one."""
LABEL_SIGNS = SURE_LABEL_SIGNS + "(^.0123456789"
"""What a label begins with."""
_NAME_CHARS = 160
"""No name of a source is longer: `[3] notes.docx`."""
_UNLINKED_STOPS = 6
"""An entry without a link has so many sentences at most."""
_STOPS_BEFORE_LINK = 4
"""An entry whose link stands far behind its label has so many sentences at most."""
_FAR_CHARS = 400


@dataclass(frozen=True)
class _Line:
    """Line `n` of a block, whose lines are `spans`, behind its `labels`."""

    block: Block
    spans: Sequence[tuple[int, int]]
    n: int
    labels: Labels

    @property
    def start(self) -> int:
        return self.spans[self.n][0]

    @property
    def end(self) -> int:
        return self.spans[self.n][1]

    @property
    def words_at(self) -> int:
        """Where its words start, behind the labels."""
        return self.labels[-1][1]

    @cached_property
    def links(self) -> list[tuple[int, int, str]]:
        return find_links(self.block, self.start, self.end)

    @cached_property
    def is_bracketed(self) -> bool:
        """Whether its label is in brackets, raised, or a link."""
        if self.block.text[self.start] in SURE_LABEL_SIGNS or raised_number(self.block, self.start):
            return True
        return any(
            n.start <= self.start + 1 and self.block.text[n.start : n.end].strip("[]").isdigit()
            for n in inlines_in(self.block, self.start, self.end, "link")
        )

    @cached_property
    def is_bare(self) -> bool:
        """Whether neither its words nor an address on the next line say that it is an entry."""
        if self.links:
            return False
        below = any(only_link(self.block, a, b) for a, b in self.spans[self.n + 1 : self.n + 2])
        told = below or looks_like_entry(self.block, self.start, self.end)
        return not (self.is_bracketed and (told or read_back(self.block.text[self.words_at : self.end])))

    def entry(self, number: int, *, noted: bool = False, bare: bool = False) -> GrowingEntry:
        """The entry that it begins, in block `number`."""
        anchors = anchors_of(self.block, self.start, self.end)
        return GrowingEntry(
            number, self.start, self.end, self.labels, anchors=anchors, noted=noted, bare=bare
        )


def raised_number(block: Block, start: int) -> bool:
    """Whether a number that is set raised begins a line: `<sup>1</sup> Moss, A. Tides.`"""
    return any(
        n.start <= start < n.end and block.text[n.start : n.end].strip("[]() .").isdigit()
        for n in inlines_in(block, start, start + 1, "sup")
    )


def numbered_entry(
    article: Article, number: int, spans: Sequence[tuple[int, int]], n: int
) -> GrowingEntry | None:
    """The entry that line `n` of block `number` is, whose lines are `spans`; None where it is none."""
    block = article.blocks[number]
    start, end = spans[n]
    begins = block.ordinal is not None and n == 0 and not _goes_on(article, number)
    labels = read_labels(block, start, end, first=begins)
    if not labels or not (labels[0][0] or "").isdecimal():
        return None
    line = _Line(block, spans, n, labels)
    if _is_label_alone(line):
        return line.entry(number)
    if not line.is_bracketed and is_note(article, block, start):
        return None if n or not footnote_cites(block, line.words_at) else line.entry(number, noted=True)
    if any(fits(line) for fits in _NO_ENTRIES):
        return None
    return line.entry(number, bare=line.is_bare)


def _goes_on(article: Article, number: int) -> bool:
    """Whether a block is a further paragraph of the item above it, which begins no entry of the item's number."""
    lists = article.blocks[number].lists
    return bool(number and lists) and article.blocks[number - 1].lists == lists


def _is_label_alone(line: _Line) -> bool:
    """`[3]` on a line of its own, above its entry."""
    below = line.spans[line.n + 1 : line.n + 2]
    if line.words_at < line.end or not below or line.block.text[line.start] not in SURE_LABEL_SIGNS:
        return False
    return looks_like_entry(line.block, line.words_at, _before_next_label(line.block, line.spans, line.n))


def _before_next_label(block: Block, spans: Sequence[tuple[int, int]], n: int) -> int:
    """Where the lines end that stand below line `n`, up to the next that begins with a label."""
    last = n
    while last + 1 < len(spans):
        start, end = spans[last + 1]
        if block.text[start] in SURE_LABEL_SIGNS and read_label(block, start, end):
            break
        last += 1
    return spans[last][1]


def _says_nothing(line: _Line) -> bool:
    """`1. tides` amid other lines. Not `[1] tides.docx`, a name behind a number in brackets, nor an item `1. tides`."""
    numbered = line.is_bracketed or (line.block.ordinal is not None and line.n == 0)
    return line.is_bare and not (
        numbered and line.end - line.start < _NAME_CHARS and line.block.kind != "quote"
    )


def _link_amid(line: _Line) -> bool:
    """`1. Read [this](…) first.` Not `1. [Tides](…)`, nor `1. Tides. https://example.org/a`."""
    links = line.links
    at_edge = bool(links) and (links[-1][1] >= line.end - 2 or links[0][0] <= line.words_at + 1)
    return not line.is_bracketed and bool(links) and not at_edge


def _is_paragraph(line: _Line) -> bool:
    """`[1] …` before many sentences and no link."""
    if not line.is_bracketed or line.links:
        return False
    return len(SENTENCE.findall(line.block.text[line.start : line.end])) > _UNLINKED_STOPS


def _links_late(line: _Line) -> bool:
    """`[1] …` before many sentences, whose first link stands far behind."""
    if not line.is_bracketed or not line.links or line.links[0][0] <= line.words_at + _FAR_CHARS:
        return False
    return len(SENTENCE.findall(line.block.text[line.words_at : line.end])) > _STOPS_BEFORE_LINK


def _cites(line: _Line) -> bool:
    """`1. Seals rest ashore. [\\[4\\]](https://…)`, an item that cites. Not `1. [Tides](https://…)`, nor `[1] [[2]](https://…)`."""
    return not line.is_bracketed and all_cite(line.block, line.words_at, line.end)


_NO_ENTRIES: tuple[Callable[[_Line], bool], ...] = (
    _says_nothing, _link_amid, _is_paragraph, _links_late, _cites,
)  # fmt: skip
"""Numbered lines that are no entries."""


def is_note(article: Article, block: Block, start: int) -> bool:
    """Whether a numbered line is a note: it has a way back to the text, or a number of the text goes to it."""
    if not block.inlines:
        return False
    if block.inlines[-1].kind == "back":
        return True
    anchors = inlines_in(block, start, start, "anchor")
    return bool(anchors) and any(a.target in article.note_anchors for a in anchors)


def heads_source(block: Block) -> bool:
    """Whether a heading is an entry: a converter set `[[3]](https://…) Title` as one."""
    link = next((n for n in block.inlines if n.kind == "link"), None) if block.kind == "heading" else None
    return (
        link is not None
        and link.start < 2
        and "://" in link.target
        and block.text[: link.end].strip(" []").isdigit()
        and len(block.text.rstrip("] ")) > link.end + 1
    )
