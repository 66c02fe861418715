"""Entries of the article as they stand in it: their lines, their printed numbers, what follows those."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kgraph.author.refused import refused
from kgraph.extract import Reading
from kgraph.model import ReferenceEntry
from kgraph.spans import SourceText

_HEAD_CHARS = 30
"""So far into its first line the label of an entry is printed."""
_PREFIX = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?:\d{1,9}[.)][ \t]+)?")
_ORDINAL = re.compile(r"[ \t>]*(\d{1,9})[.)](?=[ \t])")
_AROUND = re.compile(r"(?:\\?\]|】|[.):：|])*")
_ANCHOR = re.compile(r"\s*<a\s[^>\n]{0,120}>\s*(?:</a>)?")
_BLANKS = " \t\u00a0\u202f\u3000"
_LINK_LABEL = re.compile(r"\]?\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000})?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry: `[start, end)` are its lines, without the last line end; `label` its printed number or name.

    `label_start` and `label_end` are where that is printed, equal where a list numbers by itself; `rest` is where what
    follows it, and its anchor, begins.
    """

    index: int
    entry: ReferenceEntry
    start: int
    end: int
    label_start: int
    label_end: int
    rest: int
    anchors: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its label, as a marker names it."""
        return self.entry.label or ""

    @property
    def number(self) -> int | None:
        """The number that its label is."""
        return number_of(self.label)


def number_of(label: str | None) -> int | None:
    """A label as a number; None for a name."""
    return int(label) if label and label.isdecimal() and len(label) < 7 else None


def items_of(reading: Reading) -> tuple[Item, ...]:
    """The entries that stand in the article, in order of the text.

    Errors: `Refused` where two of one list have the same label.
    """
    source = reading.document.source
    anchors: dict[int, list[str]] = {}
    for name, indices in reading.references.anchors.items():
        for i in indices:
            if " " not in name:
                anchors.setdefault(i, []).append(name)
    own = [
        (i, e) for i, e in enumerate(reading.references.entries)
        if e.file is None and e.label is not None and (e.part or 1) == 1 and i not in reading.references.by_year
    ]  # fmt: skip
    own += list(_notes_without_works(reading))
    own = sorted(own, key=lambda row: row[1].span)
    ends: dict[str, int] = {}
    """Footnote → where the last of its blocks ends."""
    for block in reading.document.blocks:
        if block.definition and block.definition.startswith("^"):
            name = block.definition.removeprefix("^")
            ends[name] = max(ends.get(name, 0), block.span.end)
    notes = reading.references.notes
    found = [
        _item(
            source, i, e, tuple(anchors.get(i, ())), ends.get(e.label or "", 0) if i in notes or i < 0 else 0
        )
        for i, e in own
    ]
    return tuple(_apart(found))


def _notes_without_works(reading: Reading) -> Iterator[tuple[int, ReferenceEntry]]:
    """Numbered footnotes that name no work, and so are no entries: they are counted with those that do. Their numbers are below 0."""
    references = reading.references
    notes = {e.list for i, e in enumerate(references.entries) if i in references.notes}
    if len(notes) != 1:
        return
    known = {e.label for e in references.entries}
    seen: set[str] = set()
    for k, block in enumerate(reading.document.blocks, 1):
        label = (block.definition or "").removeprefix("^")
        if (
            block.definition
            and block.definition.startswith("^")
            and number_of(label) is not None
            and label not in known | seen
        ):
            seen.add(label)
            yield (
                -k,
                ReferenceEntry(label=label, list=min(notes), position=0, text=block.text, span=block.span),
            )


def demand_one_each(source: SourceText, items: Sequence[Item]) -> None:
    """Errors: `Refused` where two entries of one list have the same label."""
    seen: dict[tuple[int, str], Item] = {}
    for item in items:
        first = seen.setdefault((item.entry.list, item.label), item)
        if first is not item:
            line = source.place(first.start).line
            raise refused(
                source, item.entry.span.start, "label-duplicate",
                f"two entries are labelled {item.label}, here and in line {line}: which one a marker means is not known",
                "Give one of them another label",
            )  # fmt: skip


def _item(source: SourceText, index: int, entry: ReferenceEntry, anchors: tuple[str, ...], last: int) -> Item:
    text, label = source.text, entry.label or ""
    start = max(text.rfind("\n", 0, entry.span.start), text.rfind("\r", 0, entry.span.start)) + 1
    while last > entry.span.end and text[last - 1].isspace():
        last -= 1
    end = _line_end(text, max(entry.span.end, last))
    at, stop = _printed(text, label, start, entry)
    ordinal = _ORDINAL.match(text, start, stop or end)
    if at < 0:
        prefix = _PREFIX.match(text, start)
        at = stop = prefix.end() if prefix else start
        start = at
    elif ordinal is not None and ordinal.start(1) < at and ordinal[1] != label:
        start = ordinal.end()
    around = _AROUND.match(text, stop)
    rest = around.end() if around else stop
    link = _LINK_LABEL.match(text, rest)
    rest = link.end() if link and text[at - 1 : at] == "[" and text[rest : rest + 1] == "(" else rest
    while (anchor := _ANCHOR.match(text, rest)) and anchor.end() <= end:
        rest = anchor.end()
    while rest < end and text[rest] in _BLANKS:
        rest += 1
    return Item(
        index=index, entry=entry, start=start, end=end, label_start=at, label_end=stop, rest=min(rest, end), anchors=anchors
    )  # fmt: skip


def _printed(text: str, label: str, start: int, entry: ReferenceEntry) -> tuple[int, int]:
    """Where the label is printed; (-1, 0) where it is not."""
    pattern = re.compile(rf"(?<![\w\"=#-]){re.escape(label)}(?!\w)")
    for begin in (start, entry.span.start):
        match = pattern.search(text, begin, min(begin + _HEAD_CHARS + len(label), entry.span.end))
        if match:
            return match.span()
    return -1, 0


def _line_end(text: str, at: int) -> int:
    ends = [i for i in (text.find("\n", at), text.find("\r", at)) if i >= 0]
    return min(ends, default=len(text))


def _apart(found: list[Item]) -> list[Item]:
    """Entries that share a line stand on their spans alone."""
    shared = {k for i in range(len(found) - 1) if found[i].end > found[i + 1].start for k in (i, i + 1)}
    out = []
    for i, item in enumerate(found):
        if i in shared:
            span = item.entry.span
            item = Item(
                index=item.index, entry=item.entry, start=min(span.start, item.label_start), end=span.end, label_start=item.label_start,
                label_end=item.label_end, rest=min(item.rest, span.end), anchors=item.anchors,
            )  # fmt: skip
        out.append(item)
    return out
