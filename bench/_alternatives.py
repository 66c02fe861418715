"""The alternatives of a regular expression, and what is left of it without one."""

import re
from dataclasses import dataclass

_LOOKS = re.compile(r"\(\?<?[=!]|\(\?P=|\\[1-9]")
"""What makes an alternative say more than itself: it looks around, or back at a group."""
_CLOSED = re.compile(r"\)*")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several alternatives, at `[start, end)` of a pattern; `others` are the spans of those beside it."""

    start: int
    end: int
    others: tuple[tuple[int, int], ...]
    ends_pattern: bool
    """Whether nothing stands behind its group, to the end of the pattern."""


def alternatives(pattern: str) -> list[Alternative]:
    """Every alternative that has another beside it, but for empty ones; in order of where they end."""
    found: list[Alternative] = []
    open_groups: list[tuple[int, list[int]]] = [(0, [])]
    conditional: set[int] = set()
    i = 0
    while i < len(pattern):
        sign = pattern[i]
        if sign == "\\":
            i += 2
            continue
        if sign == "[":
            i = _behind_class(pattern, i)
            continue
        if sign == "(":
            content = _content(pattern, i)
            if pattern.startswith("(?(", i):
                conditional.add(content)
            open_groups.append((content, []))
            i = content
            continue
        if sign == "|":
            open_groups[-1][1].append(i)
        elif sign == ")" and len(open_groups) > 1:
            start, bars = open_groups.pop()
            if start not in conditional:
                found += _parted(pattern, start, bars, i)
        i += 1
    if len(open_groups) == 1:
        found += _parted(pattern, 0, open_groups[0][1], len(pattern))
    return found


def without(pattern: str, gone: Alternative) -> str:
    """The pattern without the alternative, and without the bar that parts it from the next or the one before."""
    if pattern[gone.end : gone.end + 1] == "|":
        return pattern[: gone.start] + pattern[gone.end + 1 :]
    return pattern[: gone.start - 1] + pattern[gone.end :]


def makes_no_difference(pattern: str, gone: Alternative, flags: int, *, whole: bool) -> bool:
    """Whether it can be proved that the pattern finds the same without this alternative.

    A literal is spared where another alternative of its group matches all of it, or where one before it matches
    its beginning and nothing stands behind the group (unless the pattern may be used for `whole` texts).
    """
    literal = _literal(pattern[gone.start : gone.end])
    if literal is None:
        return False
    for start, end in gone.others:
        other = pattern[start:end]
        if _LOOKS.search(other) or any(ord(sign) >= 0xF0000 for sign in other):
            continue
        try:
            compiled = re.compile(other, flags)
        except re.error:
            continue
        if compiled.fullmatch(literal):
            return True
        if (
            start < gone.start
            and gone.ends_pattern
            and not whole
            and _literal(other)
            and compiled.match(literal)
        ):
            return True
    return False


def _parted(pattern: str, start: int, bars: list[int], end: int) -> list[Alternative]:
    if not bars:
        return []
    spans = list(zip([start, *(bar + 1 for bar in bars)], [*bars, end], strict=True))
    last = _CLOSED.match(pattern, end)
    ends = last is not None and last.end() == len(pattern)
    return [
        Alternative(a, b, tuple(span for span in spans if span != (a, b)), ends) for a, b in spans if a < b
    ]


def _behind_class(pattern: str, i: int) -> int:
    """Where a class of characters ends that begins at `i`."""
    i += 2 if pattern[i + 1 : i + 2] == "^" else 1
    i += pattern[i : i + 1] == "]"
    while i < len(pattern) and pattern[i] != "]":
        i += 2 if pattern[i] == "\\" else 1
    return i + 1


_OPENING = re.compile(r"\((?:\?(?:P<\w+>|P=\w+|\(\w+\)|<?[=!]|[aiLmsux-]*:|[aiLmsux]+|>|#[^)]*))?")


def _content(pattern: str, i: int) -> int:
    """Where the content of a group begins whose parenthesis stands at `i`."""
    opening = _OPENING.match(pattern, i)
    assert opening is not None, "a group begins with a parenthesis"
    return opening.end()


def _literal(text: str) -> str | None:
    """The one text that an alternative matches; None where it is no literal."""
    found, i = [], 0
    while i < len(text):
        if text[i] == "\\" and text[i + 1 : i + 2] and not text[i + 1].isalnum():
            i += 1
        elif text[i] in "\\.^$*+?{}[]()|" or ord(text[i]) >= 0xF0000:
            return None
        found.append(text[i])
        i += 1
    return "".join(found)
