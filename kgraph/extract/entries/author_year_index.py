"""Entries asked for by author and year: what each is called, and which of them a name and a year may mean."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.surnames import family_name, folded, is_unspaced, name_key
from kgraph.extract.lexicon import each
from kgraph.model import ReferenceEntry

YEAR = r"(?:1[4-9]|20)\d\d[a-z]?(?![\w])"
UNDATED = "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in each("author_years.undated"))
"""What stands for the year of a work: `n.d.`, `im Druck`."""
_DATED = re.compile(
    rf"[(（](?:[^()（）:/\n]{{0,20}}?\b)?(?P<year>{YEAR}|(?i:{UNDATED})(?:-?[a-z]\b)?)(?=[^()（）\n]{{0,40}}[)）])"
)
_YEAR = re.compile(rf"(?<![\w/.-]){YEAR}")
_HEAD = 400
"""How many characters of an entry hold its authors and its year."""
_INVERTED = re.compile(
    r"[^\s,]{1,40}(?:\s[^\s,]{1,40}){0,3},\s[^\W\d_]|[^\W\d_]{2,40}(?:[-'’][^\W\d_]+)?\s(?:[A-ZÀ-Þ]{1,3}|(?:[A-ZÀ-ÞА-ЯЁ]\.\s?){1,3})(?:[,.;&]|$|\s)"
)
"""A family name that stands first: `Moss, A.`, `Moss AB`."""
_NAME_WORD = re.compile(r"[^\W\d_][\w'-]*")
_LONGEST = 30
"""No longer name is asked for slips."""
_MOST = 200
"""Among more entries of one author and year none is told apart."""
_MOST_NEAR = 4
"""So many entries whose names share a slip are looked at."""
_OTHERS = re.compile("|".join(re.escape(word) for word in each("author_years.others")), re.IGNORECASE)
_ABBREVIATED = re.compile(r"[(\[（]([A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ&-]{1,9})[)\]）]")


class AuthorYears:
    """The entries of an article by author and year; everything is worked out once, and only when asked."""

    def __init__(self, entries: Sequence[ReferenceEntry]) -> None:
        self._entries = entries

    @cached_property
    def labels(self) -> tuple[str | None, ...]:
        """`Surname Year` of each entry, as the entry prints them; None where it lacks either."""
        return tuple(
            f"{name} {year}" if name and year else None
            for name, year in zip(self.first_names, self.years, strict=True)
        )

    @cached_property
    def years(self) -> tuple[str | None, ...]:
        """The year of each entry with its letter, or what stands for it."""
        return tuple(_year_of(entry) for entry in self._entries)

    @cached_property
    def first_names(self) -> tuple[str | None, ...]:
        """The family name of each entry's first author."""
        heads: dict[int, list[bool]] = defaultdict(list)
        for entry in self._entries:
            if entry.authors:
                heads[entry.list].append(bool(_INVERTED.match(_printed(entry))))
        turned = {number: sum(found) * 2 > len(found) for number, found in heads.items()}
        return tuple(
            family_name(
                entry.authors[0], inverted=turned[entry.list] and _printed(entry).startswith(entry.authors[0])
            )
            if entry.authors
            else None
            for entry in self._entries
        )

    @cached_property
    def further(self) -> tuple[frozenset[str], ...]:
        """The words of the other authors of each entry, folded; of names in one word, their heads too."""
        return tuple(frozenset(_words_of(entry)) for entry in self._entries)

    @cached_property
    def by_key(self) -> Mapping[str, tuple[int, ...]]:
        """Folded family name and year → the entries that may be meant."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, year in enumerate(self.years):
            if year is None:
                continue
            for name in self._called(i):
                found[f"{name} {year_key(year)}"].append(i)
        return {key: tuple(members[:_MOST]) for key, members in found.items()}

    def _called(self, i: int) -> Iterable[str]:
        """All that the first author of an entry is called by."""
        first, entry = self.first_names[i], self._entries[i]
        if not first:
            return ()
        names = {name_key(first): None}
        if is_unspaced(first):
            names.update((first[:n], None) for n in range(1, len(first)))
        for short in _ABBREVIATED.findall(entry.authors[0]):
            names[folded(short)] = None
        return names

    def find(
        self, name: str, year: str, others: Collection[str] = (), *, more: bool = False
    ) -> tuple[int, ...]:
        """The entries that a first author and a year may mean.

        `others` are further names, and `more` tells that words stand for such: both only choose among several entries.
        """
        members = self.by_key.get(f"{name_key(name)} {year_key(year)}", ())
        if len(members) < 2:
            return members
        same = [i for i in members if folded(self.first_names[i] or "") == folded(name)]
        if 0 < len(same) < len(members) and is_unspaced(name):
            members = tuple(same)
        said = {folded(name).split(" ")[-1] for name in others}
        if said:
            chosen = [i for i in members if said <= self.further[i]]
        else:
            chosen = [i for i in members if self._joint[i] == more]
        return tuple(chosen) or members

    @cached_property
    def _joint(self) -> tuple[bool, ...]:
        """Whether each entry has more than one author."""
        return tuple(
            bool(further) or _OTHERS.search(entry.text, 0, _HEAD) is not None
            for entry, further in zip(self._entries, self.further, strict=True)
        )

    def agrees(self, i: int, others: Iterable[str]) -> bool:
        """Whether the further authors of an entry are those of `others`."""
        return all(folded(name).split(" ")[-1] in self.further[i] for name in others)

    @cached_property
    def _near(self) -> Mapping[str, list[tuple[str, str, int]]]:
        """Slip of a family name → name, year and number of the entries that share it."""
        found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for i, (first, year) in enumerate(zip(self.first_names, self.years, strict=True)):
            key = name_key(first or "")
            if key and year and len(key) <= _LONGEST:
                for slip in {*_slips(key)}:
                    if len(found[slip]) < _MOST_NEAR:
                        found[slip].append((key, year_key(year), i))
        return found

    def near(self, name: str, year: str) -> int | None:
        """An entry of the same author in another year, or of the same year and nearly the same name."""
        key, asked = name_key(name), year_key(year)
        if len(key) > _LONGEST:
            return None
        for slip in _slips(key):
            for other, told, i in self._near.get(slip, ()):
                if other == key or told == asked:
                    return i
        return None


def _words_of(entry: ReferenceEntry) -> Iterable[str]:
    joined = entry.authors[0].split("・")[1:] if entry.authors else []
    for name in (*joined, *entry.authors[1:]):
        for word in _NAME_WORD.findall(folded(name)):
            yield word
            if is_unspaced(word):
                yield from (word[:n] for n in range(1, len(word)))


def year_key(year: str) -> str:
    """A year as it is compared: stops, spaces and case left out.

    >>> year_key("n. d.") == year_key("n.d."), year_key("2010a")
    (True, '2010a')
    """
    return year if year[:4].isdigit() else "".join(c for c in year.casefold() if c.isalpha())


def _slips(name: str) -> Iterable[str]:
    """What a name shares with those that are one letter, or a pair of letters turned round, away."""
    yield name
    if 4 <= len(name) <= _LONGEST:
        yield "\0" + "".join(sorted(name))
        for i in range(1, len(name)):
            yield "\0" + name[:i] + name[i + 1 :]
        yield "\0" + name


def _printed(entry: ReferenceEntry) -> str:
    """The entry's head, without what marks it as an item."""
    return entry.text[:_HEAD].lstrip(" \t\n-*•_[")


def _year_of(entry: ReferenceEntry) -> str | None:
    """The first year in brackets, else that of its date."""
    found = _DATED.search(entry.text[:_HEAD]) if entry.file is None else None
    if found:
        return found["year"]
    date = _YEAR.search(entry.date) if entry.date else None
    return date[0] if date else None
