"""What entries print of a work, compared: family names, initials, title and year of short forms and of full ones."""

from collections.abc import Iterable, Sequence

from kgraph import late_re as re
from kgraph.extract.entries.editions import edition_of
from kgraph.extract.entries.surnames import family_name, folded, name_key
from kgraph.model import ReferenceEntry

_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-z]?")
_WORD = re.compile(r"\w+")
_PUBLISHED = re.compile(r"\([^()]{2,60}:\s[^()]{2,60},\s(?:1[4-9]|20)\d\d\)")
"""Place, publisher and year: what has them is no short form."""
_INITIALS = re.compile(r",\s[^\W\d_]\.?(?:[\s-]?[^\W\d_]\.?){0,2}$")
_GIVEN_NAME = re.compile(r"[,.\s]")
"""What parts a family name from given names, particles apart."""


def is_short(entry: ReferenceEntry) -> bool:
    """Whether an entry names its authors by their family names alone, and has no address: `Brandt: Der Turm, S. 3`."""
    if not entry.authors or entry.links or not (entry.title or entry.date) or _PUBLISHED.search(entry.text):
        return False
    return not any(_GIVEN_NAME.search(name_key(author)) for author in entry.authors)


def _has_initials(entry: ReferenceEntry) -> bool:
    """Whether an entry names its authors by family name and initials, with title and year: `Stein, K., Rollen, 2020, S. 8`."""
    if not entry.authors or entry.links or not (entry.title and year_of(entry)):
        return False
    return all(_INITIALS.search(author) for author in entry.authors)


def listed_work(
    entry: ReferenceEntry, members: Iterable[int], entries: Sequence[ReferenceEntry]
) -> int | None:
    """The one of `members`, entries of lists by the same first family name, that a note with initials names in short.

    Authors and year are the same, and its title begins with that of the note: `Stein, K., Rollen, 2020, S. 8` means
    `Stein, Klara: Rollen. Ein Handbuch, Ulm 2020`; not a work of `Stein, M.`, nor another edition.
    """
    if not _has_initials(entry):
        return None
    said, initial, edition = title_words(entry.title), _initials(entry.authors[0]), edition_of(entry.text)
    fitting = [
        j
        for j in members
        if agree(entry, entries[j])
        and year_of(entries[j]) == year_of(entry)
        and title_words(entries[j].title)[: len(said)] == said
        and _initials(entries[j].authors[0])[:1] == initial[:1]
        and edition in ("", edition_of(entries[j].text))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _initials(author: str) -> str:
    """The first letters of the given names of an author whose family name stands first."""
    return "".join(word[0] for word in author.partition(",")[2].split())


def agree(short: ReferenceEntry, full: ReferenceEntry) -> bool:
    """Whether the further authors that a short form names are among those of the full entry."""
    names = {name_key(family(author)) for author in full.authors}
    return all(name_key(family(author)) in names for author in short.authors)


def author_key(entry: ReferenceEntry) -> str | None:
    """The folded family name of the first author."""
    return name_key(family(entry.authors[0])) if entry.authors else None


def family(author: str) -> str:
    """The family name of an author; all of it where none is told."""
    return family_name(author, inverted=False) or author


def year_of(entry: ReferenceEntry) -> str | None:
    """The year of an entry, with its letter."""
    found = _YEAR.search(entry.date) if entry.date else None
    return found[0] if found else None


def title_words(title: str | None) -> tuple[str, ...]:
    """The folded words of a title."""
    return tuple(_WORD.findall(folded(title))) if title else ()
