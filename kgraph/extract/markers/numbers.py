"""The numbers that a token names, and what else a number in brackets may be."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kgraph import late_re as re
from kgraph.extract.lexicon import words_of

_MAX_RANGE = 60
_CONTEXT = 60
"""How many characters before a bracket say what it is."""
_NUMBER = re.compile(r"(\d{1,4})([a-z]?)")
_TO = rf"(?:--?|[–—‑−‒]|(?:{words_of('words.ranges')})\b)"
"""What stands between the ends of a range: `1–3`, `1 bis 3`."""
_RANGE = re.compile(rf"(\d{{1,4}})\s*{_TO}\s*\^?(\d{{1,4}})(?!\d)")
_EACH = re.compile(r"\d{1,4}")
_VALUES = 4
"""So many numbers side by side may be values."""
_FROM_ZERO = re.compile(r"\[0\](?:[,;]\s?\[\d{1,3}\]){0,20}[,;]\s?$")
"""What goes before the next of things that are counted from 0."""
_HEADS_POINT = re.compile(r"[ \t]{1,4}[^\Wa-zß-ÿ]")
NUMBERS = re.compile(
    rf"\^?\d{{1,4}}[a-z]?(?:\s*(?:[,;，；、&+](?:\s*and\b)?|(?:and|und|et|y|e|ve|и)\b|{_TO})\s*\^?\d{{1,4}}[a-z]?){{0,60}}"
)

_IN_PATH = re.compile(r"(?:(?<![\w)\]}])/|\]/)[\w:.-]{1,40}(?:/[\w:.-]{1,40}){0,8}$")
"""A path up to a name that a number in brackets counts: `/shop/row[1]`. Not `km/h[1]`."""


def expand(text: str) -> tuple[str, ...]:
    """The labels that a numeric token names, ranges expanded, in order.

    >>> expand("1, 3-5")
    ('1', '3', '4', '5')
    """
    if len(text) < 5 and text.isascii() and text.isdigit():
        return (str(int(text)),)
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
    return tuple(dict.fromkeys(labels))


def _are_values(row: str) -> bool:
    """Whether four numbers or more that no list has fall twice or repeat themselves: `[15, 10, 23, 10]`."""
    numbers = [int(n) for n in _EACH.findall(row)] if "," in row else []
    falls = sum(a >= b for a, b in pairwise(numbers))
    return len(numbers) >= _VALUES and (falls > 1 or len(set(numbers)) < len(numbers))


@cache
def _written(number: int) -> str:
    """A number of at most four digits as text: one value however often it is named."""
    return str(number)


def numeric_reason(text: str, start: int, end: int, labels: Sequence[str]) -> str | None:
    """Why a bracketed number that no list knows is no marker; None where it is one, dangling.

    >>> numeric_reason("over [0, 1] it", 5, 11, ["0", "1"])
    'interval'
    """
    numbers = [int(re.sub(r"\D", "", x)) for x in labels]
    if any(n == 0 for n in numbers):
        return "interval" if len(numbers) > 1 else "index"
    if len(numbers) == 1 and 1000 <= numbers[0] <= 2199:
        return "year"
    if any(n > 999 for n in numbers) or "+" in text[start:end]:
        return "number"  # `[3+2]`: chemists count atoms so
    if text[start - 1 : start] == "$" or _FROM_ZERO.search(text, max(0, start - _CONTEXT), start):
        return "index"  # `$[1].id`; `{[0], [1]}`
    if _are_values(text[start:end]):
        return "number"
    if start <= _CONTEXT and _HEADS_POINT.match(text, end) and not text[:start].strip():
        return "definition"  # `[2] Boats`: the number of a paragraph
    if text[end : end + 1] == ":" and start <= _CONTEXT and not text[:start].strip():
        return "definition"
    before = text[max(0, start - _CONTEXT) : start]
    if _IN_PATH.search(before) or (text[end : end + 1] == "/" and text[end + 1 : end + 2].isalpha()):
        return "index"
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
