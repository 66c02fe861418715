"""Where a title ends in the prose of a note: before the volume, the place and year, the day, the pages."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.notes.people import only_person
from kgraph.extract.notes.wording import CAPITAL, EASTERN, EDITION, PAGE_WORD, YEAR

_PLACE = rf"[{CAPITAL}][\w.'’-]{{1,30}}(?:(?:\s|/|\s?[-–]\s?|,\s)[{CAPITAL}][\w.'’-]{{1,30}}){{0,3}}"
_IN_NUMBERS = rf"\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?{YEAR}"
_IN_WORDS = rf"\d{{1,2}}\.?\s[^\W\d_]{{3,10}}\.?\s{YEAR}|[{CAPITAL}][a-z]{{2,8}}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,\s{YEAR}"
_DAY = rf"(?:{_IN_NUMBERS}|{_IN_WORDS})"
_PART = r"(?:Bd\.|Band|[Vv]ol\.|Heft|H\.|Jg\.|[Nn]o\.|n°|t\.)\s?\d"
_IN_VOLUME = rf"[,.，]\s?(?:{patterns_of('patterns.in_volume')})|\s[Ii]n:\s"
_BRACKETS = rf"[,.]?\s?[(（](?:[^()（）]{{0,80}}[\s,，:])?{YEAR}[)）]"
_PLACE_AND_YEAR = rf",\s(?:{_PLACE}:?,?\s)?{YEAR}(?![\w/])"
_PLACE_AND_HOUSE = rf"\.\s{_PLACE}:\s{_PLACE},?\s{YEAR}(?![\w/])"
_STOP_AND_PLACE = rf"\.\s(?!(?:{words_of('words.articles')})\s)[{CAPITAL}][\w'’-]{{2,30}}(?:[ /][{CAPITAL}][\w'’-]{{1,30}})?\s{YEAR}(?=[,.;:]|$)"
_ONLINE = r"[.,]\s(?:Online|URL|En ligne|Disponible|Available)\b"
_END = re.compile(
    rf"{_IN_VOLUME}|(?P<day>,\s{_DAY})|(?P<year>{_PLACE_AND_YEAR})|{_BRACKETS}"
    rf"|[,.]\s(?:(?i:{PAGE_WORD})|{_PART})|{_PLACE_AND_HOUSE}|{_STOP_AND_PLACE}|[,.]\s{EDITION}|{_ONLINE}|(?<=[》」』〉])[，,。]"
)
"""What follows a title, the first that comes."""
_ONLY_PLACE_AND_YEAR = re.compile(rf"{_PLACE},?\s{YEAR}")
_DASH = re.compile(r"\s[-–—]\s")
_SMALL = re.compile(r"\b[^\W\d_A-ZÀ-Þ][\w'’-]*")
MAX_VENUE_WORDS = 7
"""The name of a newspaper, a blog, a publisher has no more words."""
_FIELD_WORDS = 3
"""A place or a publisher between commas has no more words."""
_ORDINARY = re.compile(rf"[{CAPITAL}{EASTERN}\d]")


def title_at_head(rest: str) -> str:
    """The title at the head of what follows the authors of a note.

    >>> title_at_head("Der Irrtum der Zeit, Ulmer Zeitung, 27.05.2016, S. 3")
    'Der Irrtum der Zeit'
    >>> title_at_head("Gruppen, die sich bilden, in: Hefte 3, 2016")
    'Gruppen, die sich bilden'
    >>> title_at_head("Gezeiten der See. Ulm: Drachen Verlag 2020, S. 15")
    'Gezeiten der See'
    >>> title_at_head("Gezeiten der See. Ulm 2020, S. 15"), title_at_head("Das Tor der See, GA 4: 62")
    ('Gezeiten der See', 'Das Tor der See')
    >>> title_at_head("Das Netz. Wie es uns hält, Ulm 2018, S. 7")
    'Das Netz. Wie es uns hält'
    """
    end = _END.search(rest, 1)
    title = rest[: end.start()] if end else rest
    if end and end["day"]:
        return _without_venue(title)
    if end and end["year"]:
        return _without_publisher(title)
    return title


def is_place_and_year(title: str) -> bool:
    """Whether what stands where a title would is only where and when: `Ulm 2018`."""
    return bool(_ONLY_PLACE_AND_YEAR.fullmatch(title))


def parted_by_dash(head: str) -> tuple[str, str | None]:
    """A person, and the title behind a dash: `Anna Moss - The Ring of Tides`; the whole and no title where it is none.

    >>> parted_by_dash("Anna Moss – The Ring of Tides"), parted_by_dash("Anna Moss, Bo Roe")
    (('Anna Moss', 'The Ring of Tides'), ('Anna Moss, Bo Roe', None))
    """
    found = _DASH.split(head, maxsplit=1)
    return (found[0], found[1]) if len(found) == 2 and only_person(found[0]) else (head, None)


def _without_venue(title: str) -> str:
    """What stands before the newspaper that a day follows: `Title, Newspaper`."""
    head, comma, venue = title.rpartition(", ")
    if not comma:
        return title
    return head if _ORDINARY.match(venue) and len(venue.split()) <= MAX_VENUE_WORDS else title


def _without_publisher(title: str) -> str:
    """What stands before place and publisher between commas: `Le fil, Paris, Seuil`."""
    fields = title.split(", ")
    while len(fields) > 1 and _is_name(fields[-1]):
        fields.pop()
    return ", ".join(fields)


def _is_name(field: str) -> bool:
    return bool(_ORDINARY.match(field)) and len(field.split()) <= _FIELD_WORDS and not _SMALL.search(field)
