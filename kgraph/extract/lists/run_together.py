"""Entries that follow one another in one paragraph: where each begins (semantics-human, A11)."""

from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import CAPITAL
from kgraph.extract.entries.surnames import PARTICLE
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.model import Block

_SURNAME = rf"(?:{PARTICLE}\s){{0,3}}[{CAPITAL}][\w'’-]{{1,40}}+"
_PERSON = rf"{_SURNAME},\s[{CAPITAL}]\.(?:[\s-]?[{CAPITAL}]\.){{0,3}}"
_HEAD = rf"{_PERSON}(?:,?\s(?:(?:and|&|und|et|y|e|en)\s)?{_PERSON}){{0,12}}(?:,?\set al\.?)?\s\({YEAR_DIGITS}[a-z]?[^()\n]{{0,30}}\)"
_BEGINS = re.compile(_HEAD)
_NEXT = re.compile(rf"(?<=\S)\s+(?={_HEAD})")
_ADDRESS_END = re.compile(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,9}/)\S{1,300}$")
_NEXT_LABEL = re.compile(r"(?:[;,|·]|(?<!\s))\s++(?=\[(?P<number>\d{1,3})\]\s)")
_SHORTEST_ENTRY = 8
_LONGEST_ADDRESS = 320
"""So many characters before an entry may hold the address that ends the one before."""


def labels_apart(block: Block, start: int, end: int) -> list[tuple[int, int]]:
    """The entries in plain `[start, end)`, whose numbers in brackets count up from 1 in one line.

    `[1] Tides. [2] Moons, as [3] has it` are two: a number begins an entry behind a stop, a link or a sign that parts.
    """
    text = block.text
    if not text.startswith("[1] ", start):
        return [(start, end)]
    ends = {b for _, b, _ in find_links(block, start, end)}
    found: list[tuple[int, int]] = []
    at = start
    for gap in _NEXT_LABEL.finditer(text, start, end):
        stop = gap.start()
        parted = gap[0][0] in ";,|·" or text[stop - 1] in ".)!?" or stop in ends
        if parted and gap["number"] == str(len(found) + 2) and stop - at >= _SHORTEST_ENTRY:
            found.append((at, stop))
            at = gap.end()
    return [*found, (at, end)]


def entries_apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The entries in `[start, end)` of `text`, each by surname, initials and year: one begins behind a stop or an address.

    `Quinn, M. (2009). Kites. Singh, A. (2003). Moons.` are two; `Quinn, M. (2009). Kites. In Singh, A. (Ed.), Moons.` is one.

    >>> entries_apart("Quinn, M. (2009). Kites. Singh, A. (2003). Moons.", 0, 49)
    [(0, 24), (25, 49)]
    """
    if not _BEGINS.match(text, start, end):
        return [(start, end)]
    found: list[tuple[int, int]] = []
    at = start
    for gap in _NEXT.finditer(text, start, end):
        before = text[gap.start() - 1]
        if before in ".!?。" or _ADDRESS_END.search(
            text, max(at, gap.start() - _LONGEST_ADDRESS), gap.start()
        ):
            found.append((at, gap.start()))
            at = gap.end()
    return [*found, (at, end)]
