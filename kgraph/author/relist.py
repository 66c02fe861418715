"""The lists of an article in another convention: entries where they stand, gathered at the end, or taken out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.author.items import Item
from kgraph.author.layout import Listing, head_of, line_end_of, listings, said_of, set_rest
from kgraph.author.refused import refused
from kgraph.edits import Edit
from kgraph.extract import Reading, list_name

_ANCHOR = re.compile(r"<a\s[^<>]{0,120}>(?:</a>)?")
PLAIN_HEAD = "## References{nl}{nl}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a convention sets a list: an entry, a label in the cell of a table, a heading with a rule above it."""

    entry: Callable[[str, str], str]
    cell: Callable[[str], str] | None = None
    headed: bool = False
    are_notes: bool = False
    titled: bool = False
    """Whether titles of a store stand in for addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relisting:
    """An article with its entries, their new labels, and the titles that a store knows."""

    reading: Reading
    items: Sequence[Item]
    labels: Mapping[int, str]
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.reading.document.source.text

    def told(self, item: Item, style: Style) -> str:
        """An entry as the convention sets it."""
        rest = said_of(self.text, item)
        if item.index in self.reading.references.notes and not style.are_notes:
            rest = " ".join(line.strip() for line in rest.splitlines())
        return style.entry(self.labels[item.index], set_rest(rest, self.titles) if style.titled else rest)


def relisted(made: Relisting, style: Style, more: Sequence[tuple[str, str]] = ()) -> list[Edit]:
    """The edits that set each list in its place, or at the end where it stood scattered as notes.

    `more` are labels and entries from beside the article: they go to the end, and so does a list without a head then.
    Errors: `Refused` for a list in a table that the convention cannot label.
    """
    found: list[Edit] = []
    scattered: list[Item] = []
    lists = listings(made.reading, made.items)
    for listing in lists:
        if any(made.text[i.start : i.end].lstrip().startswith(("|", "<t")) for i in listing.items):
            found += _in_cells(made, listing, style)
        elif not style.are_notes and (
            _is_scattered(made, listing) or (more and listing.start == listing.first)
        ):
            scattered += listing.items
        else:
            found += _in_place(made, listing, style)
    rows = [*((made.labels[item.index], made.told(item, style)) for item in scattered), *more]
    if rows:
        lines = [line for _, line in _in_order(rows)]
        found += _at_end(made.text, scattered, lines, style, listed=len(scattered) < len(made.items))
    return found


def _in_order(rows: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Labels and entries by number, or as they stand where one is a name."""
    return sorted(rows, key=lambda row: int(row[0])) if all(label.isdecimal() for label, _ in rows) else rows


def _are_notes(made: Relisting, listing: Listing) -> bool:
    """Whether a list is one of footnotes, which stand anywhere and need no heading."""
    return any(item.index in made.reading.references.notes for item in listing.items)


def _is_scattered(made: Relisting, listing: Listing) -> bool:
    """Whether footnotes have text between them, or some of them stay: what follows an entry of a list is read as a part of it."""
    if not _are_notes(made, listing):
        return False
    number, entries = listing.items[0].entry.list, made.reading.references.entries
    if len(listing.items) < len(
        {entries[i].label for i in made.reading.references.notes if entries[i].list == number}
    ):
        return True
    ends = zip(listing.items, listing.items[1:], strict=False)
    return any(made.text[a.end : b.start].strip() for a, b in ends)


def _is_amid(made: Relisting, listing: Listing) -> bool:
    """Whether the text goes on below a list, and no heading parts it: a heading above would take it for the list's."""
    blocks = made.reading.document.blocks
    next_head = min(
        (b.span.start for b in blocks if b.kind == "heading" and b.span.start >= listing.end),
        default=len(made.text),
    )
    claims = made.reading.outcome.claims
    return any(listing.end <= c.span.start < next_head for c in claims)


def _in_place(made: Relisting, listing: Listing, style: Style) -> list[Edit]:
    text, nl = made.text, line_end_of(made.text)
    found = []
    if style.headed and not _is_amid(made, listing):
        found.append(Edit(listing.start, listing.first, head_of(text, listing, nl)))
    elif listing.start == listing.first and not style.are_notes and _are_notes(made, listing):
        found.append(Edit(listing.start, listing.first, PLAIN_HEAD.format(nl=nl)))
    lines: dict[tuple[int, int], list[str]] = {}
    for slot, item in zip(listing.items, _ranked(listing.items, made.labels), strict=True):
        lines.setdefault((slot.start, slot.end), []).append(made.told(item, style))
    return found + [Edit(*span, nl.join(told)) for span, told in lines.items()]


def _in_cells(made: Relisting, listing: Listing, style: Style) -> list[Edit]:
    """A table stays one; the cell of each label says it as the convention does."""
    source = made.reading.document.source
    cells = [_cell(made.text, item) for item in listing.items]
    if style.cell is None or None in cells:
        raise refused(source, listing.items[0].start, "list", "the list is a table", "Write it as lines")
    return [
        Edit(*cell, style.cell(made.labels[item.index]))
        for cell, item in zip(cells, listing.items, strict=True)
        if cell is not None
    ]


def _cell(text: str, item: Item) -> tuple[int, int] | None:
    """Where the words of the first cell of a row stand, if its label is all they are."""
    if text[item.start : item.start + 1] != "|":
        return None
    end = text.find("|", item.start + 1, item.end)
    words = text[item.start + 1 : end].strip() if end > 0 else ""
    if _ANCHOR.sub("", words).strip("[]\\^.() ") != item.label:
        return None
    begin = text.index(words, item.start + 1)
    return begin, begin + len(words)


def _ranked(items: Sequence[Item], labels: Mapping[int, str]) -> Sequence[Item]:
    """The entries as they stand, or by number where their names became numbers."""
    if all(labels[item.index] == item.label for item in items) or not all(
        labels[i.index].isdecimal() for i in items
    ):
        return items
    return sorted(items, key=lambda item: int(labels[item.index]))


def taken_out(text: str, items: Sequence[Item]) -> list[Edit]:
    """Entries go, with their line ends and the empty lines behind them; the head of their list stays."""
    found = []
    for item in items:
        end = item.end
        while text[end : end + 1] in ("\r", "\n"):
            end += 1
        found.append(Edit(item.start, end, ""))
    return found


def _at_end(
    text: str, scattered: Sequence[Item], lines: Sequence[str], style: Style, *, listed: bool
) -> list[Edit]:
    """Entries as a list at the end, below a heading where the text does not end in one; `scattered` go where they stood.

    `listed`: the text ends in a list that they go on.
    """
    nl = line_end_of(text)
    gone = taken_out(text, sorted(scattered, key=lambda item: item.start))
    end = _without_space(text, len(text))
    while gone and gone[-1].end >= end:
        end = _without_space(text, gone.pop().start)
    last_line = text[text.rfind("\n", 0, end) + 1 : end]
    has_head = list_name(last_line.strip().lstrip("#").strip()) is not None
    head = "" if has_head or listed else ("---{nl}" if style.headed else "") + PLAIN_HEAD
    return [*gone, Edit(end, len(text), f"{nl}{nl}{head.format(nl=nl)}{nl.join(lines)}{nl}")]


def _without_space(text: str, end: int) -> int:
    """Where the text before `end` ends, without the space behind it."""
    while end and text[end - 1].isspace():
        end -= 1
    return end
