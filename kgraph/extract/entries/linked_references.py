"""Links of entries whose words are no mere title: a whole reference, or authors and year before the title behind a dash."""

from kgraph import late_re as re
from kgraph.extract.entries.author_styles import attributed
from kgraph.extract.entries.authors import are_people, names
from kgraph.extract.entries.commas import title_behind
from kgraph.extract.entries.patterns import APA, CAPITAL, PERSON, QUOTED, YEAR
from kgraph.extract.entries.titles import clean, first_part
from kgraph.extract.lexicon import words_of
from kgraph.extract.text.characters import YEAR_DIGITS

Read = tuple[tuple[str, ...], str | None, str | None]
"""Authors, date and title."""
_ONE = rf"(?:(?:{words_of('words.surname_particles')})\s)?[{CAPITAL}][\w'’-]{{1,30}}"
_JOIN = rf"(?:,?\s(?:{words_of('words.and')}|&)\s|,\s)"
_IN_BRACKETS = rf"\((?:[^()\d]{{1,40}}\s)?(?P<date>{YEAR_DIGITS}[a-z]?)[^()]{{0,40}}\)"
_BEHIND_COMMA = rf"(?:[{CAPITAL}][\w-]{{1,20}}\s)?(?P<year>{YEAR_DIGITS}[a-z]?)"
_SHORT_NAME = r"\s[—–/-]\s[^—–]{1,60}"
_AUTHORS = re.compile(
    rf"(?P<authors>{_ONE}(?P<more>(?:{_JOIN}{_ONE}){{0,30}}?))(?P<others>,?\set\sal\.?)?"
    rf"(?:,?\s(?:{_IN_BRACKETS}|{_BEHIND_COMMA}))?(?:{_SHORT_NAME})?"
)
"""Family names, a year perhaps, and the short name of the work: `Moss & Roe (Tidal 2022) — BoatNet`."""
_TURNED = re.compile(rf"[{CAPITAL}][\w'’-]{{1,30}},\s[{CAPITAL}][\w'’-]{{1,30}}[.,\s]")
_EACH = re.compile(_JOIN)
_SAYS = re.compile(r"[^\W\d_]{4}")
"""A word: a title, not the abbreviation of a journal (`A&C, 2, 67`)."""
_BEHIND = re.compile(
    rf"\s{{0,2}}(?:[—–:]|-(?=\s))\s{{0,2}}(?P<title>[^\s].*?)(?:\s\((?P<year>{YEAR_DIGITS})\))?\.?\s{{0,2}}$",
    re.DOTALL,
)
"""The title behind a link, and the year that ends it."""


def authors_before_title(words: str, behind: str) -> Read | None:
    """What `[Moss & Roe, 2013](…) — Tides of the sea` says; None where the words of the link are no authors.

    `Inception (2010)` may be a film: others, or names that are joined and a year, tell authors.

    >>> authors_before_title("Moss & van Roe (Tidal 2013)", " — Tides of the sea. Told anew.")
    (('Moss', 'van Roe'), '2013', 'Tides of the sea')
    >>> authors_before_title("Inception (2010)", " — a film") is None
    True
    """
    found, rest = _AUTHORS.fullmatch(words), _BEHIND.match(behind)
    if found is None or rest is None:
        return None
    date = found["date"] or found["year"] or rest["year"]
    if not (found["others"] or (found["more"] and date)):
        return None
    return tuple(_EACH.split(found["authors"])), date, clean(first_part(rest["title"]))


def whole_reference(words: str, date: str | None) -> Read | None:
    """What the words of a link say that is all of an entry and reads as one: `[Moss, A. (2020). Tides. Sea Press.](…)`.

    >>> whole_reference("A. Moss and B. Roe, “Tides of May,” Sea J., 2019.", "2019")
    (('A. Moss', 'B. Roe'), '2019', 'Tides of May')
    >>> whole_reference("A. Moss, Tides of May, Sea J. Boats, 33(5), 2019.", "2019")
    (('A. Moss',), '2019', 'Tides of May')
    """
    apa = APA.match(words)
    if apa and YEAR.match(apa["date"]) and are_people(apa["authors"]):
        return names(apa["authors"]), apa["date"], clean(first_part(apa["rest"]))
    quoted = QUOTED.search(words)
    lead = words[: quoted.start()].rstrip() if quoted else ""
    if quoted and lead[-1:] in (",", ".") and PERSON.match(lead) and are_people(lead):
        return names(lead), date, clean(quoted["title"])
    if quoted or date is None or not (PERSON.match(words) or _TURNED.match(words)):
        return None
    head = attributed(words)
    title = clean(title_behind(head)) if head else None
    return (names(head.authors), date, title) if head and title and _SAYS.search(title) else None
