"""Digits that a space parts from Chinese and Japanese words (`核心优势 1。`), as reports of one vendor have them."""

from collections.abc import Iterable, Iterator

from kgraph import late_re as re
from kgraph.extract.lexicon import words_of
from kgraph.extract.markers.digit_after_stop import DIGITS, count_up
from kgraph.extract.markers.numbers import expand
from kgraph.extract.values import Declared

_EASTERN = r"\u3040-\u30ff\u3400-\u9fff"
_SPACED = re.compile(
    rf"(?:(?<=[{_EASTERN}])|(?<=[)）」』”\"》%])|([A-Za-z][A-Za-z.+#-]{{1,30}})) "
    + DIGITS
    + rf"(?=[。，；、！？）」』]|\s{{0,3}}$|\s(?:[がをはにでとへも]|から|まで|により|として|という|など)[、{_EASTERN}])"
)
_SPACE_DIGIT = re.compile(rf" \d(?<=[{_EASTERN})）」』”\"》%A-Za-z.+#-] \d)")
"""What every match of `_SPACED` begins with: looked for first, being quicker."""
_COUNTED = re.compile(f"(?:{words_of('words.counted')})$")
"""What has a number behind it that counts or names."""
_COUNTED_LENGTH = 8
_PROOF = 3
"""So many labels of an article must stand before the stop of their sentence."""


def spaced(text: str) -> Iterator[re.Match[str]]:
    """Every number that stands behind a word and a space, before a stop, a particle or the block's end.

    Groups: a word in Latin letters before it, if any, and the digits.
    """
    if _SPACE_DIGIT.search(text):
        for match in _SPACED.finditer(text):
            at = match.start(2) - 1
            if not _COUNTED.search(text[max(0, at - _COUNTED_LENGTH) : at]):
                yield match


def proves_spaced(texts: Iterable[str], known: Declared) -> bool:
    """Whether an article sets its labels so: three or more before a full stop, which count up as they are met."""
    labels: list[int] = []
    count = 0
    for text in texts:
        for match in spaced(text):
            named = expand(match[2])
            if match[1] or not set(named) <= known.labels:
                continue
            count += text.startswith("。", match.end())
            labels.extend(int(x) for x in named)
    return count >= _PROOF and count_up(labels)
