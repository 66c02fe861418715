"""Edits of a text at places of it: what they do not name stays, byte for byte."""

from collections.abc import Iterable
from typing import NamedTuple

_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
"""Byte order mark, and the encoding that it tells."""


class Edit(NamedTuple):
    """`text` takes the place of code points `[start, end)`."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all `edits`, whose places count into it as it was; one that touches an earlier one's place is left out.

    >>> apply("see [3] and [1]", [Edit(13, 14, "2"), Edit(5, 6, "1")])
    'see [1] and [2]'
    """
    parts, at = [], 0
    for edit in sorted(set(edits)):
        if edit.start < at:
            continue
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))


def encoded(text: str, like: bytes) -> bytes:
    """`text` in the encoding of the file whose bytes are `like`, its byte order mark and line ends kept.

    >>> encoded("a", b"\\xef\\xbb\\xbfb"), encoded("a\\nb", b"a\\rc")
    (b'\\xef\\xbb\\xbfa', b'a\\rb')
    >>> encoded("\\u010a\\n", "\\ufeff\\u010a\\r".encode("utf-16-le")).decode("utf-16")
    '\u010a\\r'
    """
    mark, name = next(((mark, name) for mark, name in _MARKS if like.startswith(mark)), (b"", "utf-8"))
    written = like[len(mark) :].decode(name, "replace")
    if "\r" in written and "\n" not in written:
        text = text.replace("\n", "\r")
    return mark + text.encode(name)
