"""Digits glued to a closing stop (`horizon.4`): the surest of the markers that nothing but their place tells."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.markers.numbers import expand
from kgraph.extract.values import Declared

DIGITS = r"(\d{1,3}(?:[,–-]\d{1,3}){0,9})"
_BEHIND_WORD = r"(?<=[^\W\d_])[.,;:!?]?[.,;:!?)”\"’»\]]"
_BEHIND_CLOSER = r"(?<=[)\]”\"’»%$])[.,;:!?]"
_BEFORE_WORD = r"(?=\s+(?:[A-ZÀ-Þ]|(?!(?:[kcm]?m|kg|km/h)\b)[a-z]{2})|\s*$)"
_NO_QUANTITY = r"(?!\d|[.．]\d|[年月日个種种%％万亿])"
_GLUED_TO_STOP = re.compile(
    rf"{_BEHIND_WORD}{DIGITS}(?=\s|$|[)\]”\"])|{_BEHIND_CLOSER}{DIGITS}(?=\s|$|[)\]”\"])"
    rf"|(?<=(?:19|20)\d\d)[.,]{DIGITS}{_BEFORE_WORD}|(?<=[。！？；，、）」』]){DIGITS}{_NO_QUANTITY}"
)
_STOP_DIGIT = re.compile(r"[.,;:!?)”\"’»\]。！？；，、）」』]\d")
"""What every match of `_GLUED_TO_STOP` holds: looked for first, since that pattern is slow at every character."""

_PART = re.compile(rf"\b(?:{patterns_of('patterns.parts')}) \(?$", re.IGNORECASE)
_PART_WORD = 14
_LABELS_A_FALL = 4
"""One label of so many may be lower than the one met before it."""


def digits_of(match: re.Match[str]) -> str:
    """The digits of a match of a pattern that holds `DIGITS`."""
    return match[match.lastindex or 0]


def glued_to_stop(text: str) -> Iterator[re.Match[str]]:
    """What `_GLUED_TO_STOP.finditer` gives, numbers of parts left out: a match begins at the stop, or one character to either side of it."""
    last = 0
    for sign in _STOP_DIGIT.finditer(text):
        stop = sign.start()
        for at in range(max(stop - 1, last), stop + 2):
            match = _GLUED_TO_STOP.match(text, at)
            if match:
                last = match.end()
                if not _names_part(text, last - len(digits_of(match)), last):
                    yield match
                break


def _names_part(text: str, start: int, end: int) -> bool:
    """Whether the digits `[start, end)` number a part of a work that a capital letter names: `Appendix B.2`."""
    if text[start - 1] != "." or not text[start - 2 : start - 1].isupper():
        return False
    if start > 2 and text[start - 3] not in " (":
        return False
    goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    return goes_on or bool(_PART.search(text, max(0, start - _PART_WORD), start - 2))


def sure_labels(text: str, known: Declared) -> Iterator[str]:
    """The labels of the list that are glued to closing punctuation in `text`."""
    for match in glued_to_stop(text):
        labels = expand(digits_of(match))
        if set(labels) <= known.labels:
            yield from labels


def count_up(labels: Sequence[int]) -> bool:
    """Whether labels, in order of the text, count up as they are first met, as those of lists made by machines do.

    >>> count_up([1, 2, 1, 3, 2, 4]), count_up([7, 3, 9, 2])
    (True, False)
    """
    met = list(dict.fromkeys(labels))
    return len(met) > 1 and sum(b < a for a, b in pairwise(met)) * _LABELS_A_FALL <= len(met)
