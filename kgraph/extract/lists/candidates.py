"""Entries as they are found, and the lists they make: what finders and readers of lists share."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.author_year_labels import label_at_head
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.recognise import looks_like_entry, read_label
from kgraph.extract.lists.names import list_name
from kgraph.extract.text.places import inlines_in, lines
from kgraph.known import KnownEntry
from kgraph.model import Block

_DIGIT = re.compile(r"\d")
_NO_LABEL = re.compile(r"[xX]|TODO|toc|sic")
_NUMBER_ALONE = re.compile(r"(\d{1,3})[ \t]{1,4}(?=[A-ZÀ-Þ“\"«《\[]|https?://)")
_MAX_LABELS = 40
_BEHIND_ALL = 1 << 60
"""An offset behind every other."""
TITLE_CHARS = 15
"""How many characters of a title stand at least before the link that ends a line."""


Labels = tuple[tuple[str | None, int], ...]
"""Each label of an entry, and where in the plain text what follows it starts."""


class EntryCandidate(NamedTuple):
    """An entry as found: its labels, its place, and the lines that belong to it."""

    block: int
    start: int
    end: int
    labels: Labels
    more: tuple[tuple[int, int, int], ...]
    """Further lines: (block, start, end)."""
    anchors: tuple[str, ...]
    title: str | None = None
    """A title that the format gives: of a link definition, of an entry whose parts it tells apart."""
    work: tuple[int, int, int] | None = None
    """Of a note: the block, and the plain `[start, end)`, of the words that name its work."""
    part: int | None = None
    """Which of several works of a note it is, from 1."""
    url: str | None = None
    """The address of its work, where the syntax of the format tells it."""


@dataclass(slots=True)
class GrowingEntry:
    """An entry while its lines are still being found."""

    block: int
    start: int
    end: int
    labels: Labels
    more: list[tuple[int, int, int]] = field(default_factory=list)
    anchors: tuple[str, ...] = ()
    title: str | None = None
    url: str | None = None
    noted: bool = False
    """Whether it is a note with a way back to the text."""
    bare: bool = False
    """Whether nothing but its bracketed number tells it: the name of a file, of a talk."""

    @property
    def last(self) -> int:
        """The block that its last line stands in."""
        return self.more[-1][0] if self.more else self.block

    def done(self) -> EntryCandidate:
        """The entry, which grows no more."""
        return EntryCandidate(
            self.block,
            self.start,
            self.end,
            self.labels,
            tuple(self.more),
            self.anchors,
            self.title,
            url=self.url,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceLists:
    """The reference lists of an article, in order of the text."""

    lists: tuple[tuple[EntryCandidate, ...], ...]
    found_by: tuple[str, ...]
    """What told each list, in words for people."""
    taken: Mapping[int, tuple[tuple[int, int], ...]]
    """Block → plain spans, sorted, that belong to a list and are no body text."""
    aliases: Mapping[str, tuple[str, str | None]]
    """Label → (anchor, title) of link definitions that point into the article."""

    def takes(self, block: int, start: int) -> bool:
        """Whether the text of `block` at plain offset `start` belongs to a list."""
        return holds(self.taken.get(block, ()), start)

    def fills(self, number: int, block: Block) -> bool:
        """Whether what the lists have taken of `block`, the one of that number, is all of it."""
        spans = self.taken.get(number)
        return spans is not None and sum(b - a for a, b in spans) >= len(block.text.strip()) - 1


def holds(spans: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether one of the sorted `spans` holds the offset `start`."""
    i = bisect_right(spans, (start, _BEHIND_ALL)) - 1
    return i >= 0 and start < spans[i][1]


def number_of(label: str | None) -> int | None:
    """The number that a label is; None for other labels, and for digits too many to count anything."""
    return int(label) if label is not None and len(label) < 10 and label.isdecimal() else None


def read_labels(block: Block, start: int, end: int, *, first: bool) -> Labels | None:
    """The labels at the head of a line, each with the offset of what follows it; None where it has none."""
    if block.definition and first:
        return ((block.definition.removeprefix("^"), start),)
    labels: list[tuple[str | None, int]] = []
    at = start
    while at < end and len(labels) < _MAX_LABELS:
        label = read_label(block, at, end)
        if label is None or (labels and not label.text.isdigit()):
            break
        if labels and block.text[at] not in "[【［":
            break
        labels.append((label.text, label.end))
        at = label.end
    numbered = bool(labels) and (labels[0][0] or "").isdigit()
    if not numbered and first and block.ordinal is not None:
        return ((str(block.ordinal), start),)
    if labels and len(labels) == 1 and not _plausible(labels[0][0], block, start):
        return None
    return tuple(labels) or None


def element(block: Block, told: KnownEntry) -> GrowingEntry:
    """The entry that a block is, all of it, since the syntax of the format says so, which may say what it is called."""
    number, spans = told.block, lines(block)
    start, end = spans[0][0], spans[-1][1]
    labels = read_labels(block, start, end, first=True)
    numbered = bool(labels and labels[0][0] and labels[0][0][0].isdigit())
    called: Labels = labels if labels and numbered else ((None, start),)
    if told.label is not None:
        printed = numbered and (not told.label.isdigit() or told.label == called[0][0])
        called = ((told.label, called[-1][1] if printed else start),)
    marked = next((block.text[n.start : n.end] for n in block.inlines if n.kind == "title"), None)
    return GrowingEntry(
        number,
        start,
        end,
        called,
        anchors=anchors_of(block, 0, end),
        title=told.title or marked,
        url=told.url,
    )


def listed_label(
    block: Block, start: int, end: int, before: list[GrowingEntry], *, first: bool
) -> Labels | None:
    """The labels at the head of a line of a headed list, where a number may stand bare, or authors and year."""
    labels = read_labels(block, start, end, first=first) or bare_number(block, start, end, before)
    named = None if labels else label_at_head(block.text, start, end)
    return labels or ((named,) if named else None)


def only_link(block: Block, start: int, end: int) -> bool:
    """Whether a line is nothing but a link written out."""
    links = find_links(block, start, end)
    covered = sum(b - a for a, b, _ in links)
    return bool(links) and covered >= (end - start) - 4 and "://" in block.text[start:end]


def anchors_of(block: Block, start: int, end: int) -> tuple[str, ...]:
    """The anchors that stand in a line or in the space before it, but for that of the list itself, which may stand at its first entry."""
    while start and block.text[start - 1] in " \t":
        start -= 1
    return tuple(a.target for a in inlines_in(block, start, end, "anchor") if not list_name(a.target))


def _plausible(label: str | None, block: Block, start: int) -> bool:
    """Whether a single label is one: a number, a key with a digit, or a word that something follows."""
    if label is None or label.isdigit() or label.startswith("@") or _DIGIT.search(label):
        return True
    return block.text[start] in "[【［" and not _NO_LABEL.fullmatch(label)


def own_link(block: Block, candidate: EntryCandidate, label: str | None) -> str | None:
    """The link of the label itself (`[\\[1\\]](url)`, `[1](url)`), which wins over other links of the entry."""
    for link in inlines_in(block, candidate.start, candidate.end, "link"):
        if "://" in link.target and block.text[link.start : link.end].strip("[]^ ") == label:
            return link.target
    return None


def all_lines(blocks: tuple[Block, ...], entry: EntryCandidate) -> list[tuple[Block, int, int]]:
    """The entry's first line, then its further ones."""
    lines = [(blocks[entry.block], entry.start, entry.end)]
    lines += [(blocks[i], start, end) for i, start, end in entry.more]
    return lines


def ends_in_links(block: Block, blocks: Sequence[Block], current: GrowingEntry, start: int, end: int) -> bool:
    """Whether a line of a paragraph is an entry of its own: it ends in a link behind words, as the entry before it does."""
    if block.kind != "paragraph" or current.more or current.labels[0][0] is not None:
        return False
    if blocks[current.block] is not block:
        return False
    for first, stop in ((current.start, current.end), (start, end)):
        links = find_links(block, first, stop)
        if not links or links[-1][1] < stop - 1 or links[-1][0] < first + TITLE_CHARS:
            return False
    return True


def bare_number(block: Block, start: int, end: int, before: list[GrowingEntry]) -> Labels | None:
    """The label of an entry that a number alone begins (`2 Lee B. Moons.`), where it counts on from the entry `before`."""
    match = _NUMBER_ALONE.match(block.text, start, end)
    last = number_of(before[-1].labels[-1][0]) if before else 0
    if match is None or last is None or int(match[1]) != last + 1:
        return None
    if not before and not looks_like_entry(block, match.end(), end):
        return None
    return ((match[1], match.end()),)
