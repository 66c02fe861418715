"""Who wrote what an entry names: lists of people as styles print them, and organisations."""

import re
from typing import NamedTuple

from kgraph.extract.entries.patterns import AUTHOR_LIST, LEADING_YEAR, PERSON

_NAME = r"(?:[A-ZÀ-Þ]\.\s)?[A-ZÀ-ÞĀ-Ž][\w'’-]{1,40}+(?>\s(?:[A-ZÀ-Þ](?:\.(?:-?[A-ZÀ-Þ]\.)?|(?=\s[A-ZÀ-Þ]))|[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}|van|von|de|der|den|di|da|la|le|el|al|bin)){1,4}"
_FULL_NAMES = re.compile(
    rf"^(?P<authors>{_NAME}(?>(?>,\s(?:and\s|&\s)?|\s(?:and|&)\s)(?:[A-ZÀ-Þ]\.\s)?{_NAME}){{0,20}},?)(?P<last>\set al\.?|\sand others)?[.:]?\s+(?<=[.:]\s)(?P<rest>\S.*)$",
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
_ONE_NAME = re.compile(
    rf"(?:[A-ZÀ-Þ]\.\s)?{_NAME}|[\u3040-\u30ff\u3400-\u9fff·]{{2,12}}|[\uac00-\ud7af]{{2,4}}"
)
_SINGLE_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w'’-]+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_GIVEN = re.compile(r"\S{1,40}(?:\s[A-ZÀ-Þ]){0,2}")
"""A given name, and initials, their last stop gone: `Marx, Andrew J., Chao Wang, and …`."""
_YEAR_FIRST = re.compile(
    rf"^(?P<authors>[^()]{{2,300}}?(?:[.,]|\bet al))[.,]?\s+\(?(?:1[5-9]|20)\d\d[a-z]?\)?(?:,\s{_MONTH})?[.,:]\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
"""The Harvard style without parentheses: `Doe, J. and Roe, B., 2020. Title. Venue`."""
_KIND_OF_WORK = re.compile(r"\s?\[(?:[JMDCRNSPZAGK]|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
"""The kind of work behind its title, as the Chinese standard (GB/T 7714) has it: `Title[J]`."""
_CHINESE_STOP = re.compile(r"[.．。]\s?")
_ORGANISATION = re.compile(
    r"^(?P<authors>(?:[A-ZÀ-Þ][\w'’&.-]{0,30}|of|for|the|and|on|&)(?:\s(?:[A-ZÀ-Þ][\w'’&-]{0,30}|\([A-Z]{2,10}\)|of|for|the|and|on|in|&)){0,9})\.\s+(?P<rest>[A-Z0-9].*)$",
    re.DOTALL,
)
_IN_CAPITALS = re.compile(
    r"^(?P<authors>[A-ZÀ-ÞĞİŞА-ЯЁ]{2,12}(?:\s[A-ZÀ-ÞĞİŞА-ЯЁ]{2,20}){0,5})\.\s+(?P<rest>[^\W_].*)$", re.DOTALL
)
"""An organisation by its initials, or in capitals as some styles have it: `WHO. Sleep fact sheet`."""
_IN_CAPITALS_GIVEN = re.compile(
    r"^(?P<authors>(?>(?:[;,]\s|,?\s(?:and|a|e|y|et|und|&)\s)?[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'’-]{1,30}(?:\s[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'’-]{1,20}){0,3},\s[A-ZÀ-Þ][\w'’-]{1,30}(?:\s(?:[A-ZÀ-Þ][\w'’-]{1,30}|[A-ZÀ-Þ]\.|d[aeo]s?\b)){0,4}){1,20}(?:,?\set\sal)?)\.\s+(?P<rest>[^\W_].*)$",
    re.DOTALL,
)
"""Surnames in capitals before given names, as the Brazilian standard (ABNT) has them: `NEVES, Ana; REIS, João. Pipas`."""
_CAPITAL_PERSON = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'’-]{1,30}(?:\s[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'’-]{1,20}){0,3},\s[A-ZÀ-ÞĀ-Ž][^\W\d_A-ZÀ-Þ][\w'’-]{0,30}(?:\s(?:[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}|[A-ZÀ-Þ]\.|d[aeo]s?\b)){0,4}"
)
ORGANISED = re.compile(
    r"\b(?:Müdürlüğü|Bakanlığı|Kurumu|Üniversitesi|Ministerio|Ministère|Ministerium|Instituto|Institut|Universi(?:dad|té|tät|dade)|Bundesamt|Agenc(?:e|ia)|Comisión|Organi[sz]ation|Institutes?|University|Agency|Council|Association|Ministry|Department|Commission|Foundation|Society|Bureau|Cent(?:re|er)s?|Committee|Administration|Authority|Union|Federation|Corporation|Nations|Inc|Ltd|GmbH)\b"
    r"|(?:Group|Bank|Company|Office|Board|Alliance|Consortium|Academy|Museum|Government|Initiative|Programme|Survey)$"
    r"|\b(?:Bank|Office|Board|Academy|Museum|Government) (?:of|for)\b"
)
_BEHIND_TITLE = re.compile(
    rf"{PERSON.pattern}[.,;]|[A-ZÀ-Þ][a-zß-ÿ]+: [A-ZÀ-Þ][^.]{{0,60}}\d{{4}}|Directed by\b|Written by\b"
)
"""What follows a title, not an organisation: authors, or place and publisher (`Washington: CDC; 2019`)."""
_EASTERN = r"(?:[\u3040-\u30ff\u3400-\u9fff]{2,6}|[\uac00-\ud7af]{2,4})"
_EASTERN_NAMES = re.compile(
    rf"^(?P<authors>(?:{_EASTERN}(?:[,，、;；]\s?{_EASTERN}){{1,20}}|[\u3400-\u9fff]{{2,4}}|[\uac00-\ud7af]{{3}})(?:[,，]?\s?(?:等|ほか|외))?)[.．]\s?(?P<rest>\S.*)$",
    re.DOTALL,
)
"""Names of East Asia before a stop; one alone has no more than four characters."""
_RUSSIAN = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?,?\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?"
_RUSSIAN_PERSON = re.compile(_RUSSIAN)
_RUSSIAN_NAMES = re.compile(
    rf"^(?P<authors>{_RUSSIAN}(?:(?:,|\sи)\s{_RUSSIAN}){{0,20}}(?:\sи\sдр\.)?|[А-ЯЁ]\w{{1,40}}\.(?=\s[А-ЯЁ]))\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
_RUSSIAN_END = re.compile(r"\s//?\s|\.?\s[—–]\s(?=[А-ЯЁ\d])|\s\[(?:Электронный ресурс|Текст)\]")
"""What ends a title by the Russian standard (GOST 7.0.5): `Title // Journal`, `Title / A. Author`, `Title. — City`."""
_CYRILLIC = re.compile("[А-Яа-я]")
_PEOPLE = re.compile(
    r"(?>[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’.-]*+|(?:van|von|de|der|den|di|da|du|del|della|la|le|el|al|bin|ibn|ter|ten|zu|y|e|i|et|and|und|ve|en|og|och|of|for|the|ark|vd|vb|others|ed|eds|in|и|др)\b\.?|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]|[&,.;|…，、；]|\s)++"
)
_EDITORS = re.compile(r"(?:,\s*\(?|\s*\()(?:[Ee]ds?|[Ee]ditors?|Hrsg|[Oo]rgs?|[Cc]oords?)\.?\)?[.,]?\s*$")
_EDITOR_ENDS = ("d", "ds", "r", "rs", "g", "gs")
_AND_OTHERS = re.compile(
    r",?\s*(?:\bet\s+al\b\.?|\band others\b|\bи др\.|\bve ark\b\.?|\bvd\b\.?|\bu\.\s?a\.|[,，]?\s?等$)"
)
_LAST_YEAR = re.compile(
    r"(?:（(?:1[5-9]|20)\d\d[^（）]{0,20}）[。．，：]?|\((?:1[5-9]|20)\d\d[a-z]?(?:[,-][^()]{0,30})?\)|(?:1[5-9]|20)\d\d[a-z]?)[.,:]?\s*$"
)
_PARTS = re.compile(
    r"\s*[;；、]\s*|,?\s+(?:and|&|und|et|y|ve|и)\s+|(?<=\.),?\s+(?:e|en|i|og|och)\s+(?=[A-ZÀ-Þ][\w'’ -]{1,40}, [A-ZÀ-Þ])"
)
_COMMAS = re.compile(r"[,，]\s*")
_MAX_LEAD = 400
_MIN_WORD = 3
"""How many characters a title has at least, behind surname, comma and initials."""
_MIN_REST = 8
"""How many characters a title has at least, to be parted from authors."""


class Attributed(NamedTuple):
    """The head of an entry: who wrote it, and what follows."""

    authors: str
    rest: str


def attributed(words: str) -> Attributed | None:
    """The authors at the head of an entry's plain words and what follows them; None where it begins with none.

    Lists of people by surname and initials or by full names, Chinese names before a title that names its kind
    of work (GB/T 7714: `[J]`), and organisations that say so in their name.

    >>> attributed("Ada Lovelace, Charles Babbage. Notes on the engine. 1843.")
    Attributed(authors='Ada Lovelace, Charles Babbage', rest='Notes on the engine. 1843.')
    >>> attributed("World Health Organization. Sleep fact sheet. 2021")
    Attributed(authors='World Health Organization', rest='Sleep fact sheet. 2021')
    """
    kind = _KIND_OF_WORK.search(words) if "[" in words else None
    if kind:
        return _before_kind(words[: kind.start()])
    script = None if words.isascii() else _by_script(words)
    if script:
        return script
    found = _YEAR_FIRST.match(words)
    if found and are_people(found["authors"]):
        return Attributed(found["authors"], found["rest"])
    full = bool(_MIDDLE_INITIAL.match(words)) or bool(_INITIAL_FIRST.match(words))
    found = None if full else AUTHOR_LIST.match(words)
    if (
        found
        and len(found["rest"]) > _MIN_WORD
        and "," in found["authors"]
        and not _is_subject(found["authors"].strip())
    ):
        return Attributed(found["authors"], LEADING_YEAR.sub("", found["rest"]))
    if found is None or "," not in found["authors"] or _is_subject(found["authors"].strip()):
        names_in_full = _FULL_NAMES.match(words)  # `Jane D. Roe, Bo Lee. Title` has an initial at first too
        if names_in_full and (names_in_full["last"] or "," in names_in_full["authors"] or full):
            found = names_in_full
        elif found and _is_subject(found["authors"].strip()):
            found = None
    if found and len(found["rest"]) > _MIN_REST:
        return Attributed(found["authors"], LEADING_YEAR.sub("", found["rest"]))
    found = _IN_CAPITALS_GIVEN.match(words) or _IN_CAPITALS.match(words)
    if found and len(found["rest"]) > _MIN_REST and not _BEHIND_TITLE.match(found["rest"]):
        return Attributed(found["authors"], found["rest"])
    found = _ORGANISATION.match(words)
    if (
        found
        and len(found["rest"]) > _MIN_REST
        and not _BEHIND_TITLE.match(found["rest"])
        and ORGANISED.search(found["authors"])
        and len(found["authors"].split()) > 1
    ):
        return Attributed(found["authors"], found["rest"])
    return None


def _by_script(words: str) -> Attributed | None:
    """Authors and title as Russian, Chinese, Japanese and Korean entries have them."""
    if _CYRILLIC.search(words):
        stop = _RUSSIAN_END.search(words)
        head = words[: stop.start()] if stop else words
        found = _RUSSIAN_NAMES.match(head)
        if found and (stop or "," in found["authors"] or _RUSSIAN_PERSON.match(head)):
            return Attributed(found["authors"], found["rest"])
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


def are_people(text: str) -> bool:
    """Whether `text` holds nothing but names and what joins them, as the words before `(2020)` must."""
    return bool(_PEOPLE.fullmatch(text.strip()))


def only_people(line: str) -> bool:
    """Whether a line names two or more people by surname and initials, and nothing else.

    >>> only_people("Y. Feng and A. Trigos."), only_people("A. Roe. Kites.")
    (True, False)
    """
    left, count = PERSON.subn("", line)
    return count > 1 and not left.replace("and", "").strip(" ,.;&")


def names(lead: str) -> tuple[str, ...]:
    """The authors named in the words before a title, each as printed; empty where there are none.

    >>> names("Zhang, A., Wu, B. & de Vries, C. (2020)")
    ('Zhang, A.', 'Wu, B.', 'de Vries, C.')
    >>> names("Geoffrey Hinton, Oriol Vinyals, and Jeff Dean.")
    ('Geoffrey Hinton', 'Oriol Vinyals', 'Jeff Dean')
    >>> names("Institute of Coffee, Tea and Cocoa")
    ('Institute of Coffee, Tea', 'Cocoa')
    """
    lead = _AND_OTHERS.sub("", lead)
    if lead.rstrip(" .,()").endswith(_EDITOR_ENDS):
        lead = _EDITORS.sub("", lead)
    lead = _LAST_YEAR.sub("", lead).strip(' ,;:-–—*•“"[](，：；、．|')
    if _CAPITAL_PERSON.match(lead):
        return tuple(m[0] for m in _CAPITAL_PERSON.finditer(lead))
    if not re.search(r"[^\W\d]{2}", lead) or len(lead) > _MAX_LEAD or "://" in lead:
        return ()
    out: list[str] = []
    for part in _PARTS.split(lead):
        out.extend(_each(part.strip(" ,")))
    return tuple(out)


def _each(part: str) -> list[str]:
    """The people of a list parted by commas; the list itself where it is none."""
    person = _RUSSIAN_PERSON if _CYRILLIC.search(part) else PERSON
    people = list(person.finditer(part))
    if people and not person.sub("", part).strip(" ,.;:&"):
        return [_without_stop(p[0]) for p in people]
    pieces = [p.strip(" .") for p in _COMMAS.split(part)]
    if len(pieces) > 2 and _SINGLE_WORD.fullmatch(pieces[0]) and _GIVEN.fullmatch(pieces[1]):
        pieces[:2] = [f"{pieces[0]}, {pieces[1]}"]  # MLA turns the first name round and no other
        if all(_ONE_NAME.fullmatch(p) for p in pieces[1:]):
            return pieces
    if len(pieces) > 1 and all(_ONE_NAME.fullmatch(p) for p in pieces):
        return pieces
    plain = part.strip(" ,.") if not re.search(r"\b[A-ZÀ-Þ]\.$", part) else part
    return [plain] if plain else []


def _without_stop(person: str) -> str:
    """`Lee B.` as the last of `Smith A, Lee B.`, whose stop is that of the list, not of an initial."""
    return person[:-1] if "," not in person and person.count(".") == 1 and person[-1] == "." else person
