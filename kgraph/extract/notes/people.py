"""Authors at the head of a note: before a colon, before a comma, and a person alone."""

from kgraph import late_re as re
from kgraph.extract.entries.patterns import EDITED
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.notes.wording import CAPITAL, EASTERN, JOINS, LEAD, LOCATOR, YEAR

_WORD = rf"[{CAPITAL}][\w'’-]{{1,30}}"
_PARTICLE = rf"(?:{words_of('words.surname_particles', 'words.name_particles')})\s"
_SURNAME = rf"(?:{_PARTICLE}){{0,2}}{_WORD}(?:\s{_WORD})?"
_INITIAL = rf"[{CAPITAL}]\.(?:[ -]?[{CAPITAL}]\.){{0,2}}"
_GIVEN = rf"(?:{_WORD}|{_INITIAL})(?:\s(?:{_WORD}|{_INITIAL})){{0,2}}(?:\s{_PARTICLE.removesuffix(chr(92) + 's')})?"
_INVERTED = rf"{_SURNAME},\s{_GIVEN}"
_EDITORS = rf"(?:\s{EDITED})"
_OTHERS = r"(?:\s(?:u\.\s?a\.|et al\.?|e\.\s?a\.|и др\.))"
_NEXT = rf"(?:\s?[;/]\s|/|\s{JOINS}\s)"
_WITH_INITIAL = rf"(?:{_WORD}\s)?{_INITIAL}\s(?:{_PARTICLE}){{0,2}}{_WORD}"
_NAMED = rf"(?:{_WITH_INITIAL}|{_INVERTED}|{_SURNAME})"
AUTHORS_COLON = re.compile(
    rf"(?P<authors>{_NAMED}(?:{_NEXT}{_NAMED}){{0,8}}{_OTHERS}?){_EDITORS}?\s?:\s(?=[{CAPITAL}\d\"'“„»«‚‘(])"
)
"""Authors before a colon, as German notes have them: `Reed, Otto; Moss, Ina: …`, `Brandt: …`."""
EASTERN_COLON = re.compile(rf"(?P<authors>[{EASTERN}·・、，]{{2,20}})[:：]\s?(?=[《「『〈“])")
PERSON = rf"(?:(?:{_WORD}|{_INITIAL})(?:\s{_INITIAL}){{0,2}}(?:\s{_WORD})?\s(?:{_PARTICLE}){{0,2}}{_WORD})"
"""Given names and a family name: `Jean-Paul Fermier`, `A. van der Moss`."""
_NO_TITLE = rf"(?!(?:{words_of('words.articles')})\s)"
"""An article begins a title, not a further person: `Anna Brandt, Der Turm, Ulm 1998`. It may begin the first name (`Le Corbusier`)."""
_PEOPLE = (
    rf"(?P<authors>{PERSON}(?:(?:,\s(?:{JOINS}\s)?|\s{JOINS}\s|\s?/\s?){_NO_TITLE}{PERSON}){{0,6}}{_OTHERS}?)"
)
_ONLY_PEOPLE = re.compile(_PEOPLE)
_BEFORE_COMMA = re.compile(rf"{_PEOPLE}{_EDITORS}?,\s(?P<title>\S.*)$", re.DOTALL)
_ROLE = re.compile(rf"(?:{patterns_of('patterns.roles')})\b")
_FAMILY_FIRST = re.compile(rf"(?P<authors>{_WORD},\s{_WORD}),\s(?P<title>[{CAPITAL}]\S*\s.*)$", re.DOTALL)
_INITIALS_JOINED = re.compile(
    rf"(?P<authors>{_WORD}\s{_INITIAL}(?:(?:,\s|\s{JOINS}\s){_WORD}\s{_INITIAL}){{1,6}})\s(?P<title>[{CAPITAL}].*)$",
    re.DOTALL,
)
"""`Valdi M. et Ebron B. L'atelier, 2018`."""
_FAMILY_AND_INITIALS = rf"{_SURNAME},\s{_INITIAL}"
_NEXT_INVERTED = rf"(?:,\s|\s?[;/]\s|,?\s{JOINS}\s)"
_INITIALS_BEHIND = re.compile(
    rf"(?P<authors>{_FAMILY_AND_INITIALS}(?:{_NEXT_INVERTED}{_FAMILY_AND_INITIALS}){{0,8}}{_OTHERS}?),\s(?P<title>\S.*)$",
    re.DOTALL,
)
"""`Stein, K., Adler, J., Das Buch der Rollen, 2020`: initials behind each family name, and a comma before the title."""
_ONLY_PERSON = re.compile(rf"{PERSON}(?:\s{JOINS}\s{PERSON}){{0,3}}")
_IN_CAPITALS = rf"(?!\d)[{CAPITAL}](?:[^\W\da-zß-ÿ]|['’-]){{1,30}}(?![\w])"
_SHORT = re.compile(
    rf"(?P<authors>(?:{_IN_CAPITALS}(?:,\s{_IN_CAPITALS}){{1,3}}|{_SURNAME}(?:(?:\s?[;/]\s|\s{JOINS}\s){_SURNAME}){{0,3}})"
    rf"{_OTHERS}?)[,;]?\s(?P<date>{YEAR})(?=[,:;.]|\s*$)"
)
"""`Brandt 2022`, `Brandt und Moss, 2022`; family names in capitals, parted by commas, as Portuguese notes have them: `MOSS, REED, 2022`."""

_LIFE = r"\((?:1[4-9]|20)\d\d\s?[-–]\s?(?:\d{4}|\.{2,4}|…)?\)"
_WITH_LIFE = re.compile(rf"(?P<name>{_WORD},\s{_WORD})\s{_LIFE}")
"""A name as libraries print it: `Moss, Ann (1977-....)`."""
SHORT_HEAD = re.compile(rf"{_SURNAME}(?:(?:,\s|\s{JOINS}\s|,\s{JOINS}\s){_SURNAME}){{0,3}}{_OTHERS}?,\s")
"""Family names before a short title: `Reed, *Towers*`, `Reed and Moss, “Ports”`."""
NAME_YEAR_PAGE = re.compile(rf"{_SHORT.pattern}[,:]\s?{LOCATOR}(?:[,;]\s{LEAD}{LOCATOR}){{0,6}}[.]?")
"""`Brandt 2022, 103/104`, `Brandt 2022: 118f, vgl. 152ff`."""


def author_before_comma(text: str) -> re.Match[str] | None:
    """Authors and what follows, where a note begins with people and a comma: `Ann Moss, The tides, Ulm 1999`.

    Not `Ann Moss, professor in Leeds`, nor `Leeds, the town`.
    """
    found = _BEFORE_COMMA.match(text) or _INITIALS_JOINED.match(text) or _INITIALS_BEHIND.match(text)
    if found is None:
        return None
    title = found["title"]
    if not (title[0].isupper() or title[0].isdigit() or title[0] in "«»“\"„*'") or _ROLE.match(title):
        return None
    return found


def family_name_first(text: str) -> re.Match[str] | None:
    """`Fermier, Anton, Fabriken des Lesens, 03/04/2020`: a family name, a given name, a title."""
    return _FAMILY_FIRST.match(text)


def only_person(text: str) -> bool:
    """Whether `text` is a person's name, and nothing else."""
    return bool(_ONLY_PERSON.fullmatch(text.strip(" .,;:")))


def only_people(text: str) -> bool:
    """Whether `text` is the names of one person or several, given names first, and nothing else."""
    return _ONLY_PEOPLE.fullmatch(text) is not None


def name_and_year(text: str) -> re.Match[str] | None:
    """A family name and a year at the head, and no title: `Brandt 2022, 90`."""
    return _SHORT.match(text)


def library_record(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Title and authors of a record of a library, which gives the years of their lives.

    >>> library_record("The tides of Leeds Moss, Ann (1977-....). Author | Reed, Bo (1950-2010). Author - 2018.")
    ('The tides of Leeds', ('Moss, Ann', 'Reed, Bo'))
    >>> library_record("Ann Moss (1977-2010) lived in Leeds.") is None
    True
    """
    found = list(_WITH_LIFE.finditer(text))
    title = text[: found[0].start()].strip(" .,;:/") if found else ""
    return (title, tuple(m["name"] for m in found)) if title else None
