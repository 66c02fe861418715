"""Lists that lost their numbers in pasting: the n-th entry is what the digit n of the text names."""

from dataclasses import replace

from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers.digit_after_stop import count_up, digits_of, glued_to_stop
from kgraph.extract.markers.numbers import expand
from kgraph.model import Document

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
    met = [
        int(label)
        for i, block in enumerate(document.blocks)
        if block.span.start <= first and not block.definition and not lists.takes(i, 0)
        for match in glued_to_stop(block.text)
        for label in expand(digits_of(match))
        if label.isdecimal()
    ]
    told = len(set(met)) * 2 >= len(entries) or len(set(met)) >= _MANY
    if not met or met[0] != 1 or max(met) > len(entries) or not count_up(met) or not told:
        return lists
    numbered = tuple(e._replace(labels=((str(n), e.labels[0][1]),)) for n, e in enumerate(entries, 1))
    return replace(lists, lists=(numbered,))
