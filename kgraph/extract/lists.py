"""Where the reference lists of an article are, and which entries stand in them (semantics, section 3)."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kgraph.extract import _entry
from kgraph.extract._names import WEAK_LIST_NAMES, attribution, list_name
from kgraph.extract._plain import inlines_in, lines
from kgraph.model import Block, Document

_MAX_LABELS = 40
_FAR = 1 << 60
_SURE = "[【⁰¹²³⁴⁵⁶⁷⁸⁹"
_SENTENCE = re.compile(r"[.!?。！？]\s+\S")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABEL_TOKEN = re.compile(r"\[\^?(\d{1,4})[\],–-]|\[\^([\w-]{1,40})\]|(?<=[.!?”\"’)])(\d{1,3})(?=\s|$)")


@dataclass(slots=True)
class Found:
    """An entry as found: its labels, its place, and the lines that belong to it."""

    block: int
    start: int
    end: int
    labels: list[tuple[str | None, int]]
    """Each label, and where in the plain text what follows it starts."""
    more: list[tuple[int, int, int]] = field(default_factory=list)
    """Further lines: (block, start, end)."""
    anchors: list[str] = field(default_factory=list)
    title: str | None = None
    """A title that a link definition gives."""


@dataclass(slots=True)
class Lists:
    """The reference lists of an article, in order of the text."""

    lists: list[list[Found]] = field(default_factory=list)
    taken: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Block → plain spans, sorted, that belong to a list and are no body text."""
    aliases: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """Label → (anchor, title) of link definitions that point into the article."""

    def takes(self, block: int, start: int) -> bool:
        """Whether the text of `block` at plain offset `start` belongs to a list."""
        spans = self.taken.get(block)
        i = bisect_right(spans, (start, _FAR)) - 1 if spans else -1
        return spans is not None and i >= 0 and start < spans[i][1]


def find_lists(document: Document) -> Lists:
    """All reference lists of `document`, with or without a heading."""
    finder = _Finder(document)
    finder.headed()
    finder.definitions()
    finder.headless()
    finder.lists.lists.sort(
        key=lambda entries: document.blocks[entries[0].block].span.start + entries[0].start
    )
    return finder.lists


class _Finder:
    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.lists = Lists()
        self._rules = [start for start, _, reason in document.dropped if reason == "rule"]
        self._cited: set[str] | None = None
        self._named: dict[str, tuple[int, int]] | None = None
        for i, block in enumerate(self.blocks):
            if block.definition and not block.definition.startswith("^"):
                target = block.inlines[0].target
                if target.startswith("#"):
                    title = next(
                        (block.text[t.start : t.end] for t in block.inlines if t.kind == "title"), None
                    )
                    self.lists.aliases[block.definition] = (target[1:], title)
                    self._take(i, 0, len(block.text))

    # lists under a heading

    def headed(self) -> None:
        i = 0
        while i < len(self.blocks):
            head = self._heading(i)
            i = self._collect(i, *head) if head else i + 1

    def _heading(self, i: int) -> tuple[int, str, int] | None:
        """(plain offset where the list starts, its name, heading level; 0 for a line that is no heading)."""
        block = self.blocks[i]
        if block.definition or block.kind == "cell":
            return None
        if block.kind == "heading":
            name = list_name(block.text)
            return (len(block.text), name, block.level) if name else None
        if len(block.text) <= 60:
            name = list_name(block.text)
            if name:
                return None if self._is_lone_bullet(block) else (len(block.text), name, 0)
        if "\n" in block.text and block.kind in ("paragraph", "item"):
            for start, end in lines(block):
                name = list_name(block.text[start:end]) if end - start <= 60 else None
                if name:
                    return end, name, 0
        return None

    def _is_lone_bullet(self, block: Block) -> bool:
        return block.kind == "item" and block.text.strip()[-1:] not in ":："

    def _collect(self, head: int, offset: int, name: str, level: int) -> int:
        """Takes the entries below the heading; the index of the block to go on with."""
        entries: list[Found] = []
        i, current = head, None
        strict = level == 0 or name in WEAK_LIST_NAMES
        first, labelled = True, False
        while i < len(self.blocks):
            block = self.blocks[i]
            if i > head:
                if block.kind == "heading" and (level == 0 or block.level <= level):
                    break
                if self._heading(i):
                    break
            if block.kind == "heading" or attribution(block.text):
                current = None if block.kind == "heading" else current
                i += 1
                continue
            start = offset if i == head else 0
            found, current = self._entries_of(i, start, current, entries, labelled=labelled)
            entries.extend(found)
            labelled = labelled or any(e.labels[0][0] is not None for e in found)
            if first and strict and not entries and i > head:
                return head + 1
            first = first and i == head
            if not entries and i > head + 3:
                break
            i += 1
        doubtful = name in WEAK_LIST_NAMES or bool(
            strict and entries and self.blocks[entries[0].block].kind != "item"
        )
        if doubtful and not any(e.labels[0][0] is not None or self._has_link(e) for e in entries):
            return head + 1
        if entries:
            self._keep(entries)
            block = self.blocks[head]
            begin = 0 if offset == len(block.text) else block.text.rfind("\n", 0, offset) + 1
            self._take(head, begin, offset)
        return max(i, head + 1)

    def _has_link(self, entry: Found) -> bool:
        return bool(_entry.find_links(self.blocks[entry.block], entry.start, entry.end))

    def _entries_of(
        self, i: int, offset: int, current: Found | None, before: list[Found], *, labelled: bool
    ) -> tuple[list[Found], Found | None]:
        """Entries that start in block `i` from plain `offset` on, and the one that is still open.

        `labelled` tells that an entry of `before` carries a label.
        """
        block = self.blocks[i]
        if block.kind == "cell":
            return self._row_entry(i, current, before)
        found: list[Found] = []
        for n, (start, end) in enumerate(lines(block)):
            if start < offset:
                continue
            head = n == 0
            label = self._labels(block, start, end, first=head)
            nested = (
                block.kind == "item"
                and before
                and len(block.lists) > max(1, len(self.blocks[before[0].block].lists))
            )
            if label and not (nested and label[0][1] == start):
                current = Found(i, start, end, label, anchors=self._anchors(block, start, end))
                found.append(current)
                labelled = True
            elif current and (not head or nested or self._only_link(block, start, end)):
                current.more.append((i, start, end))
            elif (not labelled and self._is_entry(block, start, end)) or (
                labelled
                and block.kind == "item"
                and before
                and self.blocks[before[-1].block].kind == "item"
                and self._is_entry(block, start, end)
            ):
                current = Found(i, start, end, [(None, start)], anchors=self._anchors(block, start, end))
                found.append(current)
            else:
                current = None
        return found, current

    def _row_entry(
        self, i: int, current: Found | None, before: list[Found]
    ) -> tuple[list[Found], Found | None]:
        """A table row is an entry: its first cell the label, where that is a number."""
        block = self.blocks[i]
        if block.row == 0:
            return [], None
        same_row = (
            current
            and self.blocks[current.block].row == block.row
            and self.blocks[current.block].table == block.table
        )
        if current and same_row:
            current.more.append((i, 0, len(block.text)))
            return [], current
        number = block.text.strip(" []^.()")
        label = number if number.isdigit() and len(number) <= 4 else None
        found = Found(i, 0, len(block.text), [(label, len(block.text) if label else 0)])
        return [found], found

    def _labels(
        self, block: Block, start: int, end: int, *, first: bool
    ) -> list[tuple[str | None, int]] | None:
        if block.definition and first:
            return [(block.definition.removeprefix("^"), start)]
        labels: list[tuple[str | None, int]] = []
        at = start
        while at < end and len(labels) < _MAX_LABELS:
            label = _entry.read_label(block, at, end)
            if label is None or (labels and not label.text.isdigit()):
                break
            if labels and block.text[at] not in "[【":
                break
            labels.append((label.text, label.end))
            at = label.end
        numbered = bool(labels) and (labels[0][0] or "").isdigit()
        if not numbered and first and block.ordinal is not None:
            return [(str(block.ordinal), start)]
        if labels and len(labels) == 1 and not _plausible(labels[0][0], block, start, end):
            return None
        return labels or None

    def _is_entry(self, block: Block, start: int, end: int) -> bool:
        text = block.text[start:end]
        if attribution(text) or text.endswith((":", "：")):
            return False
        if block.kind == "item":
            return _entry.looks_like_entry(block, start, end)
        return self._entry_shaped(block, start, end)

    def _entry_shaped(self, block: Block, start: int, end: int) -> bool:
        """Whether a line of running text has the shape of an entry rather than of prose."""
        text = block.text[start:end]
        if len(text) > 500:
            return False
        links = _entry.find_links(block, start, end)
        if links and sum(b - a for a, b, _ in links) >= 0.3 * len(text):
            return True
        if len(_SENTENCE.findall(text)) > 5:
            return False
        if links and (links[-1][1] >= end - 3 or links[0][0] <= start + 1):
            return True
        return (
            _entry.looks_like_entry(block, start, end)
            and bool(re.match(r"[A-ZÀ-Þ\"“«*\[]", text))
            and bool(re.search(r"(?:1[5-9]|20)\d\d", text) or re.search(r"10\.\d{4,}/|arXiv:", text))
        )

    def _only_link(self, block: Block, start: int, end: int) -> bool:
        links = _entry.find_links(block, start, end)
        covered = sum(b - a for a, b, _ in links)
        return bool(links) and covered >= (end - start) - 4 and "://" in block.text[start:end]

    def _anchors(self, block: Block, start: int, end: int) -> list[str]:
        return [a.target for a in inlines_in(block, start, end, "anchor")]

    # definitions

    def definitions(self) -> None:
        """Footnote and link definitions outside headed lists: consecutive ones are one list."""
        groups: list[list[Found]] = []
        last = -2
        for i, block in enumerate(self.blocks):
            if not block.definition or self.lists.takes(i, 0):
                continue
            key = block.definition.removeprefix("^")
            previous = groups[-1][-1] if groups else None
            if (
                previous
                and self.blocks[previous.block].definition == block.definition
                and i == last + 1
                and block.definition.startswith("^")
            ):
                previous.more.append((i, 0, len(block.text)))
                last = i
                continue
            if not self._defines(i, block, key):
                continue
            found = Found(i, 0, len(block.text), [(key, 0)], anchors=self._anchors(block, 0, len(block.text)))
            if groups and (i == last + 1 or self._joins(groups[-1], key)):
                groups[-1].append(found)
            else:
                groups.append([found])
            last = i
        for group in groups:
            self._keep(group)

    def _joins(self, group: list[Found], key: str) -> bool:
        return len(group) == 1 and key not in {label for e in group for label, _ in e.labels}

    def _defines(self, i: int, block: Block, key: str) -> bool:
        """Whether a definition is an entry: a footnote that cites, a link definition cited by its label."""
        if block.definition is None:
            return False
        if block.definition.startswith("^"):
            return self._cites(block)
        if key.isdigit() or key.startswith("@"):
            return True
        return key in self.cited

    def _cites(self, block: Block) -> bool:
        spans = list(lines(block))
        return bool(spans) and self._entry_shaped(block, spans[0][0], spans[0][1])

    @property
    def cited(self) -> set[str]:
        """Every bracketed word of the body: what a link definition must be called to be an entry."""
        if self._cited is None:
            self._cited = {
                m
                for b in self.blocks
                if not b.definition
                for m in re.findall(r"\[([^\[\]\s]{1,60})\]", b.text)
            }
        return self._cited

    # lists without a heading

    def headless(self) -> None:
        """Runs of two or more entries in a known shape that no heading announces."""
        run: list[Found] = []
        last = -1
        for i, block in enumerate(self.blocks):
            if block.definition or block.kind in ("heading", "cell"):
                if block.kind == "heading":
                    self._end_run(run, last)
                    run = []
                continue
            for start, end in lines(block):
                if self.lists.takes(i, start):
                    continue
                found = self._headless_entry(i, start, end)
                if found and (not run or self._follows(run[-1], found)):
                    run.append(found)
                    last = i
                elif run and (
                    self._only_link(block, start, end) or (i == last and self._continues(block, start, end))
                ):
                    run[-1].more.append((i, start, end))
                    last = i
                else:
                    self._end_run(run, last)
                    run = [found] if found else []
                    last = i
        self._end_run(run, last)

    def _continues(self, block: Block, start: int, end: int) -> bool:
        return (
            block.kind == "item" or bool(_entry.find_links(block, start, end)) or block.text[start].islower()
        )

    def _headless_entry(self, i: int, start: int, end: int) -> Found | None:
        block = self.blocks[i]
        labels = self._labels(
            block, start, end, first=block.ordinal is not None and next(lines(block))[0] == start
        )
        if not labels or not (labels[0][0] or "").isdigit():
            return None
        links = _entry.find_links(block, start, end)
        bracket = block.text[start] in _SURE or any(
            n.start <= start + 1 and block.text[n.start : n.end].strip("[]").isdigit()
            for n in inlines_in(block, start, end, "link")
        )
        if not links and not (bracket and _entry.looks_like_entry(block, start, end)):
            return None
        if not bracket and not (links and (links[-1][1] >= end - 2 or links[0][0] <= labels[-1][1] + 1)):
            return None
        if bracket and not links and len(_SENTENCE.findall(block.text[start:end])) > 6:
            return None
        rest = block.text[labels[-1][1] : end]
        if bracket and links and len(_SENTENCE.findall(rest)) > 4 and links[0][0] > labels[-1][1] + 400:
            return None
        return Found(i, start, end, labels, anchors=self._anchors(block, start, end))

    def _follows(self, before: Found, found: Found) -> bool:
        """Whether `found` continues the run: its number is not one the run starts again with."""
        number = int(found.labels[0][0] or 0)
        return number != 1 or int(before.labels[0][0] or 0) == 0

    def _end_run(self, run: list[Found], last: int) -> None:
        if len(run) < 2:
            return
        labels = {label for e in run for label, _ in e.labels}
        bracketed = self.blocks[run[0].block].text[run[0].start] in _SURE
        above = self._names_label(labels, run[0])
        ends = self._ends_article(last)
        if bracketed and self._counts_up(run):
            self._keep(run)
            return
        ordered = (not bracketed and self.blocks[run[0].block].text[run[0].start].isdigit()) or self.blocks[
            run[0].block
        ].ordinal is not None
        if (above and (bracketed or ends or not ordered)) or (
            ends and (bracketed or self._after_rule(run[0]))
        ):
            self._keep(run)

    def _counts_up(self, run: list[Found]) -> bool:
        """Whether three or more bracketed numbers count up by one: no prose begins its paragraphs so."""
        numbers = [int(e.labels[0][0] or 0) for e in run]
        return len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))

    def _names_label(self, labels: set[str | None], first: Found) -> bool:
        """Whether the text above the entry `first` names one of `labels`."""
        place = (first.block, first.start)
        return any(label in self.named and self.named[label] < place for label in labels if label)

    @property
    def named(self) -> dict[str, tuple[int, int]]:
        """Every label that the text might name → (block, plain offset) of the first such token."""
        if self._named is None:
            self._named = {}
            for i, block in enumerate(self.blocks):
                text = block.text
                for n in block.inlines if "\ufffc" in text else ():
                    if n.kind == "footnote":
                        self._named.setdefault(n.target, (i, n.start))
                if not text.isascii():
                    text = text.translate(_SUPERSCRIPTS)
                for match in _LABEL_TOKEN.finditer(text):
                    if label := match[1] or match[2] or match[3]:
                        self._named.setdefault(label, (i, match.start()))
        return self._named

    def _ends_article(self, last: int) -> bool:
        """Whether nothing but attribution follows block `last` up to the end or the next answer's heading."""
        for i in range(last + 1, len(self.blocks)):
            block = self.blocks[i]
            if block.kind == "heading" and block.level <= 2:
                return True
            if not (attribution(block.text) or block.definition or self.lists.takes(i, 0)):
                return False
        return True

    def _after_rule(self, first: Found) -> bool:
        begin = self.blocks[first.block].span.start
        before = self.blocks[first.block - 1].span.end if first.block else 0
        if any(before - 1 <= rule <= begin for rule in self._rules):
            return True
        above = self.blocks[first.block - 1].text.strip() if first.block else ""
        return bool(re.fullmatch(r"[-–—_=*·.⁂ ]{3,}", above))

    # keeping

    def _keep(self, entries: list[Found]) -> None:
        for entry in entries:
            self._take(entry.block, entry.start, entry.end)
            for block, start, end in entry.more:
                self._take(block, start, end)
        self.lists.lists.append(entries)

    def _take(self, block: int, start: int, end: int) -> None:
        insort(self.lists.taken.setdefault(block, []), (start, max(end, start + 1)))


def _plausible(label: str | None, block: Block, start: int, end: int) -> bool:
    """Whether a single label is one: a number, a key with a digit, or a word that something follows."""
    if label is None or label.isdigit() or label.startswith("@") or re.search(r"\d", label):
        return True
    return block.text[start] in "[【" and not re.fullmatch(r"[xX]|TODO|toc|sic", label)


def all_lines(blocks: tuple[Block, ...], entry: Found) -> Iterator[tuple[Block, int, int]]:
    """The entry's first line, then its further ones."""
    yield blocks[entry.block], entry.start, entry.end
    for i, start, end in entry.more:
        yield blocks[i], start, end
