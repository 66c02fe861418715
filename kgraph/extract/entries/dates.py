"""When an entry was published, and when it was looked at."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.patterns import YEAR
from kgraph.extract.lexicon import each, patterns_of, words_of

_ACCESS = (
    rf"(?:(?:{patterns_of('patterns.access_prefixes')})\s+)?"
    rf"(?<![^\W\d_])(?:{words_of('words.access')}|{patterns_of('patterns.access')})"
    rf"(?:\s+(?:{patterns_of('patterns.access_days')}))?[:：]?"
)
_ACCESS_DAY = r"(?P<date>[^,;()\[\]]{0,12}?\d{1,4}[^;()\[\]\n]{0,24}?)"
_BEHIND_ACCESS = r"(?=\)?\s*(?:[,;.)\]，。、；،]{1,2}\s*(?:$|\[|http|from|<|de\s+http)|$|from\s|https?:))"
ACCESSED = re.compile(
    rf"(?:[,;.(\[]\s*+|(?<!\s)\s*+)[(\[]?{_ACCESS}\s*{_ACCESS_DAY}{_BEHIND_ACCESS}", re.IGNORECASE
)
_NUMERIC_DAY = r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_WRITTEN_DAY = r"(?:\d{1,2}\s)?(?:20\d\d|[A-Z][a-z]{2,8})\.?(?:\s[\w.,]{1,10}){0,3}"
_LOOKED_AT = rf"[,，、]\s(?P<looked>\d{{1,2}}[月월] \d{{1,2}}, 20\d\d)(?:{words_of('words.looked_at')})"
_VIEWED = r"[（(]?(?P<date>\d{4}年\d{1,2}月\d{1,2}日)に?(?:最終)?閲覧[）)]?"
_CITED_ON = re.compile(
    rf"{_LOOKED_AT}|{_VIEWED}|[（(]参照\s?({_NUMERIC_DAY})[）)]|\[({_NUMERIC_DAY})\]"
    rf"|\[(?:{words_of('words.cited')})[:\s]\s{{0,2}}({_WRITTEN_DAY})\]"
)
"""The day of access as Japanese and Korean entries, the Chinese standard (GB/T 7714) and medicine (`[cited 2024 Mar 1]`) have it."""
_WORDS = (
    *each("words.access"),
    "acceso",
    "accesso",
    "acesso",
    "aceso",
    "recuperad",
    "obtenid",
    "récupéré",
    "dostęp",
    "stand:",
)
"""Whatever `ACCESSED` finds has one of them in it, once `_levelled`: looked for first, being quicker."""
_ASCII_WORDS = tuple(
    word for word in _WORDS if word.isascii() and not any(o in word for o in _WORDS if o != word)
)
"""Those of ASCII characters, which are all that a text of such can hold; none that holds another."""
_SIGNS = ("閲覧", "[20", "参照", *each("words.looked_at"), *(f"[{word}" for word in each("words.cited")))
"""The same of `_CITED_ON`."""
_MONTHS = "|".join(month[:3] for month in each("words.months", "en"))
_MONTH = re.compile(rf"(?:{_MONTHS})[a-z]{{0,6}}\.?,?\s(?:\d{{1,2}},?\s)?$")
"""What goes before a year of a title that tells its date nevertheless: `… | Jun, 2025`; so do parentheses."""
_RUN = ("–", "—")
_OF_PAGES = re.compile(rf"(?:[:：]|\b(?:{patterns_of('patterns.pages_before')}))\s?$")
"""What goes before a number of a page: `33:1877–1901`."""


_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>[12]\d{3})")
"""A day as much of Europe writes it; of one with slashes it is not told which number is the month."""


def iso(date: str) -> str:
    """A day in numbers as ISO 8601 has it, in the precision that is sure; what begins with its year as it is.

    >>> [iso(date) for date in ("28.11.2018", "25/06/2018", "02/06/2018", "2019b", "2022, November")]
    ['2018-11-28', '2018-06-25', '2018', '2019b', '2022, November']
    """
    told = _DAY_FIRST.fullmatch(date)
    if told is None:
        return date
    if 1 <= int(told["month"]) <= 12 and (told["sign"] == "." or int(told["day"]) > 12):
        return f"{told['year']}-{int(told['month']):02}-{int(told['day']):02}"
    return told["year"]


def published(text: str, start: int, end: int) -> re.Match[str] | None:
    """The year in `[start, end)` that tells when an entry was published; one of a run is the last resort.

    >>> published("Kites. Wind, 33:1877–1901, 2020.", 0, 32)[0]
    '2020'
    """
    year = YEAR.search(text, start, end)
    first = None
    while year and (
        text[year.end() : year.end() + 1] in _RUN or text[year.start() - 1 : year.start()] in _RUN
    ):
        if first is None and not _OF_PAGES.search(text, max(0, year.start() - 8), year.start()):
            first = year
        year = YEAR.search(text, year.end(), end)
    return year or first


class Access(NamedTuple):
    """The day of access, and the span of what tells it."""

    day: str
    start: int
    end: int


def access(text: str) -> Access | None:
    """When the author of the article looked at what an entry points to.

    >>> access("Tides. https://example.org/tides (accessed 5 May 2024)").day
    '5 May 2024'
    >>> access("潮汐[EB/OL]. (2023-05-01)[2024-01-10]. https://example.org").day
    '2024-01-10'
    """
    level = _levelled(text)
    words = _ASCII_WORDS if level.isascii() else _WORDS
    found = ACCESSED.search(text) if any(map(level.__contains__, words)) else None
    if found is None and any(map(text.__contains__, _SIGNS)):
        found = _CITED_ON.search(text)
    if found is None:
        return None
    return Access((found["date"] or found[found.lastindex or 0]).strip(" ,.;:。，；"), *found.span())


def own_date(date: str | None, title: str, words: str, accessed: str | None) -> str | None:
    """`date`, or another year of the entry's words, where it is a year that the title speaks of (`1858, the year of …`)."""
    at = max((m.start() for m in YEAR.finditer(title) if m[0] == date), default=-1)
    if at < 0 or not date:
        return date
    after = title[at + len(date) :]
    if len(after) < 2 or (title[at - 2 : at] == ", " and after[0] == ","):
        return date
    if (title[at - 1] in "(（" and after[0] in ")）") or _MONTH.search(title[:at]):
        return date
    begin = words.find(title)
    year = YEAR.search(words[:begin] + " " + words[begin + len(title) :]) if begin >= 0 else None
    return year[0] if year and year[0] not in (accessed or "") else None


def _levelled(text: str) -> str:
    """Letters without case, each i with its one dot: `İ` folds to an i with a second, and `ı` not at all."""
    level = text.casefold()
    return level if level.isascii() else level.replace("\u0307", "").replace("ı", "i")
