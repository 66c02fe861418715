"""Who wrote what an entry names: lists of people as styles print them, and organisations."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.patterns import PERSON, WIDE_YEAR
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.text.characters import OPENING_QUOTES, YEAR_DIGITS

_CAPITALIZED = r"[A-ZÀ-ÞĀ-Ž][\w'’-]"
_GIVEN_INITIAL = r"[A-ZÀ-Þ](?:\.(?:-?[A-ZÀ-Þ]\.)?|(?=\s[A-ZÀ-Þ]))"
_FURTHER_NAME = rf"{_GIVEN_INITIAL}|{_CAPITALIZED}{{1,30}}|{words_of('words.name_particles')}"
NAME = rf"(?:[A-ZÀ-Þ]\.\s)?{_CAPITALIZED}{{1,40}}+(?>\s(?:{_FURTHER_NAME})){{1,4}}"
_ONE_NAME = re.compile(
    rf"(?:[A-ZÀ-Þ]\.\s)?{NAME}|[\u3040-\u30ff\u3400-\u9fff·]{{2,12}}|[\uac00-\ud7af]{{2,4}}"
)
_SINGLE_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w'’-]+")
_GIVEN = re.compile(r"\S{1,40}(?:\s[A-ZÀ-Þ]){0,2}")
"""A given name, and initials, their last stop gone: `Marx, Andrew J., Chao Wang, and …`."""
SURNAME_IN_CAPITALS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'’-]{1,30}(?:\s[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'’-]{1,20}){0,3}"
_CAPITAL_PERSON = re.compile(
    rf"{SURNAME_IN_CAPITALS},\s[A-ZÀ-ÞĀ-Ž][^\W\d_A-ZÀ-Þ][\w'’-]{{0,30}}"
    r"(?:\s(?:[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}|[A-ZÀ-Þ]\.|d[aeo]s?\b)){0,4}"
)
RUSSIAN = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?,?\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?"
RUSSIAN_PERSON = re.compile(RUSSIAN)
CYRILLIC = re.compile("[А-Яа-я]")
_PEOPLE = re.compile(
    rf"(?>[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’.-]*+|(?:{words_of('words.particles', 'words.people_joins')}|и|др)\b\.?"
    r"|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]|[&,.;|…，、；]|\s)++"
)
_EDITORS = re.compile(
    rf"(?:,\s*\(?|\s*\()(?:{patterns_of('patterns.editor_marks', 'patterns.editors')})\.?\)?[.,]?\s*$"
)
_EDITOR_ENDS = ("d", "ds", "r", "rs", "g", "gs")
_AND_OTHERS = re.compile(
    rf",?\s*(?:{patterns_of('patterns.others')})|(?<=[\u3040-\u9fff\uac00-\ud7af])(?:{patterns_of('patterns.others_eastern')})(?=[\s.,，、]*$)"
)
_LAST_YEAR = re.compile(
    rf"(?:{WIDE_YEAR}|\((?:[^()]{{1,30}}\s)?{YEAR_DIGITS}[a-z]?(?:[,-][^()]{{0,30}})?\)|{YEAR_DIGITS}[a-z]?)[.,:]?\s*$"
)
"""The year behind the authors, in brackets with its day too: `Moss, Ann (March 2, 2019).`"""
_PARTS = re.compile(
    rf"\s*[;；、]\s*|,?\s+(?:{words_of('words.and')}|&)\s+"
    rf"|(?<=\.),?\s+(?:{words_of('author_years.joins')})\s+(?=[A-ZÀ-Þ][\w'’ -]{{1,40}}, [A-ZÀ-Þ])"
)
_JUNIOR = re.compile(r",\s([JS]r)\b\.?")
_COMMAS = re.compile(r"[,，]\s*")
_OPENING = f" {OPENING_QUOTES}‘'"
"""What may open a title that is a link, behind the year of its authors."""
_LEAD_CHARS = 400


class Attributed(NamedTuple):
    """The head of an entry: who wrote it, and what follows."""

    authors: str
    rest: str


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
    lead = _JUNIOR.sub(r" \1", _AND_OTHERS.sub("", lead))
    if lead.rstrip(" .,()").endswith(_EDITOR_ENDS):
        lead = _EDITORS.sub("", lead)
    lead = _LAST_YEAR.sub("", lead.rstrip(_OPENING)).strip(' ,;:-–—*•“"[](，：；、．|')
    if _CAPITAL_PERSON.match(lead):
        return tuple(m[0] for m in _CAPITAL_PERSON.finditer(lead))
    if not re.search(r"[^\W\d]{2}", lead) or len(lead) > _LEAD_CHARS or "://" in lead:
        return ()
    out: list[str] = []
    for part in _PARTS.split(lead):
        out.extend(_each(part.strip(" ,")))
    return tuple(out)


def _each(part: str) -> list[str]:
    """The people of a list parted by commas; the list itself where it is none."""
    person = RUSSIAN_PERSON if CYRILLIC.search(part) else PERSON
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
