"""Words whose stop ends no sentence, in the languages of cited articles, and those whose stop may (semantics, section 5)."""

from kgraph import late_re as re
from kgraph.extract.lexicon import each, patterns_of, words_of

INITIALISM = re.compile(r"\b[A-Za-z]\.[A-Za-z]\.$")
"""`U.S.`, `i.e.`."""
_WORDS = frozenset(each("words.abbreviations"))
_CAPITALIZED = frozenset(each("words.capitalized_abbreviations"))
"""Those that are words otherwise (`fa`, `CIA`)."""
_IN_CAPITALS = frozenset(each("words.abbreviations_in_capitals"))
"""Those that are set in capitals too; other words in capitals are names (`an SoC`, `the SEC`, `ING`)."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]")
"""`e.g`, `S.p.A`, `к.м.н`."""
_NARROW = re.compile(r".*[\u2e80-\uffff](.*)$")
"""What stands behind the last character of East Asia: `Fig` in `如Fig`."""
_BEGINS = str.maketrans(dict.fromkeys("\t\n\r\u00a0\u202f([“\"'/-", " "))
NUMBERED = re.compile(r"[\d#]|[IVXLC]+\b")
"""What follows `No.` where it stands for a number, not for a refusal."""
_UNITS = r"\d\s?(?:[mghstl]|[kcdmµn]m|k[gm]|min|ft|mi|lbs?)|°\s?[CF]"
MEASURED = re.compile(rf"(?:{_UNITS}|{patterns_of('patterns.measures')})\.$")
"""Units behind their number, and Russian `и др.`: a sentence may end there (`116 m. It was found …`)."""
DATES = re.compile(rf"(?:{patterns_of('patterns.dates')})\s[\dIVXХ–-]{{1,12}}\s?(?:гг?|вв?|r|w)\.")
"""All that a sentence says before its subject: `В 1990 г. Москва …`, `W 1990 r. Kraków …`."""
CLOCK = re.compile(r"\d\s?[ap]\.\s?m\.$")
_MONTHS = "|".join(month[:3] for month in each("words.months", "en"))
OF_CLOCK = re.compile(rf"(?:{_MONTHS})[a-z]{{0,6}}\b|[A-Z]{{2,4}}\b|(?:{words_of('words.zones')})\b")
"""What goes on behind `5 p.m.`: a day, a zone. Other words in capitals begin a sentence."""
ENDS_TOO = re.compile(rf"(?:^|\W)(?:{words_of('words.abbreviations_at_ends')}|[A-Z])\.$", re.IGNORECASE)
"""Those that may end a sentence, where a word follows that begins one."""
UNENDED = re.compile(rf"\b(?:{words_of('words.list_ends')})\.$")
"""Those that end a list: what begins with a capital behind them is the next sentence, but for the nouns of German."""
LONG_ABBREVIATIONS = frozenset(word[-4:] for word in _WORDS if len(word) > 3)
"""The last four letters of those that are that long (`approx.`)."""
NUMBER_ABBREVIATION = re.compile(
    rf"(?:^|[\s(\[\u2e80-\uffff])(?:{words_of('words.abbreviations_before_numbers')}|§)\.$", re.IGNORECASE
)
"""Those that a number follows: `Fig. 3`, `vol. 2`."""


def abbreviated(tail: str) -> bool:
    """Whether the stop at the end of `tail`, the last characters of some words, is that of an abbreviation.

    >>> abbreviated("as in Fig."), abbreviated("of all figures.")
    (True, False)
    """
    word = tail[:-1].translate(_BEGINS).rpartition(" ")[2]
    if not word.isascii():
        word = _NARROW.sub(r"\1", word)
    if word.isalpha():
        return (
            (len(word) == 1 and (tail[-3:-2] != "/" or (word.isupper() and word != "L")))  # `90 km/h`
            or (word.casefold() in _WORDS and (word[1:].islower() or word in _IN_CAPITALS))
            or word in _CAPITALIZED
            or (word == "ir" and tail.endswith("r. ir."))
        )
    return word.casefold() in _WORDS or bool(_INITIALS.fullmatch(word))
