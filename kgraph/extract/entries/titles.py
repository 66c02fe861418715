"""The words of an entry made a title: white space, punctuation and markup around them gone."""

from kgraph import late_re as re
from kgraph.extract.entries.editions import edition_of
from kgraph.extract.entries.patterns import JOURNAL, STROKES
from kgraph.extract.lexicon import each, patterns_of, words_of
from kgraph.extract.text.characters import OPENING_QUOTES, WORD, YEAR_DIGITS

_OPEN, _CLOSE = OPENING_QUOTES + "‘", '«"”“»」』》〉’'
PLACEHOLDER = re.compile(rf"(?:_+|\.{{3}}|…|{patterns_of('patterns.placeholders')})\.?", re.IGNORECASE)
_VOLUME = re.compile(r"\d{1,4}[A-Z]?(?:[,.:;]\s?|\s?\()(?=[A-Z]{0,2}\d)[\dA-Z]{1,6}(?:\s?[-–]\s?\d{1,6})?\)?")
"""Volume and page, or a number of a preprint, where a title would stand: `679, 1239`, `679, L12`, `1212.1721`. Not `24: LIVE`."""
_ONLY_YEAR = re.compile(rf"\({YEAR_DIGITS}[a-z]?\)?")
_ABBREVIATED = re.compile(rf"\b(?:[A-Za-z]|{words_of('words.title_ends')})\.$")
ONLY_URL = re.compile(r"(?:https?://|doi:?\s?10\.|arxiv:\s?\d{4}\.|pmid:?\s?\d|pmc\d)\S+$", re.IGNORECASE)
_FIELD_NAME = re.compile(rf"^(?:{words_of('words.title')})\s?[:：]\s*", re.IGNORECASE)
_GOES_ON = "".join(f"(?<!{pattern})" for pattern in each("patterns.title_goes_on"))
_NEXT_CAPITAL = r"[A-Z0-9\[(“\"*À-ÞА-ЯЁ\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
SENTENCE_END = re.compile(
    rf"(?<!\b[A-ZÀ-ÞА-ЯЁ])(?<!\b[A-Z]\.){_GOES_ON}([.?!])\s+(?={_NEXT_CAPITAL}|(?:ar|bio|med)[XR]|doi\b)"
    r"|([。？！])"
)

_SMALL_JOURNAL = re.compile(r"[.?!]\s(?=[a-z][\w &-]{2,50},\s\d{1,4}\s?\(\d)")
"""What ends a title before a journal in small letters: `The tide. nature, 529(7587)`."""

_PREPRINT = re.compile(
    r"(?<=\w)[.,]?\s(?:arXiv preprint(?=[\s,]{1,2}(?:arXiv|\d|\()|\.?$)|arXiv:\s?\d{4}\.\d{4,5}).{0,60}$"
)
"""Where it was put, behind a title that no stop ends: `The tide arXiv preprint arXiv:2101.00001`."""


_PAGES = r"(?:[Pp]ages?|[Pp]p?\.|S\.)\s?\d{1,4}(?:[-–,]\s?\d{1,4})*"
_OF_VOLUME = r"(?:[,.]\s[Vv]ol(?:ume|\.)?\s?(?:\d{1,4}|[IVX]{1,6}))?"
_IN_BRACKETS = r"\s\((?:[Vv]ol\.|[Nn]o\.)\s?\d[^()]*\)"
_OF_JOURNAL = r"(?:[.]\s[A-Z][\w &:'’-]{2,60})?,\s\d{1,4}\(\d{1,4}\)(?:[,:]\s?\d{1,5}(?:[-–]\d{1,5})?)?"
_PLACE = re.compile(rf"(?:{_OF_VOLUME}[,.]\s{_PAGES}|{_IN_BRACKETS}|{_OF_JOURNAL})$")
"""Volume and pages that end what was taken for the title: `Book of Tides, Vol 2, Page 180`, `Tides (Vol. 1, pp. 9-11)`."""
_MEETING = re.compile(rf"(\s\S+)\.\s[A-Z][A-Z&+-]{{2,9}}\s{YEAR_DIGITS}$")
"""A meeting by its letters and the year: `Kites and boats. ICK 2023`."""
_STROKES = re.compile(STROKES)
_PUT_AT = re.compile(r"[,.]\s[Pp]reprint(?:\sat)?$")
"""What leads to the address of a preprint."""
_MEDIUM = re.compile(rf"\s\[(?:{patterns_of('patterns.media')})\]$")
"""What a title does not end with: `Kites [Online]`. Not `Kites [draft]`."""

_NUMBER_CHARS, _EDITION_CHARS = 4, 12
_NUMBER_BEHIND = re.compile(r",\s\d{1,2}\.\s$")
"""The number of an edition, whose word follows its stop: `The tide, 2. Auflage`."""


def first_part(text: str) -> str:
    """The first sentence of `text`, without the stop that ends it; what ends before a journal's name counts as one."""
    journal = JOURNAL.search(text) if ";" in text else _SMALL_JOURNAL.search(text) if "(" in text else None
    if journal:
        return text[: journal.start() + (text[journal.start()] in "?!")]
    match = SENTENCE_END.search(text)
    if match:
        number = _NUMBER_BEHIND.search(text, max(0, match.start() - _NUMBER_CHARS), match.end())
        if number and edition_of(text[number.start() : match.end() + _EDITION_CHARS]):
            return text[: number.start()]
        keep = match.end(1) if match[1] else match.end(2)
        return text[: keep if text[keep - 1] in "?!？！" else keep - 1]
    return text


def flat(text: str) -> str:
    """`text` on one line, without what stands for notes."""
    return " ".join(text.replace("\ufffc", "").split())


def clean(title: str) -> str | None:
    """A title without the punctuation and markup around it; None where nothing is left but a placeholder."""
    title = _FIELD_NAME.sub("", flat(title).strip(" ,;|-–—，、").rstrip("([ "))
    title = re.sub(r"\s*\[[^\[\]]{0,40}$", "", title) if title.count("[") > title.count("]") else title
    if title[:1] == "(" and ")" not in title:
        title = title[1:]  # `(source: https://…)`
    if (
        len(title) > 2
        and title[0] in _OPEN
        and title[-1] in _CLOSE
        and not any(c in title[1:-1] for c in title[0] + title[-1])
    ):
        title = title[1:-1].strip(" ,;")
    if "arXiv" in title:
        title = _PREPRINT.sub("", title)
    title = _PUT_AT.sub("", title).removesuffix(":").removesuffix("：").removesuffix("．").strip()
    if title.endswith(".") and not title.endswith("..") and not _ABBREVIATED.search(title):
        title = title[:-1].rstrip(" ,;")
    if title[-1:].isdigit() or title[-1:] == ")":
        title = _MEETING.sub(r"\1", _PLACE.sub("", title))
    if "//" in title:
        title = _STROKES.split(title)[0]
    if title.endswith("]"):
        title = _MEDIUM.sub("", title)
    if (
        not WORD.search(title)
        or _ONLY_YEAR.fullmatch(title)
        or _VOLUME.fullmatch(title)
        or PLACEHOLDER.fullmatch(title)
        or ONLY_URL.match(title)
    ):
        return None
    return title
