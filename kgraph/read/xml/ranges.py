"""Markers that name more entries than they are tagged with: the ends of a range, `[1]–[4]`, and a range in one tag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kgraph import late_re as re
from kgraph.read.xml.prose import Mark
from kgraph.spans import Span

_DASH = re.compile(r"[\[\]()\s]{0,4}(?:[-‐‑‒–—−]|--)[\[\]()\s]{0,4}")
NUMBER = re.compile(r"\W{0,3}(\d{1,4})\W{0,3}")
"""The words of a marker that is a number, with its brackets."""
_RANGE = re.compile(r"\W{0,3}(\d{1,4})\s{0,2}[-‐‑‒–—−]\s{0,2}(\d{1,4})\W{0,3}")
_MOST = 200
"""No range is as long."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries of a list, in order: their ids, and the numbers that it prints before them, where it does."""

    ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[tuple[str, str]]) -> "Listed":
        """Those of `entries`: id and printed label of each."""
        ids = tuple(i for i, _ in entries)
        numbers = tuple(printed.strip("[]().: ") or str(n) for n, (_, printed) in enumerate(entries, 1))
        return cls(ids, numbers, {name: n for n, name in reversed(list(enumerate(ids)))})

    def between(self, first: str, last: str, printed: tuple[str, str]) -> tuple[str, ...]:
        """The ids from `first` to `last`; none where the list does not have them under the numbers that are printed."""
        start, stop = self.places.get(first, -1), self.places.get(last, -1)
        if not 0 <= start < stop <= start + _MOST or int(printed[1]) - int(printed[0]) != stop - start:
            return ()
        return self.ids[start : stop + 1]

    def counted(self, first: str, printed: tuple[str, str]) -> tuple[str, ...]:
        """The ids of the entries numbered as printed, of which `first` is the first."""
        start = self.places.get(first, -1)
        stop = start + int(printed[1]) - int(printed[0])
        if start < 0 or not start < stop < min(len(self.ids), start + _MOST):
            return ()
        fits = (self.numbers[start], self.numbers[stop]) == printed
        return self.ids[start : stop + 1] if fits else ()


def expanded(text: str, marks: Sequence[Mark], listed: Listed) -> list[Mark]:
    """The `marks` of a block with `text`, ranges as one mark with all that they name."""
    out: list[Mark] = []
    for mark in marks:
        if not listed.ids or not mark.cites or len(mark.labels) != 1:
            out.append(mark)
            continue
        if found := _RANGE.fullmatch(text, mark.start, mark.end):
            ids = listed.counted(mark.labels[0], (found[1], found[2]))
            out.append(mark._replace(labels=ids) if ids else mark)
            continue
        ids = _joined(text, out[-1], mark, listed) if out else ()
        if ids:
            out[-1] = _with_brackets(text, _both(out[-1], mark, ids))
        else:
            out.append(mark)
    return out


def _joined(text: str, first: Mark, last: Mark, listed: Listed) -> tuple[str, ...]:
    if len(first.labels) != 1 or not first.cites or not _DASH.fullmatch(text, first.end, last.start):
        return ()
    begins, ends = (
        NUMBER.fullmatch(text, first.start, first.end),
        NUMBER.fullmatch(text, last.start, last.end),
    )
    if begins is None or ends is None:
        return ()
    return listed.between(first.labels[0], last.labels[0], (begins[1], ends[1]))


def _with_brackets(text: str, mark: Mark) -> Mark:
    """A range whose ends stand in brackets each, with the outer ones: `[1]–[4]`."""
    outer = text[mark.start - 1 : mark.start] + text[mark.end : mark.end + 1]
    inner = text[mark.start : mark.end]
    if outer in ("[]", "()") and outer[1] in inner and outer[0] in inner:
        return mark._replace(start=mark.start - 1, end=mark.end + 1, span=None)
    return mark


def _both(first: Mark, last: Mark, labels: tuple[str, ...]) -> Mark:
    span = Span(first.span.start, last.span.end) if first.span and last.span else None
    return first._replace(end=last.end, labels=labels, span=span)
