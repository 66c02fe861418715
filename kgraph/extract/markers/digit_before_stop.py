"""Digits glued to a word before its stop (`the window4. Models …`), as one vendor's later reports have them."""

from collections.abc import Iterable, Iterator

from kgraph import late_re as re
from kgraph.extract.markers.digit_after_stop import DIGITS, count_up
from kgraph.extract.markers.numbers import expand
from kgraph.extract.values import Declared

_WORD_CHARS = 40
_BEFORE_STOP = re.compile(
    rf"([^\W\d_]{{2,{_WORD_CHARS}}}|[)”\"’»%\]])"
    + DIGITS
    + r"(?=[.,;:!?][)”\"»]?(?:\s|$)|[。，；：！？]|\s{0,3}$)"
)
_DIGIT_STOP = re.compile(
    r"\d(?<=[^\W\d_]\d|\d\d|[)”\"’»%\]]\d)(?:[.,;:!?][)”\"»]?(?:\s|$)|[。，；：！？]|\s{0,3}$)"
)
"""What a text has in it with such a number: looked for first, being quicker."""
_FIRST_DIGIT = re.compile(r"\d(?<=[^\W\d_]\d|[)”\"’»%\]]\d)")
"""The first of its digits: much rarer than words."""
_WORD_BEFORE = re.compile(rf"[^\W\d_]{{2,{_WORD_CHARS}}}\Z")
_ENDS_SENTENCE = re.compile(r"[.!?][)”\"»]?(?:\s{1,3}[^\Wa-zß-ÿ]|\s{0,3}$)|[。！？]")
_PART_OF_NAME = frozenset("-_/\\.@#")
_NUMBERED = re.compile(
    r"(?:OAuth|Web|IPv|HTTP|MP|EC|SHA|BM|UTF|RFC|USB|HTML|CSS|Neo|WSL|GPT|PM|CO|[图圖表第式章节節步版頁页卷级級型类類号號])$"
)
"""What has a number behind it that is part of its name, or that counts."""
_AMID = re.compile(r"(?<![\w.-])([a-z]{4,40})\d{1,3}(?=[\s-]{1,3}[a-z])")
"""A word with its number amid a sentence (`server2 takes the rest`): a name, wherever it stands."""
_PROOF = 3
"""So many words of an article must have a label before the stop of their sentence."""
_PROOF_WORD = 4


def before_stops(text: str) -> Iterator[re.Match[str]]:
    """Every number between a word, or a sign that closes one, and a stop or the block's end: groups 1 and 2."""
    for digit in _FIRST_DIGIT.finditer(text) if _DIGIT_STOP.search(text) else ():
        at = digit.start()
        word = _WORD_BEFORE.search(text, max(0, at - _WORD_CHARS), at)
        match = _BEFORE_STOP.match(text, word.start() if word else at - 1)
        if match is None:
            continue
        named = text[match.start() - 1 : match.start()] in _PART_OF_NAME and match.start()
        if not named and not _NUMBERED.search(match[1]):
            yield match


def proves_before_stops(texts: Iterable[str], known: Declared, *, behind: int) -> bool:
    """Whether an article sets its labels before the stops: three words or more have one at the end of a sentence.

    The labels must count up as they are met, as those of lists made by machines do. `behind` is how many labels
    stand behind stops: that is another convention, and must be the rarer. Names of machines (`server1`) count
    up too, but stand amid sentences as well.
    """
    texts = list(texts)
    words: set[str] = set()
    labels: list[int] = []
    count = 0
    for text in texts:
        for match in before_stops(text):
            word, named = match[1], expand(match[2])
            if not set(named) <= known.labels or not _ENDS_SENTENCE.match(text, match.end()):
                continue
            if word.isalpha() and (len(word) < _PROOF_WORD or word != word.lower()):
                continue
            count += 1
            labels.extend(int(x) for x in named)
            words.add(word if word.isalpha() else text[max(0, match.start() - 12) : match.start()])
    if len(words) < _PROOF:
        return False
    words.difference_update(name for text in texts for name in _AMID.findall(text))
    return len(words) >= _PROOF and count > behind and count_up(labels)
