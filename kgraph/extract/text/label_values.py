"""Labels of entries by their value: a marker and an entry match by it, in whatever digits each prints it (semantics, G4)."""

import unicodedata

from kgraph import late_re as re

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Numbers in circles, as notes in Chinese, Japanese and Korean are labelled."""
NOTE_WORD = "[注註]"
"""The word for a note before its number: `注1`."""
_NUMBER = re.compile(rf"(?:{NOTE_WORD}\s?)?(\d{{1,4}})")


def value_of(label: str) -> str:
    """The number that `label` prints, in ASCII digits; a label that is no number is its own value.

    >>> [value_of(label) for label in ("①", "１", "١", "注1", "a1")]
    ['1', '1', '1', '1', 'a1']
    """
    if label.isascii():
        return label
    if len(label) == 1 and label in CIRCLED:
        return str(int(unicodedata.numeric(label)))
    match = _NUMBER.fullmatch(label)
    return str(int(match[1])) if match else label
