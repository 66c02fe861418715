"""Works by authors and year that end an article, which no heading announces (semantics, section 3)."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.authors import are_people, names
from kgraph.extract.entries.patterns import AUTHOR_LIST
from kgraph.extract.entries.surnames import family_name, folded
from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import GrowingEntry
from kgraph.extract.lists.entry_shape import entry_shaped, tells_a_work
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.names import attribution
from kgraph.extract.lists.shape import ListShape
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.model import Block

_YEAR = re.compile(rf"\(?({YEAR_DIGITS})[a-z]?\)?(?=[.,:;\s])")
_IN_FULL = re.compile(rf"([^\d(]{{3,200}}?,[^\d(]{{3,200}}?)[.,]?\s\(?({YEAR_DIGITS})[a-z]?\)?[.:,]\s")
"""Authors whose first is turned round, and the year: `Moss, Ann, and Bo Reed. 2016. `."""
_DATED = re.compile(rf"[^()\n]{{3,120}}\({YEAR_DIGITS}[a-z]?\)")
"""A name or a title, and the year in brackets: `Kite Street (2018) The Tides`."""
_MANY = 2
_BEHIND_CHARS = 90
"""Within how many characters of the name the text tells the year: `Moss and others (1975)`."""
_ENTRY_CHARS = 700
"""No work at the end has more characters."""
_WORD_ENDS = re.compile(r"s?(?![a-z])")
"""Behind a name: nothing that makes another word of it, but for a genitive (`Brandts`)."""


class _Work(NamedTuple):
    """An entry, and by which family name and year the text may call it; none where they are not at its head."""

    entry: GrowingEntry
    family: str | None
    year: str


def at_end(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """`Moss, A. (2016). Tides.` and further works, each a paragraph, an item or a line, where the article ends.

    The text names half of them by family name and year, two at least: `(Moss, 2016)`. Not `Moss (2016) says that tides rise.`
    Works that no person heads (`Tides of the Sea (2018) Directed by Ann Moss [Film]`) may stand among them, half of all at most.
    Where a list without labels was found, works behind it are none.
    """
    if None in taken.labels:
        return
    # What stands before the first that is one for sure may be prose.
    works = list(dropwhile(lambda work: work.family is None, _works(article, taken)))
    if len(works) < _MANY:
        return
    above = folded("\n".join(block.text for block in article.blocks[: works[0].entry.block]))
    named = sum(work.family is not None and _names(above, folded(work.family), work.year) for work in works)
    sure = sum(work.family is not None for work in works)
    if named >= _MANY and named * 2 >= sure and sure * 2 >= len(works):
        yield FoundList(tuple(work.entry.done() for work in works), shapes[0].told())


def _works(article: Article, taken: Taken) -> list[_Work]:
    """The works that end the article, in order; blocks of other lists among them and an attribution at the very end are passed over."""
    found: list[list[_Work]] = []
    for i in reversed(range(len(article.blocks))):
        block = article.blocks[i]
        if taken.holds(i, 0) or block.definition or (not found and attribution(block.text)):
            continue
        works = _of_block(article, i) if _may_hold(article, block, i) else []
        if not works:
            break
        found.append(works)
    return [work for works in reversed(found) for work in works]


def _may_hold(article: Article, block: Block, number: int) -> bool:
    return (
        block.kind in ("paragraph", "item", "quote")
        and block.ordinal is None
        and number not in article.elements
        and any(c.isdigit() for c in block.text)
    )


def _of_block(article: Article, number: int) -> list[_Work]:
    """The works of a block, one a line or one in all; none where anything else stands in it."""
    block = article.blocks[number]
    spans = entry_lines(block, article.wraps(block))
    works = [_work(block, number, *span) for span in spans]
    if len(spans) > 1 and None in works:
        works = [_work(block, number, spans[0][0], spans[-1][1])]
    return [work for work in works if work] if None not in works else []


def _work(block: Block, number: int, start: int, end: int) -> _Work | None:
    text = block.text[start:end]
    if len(text) > _ENTRY_CHARS or not entry_shaped(block, start, end):
        return None
    if not (tells_a_work(block, start, end) or _DATED.match(text)):
        return None
    family, year = _called(text)
    return _Work(GrowingEntry(number, start, end, ((None, start),)), family, year)


def _called(text: str) -> tuple[str | None, str]:
    """The first author's family name and the year at the head of an entry."""
    listed = AUTHOR_LIST.match(text)
    dated = _YEAR.match(listed["rest"]) if listed else None
    full = None if dated else _IN_FULL.match(text)
    if listed and dated:
        people, year = listed["authors"], dated[1]
    elif full and are_people(full[1]):
        people, year = full[1], full[2]
    else:
        return None, ""
    first = next(iter(names(people)), "")
    return family_name(first, inverted=True), year


def _names(text: str, family: str, year: str) -> bool:
    """Whether a text calls a work: the name, and the year a little behind it. `li` stands in `li (2016)`, not in `alike`."""
    at = text.find(family)
    while at >= 0:
        end = at + len(family)
        within = text[at].isascii() and text[at - 1 : at].isalpha()
        if not within and _WORD_ENDS.match(text, end) and year in text[end : end + _BEHIND_CHARS]:
            return True
        at = text.find(family, at + 1)
    return False
