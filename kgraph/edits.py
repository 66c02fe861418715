"""Edits of a text at places of it: what they do not name stays, byte for byte."""

from collections.abc import Iterable
from typing import NamedTuple


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
    """
    if b"\r" in like and b"\n" not in like:
        text = text.replace("\n", "\r")
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if like.startswith(mark):
            return mark + text.encode(name)
    return text.encode()
