"""Which work an entry means that names none of its own: the one above, that of another note, of an author, a short title."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kgraph.extract.entries.editions import edition_of
from kgraph.extract.entries.surnames import name_key
from kgraph.extract.notes.back_references import BackReference
from kgraph.extract.notes.printed import (
    agree,
    author_key,
    family,
    is_short,
    listed_work,
    title_words,
    year_of,
)
from kgraph.model import ReferenceEntry

_MOST = 100
"""Among more works of one author none is told apart."""
_TELLING_WORDS = 3
"""A title of fewer words may be that of two works of a year."""


class Meant(NamedTuple):
    """The entry whose work another means; or, where several fit, or none, those that do."""

    entry: int | None
    fitting: tuple[int, ...] = ()


class _Works:
    """The works met so far, by their author."""

    def __init__(self) -> None:
        self.by_author: dict[str, dict[str | None, int]] = defaultdict(dict)
        """Family name → source → the first entry that names it."""
        self.by_title: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
        """Title and year → the entries that print them."""
        self.by_label: dict[str | None, list[int]] = defaultdict(list)
        """Label → the entries that have it."""
        self.last_by: dict[str, int] = {}
        """Family name → the entry whose work was cited last."""

    def add(self, i: int, entry: ReferenceEntry) -> None:
        self.by_label[entry.label].append(i)
        key = author_key(entry)
        if key and len(self.by_author[key]) < _MOST:
            self.by_author[key].setdefault(entry.source, i)
        said, year = title_words(entry.title), year_of(entry)
        if year and len(said) >= _TELLING_WORDS and len(self.by_title[said, year]) < _MOST:
            self.by_title[said, year].append(i)

    def listed(self, i: int, entries: Sequence[ReferenceEntry], notes: Collection[int]) -> int | None:
        """The entry of a list that a note with initials names in short."""
        members = self.by_author.get(author_key(entries[i]) or "", {}).values()
        return listed_work(entries[i], (j for j in members if j not in notes), entries)

    def same_as(self, i: int, entries: Sequence[ReferenceEntry]) -> int | None:
        """The first entry above that prints the same title and year, and one of its authors, in whatever order.

        None where its source is the same anyway, and where one of the two has an address.
        """
        names = {name_key(family(author)) for author in entries[i].authors}
        above = [
            j
            for j in self.by_title.get((title_words(entries[i].title), year_of(entries[i]) or ""), ())
            if j < i
        ]
        edition = edition_of(entries[i].text)
        shared = (
            j
            for j in above
            if names & {name_key(family(author)) for author in entries[j].authors}
            and edition_of(entries[j].text) == edition
        )
        first = next(shared, None)
        if first is None or entries[i].links or entries[first].links:
            return None
        return first if entries[first].source != entries[i].source else None


def works_meant(
    entries: Sequence[ReferenceEntry], backs: Mapping[int, BackReference], notes: Collection[int]
) -> Mapping[int, Meant]:
    """Entry → what it means, for each that refers back, and for each note with a short title that fits a full entry.

    `backs` are the forms read in the entries, `notes` the entries that are notes. Whatever is met first is meant: a chain
    of `ibid.` leads to the full entry.
    """
    works, found = _Works(), dict[int, Meant]()
    labels: dict[str, list[int]] = defaultdict(list)
    last: dict[int, int | None] = {}
    for i, entry in enumerate(entries):
        if i in notes and entry.label is not None:
            labels[entry.label].append(i)
        if i not in backs and not (i in notes and is_short(entry)):
            works.add(i, entry)
    for i, entry in enumerate(entries):
        where = 0 if i in notes else entry.list
        back = backs.get(i)
        meant: Meant | None = None
        if back is not None:
            meant = _of_back(back, i, entries, works, labels, found, last.get(where))
        elif i in notes and is_short(entry):
            meant = _of_short(entry, entries, works)
            if meant is None:
                works.add(i, entry)
        elif (i in notes and (same := works.listed(i, entries, notes)) is not None) or (
            i in notes and (same := works.same_as(i, entries)) is not None
        ):
            meant = Meant(same)
        if meant is not None:
            found[i] = meant
        root = i if meant is None else meant.entry
        last[where] = root
        if root is not None and (key := author_key(entries[root])):
            works.last_by[key] = root
    return found


def _of_label(named: Sequence[int], entries: Sequence[ReferenceEntry]) -> Meant:
    """The entry of a label that the format itself names; those that have it, where they are not one work."""
    works = {entries[j].source: j for j in reversed(named)}
    return Meant(named[0] if len(works) == 1 else None, tuple(sorted(works.values())))


def _of_back(
    back: BackReference,
    i: int,
    entries: Sequence[ReferenceEntry],
    works: _Works,
    labels: Mapping[str, Sequence[int]],
    found: Mapping[int, Meant],
    last: int | None,
) -> Meant:
    if back.kind in ("above", "page"):
        return Meant(last)
    if back.kind == "label":
        return _of_label(works.by_label.get(back.labels[0], ()), entries)
    if back.kind == "note":
        named = [j for j in labels.get(back.labels[0], ()) if j != i]
        roots = dict.fromkeys(found[j].entry if j in found else j for j in named)
        fitting = tuple(j for j in roots if j is not None)
        if back.name and len(fitting) > 1:
            key = name_key(family(back.name))
            fitting = tuple(j for j in fitting if author_key(entries[j]) == key)
        return Meant(fitting[0] if len(fitting) == 1 else None, fitting)
    if back.name is None:
        return Meant(None)
    key = name_key(family(back.name))
    if back.title:
        return _fitting(works.by_author.get(key, {}).values(), back.title, None, entries) or Meant(None)
    return Meant(works.last_by.get(key))


def _of_short(entry: ReferenceEntry, entries: Sequence[ReferenceEntry], works: _Works) -> Meant | None:
    key = author_key(entry)
    members = [j for j in works.by_author.get(key or "", {}).values() if agree(entry, entries[j])]
    return _fitting(members, entry.title, year_of(entry), entries)


def _fitting(
    members: Collection[int], title: str | None, year: str | None, entries: Sequence[ReferenceEntry]
) -> Meant | None:
    """The one of `members` that a short title and a year fit; all of them where that is not one."""
    said = title_words(title)
    fitting = [
        j
        for j in members
        if (year is None or year_of(entries[j]) in (None, year))
        and _is_within(said, title_words(entries[j].title))
    ]
    apart = {(title_words(entries[j].title), year_of(entries[j])): j for j in reversed(fitting)}
    equal = [j for (words, _), j in apart.items() if words == said]
    chosen = equal if len(equal) == 1 and said else sorted(apart.values())
    if not chosen:
        return None
    return Meant(chosen[0] if len(chosen) == 1 else None, tuple(chosen))


def _is_within(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of a short title stand side by side in the full one; no title fits any."""
    return f" {' '.join(short)} " in f" {' '.join(full)} " if short else True
