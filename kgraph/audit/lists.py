"""Checks of lists: gaps, order, two entries that are or seem one source."""

from collections.abc import Iterator, Sequence

from kgraph import identifiers
from kgraph.audit.article import Article, Found
from kgraph.audit.known import problems
from kgraph.audit.twins import twins
from kgraph.model import Marker, ReferenceEntry
from kgraph.spans import Span

_LONGEST_NUMBER = 5


def _number(label: str | None) -> int | None:
    return int(label) if label and label.isdecimal() and len(label) <= _LONGEST_NUMBER else None


def _numbered(entries: Sequence[ReferenceEntry]) -> list[tuple[int, ReferenceEntry]]:
    """Numbers and entries of a list, by number; none where one of them has another label."""
    rows = [(number, e) for e in entries if (number := _number(e.label)) is not None]
    return sorted(rows, key=lambda row: row[0]) if len(rows) == len(entries) else []


def gaps(article: Article) -> Iterator[Found]:
    """`[3]`, `[5]`. Not named labels, nor a list that goes on from the one before."""
    highest = 0
    notes = article.reading.references.notes
    for number, entries in article.lists.items():
        rows = _numbered(entries)
        if not rows or any(i in notes for i, e in article.own if e.list == number):
            continue  # a note that names no work is no entry
        before = highest if rows[0][0] == highest + 1 else 0
        highest = max(highest, rows[-1][0])
        for value, entry in rows:
            missing = value - before - 1
            if missing > 0 and (before or value <= len(rows) + 1):
                told = str(before + 1) if missing == 1 else f"{before + 1} to {value - 1}"
                yield Found(
                    entry.span,
                    f"no entry is numbered {told}",
                    "kgraph author renumber closes the gap",
                    renumbers=True,
                )
            before = max(before, value)


def first_uses(article: Article, number: int) -> list[tuple[int, Marker]]:
    """The numbers of a list in the order of their first use, each with the marker that uses it first."""
    seen: dict[int, Marker] = {}
    for marker in article.markers:
        if marker.list == number and marker.entries:
            for i in marker.entries:
                value = _number(article.entries[i].label)
                if value is not None:
                    seen.setdefault(value, marker)
    return list(seen.items())


def order(article: Article) -> Iterator[Found]:
    """`[2]` before `[1]`. Not `[1]`, `[3]`, `[4]`."""
    notes = article.reading.references.notes
    for number, entries in article.lists.items():
        if not _numbered(entries) or any(i in notes for i, e in article.own if e.list == number):
            continue
        uses = first_uses(article, number)
        for at, (value, marker) in enumerate(uses):
            smaller = [other for other, _ in uses[at + 1 :] if other < value]
            if smaller:
                told = f"{value} is used before {min(smaller)}"
                yield Found(marker.span, told, "kgraph author renumber numbers by first use", renumbers=True)
                break


def duplicates(article: Article) -> Iterator[Found]:
    """`arxiv.org/abs/X` beside `arxiv.org/pdf/Xv2`: one entry is enough. Not two pages of a site; two pages of a book are told, not joined."""
    joined = {article.entries[i].span for i in twins(article.reading)}
    places = _places_of_a_page(article)
    for found in problems("source-duplicate")(article):
        if found.file is None and found.span in places:
            continue
        if found.file is None and found.span in joined:
            found = found._replace(hint="make one entry of them, and cite that", renumbers=True)
        yield found


def _places_of_a_page(article: Article) -> set[Span]:
    """Entries that link to a place of their page to which none before them links, where all link to one: `#costs`, `#rules`."""
    seen: dict[tuple[int, str], set[str]] = {}
    found = set()
    for _, entry in article.own:
        place = (entry.url or "").partition("#")[2]
        named = seen.setdefault((entry.list, entry.source or ""), set())
        if place and named and place not in named and "" not in named and ":~:" not in place:
            found.add(entry.span)
        named.add(place)
    return found


def uncited(article: Article) -> Iterator[Found]:
    """An entry that no marker names. Not one of a bibliography, which other articles may share."""
    notes = article.reading.references.notes
    numbered = {e.span for i, e in article.own if _number(e.label) is not None and i not in notes}
    for found in problems("reference-uncited")(article):
        yield found._replace(renumbers=found.file is None and found.span in numbered)


def likely_duplicates(article: Article) -> Iterator[Found]:
    """`http://a.org/x` beside `https://www.a.org/x`. Not `?page=1` beside `?page=2`."""
    for entries in article.lists.values():
        seen = _Seen()
        for entry in entries:
            twin = seen.twin(entry)
            if twin is not None and twin.source != entry.source:
                yield Found(
                    entry.span,
                    f"entry {entry.label or entry.position} seems to be the page of entry {twin.label or twin.position}",
                    "look whether they are one, then cite one of them",
                )


class _Seen:
    """The entries of a list so far, by their pages, by the DOIs they are, by what their addresses end in."""

    def __init__(self) -> None:
        self._pages: dict[str, ReferenceEntry] = {}
        self._suffixes: dict[str, ReferenceEntry] = {}
        self._tails: dict[str, ReferenceEntry] = {}

    def twin(self, entry: ReferenceEntry) -> ReferenceEntry | None:
        """The entry before that seems to be the same page; `entry` is one of them from now on."""
        page = identifiers.likely_page(entry.url) if entry.url else None
        if page is None or entry.url is None:
            return None
        suffix, tails = identifiers.doi_suffix(entry.url), tuple(identifiers.page_tails(entry.url))
        found = self._pages.get(page) or (self._tails.get(suffix) if suffix else None)
        found = found or next((self._suffixes[tail] for tail in tails if tail in self._suffixes), None)
        self._pages.setdefault(page, entry)
        if suffix:
            self._suffixes.setdefault(suffix, entry)
        for tail in tails:
            self._tails.setdefault(tail, entry)
        return found


def heading_of(article: Article, number: int) -> Span:
    """The heading of a list, else its first entry."""
    first = article.lists[number][0]
    for block in reversed(article.reading.document.blocks):
        if block.span.start < first.span.start and block.span.end <= first.span.start:
            return block.span if block.kind == "heading" or len(block.text) < 60 else first.span
    return first.span
