"""Characters by kind, told in one place: letters and digits, East Asian letters, raised digits, quotation marks, stops."""

from kgraph import late_re as re

WORD = re.compile(r"\w")
SAID = re.compile(r"[^\W_]")
"""A letter or a digit: what says something."""
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A kana, a Chinese character or a Hangul syllable."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
"""Raised digits to those of the line, for `str.translate`."""
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED_DIGIT = re.compile(f"[{RAISED_DIGITS}]")
_DIGIT = re.compile(rf"[\d{RAISED_DIGITS}]")
_ASCII_DIGIT = re.compile("[0-9]")
"""All that the former finds in ASCII, in half the time."""
DANDAS = "।॥"
"""The stops of Hindi, Bengali and other languages of India, alone and doubled: what they end is a sentence."""
OPENING_QUOTES = '"“„«»「『《〈'
"""What opens a quotation. Single quotes do so too, but are apostrophes as well."""
SENTENCE = re.compile(r"[.!?。！？]\s+\S")
"""The end of a sentence that another follows: how many there are tells prose from an entry."""
NEXT_SENTENCE = r"(?=\s{1,3}[^\Wa-zß-ÿ]|\s{0,3}$|\s{1,3}[^\w\s]|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
"""What follows a sentence: nothing, or what may begin one; a word in lower case goes on with it."""
YEAR_DIGITS = r"(?:1[5-9]|20)\d\d"
"""The digits of a year that a source may be of: `1532`, `2020`. Not `1066`, nor `2150`."""


def holds_digit(text: str) -> bool:
    """Whether `text` holds a digit, raised or not.

    >>> holds_digit("Version 2"), holds_digit("km²"), holds_digit("two")
    (True, True, False)
    """
    return (_ASCII_DIGIT if text.isascii() else _DIGIT).search(text) is not None
