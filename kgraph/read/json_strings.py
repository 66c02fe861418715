"""Strings of JSON → the text they hold, with the way back to the file, escape by escape."""

from collections.abc import Iterable

from kgraph import late_re as re
from kgraph.spans import Cell, Span, line_starts

_ESCAPE = re.compile(
    r"\\(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})|u(?P<unit>[0-9a-fA-F]{4})|(?P<sign>.))"
)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LONE = "\ufffd"
"""Stands for half of a character, which is no text."""


def cell_of(source: str, number: int, strings: Iterable[Span]) -> Cell:
    """The cell whose text is that of the `strings`, joined; a span leaves out the quotation marks.

    >>> cell_of('"a\\\\n", "b"', 1, [Span(1, 4), Span(8, 9)])
    Cell(number=1, text='a\\nb', runs=((0, 1, 2), (1, 2, 4), (2, 8, 9)), line_starts=(0, 2))
    """
    parts: list[str] = []
    runs: list[tuple[int, int, int]] = []
    plain = 0
    for start, end in strings:
        at = start
        for escape in _ESCAPE.finditer(source, start, end):
            if escape.start() > at:
                runs.append((plain, at, escape.start()))
                parts.append(source[at : escape.start()])
                plain += escape.start() - at
            runs.append((plain, *escape.span()))
            parts.append(_character(escape))
            plain += 1
            at = escape.end()
        if end > at:
            runs.append((plain, at, end))
            parts.append(source[at:end])
            plain += end - at
    text = "".join(parts)
    return Cell(number, text, tuple(runs), line_starts(text))


def _character(escape: re.Match[str]) -> str:
    if escape["high"]:
        return chr(0x10000 + ((int(escape["high"], 16) - 0xD800) << 10) + int(escape["low"], 16) - 0xDC00)
    if escape["unit"]:
        code = int(escape["unit"], 16)
        return _LONE if 0xD800 <= code < 0xE000 else chr(code)
    return _SIGNS.get(escape["sign"], escape["sign"])


def with_objects(cell: Cell, places: Iterable[int]) -> Cell:
    r"""`cell` with U+FFFC before each of the `places` of its text, in order: signs for what the file has not.

    >>> with_objects(Cell(1, "ab", ((0, 5, 7),), (0,)), [1, 2])
    Cell(number=1, text='a\ufffcb\ufffc', runs=((0, 5, 6), (1, 6, 6), (2, 6, 7), (3, 7, 7)), line_starts=(0,))
    """
    text: list[str] = []
    runs: list[tuple[int, int, int]] = []
    begin, plain = 0, 0
    for place in places:
        for at, first, last in cell.pieces(begin, place) if place > begin else ():
            runs.append((at + plain, first, last))
        after = cell.span(place - 1, place).end if place else cell.start
        runs.append((place + plain, after, after))
        text += (cell.text[begin:place], "\ufffc")
        begin, plain = place, plain + 1
    if not runs:
        return cell
    if begin < len(cell.text):
        runs += ((at + plain, first, last) for at, first, last in cell.pieces(begin, len(cell.text)))
    joined = "".join((*text, cell.text[begin:]))
    return Cell(cell.number, joined, tuple(runs), line_starts(joined))
