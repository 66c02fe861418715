"""When an entry was published, and when it was looked at."""

import re
from typing import NamedTuple

from kgraph.extract._entry_patterns import YEAR

ACCESSED = re.compile(
    r"[,;.(\[]?\s*[(\[]?(?:(?:last|fecha de|zuletzt|letzter|ultimo|último)\s+)?(?<![^\W\d_])(?:accessed|retrieved|consulted|visited|viewed|abgerufen|zugriff|consulté|consultad?[oa]|erişim(?: tarihi)?|访问(?:日期|时间)?为?|[檢检]索日期|アクセス日?|geraadpleegd|geopend|дата(?:\sпоследнего)? обращения|доступ отримано|otwierano|truy cập(?:\s(?:vào|ngày|lúc))?|diakses(?:\spada)?|acessado|accesat[ăe]?|hozzáférés dátuma|hämtad|เข้าถึงเมื่อ|تم الوصول بتاريخ|נרשמה גישה בתאריך|accesso eseguito il giorno|acc?ess?o(?=\s(?:em|il|el|en)[:：]|\s(?:em|il|el)\b|[:：]|\s(?:en\s)?\d{1,2}\b)|접속일|검색일|열람일)"
    r"(?:\s+(?:on|am|le|il|el|em|en|op|pe))?[:：]?\s*(?P<date>[^,;()\[\]]{0,12}?\d{1,4}[^;()\[\]\n]{0,24}?)(?=\)?\s*(?:[,;.)\]，。、；،]{1,2}\s*(?:$|\[|http|from|<)|$|from\s|https?:))",
    re.IGNORECASE,
)  # fmt: skip
_CITED_ON = re.compile(
    r"[,，、]\s(?P<looked>\d{1,2}[月월] \d{1,2}, 20\d\d)(?:にアクセス|에 액세스)|[（(]?(?P<date>\d{4}年\d{1,2}月\d{1,2}日)に?(?:最終)?閲覧[）)]?|[（(]参照\s?(20\d\d[-/.]\d{1,2}[-/.]\d{1,2})[）)]|\[(20\d\d[-/.]\d{1,2}[-/.]\d{1,2})\]"
)
"""The day of access as Japanese and Korean entries and the Chinese standard (GB/T 7714) have it."""
_WORDS = (
    "accessed", "retrieved", "consult", "visited", "viewed", "abgerufen", "zugriff", "erişim", "访问", "アクセス",
    "geraadpleegd", "обращения", "acceso", "accesso", "acesso", "aceso", "접속일", "검색일", "열람일", "geopend",
    "索日期", "otwierano", "truy cập", "diakses", "acessado", "отримано", "accesat", "dátuma", "hämtad", "เข้าถึง",
    "الوصول", "גישה",
)  # fmt: skip
"""Whatever `ACCESSED` finds has one of them in it, once `_levelled`: looked for first, being quicker."""
_SIGNS = ("閲覧", "[20", "参照", "アクセス", "액세스")
"""The same of `_CITED_ON`."""
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,?\s(?:\d{1,2},?\s)?$")
"""What goes before a year of a title that tells its date nevertheless: `… | Jun, 2025`; so do parentheses."""


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
    found = ACCESSED.search(text) if any(word in level for word in _WORDS) else None
    if found is None and any(sign in text for sign in _SIGNS):
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
