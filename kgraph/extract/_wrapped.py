"""Entries wrapped by an editor: where a line goes on in the next, the two are one."""

import re

from kgraph.model import Block

Line = tuple[Block, int, int]
"""A line of an entry: its block and its plain span."""

_NEVER_LAST = re.compile(
    r"(?:(?:^|\s)(?:a|an|the|of|for|and|or|in|on|to|with|by|from|at|via|as|is|are|into|der|die|das|und|für|von|mit|de|la|le|les|des|du|et|el|los|y|para|di|e|da|do)|[-–—&:])$"
)
"""What no title ends in."""
_NEW_FIELD = re.compile(
    r"(?:https?:|www\.|doi|arxiv|in\s|pp?\.|vol|no\.|ed\b|eds\b|isbn|accessed|retrieved|available|see\s)",
    re.IGNORECASE,
)
"""What begins a line of its own in lower case."""
_OPENING, _CLOSING = "“«「『《", "”»」』》"


def unwrapped(lines: list[Line]) -> list[Line]:
    """`lines`, where those that the first goes on in are joined to it."""
    while len(lines) > 1:
        (block, start, end), (other, following, last) = lines[:2]
        if other is not block or not _goes_on(block.text[start:end], block.text[following:last]):
            break
        lines = [(block, start, last), *lines[2:]]
    return lines


def _goes_on(line: str, following: str) -> bool:
    """Whether a line breaks off within a title: in a quotation, behind a word no title ends in, or before one in lower case."""
    line, following = line.rstrip(), following.lstrip()
    if not line or not following:
        return False
    if _quotes(line):
        return True
    if _NEW_FIELD.match(following):
        return False
    return bool(_NEVER_LAST.search(line)) or (line[-1].isalpha() and following[0].islower())


def _quotes(line: str) -> bool:
    """Whether a quotation is open at the end of the line."""
    if line.count('"') % 2:
        return line.rfind('"') < len(line) - 1 and not line[line.rfind('"') - 1 :][:1].isdigit()
    at = max(line.rfind(sign) for sign in _OPENING)
    return at >= 0 and not any(sign in line[at:] for sign in _CLOSING)
