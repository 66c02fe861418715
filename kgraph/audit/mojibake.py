"""Text that was decoded wrongly: what is certain, since encoded back it is UTF-8."""

import re
from collections.abc import Iterator

_LEFT_OUT = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""Bytes that Windows-1252 leaves open: a decoder makes control characters of them."""
_BYTE = {bytes([n]).decode("cp1252" if n not in _LEFT_OUT else "latin-1"): n for n in range(0x80, 0x100)}
_BYTE |= {chr(n): n for n in range(0x80, 0xA0)}


def _class(low: int, high: int) -> str:
    return "[" + "".join(re.escape(sign) for sign, n in _BYTE.items() if low <= n <= high) + "]"


_TAIL = _class(0x80, 0xBF)
_SEQUENCE = re.compile(
    rf"{_class(0xC2, 0xDF)}{_TAIL}|{_class(0xE0, 0xEF)}{_TAIL}{{2}}|{_class(0xF0, 0xF4)}{_TAIL}{{3}}"
)
_LEAD = re.compile(f"{_class(0xC2, 0xF4)}(?={_TAIL})")
_RUN = re.compile(rf"(?:{_SEQUENCE.pattern})+")


def mojibake(text: str) -> Iterator[tuple[int, int, str]]:
    """Each stretch of `text` that was decoded wrongly, and what it should be.

    >>> list(mojibake("It isnâ€™t São Tomé."))
    [(6, 9, '’')]
    """
    if text.isascii():
        return
    end = 0
    for lead in _LEAD.finditer(text):
        match = _RUN.match(text, lead.start()) if lead.start() >= end else None
        if match is None:
            continue
        end = match.end()
        try:
            right = bytes(_BYTE[sign] for sign in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if right.isprintable() or right.isspace():
            yield match.start(), match.end(), right
