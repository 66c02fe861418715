"""A citation token as seen in plain text, before anything is resolved; and what the article knows."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from kgraph.model import Inline

_MAX_RANGE = 60
_CONTEXT = 60
"""How many characters before a bracket say what it is."""
_BLANK = re.compile(r"\s*")
_NUMBER = re.compile(r"(\d{1,4})([a-z]?)")
_RANGE = re.compile(r"(\d{1,4})\s*(?:--?|[–—‑−]|to|bis)\s*\^?(\d{1,4})(?!\d)")
NUMBERS = re.compile(
    r"\^?\d{1,4}[a-z]?(?:\s*(?:[,;，；、&+](?:\s*and\b)?|(?:and|und|et|y|e|ve|и)\b|--?|[–—‑−]|to\b)\s*\^?\d{1,4}[a-z]?){0,60}"
)


@dataclass(slots=True, kw_only=True)
class Token:
    """One token in plain `[start, end)` of a block.

    `reason` says why it is none, if so. `keeps_text` tells a link citation, whose words stay. `target`
    is the anchor or URL its link goes to. `ids` are opaque: those no entry carries are dropped.
    """

    block: int
    start: int
    end: int
    labels: list[str]
    convention: str
    target: str | None = None
    keeps_text: bool = False
    names_site: bool = False
    """Whether it is a link whose words only say on which site the page is (`[example](https://example.org/tides)`)."""
    reason: str | None = None
    opaque: bool = False
    narrative: bool = False
    """Whether it is a bare key, a word of the sentence (`@lee2010 found …`), not a group behind a stop."""
    note: str | None = None
    """A code of a problem to report on it."""


@dataclass(slots=True)
class Vocabulary:
    """What tells a token from other brackets in this article: labels, anchors, keys and URLs of its lists."""

    labels: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    anchors: dict[str, str | None] = field(default_factory=dict)
    """Anchors of entries, and `surname year` of each → label."""
    urls: dict[str, str] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    """Canonical URLs of entries without a label."""
    places: dict[str, str | None] = field(default_factory=dict)
    """Links of entries with their fragments → label; a page that entries cite in several places → None."""
    notes: set[str] = field(default_factory=set)
    bracketed: set[str] = field(default_factory=set)
    """Keys that the article cites in brackets: bare, too, they cite."""
    by_key: bool = False
    """Whether the article names a bibliography, found or not."""
    named: dict[str, str] = field(default_factory=dict)
    """Labels of authors and year, levelled → as the list has them."""

    def entry_at(self, link: str, url: str) -> str | None:
        """The label of the entry that `link`, whose canonical URL is `url`, goes to.

        Where entries cite a page in several places, a link to yet another place of it is none of them.
        """
        if link in self.places:
            return self.places[link]
        page, mark, _ = link.partition("#")
        return None if mark and page in self.places else self.urls.get(url)


def expand(text: str) -> list[str]:
    """The labels that a numeric token names, ranges expanded, in order.

    >>> expand("1, 3-5")
    ['1', '3', '4', '5']
    """
    if len(text) < 5 and text.isascii() and text.isdigit():
        return [str(int(text))]
    labels: list[str] = []
    at = 0
    while at < len(text):
        match = _RANGE.match(text, at)
        if match and 0 < int(match[2]) - int(match[1]) <= _MAX_RANGE:
            labels.extend(map(_written, range(int(match[1]), int(match[2]) + 1)))
            at = match.end()
            continue
        match = _NUMBER.match(text, at)
        if match:
            labels.append(str(int(match[1])) + match[2])
            at = match.end()
        else:
            at += 1
    return list(dict.fromkeys(labels))


@cache
def _written(number: int) -> str:
    """A number of at most four digits as text: one value however often it is named."""
    return str(number)


class Taken:
    """Plain spans that tokens of a block have taken; no two share a character."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, tokens: Iterable[Token | Inline] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((t.start, t.end) for t in tokens) if tokens else ():
            self._starts.append(start)
            self._ends.append(end)

    def add(self, start: int, end: int) -> None:
        i = bisect_left(self._starts, start)
        self._starts.insert(i, start)
        self._ends.insert(i, end)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether `[start, end)` shares a character with what is taken."""
        i = bisect_left(self._starts, end)
        return i > 0 and self._ends[i - 1] > start


def numeric_reason(text: str, start: int, end: int, labels: list[str]) -> str | None:
    """Why a bracketed number that no list knows is no marker; None where it is one, dangling.

    >>> numeric_reason("over [0, 1] it", 5, 11, ["0", "1"])
    'interval'
    """
    numbers = [int(re.sub(r"\D", "", x)) for x in labels]
    if any(n == 0 for n in numbers):
        return "interval" if len(numbers) > 1 else "index"
    if len(numbers) == 1 and 1000 <= numbers[0] <= 2199:
        return "year"
    if any(n > 999 for n in numbers):
        return "number"
    if text[end : end + 1] == ":" and _BLANK.fullmatch(text, 0, start):
        return "definition"
    before = text[max(0, start - _CONTEXT) : start]
    word = re.search(r"[\w.)\]]{1,40}$", before)
    if word and text[start - 1] not in ".)]" and re.search(r"^\w{1,2}$|[_.]\w|\d$|[a-z][A-Z]", word[0]):
        return "index"
    if (
        len(numbers) > 1
        and numbers != sorted(numbers)
        and word is None
        and re.search(
            r"(?:range|interval|between|shape|size|dim\w*|list|array|vector|tuple)\s*$",
            before,
            re.IGNORECASE,
        )
    ):
        return "interval"
    return None


def token_of(match: re.Match[str], convention: str, labels: list[str], **more: object) -> Token:
    """The token that a match is, its block not yet told; `more` are further fields of `Token`."""
    return Token(
        block=-1, start=match.start(), end=match.end(), labels=labels, convention=convention, **more  # type: ignore[arg-type]
    )  # fmt: skip
