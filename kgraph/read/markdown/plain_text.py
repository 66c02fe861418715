"""Text pasted without Markdown: every line is a block of its own (semantics, section 5)."""

from collections.abc import Iterator

_MIN_LINES = 12
_MAX_BLANK_SHARE = 0.05
_LONG_LINE = 200


def is_pasted(text: str, start: int = 0) -> bool:
    """Whether `text` from `start` on has almost no blank lines and long lines.

    >>> is_pasted(("word " * 80 + "\\n") * 20)
    True
    """
    lines = text[start:].splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) < _MIN_LINES or lines.count("") > _MAX_BLANK_SHARE * len(lines):
        return False
    blank = sum(1 for line in lines if not line.strip())
    if blank > _MAX_BLANK_SHARE * len(lines):
        return False
    long = sum(len(line) for line in lines if len(line) >= _LONG_LINE)
    return long > 0.4 * sum(map(len, lines))


def lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines of `text` from `start` on that hold text."""
    at = start
    for line in text[start:].splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line.rstrip())
        at += len(line)
