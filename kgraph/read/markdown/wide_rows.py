"""Rows of tables with more cells than their head has: the parser drops what is beyond it."""

from kgraph import late_re as re
from kgraph.read.markdown.code_spans import without_code
from kgraph.read.markdown.masks import CELL_ENDS

_DELIMITERS = re.compile(
    r"^[ \t>]{0,9}\|?[ \t]{0,9}:?-+:?[ \t]{0,9}(?:\|[ \t]{0,9}:?-+:?[ \t]{0,9}){0,60}\|?[ \t]{0,9}\r?$",
    re.MULTILINE,
)
_DELIMITING = "|:- \t>\r"
"""All that the row below the head of a table is made of."""
_BAR = re.compile(r"(?<!\\)\|")
_MOST_BARS = 200


def mask_wide_rows(text: str) -> str:
    """`text`, as long as it is, with `CELL_ENDS` for each bar before a cell that the head of its table lacks.

    >>> mask_wide_rows("| a | b |\\n|---|---|\\n| c | d | [1] |").count(CELL_ENDS)
    1
    """
    if "|" not in text or not _may_hold_table(text) or not _DELIMITERS.search(text):
        return text
    bare, bars = without_code(text), list[int]()
    lines = bare.splitlines(keepends=True)
    columns, at = 0, 0
    for before, line in zip(["", *lines], lines, strict=False):
        if not columns and "|" not in before:
            at += len(line)
            continue
        if columns and not _BAR.search(line):
            columns = 0
        elif columns and not _DELIMITERS.match(line.rstrip("\r\n")):
            bars += (at + bar for bar in _beyond(line, columns))
        elif _BAR.search(before) and _DELIMITERS.match(line.rstrip("\r\n")):
            columns = len(_cells(before))
            columns = columns if columns == len(_cells(line)) else 0
        at += len(line)
    if not bars:
        return text
    chars = list(text)
    for bar in bars:
        chars[bar] = CELL_ENDS
    return "".join(chars)


def _may_hold_table(text: str) -> bool:
    """Whether a line is made of nothing but what the row below the head of a table is: told sooner than by the pattern."""
    return any("-" in line and not line.strip(_DELIMITING) for line in text.split("\n"))


def _cells(line: str) -> list[int]:
    """Where the bars of a row stand behind its cells, the last of which may have none."""
    start = len(line) - len(line.lstrip(" \t>"))
    bars = [m.start() for m in _BAR.finditer(line) if m.start() != start][:_MOST_BARS]
    return bars if bars and not line[bars[-1] + 1 :].strip() else [*bars, len(line)]


def _beyond(line: str, columns: int) -> list[int]:
    """The bars before the cells of a row beyond `columns`."""
    return _cells(line)[columns - 1 : -1]
