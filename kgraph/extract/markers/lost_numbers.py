"""Lists that were lost in pasting, or lost their numbers: the n-th entry is what the digit n of the text names."""

from collections.abc import Iterator
from dataclasses import replace

from kgraph.codes import problem
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers.digit_after_stop import count_up, digits_of, glued_to_stop
from kgraph.extract.markers.numbers import expand
from kgraph.extract.text.places import source_span
from kgraph.model import Block, Document, Problem

_MANY = 5
"""So many numbers prove the convention, however long the list is."""


def with_lost_numbers(document: Document, lists: ReferenceLists) -> ReferenceLists:
    """`lists`, the entries of the only one numbered by their places where digits glued to stops prove that.

    Matches `It froze.1 It thawed.2` above two entries without labels. Not `It froze.3` above two.
    """
    if len(lists.lists) != 1 or document.bibliography:
        return lists
    (entries,) = lists.lists
    if len(entries) < 2 or any(e.labels != ((None, e.labels[0][1]),) or e.work for e in entries):
        return lists
    first = document.blocks[entries[0].block].span.start
    body = (
        block
        for i, block in enumerate(document.blocks)
        if block.span.start <= first and not block.definition and not lists.takes(i, 0)
    )
    met = [number for block in body for number, _ in _numbers_behind_stops(block)]
    told = len(set(met)) * 2 >= len(entries) or len(set(met)) >= _MANY
    if not met or met[0] != 1 or max(met) > len(entries) or not count_up(met) or not told:
        return lists
    numbered = tuple(e._replace(labels=((str(n), e.labels[0][1]),)) for n, e in enumerate(entries, 1))
    return replace(lists, lists=(numbered,))


def missing_list(document: Document) -> list[Problem]:
    """That digits glued to stops count up from 1 in an article that has no list.

    Matches `It froze.1 It thawed.2 …` up to five numbers or more. Not two of them.
    """
    met = [(*found, block) for block in document.blocks for found in _numbers_behind_stops(block)]
    numbers = [number for number, _, _ in met]
    if len(set(numbers)) < _MANY or numbers[0] != 1 or not count_up(numbers):
        return []
    _, at, block = met[0]
    message = f"{len(numbers)} numbers behind stops count up to {max(numbers)}, and the article has no list of sources"
    return [problem("list-missing", message, source_span(block, *at))]


def _numbers_behind_stops(block: Block) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each number that is glued to a stop, and the plain `(start, end)` of the digits it is of."""
    for match in glued_to_stop(block.text):
        digits = digits_of(match)
        for label in expand(digits):
            if label.isdecimal():
                yield int(label), (match.end() - len(digits), match.end())
