"""Citations by author and year in brackets: `(Boyle, 2003)`, `(see Moss 2019; Reed 2020, p. 4)`, `[Reed 2010]`."""

from collections.abc import Iterator, Sequence

from kgraph import late_re as re
from kgraph.extract.markers.author_year_initials import with_initials
from kgraph.extract.markers.author_year_matches import locator_of, named
from kgraph.extract.markers.author_year_words import Item, items_of
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.text.places import Marks
from kgraph.extract.values import NamedWork, Token
from kgraph.model import Inline

BRACKET_CHARS = 500
"""The words of a bracket are at most so long."""
BRACKET = re.compile(
    rf"[(（](?:[^()（）\[\]]|\[[^()（）\[\]]{{0,60}}\]){{3,{BRACKET_CHARS}}}[)）]|\[[^()（）\[\]@^]{{3,{BRACKET_CHARS}}}\]"
)
_PART = re.compile(r"[^;；]+")


def in_brackets(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`(Boyle, 2003)`: the bracket with all that is in it; of `(about 10 %; Boyle, 2003)` what the citation fills. Not `(March 2020)`."""
    if not evidence.may_cite_by_year(marks.text):
        return
    for bracket in BRACKET.finditer(marks.text):
        for token in _tokens(bracket.start(), bracket.end(), marks, evidence):
            yield with_initials(token, marks.text, evidence)


def _tokens(start: int, end: int, marks: Marks, evidence: Evidence) -> Iterator[Token]:
    text = marks.text
    parts = [(start + 1 + m.start(), start + 1 + m.end()) for m in _PART.finditer(text[start + 1 : end - 1])]
    read: list[list[Item] | None] = [items_of(text, a, b) for a, b in parts]
    if not any(read):
        return
    links = (
        [n for n in marks.inlines if n.kind == "link" and n.end > start and n.start < end]
        if marks.inlines
        else []
    )
    if any(item and _linked(item, links) for items in read for item in items or ()):
        return  # the link cites, and its words stay
    if all(read):
        first = text[start - 1 : start]
        glued = first.isascii() and first.isalnum()  # `f(Moss 2019)`
        works = [work for items in read for work in named(items or (), evidence)]
        if not glued:
            yield _token(start, end, works, marks)
        return
    # Beside other words: citations that fill the last parts, or the first ones, go with what parts them.
    behind = _run(read[::-1])
    if behind:
        works = [work for items in read[-behind:] for work in named(items or (), evidence)]
        if all(work.entries for work in works):
            yield _token(parts[-behind][0] - 1, end - 1, works, marks)
        return
    before = _run(read)
    if before:
        works = [work for items in read[:before] for work in named(items or (), evidence)]
        if all(work.entries for work in works):
            stop = parts[before][0]
            while text[stop : stop + 1].isspace():
                stop += 1
            yield _token(start + 1, stop, works, marks)


def _run(read: Sequence[object]) -> int:
    """How many of the first of `read` are citations."""
    return next((n for n, items in enumerate(read) if not items), len(read))


def _linked(item: Item, links: Sequence[Inline]) -> bool:
    """Whether the year of an item stands in a link."""
    return any(n.start <= item.at < n.end for n in links)


def _token(start: int, end: int, works: Sequence[NamedWork], marks: Marks) -> Token:
    return Token(
        -1, start, end, tuple(dict.fromkeys(work.label for work in works)), "author-year", works=tuple(works),
        reason=marks.shown_as(start, end), locator=locator_of(works),
    )  # fmt: skip
