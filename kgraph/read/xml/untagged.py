"""Numbers in brackets that nobody tagged, in an article whose tagged ones prove that the list is cited by its numbers."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from kgraph import late_re as re
from kgraph.read.xml.prose import Mark
from kgraph.read.xml.ranges import NUMBER, Listed

_BRACKET = re.compile(r"\[(\d{1,4}(?:\s?[,;–—-]\s?\d{1,4}){0,40})\]")
_PART = re.compile(r"(\d{1,4})(?:\s?[–—-]\s?(\d{1,4}))?")
_PROVEN = 3
"""So many tagged numbers are those of the entries that they name."""
_MOST = 200
"""No range is as long."""

Marked = tuple[str, Sequence[Mark]]
"""The text of a block, and its markers."""


def prints_numbers(blocks: Iterable[Marked], listed: Listed) -> bool:
    """Whether tagged markers print the numbers of the entries that they name, at most one of ten another."""
    right = wrong = 0
    for text, marks in blocks:
        for mark in marks:
            place = listed.places.get(mark.labels[0]) if mark.cites and len(mark.labels) == 1 else None
            printed = NUMBER.fullmatch(text, mark.start, mark.end) if place is not None else None
            if place is not None and printed is not None:
                right += listed.numbers[place] == printed[1]
                wrong += listed.numbers[place] != printed[1]
    return right >= _PROVEN and wrong * 10 <= right


def with_untagged(text: str, marks: Sequence[Mark], listed: Listed) -> list[Mark]:
    """`marks`, and one for each bracket outside of them all of whose numbers the list has: `[1]`, `[2, 4–6]`."""
    ids = dict(zip(listed.numbers, listed.ids, strict=True))
    tagged = sorted(marks, key=attrgetter("start"))
    found = list(marks)
    ahead, reached = 0, -1  # the first mark that begins behind the bracket, and where those before it end
    for bracket in _BRACKET.finditer(text) if "[" in text else ():
        while ahead < len(tagged) and tagged[ahead].start < bracket.end():
            reached = max(reached, tagged[ahead].end)
            ahead += 1
        named = list(_numbers(bracket[1]))
        if reached <= bracket.start() and all(number in ids for number in named):
            labels = tuple(ids[number] for number in named)
            found.append(Mark(bracket.start(), bracket.end(), "element", labels, None))
    return sorted(found, key=attrgetter("start"))


def _numbers(group: str) -> Iterator[str]:
    for part in _PART.finditer(group):
        first, last = int(part[1]), int(part[2] or part[1])
        if first <= last <= first + _MOST:
            yield from map(str, range(first, last + 1))
        else:
            yield from filter(None, part.groups())
