"""The blocks of an article as a page shows them: in reading order, each with its words and what is marked in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kgraph.blocks._between import among
from kgraph.blocks._marks import Mark, Marked, markup
from kgraph.blocks._places import Places
from kgraph.blocks._shown import ShownBlock
from kgraph.model import Block, Extraction
from kgraph.spans import Span

_APART = {"$$": "$$", "\\[": "\\]", "$": "$"}
"""What sets a formula apart in TeX."""


def shown_blocks(extraction: Extraction) -> list[ShownBlock]:
    """All of the article that a reader sees. Neither what only defines a link, nor what is hidden, is among it."""
    page = _Page(extraction)
    return among([shown for i in range(len(page.blocks)) for shown in page.block(i)], page.between)


class _Entry(NamedTuple):
    start: int
    end: int
    label: str | None


class _Page:
    def __init__(self, extraction: Extraction) -> None:
        self.blocks = extraction.document.blocks
        self._extraction = extraction
        self._places = Places(self.blocks)
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        self._entries: dict[int, dict[tuple[int, int], _Entry]] = defaultdict(dict)
        self.between = [_alone(e.kind, e.text, e.span) for e in extraction.document.exhibits]
        """What stands in no block: code, formulas, pictures, and entries of which no block is made."""
        self._ordinals: dict[tuple[int, int], int] = {}
        self._mark_claims()
        self._mark_markers()
        self._mark_problems()
        self._find_entries()
        self._formulas: dict[int, list[int]] = defaultdict(list)
        """Where in a block's text a formula stands that is set apart from it."""
        for exhibit in extraction.document.exhibits:
            if exhibit.kind == "math" and (place := self._places.spot(exhibit.span.start)):
                self._formulas[place.block].append(place.start)

    def block(self, number: int) -> Iterator[ShownBlock]:
        """Block `number`, in parts where it holds several entries."""
        block = self.blocks[number]
        entries = self._entries.get(number)
        if block.definition is not None and not block.definition.startswith("^") and not entries:
            return
        marks = [*markup(block), *self._marks.get(number, ())]
        marked = Marked(block.text, marks)
        path = self._path(block)
        if entries:
            yield from self._with_entries(number, marked, sorted(entries.values()), path)
            return
        if formula := _set_apart(block):
            yield _shown(block, "math", marked.cut([formula])[0], block.span, None, path)
            return
        label = None if block.definition is None else block.definition.removeprefix("^")
        formulas = self._formulas.get(number)
        if not formulas:
            yield _shown(block, block.kind, marked, block.span, label, path)
            return
        places = [
            bare for part in pairwise((0, *formulas, len(block.text))) if (bare := _bare(block.text, *part))
        ]
        for place, part in zip(places, marked.cut(places), strict=True):
            yield _shown(block, block.kind, part, self._places.source(number, *place), label, path)

    def _with_entries(
        self, number: int, marked: Marked, entries: list[_Entry], path: str | None
    ) -> Iterator[ShownBlock]:
        """A block that holds entries, in parts; what has a claim in it is body text all the same."""
        block = self.blocks[number]
        found = list(_parts(block.text, entries))
        for (entry, start, end), part in zip(found, marked.cut([(s, e) for _, s, e in found]), strict=True):
            is_body = entry is None or any(mark.kind == "claim" for mark in part.marks)
            span = self._places.source(number, start, end)
            yield _shown(
                block, block.kind if is_body else "entry", part, span, entry.label if entry else None, path
            )

    def _path(self, block: Block) -> str | None:
        if not block.lists:
            return None
        innermost = block.lists[-1]
        if block.ordinal is not None:
            self._ordinals.setdefault(innermost, block.ordinal)
        return "/".join(_step(at, self._ordinals) for at in block.lists)

    def _mark_claims(self) -> None:
        for claim in self._extraction.claims:
            place = self._places.words(claim.span, "cell" if claim.kind == "row" else claim.kind)
            if place is None:
                continue
            if claim.kind == "row":  # what it says stands in all cells of the row
                at = self.blocks[place.block]
                for number in self._cells[at.table, at.row]:
                    self._marks[number].append(Mark("claim", 0, len(self.blocks[number].text), claim.id))
            else:
                self._marks[place.block].append(Mark("claim", place.start, place.end, claim.id))

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[int]]:
        """The cells of each row of a table."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if block.kind == "cell":
                found[block.table, block.row].append(number)
        return found

    def _mark_markers(self) -> None:
        for marker in self._extraction.markers:
            place = self._places.words(marker.span) or self._places.spot(marker.span.start)
            if place:
                self._marks[place.block].append(Mark("marker", place.start, place.end, marker.span.start))

    def _mark_problems(self) -> None:
        for problem in self._extraction.problems:
            if problem.file is not None:
                continue
            place = self._places.words(problem.span)
            if place:
                value = f"{problem.code}@{problem.span.start}"
                self._marks[place.block].append(Mark("problem", place.start, place.end, value))

    def _find_entries(self) -> None:
        """Each entry of a list with the block that it stands in."""
        seen: set[Span] = set()
        for entry in self._extraction.references:
            if entry.file is not None or entry.span in seen:
                continue
            seen.add(entry.span)
            places = self._places.all_words(entry.span)
            if not places:
                self.between.append(_alone("entry", entry.text, entry.span, entry.label))
            for number, start, end in places:
                self._entries[number].setdefault((start, end), _Entry(start, end, entry.label))


def _set_apart(block: Block) -> tuple[int, int] | None:
    """Where in a block that is nothing but one formula, set apart in TeX, this stands between its delimiters."""
    if block.kind != "paragraph" or len(block.inlines) != 1 or block.inlines[0].kind != "math":
        return None
    text = block.text.strip()
    opens = next((sign for sign in _APART if text.startswith(sign) and text.endswith(_APART[sign])), None)
    if opens is None or len(text) != block.inlines[0].end - block.inlines[0].start:
        return None
    inner = text[len(opens) : -len(_APART[opens])].strip()
    at = block.text.find(inner) if inner else -1
    return (at, at + len(inner)) if at >= 0 else None


def _alone(kind: str, text: str, span: Span, label: str | None = None) -> ShownBlock:
    return ShownBlock(kind, None, text, *span, label, None, None, None, None, [])


def _step(at: tuple[int, int], ordinals: Mapping[tuple[int, int], int]) -> str:
    """A list and an item of it; where items are numbered, the number that is printed behind a colon."""
    printed = ordinals.get(at)
    return f"{at[0]}.{at[1]}" if printed is None else f"{at[0]}.{at[1]}:{printed}"


def _parts(text: str, entries: list[_Entry]) -> Iterator[tuple[_Entry | None, int, int]]:
    """The text cut at its entries, what is left between them where it has words; signs and numbers go with an entry."""
    for entry, start, end in _cuts(text, entries):
        if bare := _bare(text, start, end):
            yield entry, *bare


def _bare(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the words in `[start, end)` stand without the white space around them; None where there are none."""
    words = text[start:end].strip()
    if not words:
        return None
    start = text.index(words[0], start)
    return start, start + len(words)


def _cuts(text: str, entries: list[_Entry]) -> Iterator[tuple[_Entry | None, int, int]]:
    last = 0
    for i, entry in enumerate(entries):
        begin, end = max(entry.start, last), entry.end
        if end <= last:
            continue
        if any(map(str.isalpha, text[last:begin])):
            yield None, last, begin
        else:
            begin = last
        if i + 1 == len(entries) and not any(map(str.isalpha, text[end:])):
            end = len(text)
        yield entry, begin, end
        last = end
    if last < len(text):
        yield None, last, len(text)


def _shown(
    block: Block, kind: str, marked: Marked, span: Span, label: str | None, path: str | None
) -> ShownBlock:
    text, marks = marked.shown()
    is_cell = block.table > 0
    return ShownBlock(
        kind, block.level or None, text, span.start, span.end, label, path, block.table or None,
        block.row if is_cell else None, block.column if is_cell else None, marks,
    )  # fmt: skip
