"""Lists as they are found: what announces one, what it stands on, and what lists have taken so far."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kgraph.extract.lists.candidates import EntryCandidate, holds

Stretch = tuple[int, int, int]
"""A block, and the plain `[start, end)` in it."""


class Head(NamedTuple):
    """What announces a list: where in its block the list starts, what it is called, its level; 0 for a line."""

    offset: int
    name: str
    level: int


class FoundList(NamedTuple):
    """The entries of a list, what told it in words for people, and what belongs to it besides, such as its head."""

    entries: tuple[EntryCandidate, ...]
    told_by: str
    besides: tuple[Stretch, ...] = ()

    def stretches(self) -> Iterator[Stretch]:
        """All that the list stands on."""
        for entry in self.entries:
            yield entry.block, entry.start, entry.end
            yield from entry.more
        yield from self.besides


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the lists found so far stand on, which is no body text, and the labels that they have."""

    spans: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Block → plain spans, sorted."""
    labels: frozenset[str | None] = frozenset()

    def holds(self, block: int, start: int) -> bool:
        """Whether the text of `block` at plain offset `start` belongs to a list."""
        return holds(self.spans.get(block, ()), start)

    def with_lists(self, lists: Sequence[FoundList]) -> "Taken":
        """These, and what `lists` stand on."""
        more = self.with_stretches(stretch for found in lists for stretch in found.stretches())
        labels = {label for found in lists for entry in found.entries for label, _ in entry.labels}
        return Taken(spans=more.spans, labels=self.labels | labels)

    def with_stretches(self, stretches: Iterable[Stretch]) -> "Taken":
        """These, and `stretches`, each of one character at least."""
        added: dict[int, list[tuple[int, int]]] = {}
        for block, start, end in stretches:
            added.setdefault(block, []).append((start, max(end, start + 1)))
        merged = {block: tuple(sorted([*self.spans.get(block, ()), *new])) for block, new in added.items()}
        return Taken(spans={**self.spans, **merged}, labels=self.labels)
