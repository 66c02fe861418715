"""Titles behind the year of an entry: in single quotes, and of films, which their director signs."""

from kgraph import late_re as re
from kgraph.extract.entries.authors import are_people, names
from kgraph.extract.entries.entry_text import EntryText
from kgraph.extract.entries.patterns import FILM
from kgraph.extract.entries.titles import clean, flat
from kgraph.extract.text.characters import YEAR_DIGITS

_YEAR_THEN_QUOTE = re.compile(
    rf"(?P<authors>[^‘'\"“]{{2,400}}?)\s\((?P<date>{YEAR_DIGITS}[a-z]?)\)[.,:]?\s['‘](?P<title>[^‘]{{2,400}}?)['’](?=[,.;]|\s\[|$)"
)
"""Authors, year and a title in single quotes: `Moss, A. (2020) ‘Boats’ tides’, Sea J.`; a stop or a comma ends the title."""
_ASIDE = re.compile(r"\s?\([^()]{1,40}\)")


def quoted_behind_year(entry: EntryText) -> tuple[tuple[str, ...], str, str | None] | None:
    """Authors, date and title of `Moss, A. (2020) ‘Boats’ tides’, Sea J.`; None for `Moss, A. (2020) The ‘calm’ sea.`"""
    stop = entry.accessed[0] if entry.accessed else entry.end
    head = flat(entry.text[entry.start : stop])
    found = _YEAR_THEN_QUOTE.match(head) if "‘" in head or "'" in head else None
    authors = _ASIDE.sub("", found["authors"]) if found else ""
    if found is None or not are_people(authors):
        return None
    return names(authors), found["date"], clean(found["title"])


def film(entry: EntryText) -> tuple[tuple[str, ...], str, str | None] | None:
    """Director, date and title of `The tide (2020) Directed by Ann Moss [Film]`; None for `The tide (2020) [Film]`."""
    text = flat(entry.text[entry.start : entry.end])
    found = FILM.match(text) if " by " in text else None
    return ((found["authors"],), found["date"], clean(found["title"])) if found else None
