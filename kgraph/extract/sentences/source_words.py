"""Words that only name the sources of what stands above: `Source:`, `来源：`, `Quellen:`."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of, words_of

SOURCE = rf"(?:{patterns_of('patterns.source_lines')})"
"""A word for a source, in whatever language."""
_HEAD = re.compile(rf"(?<![^\W_]){SOURCE}\s?[:：]", re.IGNORECASE)
_COLON = re.compile(r"[:：](?!//)")
_WORD_CHARS = 40
"""No word for a source, with the colon behind it, has more characters."""
_FIELD = r"[^\W\d_][^|:：\n]{0,30}[:：][^|\n]{0,60}\|\s{0,3}"
JOIN = rf"(?:(?:{words_of('words.and')}|e)(?=\s|$)|和|及)"
"""A word that joins two sources of a line."""
_SAID = re.compile(
    rf"(?:{_FIELD}){{0,3}}{SOURCE}\s?[:：](?:[\s|,;.·•/&()，；、。（）]|(?<!\w){JOIN}){{0,60}}", re.IGNORECASE
)
"""All that a source line says besides its markers: `Source:`, `Date: May 2 | Sources: ,`, `Source: and`."""
_OPENING = re.compile(r"[(（\[【]\s?$")
_LINE_CHARS = 200
_HEAD_CHARS = 60
"""How many characters before its first link the head of a source line begins at most."""


def is_source_line(text: str) -> bool:
    """Whether `text`, from which the markers were taken, says no more than that they are sources.

    >>> [is_source_line(text) for text in ("Source:", "Date: May 2 | Sources: ,", "Sources say so.")]
    [True, True, False]
    """
    return len(text) < _LINE_CHARS and _SAID.fullmatch(text) is not None


def source_heads(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where `Source:` and its like stand in `text[start:end]`.

    Looked for from their colons, which are few.

    >>> source_heads("Rain falls. Source: a. https://b.org", 0, 36), source_heads("Resource: b", 0, 11)
    ([(12, 19)], [])
    """
    if ":" not in text and "：" not in text:
        return []
    found, last = [], start
    for colon in _COLON.finditer(text, start, end):
        behind = colon.end()
        if head := _HEAD.search(text, max(last, behind - _WORD_CHARS), behind):
            found.append(head.span())
        last = behind
    return found


def head_before(text: str, at: int) -> int:
    """Where the head of the source line begins whose first link is at `at`; `at` where it is not the first."""
    begin = max(0, at - _HEAD_CHARS)
    heads = [head for head, end in source_heads(text, begin, at) if not text[end:at].strip(" \t\n*_")]
    if not heads:
        return at
    head = heads[-1]
    opening = _OPENING.search(text[max(0, head - 2) : head])
    return head - len(opening[0]) if opening else head
