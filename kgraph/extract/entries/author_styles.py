"""How the authors at the head of an entry are printed: one row a style, the first that fits says who they are."""

from collections.abc import Callable
from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.authors import (
    CYRILLIC,
    NAME,
    RUSSIAN,
    RUSSIAN_PERSON,
    SURNAME_IN_CAPITALS,
    Attributed,
    are_people,
)
from kgraph.extract.entries.patterns import AUTHOR_LIST, LEADING_YEAR, PERSON, SMALL_NAME, STROKES
from kgraph.extract.lexicon import each, patterns_of, words_of
from kgraph.extract.text.characters import YEAR_DIGITS

_FULL_NAMES = re.compile(
    rf"^(?P<authors>{NAME}(?>(?>,\s(?:and\s|&\s)?|\s(?:and|&)\s)(?:[A-ZÀ-Þ]\.\s)?{NAME}){{0,20}},?)(?P<last>\set al\.?|\sand others)?[.:]?\s+(?<=[.:]\s)(?P<rest>\S.*)$",
    re.DOTALL,
)
"""Authors by given name and surname (`Jane Doe, Bo Roe. Title. Venue`); one alone may as well be a title."""
_MIDDLE_INITIAL = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][\w'’-]{2,30}\s(?:[A-ZÀ-Þ]\.-?){1,2}\s[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}(?:,|\s(?:and|&))\s[A-ZÀ-Þ]"
)
"""Names in full whose first has an initial between: `Jane P. Doe and Bo Roe`, no surname with its initial."""
_INITIAL_FIRST = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}\s[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30},\s[A-ZÀ-Þ]\.\s[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}\s[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30},"
)
"""Names in full whose second begins with an initial: `Jane Doe, B. Carl Roe, …`."""
_MONTH = rf"(?:{'|'.join(month[:3] for month in each('words.months', 'en'))})[a-z]{{0,6}}"
_YEAR_FIRST = re.compile(
    rf"^(?P<authors>[^()]{{2,300}}?(?:[.,]|\bet al))[.,]?\s+\(?{YEAR_DIGITS}[a-z]?\)?(?:,\s{_MONTH})?[.,:]\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
"""The Harvard style without parentheses: `Doe, J. and Roe, B., 2020. Title. Venue`."""
_TURNED = rf"(?:(?:{words_of('words.surname_particles')})\s)?[A-ZÀ-ÞĀ-Ž][\w'’-]{{1,30}}(?:\s{SMALL_NAME})?,\s{SMALL_NAME}(?:\s(?:{SMALL_NAME}|[A-ZÀ-Þ]\.))?"
_NEXT_IN_FULL = rf"(?:,\s|,?\s(?:{words_of('words.and')}|&)\s){NAME}"
_TURNED_FIRST = re.compile(
    rf"^(?P<authors>{_TURNED}(?:{_NEXT_IN_FULL}){{0,8}}(?:,?\set al)?)(?:\.|(?<=[A-ZÀ-Þ]\.))\s+(?P<rest>[A-ZÀ-Þ0-9“\"«¿¡].*)$",
    re.DOTALL,
)
"""A family name, the given name, and others in full, as the MLA has them: `Moss, Ann, and Bo Reed. Harbours of the north`."""
_KIND_OF_WORK = re.compile(r"\s?\[(?:[JMDCRNSPZAGK]|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
"""The kind of work behind its title, as the Chinese standard (GB/T 7714) has it: `Title[J]`."""
_CHINESE_STOP = re.compile(r"[.．。]\s?")
_SMALL = words_of("words.title_small") + "|&"
_ORGANISATION = re.compile(
    rf"^(?P<authors>(?:[A-ZÀ-Þ][\w'’&.-]{{0,30}}|{_SMALL})"
    rf"(?:\s(?:[A-ZÀ-Þ][\w'’&-]{{0,30}}|\([A-Z]{{2,10}}\)|{_SMALL})){{0,9}})\.\s+(?P<rest>[A-Z0-9].*)$",
    re.DOTALL,
)
_IN_CAPITALS = re.compile(
    r"^(?P<authors>[A-ZÀ-ÞĞİŞА-ЯЁ]{2,12}(?:\s[A-ZÀ-ÞĞİŞА-ЯЁ]{2,20}){0,5})\.\s+(?P<rest>[^\W_].*)$", re.DOTALL
)
"""An organisation by its initials, or in capitals as some styles have it: `WHO. Sleep fact sheet`."""
_NEXT_IN_CAPITALS = r"[;,]\s|,?\s(?:and|a|e|y|et|und|&)\s"
_GIVEN_NAMES = r"[A-ZÀ-Þ][\w'’-]{1,30}(?:\s(?:[A-ZÀ-Þ][\w'’-]{1,30}|[A-ZÀ-Þ]\.|d[aeo]s?\b)){0,4}"
_WITH_PARTICLE = r"[A-Z]{2,4}\s[A-ZÀ-Þ][\w'’-]{1,30}"
"""A surname whose particle alone stands in capitals: `VAN Steen`."""
_IN_CAPITALS_GIVEN = re.compile(
    rf"^(?P<authors>{SURNAME_IN_CAPITALS},\s{_GIVEN_NAMES}(?>(?:{_NEXT_IN_CAPITALS})(?:{SURNAME_IN_CAPITALS}|{_WITH_PARTICLE}),\s{_GIVEN_NAMES}){{0,20}}(?:,?\set\sal)?)"
    r"\.\s+(?P<rest>[^\W_].*)$",
    re.DOTALL,
)
"""Surnames in capitals before given names, as the Brazilian standard (ABNT) has them: `NEVES, Ana; REIS, João. Pipas`."""
ORGANISED = re.compile(
    rf"\b(?:{patterns_of('patterns.organisations')})\b|(?:{patterns_of('patterns.organisations_at_end')})$"
)
_BEHIND_TITLE = re.compile(
    rf"{PERSON.pattern}[.,;]|[A-ZÀ-Þ][a-zß-ÿ]+: [A-ZÀ-Þ][^.]{{0,60}}\d{{4}}|{patterns_of('patterns.made_by')}"
)
"""What follows a title, not an organisation: authors, or place and publisher (`Washington: CDC; 2019`)."""
_EASTERN = r"(?:[\u3040-\u30ff\u3400-\u9fff]{2,6}|[\uac00-\ud7af]{2,4})"
_EASTERN_LIST = rf"{_EASTERN}(?:[,，、;；]\s?{_EASTERN}){{1,20}}|[\u3400-\u9fff]{{2,4}}|[\uac00-\ud7af]{{3}}"
_EASTERN_NAMES = re.compile(
    rf"^(?P<authors>(?:{_EASTERN_LIST})(?:[,，]?\s?(?:{patterns_of('patterns.others_eastern')}))?)[.．]\s?(?P<rest>\S.*)$",
    re.DOTALL,
)
"""Names of East Asia before a stop; one alone has no more than four characters."""
_RUSSIAN_NAMES = re.compile(
    rf"^(?P<authors>{RUSSIAN}(?:(?:,|\sи)\s{RUSSIAN}){{0,20}}(?:\sи\sдр\.)?|[А-ЯЁ]\w{{1,40}}\.(?=\s[А-ЯЁ]))\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
_RUSSIAN_END = re.compile(
    rf"{STROKES}|\s/\s|\.?\s[—–]\s(?=[А-ЯЁ\d])|\.\s-\s(?=[А-ЯЁ\d])|\s\[(?:{patterns_of('patterns.media_behind_dash')})\]"
)
"""What ends a title by the Russian standard (GOST 7.0.5): `Title // Journal`, `Title / A. Author`, `Title. — City`."""
_CHARS_BEHIND_INITIALS = 3
"""How many characters a title has at least, behind surname, comma and initials."""
_NAME_GOES_ON = re.compile(r"[\w'’-]{1,40},")
_TITLE_WORDS = 2
_TITLE_CHARS = 8
"""How many characters a title has at least, to be parted from authors."""


def attributed(words: str) -> Attributed | None:
    """The authors at the head of an entry's plain words and what follows them; None where it begins with none.

    Lists of people by surname and initials or by full names, Chinese names before a title that names its kind
    of work (GB/T 7714: `[J]`), and organisations that say so in their name.

    >>> attributed("Ada Lovelace, Charles Babbage. Notes on the engine. 1843.")
    Attributed(authors='Ada Lovelace, Charles Babbage', rest='Notes on the engine. 1843.')
    >>> attributed("World Health Organization. Sleep fact sheet. 2021")
    Attributed(authors='World Health Organization', rest='Sleep fact sheet. 2021')
    """
    head = _Head(words)
    return next((found for read in AUTHOR_STYLES if (found := read(head)) is not None), None)


class _Head:
    """The words of an entry, and what the styles of authors ask of them."""

    def __init__(self, words: str) -> None:
        self.words = words

    @cached_property
    def has_full_names(self) -> bool:
        """Whether the names are in full, with an initial among them: `Jane P. Doe and Bo Roe`."""
        return bool(_MIDDLE_INITIAL.match(self.words) or _INITIAL_FIRST.match(self.words))

    @cached_property
    def listed(self) -> re.Match[str] | None:
        """Surnames and initials, and what follows."""
        return None if self.has_full_names else AUTHOR_LIST.match(self.words)

    @cached_property
    def is_sure(self) -> bool:
        """Whether commas part surnames and initials: no head of a title."""
        found = self.listed
        return found is not None and "," in found["authors"] and not _is_subject(found["authors"].strip())

    @cached_property
    def in_full(self) -> re.Match[str] | None:
        """Names in full, where a comma, others or an initial tell them from a title."""
        found = None if self.is_sure else _FULL_NAMES.match(self.words)
        if found and (found["last"] or "," in found["authors"] or self.has_full_names):
            return found
        return None


def _before_kind_of_work(head: _Head) -> Attributed | None:
    """`王明. 潮汐[J].`"""
    kind = _KIND_OF_WORK.search(head.words) if "[" in head.words else None
    return _before_kind(head.words[: kind.start()]) if kind else None


def _in_script(head: _Head) -> Attributed | None:
    """`Мох А. А. Прилив // Море.`, `王明. 潮汐.`"""
    return None if head.words.isascii() else _by_script(head.words)


def _before_year(head: _Head) -> Attributed | None:
    """`Doe, J. and Roe, B., 2020. Tides.` Not `Kites, tails, 2020. Tides.`"""
    found = _YEAR_FIRST.match(head.words)
    return Attributed(found["authors"], found["rest"]) if found and are_people(found["authors"]) else None


def _with_initials(head: _Head) -> Attributed | None:
    """`Doe, J., Roe, B. Tides.` Not `Adaptive UI: Tides`."""
    found = head.listed
    if found is None or not head.is_sure or len(found["rest"]) <= _CHARS_BEHIND_INITIALS:
        return None
    return Attributed(found["authors"], LEADING_YEAR.sub("", found["rest"]))


def _turned_first(head: _Head) -> Attributed | None:
    """`Moss, Ann. Tides of the sea. Sea Press, 2019.` Not `Tides, Boats. 2019.`"""
    found = None if head.in_full or head.has_full_names else _TURNED_FIRST.match(head.words)
    if found is None or len(found["rest"].split()) < _TITLE_WORDS:
        return None
    if found["authors"].endswith(".") and _NAME_GOES_ON.match(found["rest"]):
        return None  # `Ann Moss, Bo C. Reed, Ina Vale`
    return Attributed(found["authors"], LEADING_YEAR.sub("", found["rest"]))


def _with_full_names(head: _Head) -> Attributed | None:
    """`Jane D. Roe, Bo Lee. Tides of the sea.` Not `Tides Rise. And they fall.`"""
    return _before_title(head.in_full)


def _one_person(head: _Head) -> Attributed | None:
    """`Roe B. Tides of the sea.` Not `A Shared and …`."""
    found = None if head.in_full else head.listed
    return _before_title(None if found and _is_subject(found["authors"].strip()) else found)


def _before_title(found: re.Match[str] | None) -> Attributed | None:
    """The authors that a match parted, where what follows is long enough for a title."""
    if found is None or len(found["rest"]) <= _TITLE_CHARS:
        return None
    return Attributed(found["authors"], LEADING_YEAR.sub("", found["rest"]))


def _in_capitals(head: _Head) -> Attributed | None:
    """`NEVES, Ana; REIS, João. Pipas do mar.`, `WHO. Sleep fact sheet.` Not `NASA. Washington: Press; 2019`."""
    return _behind_no_title(_IN_CAPITALS_GIVEN.match(head.words) or _IN_CAPITALS.match(head.words))


def _organisation(head: _Head) -> Attributed | None:
    """`World Health Organization. Sleep fact sheet.` Not `Kites of the Sea. Tides rise.`"""
    found = _ORGANISATION.match(head.words)
    if found is None or not ORGANISED.search(found["authors"]) or len(found["authors"].split()) < 2:
        return None
    return _behind_no_title(found)


def _behind_no_title(found: re.Match[str] | None) -> Attributed | None:
    """The authors that a match parted, unless what follows says that they are the title."""
    if found is None or len(found["rest"]) <= _TITLE_CHARS or _BEHIND_TITLE.match(found["rest"]):
        return None
    return Attributed(found["authors"], found["rest"])


AUTHOR_STYLES: tuple[Callable[[_Head], Attributed | None], ...] = (
    _before_kind_of_work,
    _in_script,
    _before_year,
    _with_initials,
    _with_full_names,
    _turned_first,
    _one_person,
    _in_capitals,
    _organisation,
)
"""Row order is precedence: the first that reads authors at the head of an entry says who they are."""


def _by_script(words: str) -> Attributed | None:
    """Authors and title as Russian, Chinese, Japanese and Korean entries have them."""
    if CYRILLIC.search(words):
        stop = _RUSSIAN_END.search(words)
        head = words[: stop.start()] if stop else words
        found = _RUSSIAN_NAMES.match(head)
        if found and (stop or "," in found["authors"] or RUSSIAN_PERSON.match(head)):
            return Attributed(found["authors"], found["rest"])
        latin = AUTHOR_LIST.match(head) if stop else None
        if latin:
            return Attributed(latin["authors"], latin["rest"])
        return Attributed("", head) if stop else None
    found = _EASTERN_NAMES.match(words)
    return Attributed(found["authors"], found["rest"]) if found and len(found["rest"]) > 3 else None


def _before_kind(words: str) -> Attributed:
    """Authors and title of the words before a mark such as `[J]`; a title alone has no stop before it."""
    named = AUTHOR_LIST.match(words)
    if named:
        return Attributed(named["authors"], named["rest"])
    lead, *rest = _CHINESE_STOP.split(words, maxsplit=1)
    return Attributed(lead, rest[0]) if rest and rest[0] else Attributed("", lead)


def _is_subject(authors: str) -> bool:
    """Whether what looks like authors is the head of a title: `Adaptive UI: …`, `A Shared and …`."""
    return authors.endswith((" and", " &")) or (
        authors.endswith(":") and not re.search(r"[,;&.]|\band\b", authors)
    )
