"""Lines of an entry that were broken to fit a page: one line to a reader."""

from collections.abc import Set

from kgraph import late_re as re
from kgraph.extract.entries.author_styles import attributed
from kgraph.extract.entries.authors import are_people
from kgraph.extract.entries.patterns import AUTHOR_LIST
from kgraph.extract.entries.recognise import read_label
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.extract.text.places import inlines_in, lines
from kgraph.model import Block

_NAMES = r"https?:|www\.|doi\b|arxiv\b|e?isbn|issn|pmid|url\b"
_IDENTIFIES = re.compile(_NAMES, re.IGNORECASE)
_STARTS_ANEW = re.compile(rf"(?:{_NAMES}|{patterns_of('patterns.line_starts')})", re.IGNORECASE)
"""What begins a line of its own, though in lower case: an address or an identifier, and words such as `in`."""
_GOES_ON = re.compile(
    rf"(?:[,&(/]|[-–—]|\b(?:{words_of('words.line_joins')}))$",
    re.IGNORECASE,
)
"""How a line ends that the next one goes on with."""
_OPENERS = {"“": "”", "«": "»", "(": ")", "[": "]"}
_SINGLE_ENDS = re.compile(r"’(?=[,.;:!?)\]]|\s?$|\s[(\[])")
"""The end of a quotation, and no apostrophe: `the boats’ sails’, Kite Press`."""
_DATED = re.compile(rf"\w\.?\s\({YEAR_DIGITS}[a-z]?\)[.:]\s\w")
"""Authors and year, and what they wrote begun: `Moss, A. (2020). The`."""
_FIELD = re.compile(r"[^\W\d_][\w ]{0,30}[:：]")
"""A line that says what it tells: `Publisher: Kite Press`."""
_NAME_NEXT = re.compile(r"[^\W\d_][\w'’-]{1,30}[.,]\s")
_WRAPPED_CHARS = 24
"""Shorter lines are no wrapped ones."""
_ENTRY_CHARS = 1500
"""No entry is longer."""
_NOWHERE: Set[int] = frozenset()


def entry_lines(block: Block, wraps: Set[int] = _NOWHERE) -> list[tuple[int, int]]:
    """The lines of `block`, those put together that go on in the middle of a sentence, a quotation or emphasis.

    `wraps` are the plain offsets of ends of lines at which the width of the article broke it: there a line goes on,
    unless the next begins as an entry does.
    """
    spans = lines(block)
    if len(spans) < 2 or len(block.text) < _WRAPPED_CHARS:
        return spans
    out = [spans[0]]
    for start, end in spans[1:]:
        before = out[-1]
        if _was_broken(block, before[1], start, end, wraps) or _runs_on(block, before, start, end):
            out[-1] = (before[0], end)
        else:
            out.append((start, end))
    return out


def begins_anew(text: str, start: int, end: int) -> bool:
    """Whether a line of an entry begins with what stands on a line of its own: `https://…`, `pp. 3–9`, `in the sea`."""
    return text[start].islower() or bool(_STARTS_ANEW.match(text, start, end))


def _was_broken(block: Block, before: int, start: int, end: int, wraps: Set[int]) -> bool:
    """Whether the width broke a line at `before`. Not `Kite Press.⏎Moss, A. (2020). Tides.`"""
    if wraps.isdisjoint(range(before, start)) or read_label(block, start, end) is not None:
        return False
    return block.text[before - 1] not in ".)" or AUTHOR_LIST.match(block.text[start:end]) is None


def _runs_on(block: Block, before: tuple[int, int], start: int, end: int) -> bool:
    text = block.text
    if not _WRAPPED_CHARS <= before[1] - before[0] <= _ENTRY_CHARS or _IDENTIFIES.match(text, start, end):
        return False
    if read_label(block, start, end) is not None:
        return False
    if any(
        n.start < before[1] and n.end > start
        for n in inlines_in(block, before[0], end, "emphasis", "strong", "link")
    ):
        return True
    label = read_label(block, *before)
    words = " ".join(text[label.end if label else before[0] : before[1]].split())
    if _within_quotation(words):
        return True
    if _STARTS_ANEW.match(text, start, end):
        return False
    if words.endswith((":", "：")):
        return bool(_DATED.search(words)) and not _FIELD.match(text, start, end)  # `Moss, A. (2020). Tides:`
    if text[start].islower() or _GOES_ON.search(text, max(before[0], before[1] - 8), before[1]):
        return True
    if not words or words[-1] in '.!?;)]”»"' or _FIELD.match(text, start, end):
        return False
    if "://" in words.rpartition(" ")[2]:
        return False  # the address ends its entry
    if _DATED.search(words) or attributed(words):
        return True  # authors, and a title that no stop has ended
    return "," in words and are_people(words) and bool(_NAME_NEXT.match(text, start, end))


def _within_quotation(words: str) -> bool:
    """Whether a quotation or a bracket that `words` open is open at their end."""
    if words.count('"') % 2 or words.count("‘") > len(_SINGLE_ENDS.findall(words)):
        return True
    return any(words.count(opener) > words.count(closer) for opener, closer in _OPENERS.items())
