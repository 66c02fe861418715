"""Works that keys name by themselves, without an entry: `@doi:10.17487/rfc1149`; an entry is made of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.author.groups import markers_of
from kgraph.extract import Reading
from kgraph.model import Marker, ReferenceEntry
from kgraph.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """The markers of an article, and all entries that they name: those it has, and behind them those that are `made`."""

    markers: tuple[Marker, ...]
    entries: tuple[ReferenceEntry, ...]
    made: frozenset[int]


def keyed(reading: Reading, *, with_made: bool) -> Keyed:
    """Markers and entries; `with_made`: keys that are addresses or identifiers name an entry, too, made of them."""
    entries = list(reading.references.entries)
    markers = list(markers_of(reading))
    if with_made:
        kinds = {m.span: mention.token.kind for mention, m in reading.marked}
        known: dict[str, int] = {}
        for n, marker in enumerate(markers):
            if kinds.get(marker.span) == "key" and len(marker.entries) < len(marker.labels):
                markers[n] = marker._replace(entries=tuple(_named(marker, entries, known)))
    first = len(reading.references.entries)
    return Keyed(markers=tuple(markers), entries=tuple(entries), made=frozenset(range(first, len(entries))))


def _named(marker: Marker, entries: list[ReferenceEntry], known: dict[str, int]) -> Iterable[int]:
    """The entry of each label, in order; one is made of a key that has none."""
    for label in marker.labels:
        own = next((i for i in marker.entries if entries[i].label == label), None)
        identity = identifiers.identify_key(label) if own is None else None
        if identity is not None:
            own = known.setdefault(identity.id, len(entries))
            if own == len(entries):
                entries.append(_entry(label, identity.id))
        if own is not None:
            yield own


def _entry(label: str, source: str) -> ReferenceEntry:
    """An entry that is nothing but its address."""
    return ReferenceEntry(
        label=label, list=0, position=0, text=source, span=Span(0, 0), url=source, source=source
    )


def cited(markers: Sequence[Marker]) -> set[int]:
    """The entries that markers name."""
    return {i for marker in markers for i in marker.entries}
