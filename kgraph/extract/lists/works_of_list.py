"""Notes that speak of works of the list by their authors and years: `… a matter of harbours (see Moss, 2010).`"""

from collections.abc import Container, Sequence

from kgraph import late_re as re
from kgraph.extract.entries.surnames import folded
from kgraph.extract.lists.found import Taken
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.model import Block

Work = tuple[str, str]
"""The first name of an entry, folded, and a year of it."""

_YEAR = re.compile(rf"(?<!\d){YEAR_DIGITS}[a-z]?(?![\w-])")
_NAME = re.compile(r"[^\W\d_][\w'’-]{1,40}")
_HEAD_CHARS = 300
"""So much of an entry says who wrote it and when."""
_NAMES = 4
"""A family name has so many words at most."""
_BETWEEN = re.compile(r"(?:,?\s(?:et al\.?|&|[\w'’-]{2,30})){0,6}(?:[’']s?)?,?\s?[(\[]?")
"""What stands between a name and its year: further names, no title. Not `Moss, A., Tides, 2010`."""
_BEFORE_CHARS = 80
"""So far before its year an author is named."""
_SAID_WORDS = 4
"""With so many words before the first work a note says something."""
_GOES_ON = re.compile(r"[)\]]?,?\s[a-z]{2,20}(?:\s[^\s.]{1,30}){3}")
"""Words that go on with the sentence: `Moss (2001) has a great deal on harbours`."""


def works_listed(blocks: Sequence[Block], taken: Taken) -> frozenset[Work]:
    """Who wrote each work of the lists found so far, and when; nothing where their entries are called by labels."""
    if taken.labels != {None}:
        return frozenset()
    found: set[Work] = set()
    for i, spans in taken.spans.items():
        for start, end in spans:
            head = blocks[i].text[start : min(end, start + _HEAD_CHARS)]
            years = _YEAR.findall(head)
            names = _NAME.findall(head.partition(",")[0])[:_NAMES]
            found.update((folded(name), year) for name in names for year in years)
    return frozenset(found)


def says_of_works(block: Block, listed: Container[Work]) -> bool:
    """Whether a note says something and cites works of the list for it. Not `See Moss (2010).`, nor `Moss, A. (2010). Tides.`"""
    text = block.text
    for year in _YEAR.finditer(text):
        begin = max(0, year.start() - _BEFORE_CHARS)
        for name in _NAME.finditer(text, begin, year.start()):
            if (folded(name[0]), year[0]) in listed and _BETWEEN.fullmatch(text, name.end(), year.start()):
                said = len(text[: name.start()].split()) >= _SAID_WORDS
                return said or _GOES_ON.match(text, year.end()) is not None
    return False
