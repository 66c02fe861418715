"""The authors that the words before a year in brackets may be: `Craik and Tulving` before `(1975)`."""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.surnames import PARTICLE
from kgraph.extract.lexicon import words_of
from kgraph.extract.markers.author_year_words import CAPITALISED, INITIALS, OTHERS_AT_END, SEPARATOR

_POSSESSIVE = re.compile(r"['’]s?$")
_JOINS = words_of("author_years.joins")
_RUN = re.compile(
    rf"(?<![\w.])(?>{INITIALS}|{PARTICLE}|(?:of|for|the|del|für|pour|des)(?=\s)|{CAPITALISED}|[,，&]|\s|(?:{_JOINS})(?=\s))++$"
)
"""Names and what joins them, up to the end."""
NAME_WORD = re.compile(rf"(?<!\w)(?:(?:{PARTICLE})\s{{0,2}}){{0,3}}{CAPITALISED}")
"""A name with its particles."""
VERSUS = re.compile(r"\s(?:vs?|c|gegen|contre|contra)\.?\s$")
"""What goes before the other party of a case: `Moss v. Reed (1999)`."""
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·、]{2,24}$")
_EASTERN_JOIN = re.compile("[・、和与與及と]")
_EASTERN_NAME_CHARS = 6
_EASTERN_NAMES = 3
"""So many names of one work are told apart where no space parts them."""


class Named(NamedTuple):
    """Authors that may stand before a year in brackets: where they begin, and what they are called."""

    start: int
    names: tuple[str, ...]
    others: bool = False
    """Whether words stand for further authors."""
    behind_comma: bool = False
    """Whether names before them are left out, which a comma parts from them."""
    only_listed: bool = False
    """Whether it is a name only where an entry has it."""


def authors_before(text: str, since: int, at: int) -> Iterator[Named]:
    """The authors that the words which end at `at` may be, the likeliest first."""
    window = text[since:at]
    words = window.rstrip()
    if len(window) - len(words) > 1:
        return
    words = _POSSESSIVE.sub("", words)
    more = OTHERS_AT_END.search(words)
    if more:
        words = words[: more.start()]
    yield from _eastern(words, since)
    run = _RUN.search(words)
    pieces = _pieces(words, run.start()) if run else []
    first = True
    while pieces:
        further = tuple(words[a:b].strip() for a, b in pieces[1:])
        begin, end = pieces[0]
        for word in NAME_WORD.finditer(words, begin, end):
            if VERSUS.search(words, 0, word.start()):
                continue  # a case before a court
            name = " ".join(words[word.start() : end].split())
            yield Named(since + word.start(), (name, *further), more is not None, not first)
        joined = words[end : pieces[1][0]] if len(pieces) > 1 else ""
        if joined.strip() not in (",", "，"):
            return  # behind `and` stands no first author
        pieces, first = pieces[1:], False


def _pieces(words: str, start: int) -> list[tuple[int, int]]:
    """The names in `words` from `start` on, parted by commas and what joins them."""
    found: list[tuple[int, int]] = []
    at = start
    for separator in SEPARATOR.finditer(words, start):
        found.append((at, separator.start()))
        at = separator.end()
    found.append((at, len(words)))
    return [(a, b) for a, b in found if NAME_WORD.search(words, a, b)]


def _eastern(words: str, since: int) -> Iterator[Named]:
    """Chinese, Japanese and Korean names, which no space parts from the words before: only those that an entry has."""
    found = _EASTERN.search(words)
    if found is None:
        return
    pieces = _EASTERN_JOIN.split(found[0])[-_EASTERN_NAMES:]
    at = len(words) - len("・".join(pieces))
    for n, piece in enumerate(pieces):
        end = at + len(piece)
        for length in range(min(_EASTERN_NAME_CHARS, len(piece)), 1, -1):
            start = end - length
            yield Named(
                since + start,
                (words[start:end], *pieces[n + 1 :]),
                behind_comma=len(pieces) > n + 1,
                only_listed=True,
            )
        at = end + 1
