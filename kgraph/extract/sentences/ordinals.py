"""Numbers whose stop ends no sentence: ordinals of other languages, and days written in numbers."""

from bisect import bisect_left
from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.lexicon import LEXICON
from kgraph.extract.text.characters import YEAR_DIGITS

ORDINAL = re.compile(r"(?:^|[\s(–-])(\d{1,3}|[IVX]{1,5})\.$")


def _words_where(ordinals_stop: bool) -> str:
    """The frequent words of the languages that write ordinals with a stop, or of those that do not."""
    words = {w for x in LEXICON if x.ordinals_stop is ordinals_stop for w in x.words("words.function_words")}
    return "|".join(sorted(words))


_ORDINAL_LANGUAGES = re.compile(rf"\b(?:{_words_where(True)})\b")
_NO_ORDINAL_LANGUAGES = re.compile(rf"\b(?:{_words_where(False)})\b", re.IGNORECASE)
"""Some of whose words are those of others (`des`)."""
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?{YEAR_DIGITS}(?!\d)|(?:19|20)\d\d\.\s\d{{1,2}}\.\s(?:\d{{1,2}}(?!\d)|[가-힣]))"
)
"""A day in numbers and stops: `1. 1. 2002`, `2024. 5. 3.`."""
DATED = re.compile(
    r"(?:Jahrhunderts?|Jhd?t?|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Auflage|Aufl|Yüzyıl)\b"
)
"""What follows an ordinal whatever the other words are."""

_CONTEXT_CHARS = 600
"""How many characters on either side tell the language of a place."""


class Tongue:
    """What the words of a text tell of its language, place by place; they are looked for once, and only if asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    def has_ordinals(self, at: int) -> bool:
        """Whether the language around `at` writes ordinals with a stop (`18. Jahrhundert`)."""
        return _near(self._for, at) > _near(self._against, at)

    @cached_property
    def _for(self) -> list[int]:
        return [match.start() for match in _ORDINAL_LANGUAGES.finditer(self._text)]

    @cached_property
    def _against(self) -> list[int]:
        return [match.start() for match in _NO_ORDINAL_LANGUAGES.finditer(self._text)]


def _near(places: list[int], at: int) -> int:
    """How many of the ascending `places` are near `at`."""
    return bisect_left(places, at + _CONTEXT_CHARS) - bisect_left(places, at - _CONTEXT_CHARS)


def within_date(left: str, right: str) -> bool:
    """Whether a day in numbers that `left` ends in goes on in `right`.

    >>> within_date("am 1.", "1. 2002"), within_date("in 2024.", "3.5 million")
    (True, False)
    """
    found = _DATE.search(f"{left} {right[:12]}")
    return found is not None and found.start() < len(left) < found.end()
