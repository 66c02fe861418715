"""Reference lists that no heading announces: runs of entries in a known shape (semantics, section 3)."""

import re
from functools import cached_property
from itertools import groupby, pairwise

from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import AUTHOR_LIST
from kgraph.extract.entries.recognise import looks_like_entry, read_label
from kgraph.extract.lists.candidates import GrowingEntry, GrowingLists, anchors_of, only_link, read_labels
from kgraph.extract.lists.names import attribution
from kgraph.extract.lists.shapes import footnote_cites
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.text.characters import RAISED, RAISED_DIGIT, SENTENCE
from kgraph.extract.text.places import inlines_in, lines
from kgraph.model import Block, Document

_SURE = "[【［⁰¹²³⁴⁵⁶⁷⁸⁹"
_LABELS = _SURE + "(^.0123456789"
"""What a label begins with."""
_NAME_ONLY = 160
"""No name of a source is longer: `[3] notes.docx`."""
_STATEMENT = re.compile(r"\w\s(?:\S{1,40}\s){1,30}\S{1,40}[.!?]$|[。！？]$")
"""A sentence of four words or more with its stop, such as a judgment numbers: no name."""
_STATED = 1400
"""No match of it is longer."""
_LABEL_TOKEN = re.compile(
    r"\[\^?(\d{1,4})[\],–-]|\[\^([\w-]{1,40})\]|(?:(?<!\d)|(?<=(?:19|20)\d\d))[.!?”\"’)](\d{1,3})(?=\s|$)"
)
"""A decimal (`2.3`) names no label, a year before the stop may."""

_NOTE_ANCHOR = re.compile(r"(?:foot|end)?(?:note|fn|ref|cit|bib|source)|[fnr]\d", re.IGNORECASE)
"""How the anchor of a note is called; that of a step or a section is not."""


def _heads_source(block: Block) -> bool:
    """Whether a heading is an entry: a converter set `[[3]](https://…) Title` as one."""
    link = next((n for n in block.inlines if n.kind == "link"), None) if block.kind == "heading" else None
    return (
        link is not None
        and link.start < 2
        and "://" in link.target
        and block.text[: link.end].strip(" []").isdigit()
        and len(block.text.rstrip("] ")) > link.end + 1
    )


def _before_next_label(block: Block, spans: list[tuple[int, int]], n: int) -> int:
    """Where the lines end that stand below line `n`, up to the next that begins with a label."""
    last = n
    while last + 1 < len(spans):
        start, end = spans[last + 1]
        if block.text[start] in _SURE and read_label(block, start, end):
            break
        last += 1
    return spans[last][1]


def _states(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` ends in a sentence."""
    return bool(_STATEMENT.search(text, max(start, end - _STATED), end))


class Headless:
    """Goes through the lines that no list has taken yet."""

    def __init__(self, document: Document, lists: GrowingLists) -> None:
        self.blocks = document.blocks
        self.lists = lists
        self._rules = [start for start, _, reason in document.dropped if reason == "rule"]
        self._named: dict[str, tuple[int, int]] | None = None
        self._numbered: set[str] = set()
        """The anchors of notes that numbers of the text go to, once `named` was asked for."""

    def find(self) -> None:
        """Runs of two or more entries in a known shape that no heading announces."""
        run: list[GrowingEntry] = []
        for i, block in enumerate(self.blocks):
            if block.definition or (block.kind in ("heading", "cell") and not _heads_source(block)):
                if block.kind == "heading":
                    self._end_run(run)
                    run = []
                continue
            labelled = block.ordinal is not None or block.text[0] in _LABELS
            spans = entry_lines(block) if labelled else lines(block)
            for n, (start, end) in enumerate(spans):
                if self.lists.takes(i, start):
                    continue
                found = self._headless_entry(i, spans, n)
                if found and (not run or self._follows(run[-1], found)):
                    run.append(found)
                elif run and run[-1].noted and self._is_note(block, start):
                    continue  # a remark between notes parts no list
                elif (run and self._is_below_label(run[-1], i)) or (
                    run
                    and (
                        only_link(block, start, end)
                        or (i == run[-1].last and self._continues(block, start, end))
                    )
                ):
                    run[-1].more.append((i, start, end))
                else:
                    self._end_run(run)
                    run = [found] if found else []
        self._end_run(run)

    def _is_below_label(self, found: GrowingEntry, i: int) -> bool:
        """Whether the label of `found` has a line of block `i` of its own, so that the others are its entry."""
        return i == found.block and not self.blocks[i].text[found.labels[-1][1] : found.end].strip()

    def _continues(self, block: Block, start: int, end: int) -> bool:
        return block.kind == "item" or bool(find_links(block, start, end)) or block.text[start].islower()

    def _headless_entry(self, i: int, spans: list[tuple[int, int]], n: int) -> GrowingEntry | None:
        """The entry that line `n` of block `i` is, whose lines are `spans`."""
        block = self.blocks[i]
        start, end = spans[n]
        labels = read_labels(block, start, end, first=block.ordinal is not None and n == 0)
        if not labels or not (labels[0][0] or "").isdecimal():
            return None
        following = spans[n + 1 : n + 2]
        alone = labels[-1][1] >= end and bool(following) and block.text[start] in _SURE
        if alone and looks_like_entry(block, labels[-1][1], _before_next_label(block, spans, n)):
            return GrowingEntry(i, start, end, labels, anchors=anchors_of(block, start, end))
        links = find_links(block, start, end)
        bracket = block.text[start] in _SURE or any(
            n.start <= start + 1 and block.text[n.start : n.end].strip("[]").isdigit()
            for n in inlines_in(block, start, end, "link")
        )
        below = any(only_link(block, a, b) for a, b in following)  # the address, on a line of its own
        bare = not links and not (bracket and (below or looks_like_entry(block, start, end)))
        if not bracket and self._is_note(block, start):
            if n or not footnote_cites(block, labels[-1][1]):
                return None
            return GrowingEntry(i, start, end, labels, anchors=anchors_of(block, start, end), noted=True)
        if bare and not (bracket and end - start < _NAME_ONLY and block.kind != "quote"):
            return None
        if not bracket and not (links and (links[-1][1] >= end - 2 or links[0][0] <= labels[-1][1] + 1)):
            return None
        if bracket and not links and len(SENTENCE.findall(block.text[start:end])) > 6:
            return None
        rest = block.text[labels[-1][1] : end]
        if bracket and links and len(SENTENCE.findall(rest)) > 4 and links[0][0] > labels[-1][1] + 400:
            return None
        return GrowingEntry(i, start, end, labels, anchors=anchors_of(block, start, end), bare=bare)

    def _is_note(self, block: Block, start: int) -> bool:
        """Whether a numbered line is a note: it has a way back to the text, or a number of the text goes to it."""
        if not block.inlines:
            return False
        if block.inlines[-1].kind == "back":
            return True
        anchors = inlines_in(block, start, start, "anchor")
        return bool(anchors and self.named) and any(a.target in self._numbered for a in anchors)

    def _follows(self, before: GrowingEntry, found: GrowingEntry) -> bool:
        """Whether `found` continues the run: its number is not one the run starts again with."""
        number = int(found.labels[0][0] or 0)
        return number != 1 or int(before.labels[0][0] or 0) == 0

    def _end_run(self, run: list[GrowingEntry]) -> None:
        if len(run) < 2:
            return
        bracketed = self.blocks[run[0].block].text[run[0].start] in _SURE
        if any(e.bare for e in run) and not (
            self._named_above(run)
            and self._ends_article(run[-1].last)
            and self._counts_up(run)
            and not self._states(run)
        ):
            for bare, sure in groupby(run, key=lambda e: e.bare):
                self._end_run([] if bare else list(sure))
            return
        above = self._named_above(run)
        if bracketed and not above and self._is_numbered_prose(run):
            return
        if bracketed and self._counts_up(run):
            self.lists.keep(run, "entries whose bracketed numbers count up")
            return
        if above and all(e.noted for e in run):
            self.lists.keep(run, "numbered notes with a way back to the text")
            return
        ends = self._ends_article(run[-1].last)
        ordered = (not bracketed and self.blocks[run[0].block].text[run[0].start].isdigit()) or self.blocks[
            run[0].block
        ].ordinal is not None
        if (above and (bracketed or ends or not ordered)) or (
            ends and (bracketed or self._after_rule(run[0]))
        ):
            self.lists.keep(
                run, "entries that the text above names" if above else "entries that end the article"
            )

    def _states(self, run: list[GrowingEntry]) -> bool:
        """Whether half of the run or more are sentences."""
        stated = [e for e in run if e.bare and _states(self.blocks[e.block].text, e.labels[-1][1], e.end)]
        return len(stated) * 2 >= len(run)

    def _is_numbered_prose(self, run: list[GrowingEntry]) -> bool:
        """Whether the run is the paragraphs of a judgment, which are numbered so: most are sentences, none has a link or authors."""
        stated = 0
        for entry in run:
            block, (_, begin) = self.blocks[entry.block], entry.labels[-1]
            words = block.text[begin : entry.end]
            if find_links(block, entry.start, entry.end) or AUTHOR_LIST.match(words):
                return False
            plain = sum(word.islower() for word in words.split())
            stated += _states(words, 0, len(words)) and plain * 2 > len(words.split())
        return stated * 2 > len(run) and not self.raises_text

    def _counts_up(self, run: list[GrowingEntry]) -> bool:
        """Whether three or more bracketed numbers count up by one: no prose begins its paragraphs so."""
        numbers = [int(e.labels[0][0] or 0) for e in run]
        return len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))

    def _named_above(self, run: list[GrowingEntry]) -> bool:
        return self.names_label({label for e in run for label, _ in e.labels}, run[0])

    def names_label(self, labels: set[str | None], first: GrowingEntry) -> bool:
        """Whether the text above the entry `first` names one of `labels`."""
        place = (first.block, first.start)
        return any(label in self.named and self.named[label] < place for label in labels if label)

    def are_points(self, entries: list[GrowingEntry]) -> bool:
        """Whether the items of a numbered list under `Notes` or the like are what it has to say: none is told as a source, and nothing names one."""
        if not entries or any(
            self.blocks[e.block].ordinal is None
            or looks_like_entry(self.blocks[e.block], e.labels[-1][1], e.end)
            for e in entries
        ):
            return False
        labels = {label for e in entries for label, _ in e.labels}
        return not self.raises_text and labels.isdisjoint(self.named)

    @cached_property
    def raises_text(self) -> bool:
        """Whether anything of the article is set as a superscript."""
        return any(
            RAISED_DIGIT.search(b.text) or any(n.kind == "sup" for n in b.inlines) for b in self.blocks
        )

    @property
    def named(self) -> dict[str, tuple[int, int]]:
        """Every label that the text might name → (block, plain offset) of the first such token."""
        if self._named is None:
            self._named = {}
            for i, block in enumerate(self.blocks):
                text = block.text
                for n in block.inlines:
                    if n.kind == "footnote":
                        self._named.setdefault(n.target, (i, n.start))
                    elif n.kind == "link" and n.target[:1] == "#" and n.end - n.start < 7:
                        number = text[n.start : n.end].strip("[]()")
                        if number.isdecimal():
                            self._named.setdefault(number, (i, n.start))
                            if _NOTE_ANCHOR.match(n.target, 1):
                                self._numbered.add(n.target[1:])
                if not text.isascii() and RAISED_DIGIT.search(text):
                    text = text.translate(RAISED)
                for match in _LABEL_TOKEN.finditer(text):
                    if label := match[1] or match[2] or match[3]:
                        self._named.setdefault(label, (i, match.start(3) if match[3] else match.start()))
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

    def _after_rule(self, first: GrowingEntry) -> bool:
        begin = self.blocks[first.block].span.start
        before = self.blocks[first.block - 1].span.end if first.block else 0
        if any(before - 1 <= rule <= begin for rule in self._rules):
            return True
        above = self.blocks[first.block - 1].text.strip() if first.block else ""
        return bool(re.fullmatch(r"[-–—_=*·.⁂ ]{3,}", above))
