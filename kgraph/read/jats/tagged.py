"""What the tags of one entry of JATS say: names, dates, identifiers and addresses."""

from collections.abc import Iterator, Mapping, Sequence

from kgraph.read.xml.records import Identifiers, day_of, iso_day, words_of
from kgraph.read.xml.tree import Element

_NAMES = frozenset({"name", "string-name", "collab", "institution", "anonymous"})
_LINKS = ("ext-link", "uri", "self-uri")
_NOT_NAMED = frozenset({"xref", "contrib-group"})
Tagged = Mapping[str, Sequence[Element]]
"""The elements of an entry by name."""


def first_of(tagged: Tagged, name: str) -> str | None:
    """The words of the first element of a name."""
    return words_of(tagged[name][0]) if name in tagged else None


def names_of(work: Element, tagged: Tagged) -> Iterator[tuple[str, str]]:
    """Family and given name of each author; of the editors, where there is no author."""
    groups = tagged.get("person-group", [])
    writers = [g for g in groups if g.get("person-group-type") in ("", "author")] or groups
    loose = [child for child in work.elements() if child.name in _NAMES]
    people = [child for group in writers for child in group.elements() if child.name in _NAMES]
    # A body that is named beside a group of persons is an author, too.
    for person in [*people, *(child for child in loose if not people or child.name == "collab")]:
        family, given = words_of(person.first("surname")), words_of(person.first("given-names"))
        if family or given:
            yield family or "", given or ""
        elif words := person.words(_NOT_NAMED):
            yield words, ""


def date_of(tagged: Tagged) -> str | None:
    """The day of publication."""
    for name in ("year", "date"):
        if name in tagged:
            date = tagged[name][0]
            parts = [first_of(tagged, part) or "" for part in ("month", "day")] if name == "year" else []
            return iso_day(date.get("iso-8601-date")) or day_of(date.words(), *parts)
    return None


def accessed_of(tagged: Tagged) -> str | None:
    """The day on which it was looked at."""
    for date in (*tagged.get("date-in-citation", ()), *tagged.get("access-date", ())):
        if date.name == "access-date" or "access" in date.get("content-type"):
            return iso_day(date.get("iso-8601-date")) or words_of(date)
    return None


def identifiers_of(work: Element, tagged: Tagged) -> Identifiers:
    """Identifiers and addresses, tagged ones first."""
    found = Identifiers()
    for name in ("pub-id", "object-id", "article-id"):
        for number in tagged.get(name, ()):
            found.add(number.get("pub-id-type"), number.words())
    for isbn in tagged.get("isbn", ()):
        found.add("isbn", isbn.words())
    for link in (link for name in _LINKS for link in tagged.get(name, ())):
        target = link.get("href") or link.words()
        found.add(link.get("ext-link-type"), target)
        found.link(target)
    found.links_in(work.words())
    return found
