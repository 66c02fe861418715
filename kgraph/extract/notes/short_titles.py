"""Notes of nothing but family names and a title, no year and no pages: `Moss, “The History of Tide Tables,” introduction`."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.patterns import QUOTED
from kgraph.extract.entries.titles import flat
from kgraph.extract.lexicon import words_of
from kgraph.extract.notes.people import SHORT_HEAD
from kgraph.extract.notes.wording import JOINS
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_OPENER = re.compile(rf"(?:{words_of('words.openers')}|[^\W\d_]{{3,20}}ly)\b")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_LONG_CHARS = 5
"""All words of a title so long begin with a capital; shorter ones may be prepositions."""
_TELLING_CHARS = 4
_TELLING_WORDS = 2
"""So many words of a title, each of so many letters, begin with a capital: `Tide Tables`, not `Lutra lutra`."""
_JOINED = re.compile(rf"\s{JOINS}\s")
_ENDS = re.compile(r"\s{0,2}(?:[,.;]|$)")
_HEAD_CHARS = 200


class ShortTitle(NamedTuple):
    """Family names as printed, and the title behind them."""

    authors: str
    title: str


def short_title(block: Block, start: int, end: int) -> ShortTitle | None:
    """The family names that begin plain `[start, end)`, and the title that follows, in quotation marks or emphasis.

    All its long words begin with a capital, and a comma or a stop ends it. Matches `Reed and Dunn, *Printing and the Harbours*,
    especially …`; not `Otters, *Lutra lutra*, live here`, `Reed, “we never slept,” she said`, `However, “The Harbour Sale,” …`.
    """
    head = SHORT_HEAD.match(block.text, start, min(end, start + _HEAD_CHARS))
    if head is None or _OPENER.match(block.text, start):
        return None
    found = _quoted(block.text, head.end(), end) or _emphasised(block, head.end(), end)
    return ShortTitle(_parted(flat(head[0]).rstrip(", ")), found) if found and _is_title(found) else None


def _parted(families: str) -> str:
    """`Reed, Dunn and Moss` with `;` for its commas: all are family names where the last is joined."""
    return families.replace(", ", "; ") if _JOINED.search(families) else families


def _quoted(text: str, start: int, end: int) -> str | None:
    found = QUOTED.match(text, start, end)
    if found is None or not (found["title"][-1] in ",.?!" or _ENDS.match(text, found.end(), end)):
        return None
    return flat(found["title"]).rstrip(",.")


def _emphasised(block: Block, start: int, end: int) -> str | None:
    mark = next((n for n in inlines_in(block, start, end, "emphasis") if n.start == start), None)
    if mark is None or not (block.text[mark.end - 1] in ",." or _ENDS.match(block.text, mark.end, end)):
        return None
    return flat(block.text[mark.start : mark.end]).rstrip(",.")


def _is_title(title: str) -> bool:
    words = _WORD.findall(title)
    if not words or any(len(word) >= _LONG_CHARS and not word[0].isupper() for word in words):
        return False
    return words[0][0].isupper() and sum(_tells(word) for word in words) >= _TELLING_WORDS


def _tells(word: str) -> bool:
    return len(word) >= _TELLING_CHARS and word[0].isupper()
