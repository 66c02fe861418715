"""Links of an entry that are not its source: on the names of its authors, and of works that reprint or dispute it."""

from collections.abc import Sequence
from typing import NamedTuple

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.authors import NAME, are_people
from kgraph.extract.entries.patterns import PERSON
from kgraph.extract.entries.titles import flat
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import OPENING_QUOTES, YEAR_DIGITS
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

Link = tuple[int, int, str]
"""(start, end, URL) of a link in the plain text of a block."""

_YEAR = re.compile(rf"[\s,]{{0,3}}\({YEAR_DIGITS}[a-z]?\)[.,:]?\s{{0,3}}")
"""The year between authors and title: ` (1975). `."""
_ONE_NAME = re.compile(rf"{NAME}|{PERSON.pattern}")
_JOINS = re.compile(r"\s?(?:[,;]|,?\s(?:and|&|und|et|y|e))\s")
"""What stands between the names of two authors."""
_TITLE_NEXT = re.compile(r"[.:]\s{1,3}")
_VENUE = re.compile(rf"\b(?:{patterns_of('patterns.venues', 'patterns.proceedings')})", re.IGNORECASE)
_OTHER_WORK = re.compile(
    rf"(?<=[.;,)\]”\"»])\s{{1,3}}\(?(?:{patterns_of('patterns.other_works')})\s", re.IGNORECASE
)
"""What names another work behind the reference: `. Reprinted in `, `. For a critique see `."""
_AUTHORS_CHARS = 400
_TITLE_WORDS = 3
"""How many words show a title behind authors and year, where a venue may be linked or emphasised as well."""
_OWN_WORDS = 3
"""How many words a reference has at least before another work is named."""


class OwnLinks(NamedTuple):
    """The links that may be the source of an entry, and where its own reference ends."""

    links: list[Link]
    end: int


def own_links(block: Block, start: int, end: int, links: list[Link]) -> OwnLinks:
    """The links of the work that an entry prints, and where what names other works begins.

    `[Moss](https://moss.example) (2020). *Kites of the sea*. [pdf](https://example.org/a). Reprinted in
    [Winds](https://example.org/b)`: the second link. Not `[Kites](https://example.org/a) (2020). *Sea Press*`.
    """
    if not links:
        return OwnLinks(links, end)
    other = _OTHER_WORK.search(block.text, start, end)
    if other and len(block.text[start : other.start()].split()) >= _OWN_WORDS:
        end = other.start()
        links = [link for link in links if link[0] < end]
    behind = _authors_end(block, start, end, links)
    return OwnLinks([link for link in links if link[1] > behind], end)


def source_link(links: Sequence[Link], title: tuple[int, int] | None) -> str | None:
    """The link that is the source: that of the title, else an identifier's, else the first; none of a mailbox."""
    web = [link for link in links if not link[2].startswith("mailto:")]
    if not web:
        return None
    first = web[0]
    if title is None or not (first[0] < title[1] and title[0] < first[1]):
        first = next((link for link in web if identifiers.identify(link[2]).identifiers), first)
    return first[2]


def _authors_end(block: Block, start: int, end: int, links: list[Link]) -> int:
    """Where the linked authors at the head of an entry end; -1 where none are linked."""
    year = _YEAR.search(block.text, start, min(end, start + _AUTHORS_CHARS))
    if links and year and links[0][1] <= year.start() and are_people(flat(block.text[start : year.start()])):
        linked = sum(link[1] <= year.start() for link in links)
        if linked > 1 or _shows_title(block, year.end(), end):
            return year.start()
    return _names_end(block, start, end, links)


def _names_end(block: Block, start: int, end: int, links: list[Link]) -> int:
    """The same of authors with no year behind: `[Ann Moss](…), [Bo Lee](…). [On kites](…). Sea Journal`."""
    text, at = block.text, start
    for number, (a, b, _) in enumerate(links):
        join = _JOINS.fullmatch(text, at, a) if number else None
        if not _ONE_NAME.fullmatch(flat(text[a:b])) or not (join or not text[start:a].strip(" •*-")):
            break
        at = b
    stop = _TITLE_NEXT.match(text, at, end) if at > start else None
    return at if stop and _shows_title(block, stop.end(), end, behind=True) else -1


def _shows_title(block: Block, start: int, end: int, *, behind: bool = False) -> bool:
    """Whether a title stands at `start`: a link, emphasis or quotation of words that are no venue.

    `behind` asks for words in small letters, and for what follows the title.
    """
    text = block.text
    marks = [mark for mark in inlines_in(block, start, end, "link", "emphasis") if mark.start <= start]
    if text[start : start + 1] in OPENING_QUOTES and start < end:
        return True
    if not marks:
        return False
    stop = max(mark.end for mark in marks)
    words = text[start:stop].split()
    if _VENUE.search(text, start, stop):
        return False
    if not behind:
        return len(words) >= _TITLE_WORDS
    return len(words) > 1 and any(word.islower() for word in words) and end - stop > _TITLE_WORDS
