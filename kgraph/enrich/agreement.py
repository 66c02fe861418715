"""How far the title as cited and the title as fetched agree."""

import difflib
import re

from kgraph.walls.titles import without_site

_MIN_WORDS = 3
_MAX_COMPARED = 1_000
"""Code points of a title that are compared: likeness takes time with the product of both lengths."""


def agreement(cited: str, fetched: str, *, site: str | None = None, host: str | None = None) -> float:
    """A number from 0 to 1: 1 for the same words, 0.95 where one is a stretch of the other, else likeness.

    Case, punctuation and the site's name around a title do not count. A stretch is one of at least three
    words, or a title cut short with an ellipsis. Likeness is `difflib`'s ratio, rounded to hundredths.

    >>> agreement("Neon lights | CityLab", "Neon Lights", site="CityLab")
    1.0
    >>> agreement("How to program your mi...", "How to Program Your Mind to Stop Buying")
    0.95
    >>> agreement("Attention is all you need", "Login required") < 0.5
    True
    """
    cited, fetched = cited[:_MAX_COMPARED], fetched[:_MAX_COMPARED]
    left, right = _words(without_site(cited, site, host)), _words(without_site(fetched, site, host))
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= _MIN_WORDS and _stands_in(shorter, longer):
        return 0.95
    if _is_start(cited, right) or _is_start(fetched, left):
        return 0.95
    return round(difflib.SequenceMatcher(None, " ".join(left), " ".join(right), autojunk=False).ratio(), 2)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.replace("’", "").replace("'", "").casefold())


def _stands_in(shorter: list[str], longer: list[str]) -> bool:
    size = len(shorter)
    return any(longer[start : start + size] == shorter for start in range(len(longer) - size + 1))


def _is_start(cut: str, whole: list[str]) -> bool:
    """Whether `cut` ends in an ellipsis and begins `whole`."""
    match = re.search(r"\s*(?:…|\.\.\.)\s*$", cut)
    words = _words(cut[: match.start()]) if match else []
    return len(words) >= _MIN_WORDS and " ".join(whole).startswith(" ".join(words))
