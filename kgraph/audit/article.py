"""An article as its checks see it: what was read, the text that is shown, its addresses, its groups of markers."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from kgraph.edits import Edit
from kgraph.extract import Reading
from kgraph.identifiers import trimmed
from kgraph.model import Claim, Marker, ReferenceEntry
from kgraph.spans import Place, SourceText, Span

_NOT_SHOWN = frozenset({"code", "math", "comment", "hidden", "image", "front-matter", "template"})
"""What was left out of the text and is nothing that a reader sees."""
_UNREAD = frozenset({"code", "math"})
_ADDRESS = re.compile(r"https?\b:?[/:]{0,4}[^\s<>\"`|\\\u3000-\u303f\uff00-\uffef]*", re.IGNORECASE)
_STARTS = re.compile(r"https?:", re.IGNORECASE)
_NEITHER_SPACE_NOR_END = re.compile(r"[^\r\n]")
_BETWEEN_MARKERS = re.compile(r"[ \t]*[,;]?[ \t]*")
MAX_BETWEEN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What a store's observations say of a source. `cites` are ids of what its text links to or lists."""

    status: str | None = None
    final: str | None = None
    title: str | None = None
    site: str | None = None
    archived: str | None = None
    same_as: str | None = None
    cites: frozenset[str] = frozenset()


class Address(NamedTuple):
    """An address as it stands in the text, and the entry it stands in, if any."""

    url: str
    span: Span
    entry: int | None


class Found(NamedTuple):
    """What a check finds, before it has its code: the place, what is wrong there, what more is known of how to mend it.

    `edits` are what a fix does; `asks` says that this one is not safe, whatever others of its code are; `renumbers` that renumbering
    mends it. `file` is another file that the place counts into; `place` is then the line and column there.
    """

    span: Span
    message: str
    hint: str | None = None
    edits: tuple[Edit, ...] = ()
    file: str | None = None
    place: Place | None = None
    asks: bool = False
    renumbers: bool = False


_NOTHING: Mapping[str, SourceFacts] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Article:
    """What checks look at. `url` is where the article is published; `facts` are those of a store, by source."""

    reading: Reading
    today: date
    url: str | None = None
    facts: Mapping[str, SourceFacts] = field(default_factory=lambda: _NOTHING)
    elsewhere: frozenset[str] = frozenset()
    """Papers that the store has, whatever article cites them."""
    min_coverage: float | None = None
    max_site_share: float | None = None

    @property
    def source(self) -> SourceText:
        """The text, decoded."""
        return self.reading.document.source

    @property
    def text(self) -> str:
        """The text as in the file."""
        return self.source.text

    @property
    def entries(self) -> tuple[ReferenceEntry, ...]:
        """All entries, those of bibliographies among them."""
        return self.reading.references.entries

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the article."""
        return self.reading.outcome.claims

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        """Every marker, in order of the text."""
        return tuple(sorted((m for _, m in self.reading.marked), key=lambda m: m.span))

    @cached_property
    def own(self) -> tuple[tuple[int, ReferenceEntry], ...]:
        """The entries that stand in the article, each once, with their numbers among all."""
        rows, seen = [], set()
        for i, entry in enumerate(self.entries):
            if entry.file is None and (entry.list, entry.position, entry.label) not in seen:
                seen.add((entry.list, entry.position, entry.label))
                rows.append((i, entry))
        return tuple(rows)

    @cached_property
    def lists(self) -> Mapping[int, list[ReferenceEntry]]:
        """The entries of each list of the article."""
        found: dict[int, list[ReferenceEntry]] = defaultdict(list)
        for _, entry in self.own:
            found[entry.list].append(entry)
        return found

    @cached_property
    def shown(self) -> str:
        """The text as long as it is, with a space for each character that no reader sees: code, comments, front matter."""
        document = self.reading.document
        hidden = [(a, b) for a, b, reason in document.dropped if reason in _NOT_SHOWN]
        for block in document.blocks:
            hidden += [i.span for i in block.inlines if i.kind in _UNREAD]
        if self.source.cells:
            hidden += _gaps([block.span for block in document.blocks], len(self.text))
        parts, at = [], 0
        for start, end in sorted(hidden):
            start = max(start, at)
            if end > start:
                parts += [self.text[at:start], _NEITHER_SPACE_NOR_END.sub(" ", self.text[start:end])]
                at = end
        return "".join((*parts, self.text[at:]))

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every address that begins with its scheme, however it is set."""
        found = []
        for match in _ADDRESS.finditer(self.shown):
            url = trimmed(match[0], ".,;:!?*_'’”\"", ")]}>")
            bracket = url.find("]")
            url = url if bracket < 0 or "[" in url[:bracket] else url[:bracket]
            if _STARTS.match(url) or "/" in (url[4:5], url[5:6]):
                span = Span(match.start(), match.start() + len(url))
                found.append(Address(url, span, self.entry_at(span.start)))
        return tuple(found)

    def entry_at(self, offset: int) -> int | None:
        """The number of the entry of the article that `offset` stands in."""
        at = bisect_right(self._starts, offset) - 1
        i, entry = self._by_start[at] if at >= 0 else (0, None)
        return i if entry is not None and offset < entry.span.end else None

    @cached_property
    def _by_start(self) -> tuple[tuple[int, ReferenceEntry], ...]:
        """The entries of the article in order of the text."""
        return tuple(sorted(self.own, key=lambda row: row[1].span.start))

    @cached_property
    def _starts(self) -> list[int]:
        return [entry.span.start for _, entry in self._by_start]

    @cached_property
    def named(self) -> tuple[tuple[str, ReferenceEntry | None, Span], ...]:
        """Every source where it is named first: at its entry, else at the first marker that links to it."""
        seen: set[tuple[str, int]] = set()
        first: dict[int, Span] = {}
        for marker in reversed(self.markers):
            first |= dict.fromkeys(marker.entries, marker.span)
        rows: list[tuple[str, ReferenceEntry | None, Span]] = []
        for i, entry in enumerate(self.entries):
            if entry.source and entry.same_as is None and (entry.source, entry.position) not in seen:
                seen.add((entry.source, entry.position))
                rows.append(
                    (entry.source, entry, entry.span if entry.file is None else first.get(i) or self.start())
                )
        told = {entry.source for entry in self.entries}
        for marker in self.markers:
            for source in marker.sources:
                if source not in told:
                    told.add(source)
                    rows.append((source, None, marker.span))
        return tuple(rows)

    @cached_property
    def groups(self) -> tuple[tuple[Marker, ...], ...]:
        """Markers that follow each other with nothing but space, a comma or a semicolon between them."""
        groups: list[list[Marker]] = []
        for marker in self.markers:
            if groups and self._follows(groups[-1][-1], marker):
                groups[-1].append(marker)
            else:
                groups.append([marker])
        return tuple(tuple(group) for group in groups)

    def _follows(self, before: Marker, marker: Marker) -> bool:
        gap = marker.span.start - before.span.end
        return 0 <= gap <= MAX_BETWEEN and bool(
            _BETWEEN_MARKERS.fullmatch(self.text, before.span.end, marker.span.start)
        )

    def place_of(self, entry: ReferenceEntry) -> Found:
        """Where a finding about `entry` is told, without its words."""
        return Found(entry.span, "", file=entry.file, place=entry.place)

    def start(self) -> Span:
        """The first place of the article, for what is said of all of it."""
        first = self.reading.document.blocks
        at = first[0].span.start if first else 0
        return Span(at, at)


def _gaps(spans: list[Span], size: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in sorted(spans):
        if start > at:
            yield at, start
        at = max(at, end)
    yield at, size
