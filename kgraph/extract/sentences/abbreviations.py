"""Words whose stop ends no sentence, in the languages of cited articles, and those whose stop may (semantics, section 5)."""

import re

from kgraph.extract.lexicon import each

INITIALISM = re.compile(r"\b[A-Za-z]\.[A-Za-z]\.$")
"""`U.S.`, `i.e.`."""
_WORDS = frozenset(each("abbreviations"))
_CAPITALIZED = frozenset(["Fa", "Cia", "Gör"])
"""Those that are words otherwise (`fa`, `CIA`)."""
_IN_CAPITALS = frozenset(
    ("FIG", "FIGS", "VOL", "VOLS", "NO", "NOS", "NR", "EQ", "PP", "INC", "LTD", "CO", "CORP", "JR", "SR", "ST", "MR",
     "MRS", "DR", "PROF", "DEPT", "UNIV", "VS", "AL", "ETC", "EE", "UU", "MM", "SRA", "ŞTI")
)  # fmt: skip
"""Those that are set in capitals too; other words in capitals are names (`an SoC`, `the SEC`, `ING`)."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]")
"""`e.g`, `S.p.A`, `к.м.н`."""
_NARROW = re.compile(r".*[\u2e80-\uffff](.*)$")
"""What stands behind the last character of East Asia: `Fig` in `如Fig`."""
_BEGINS = str.maketrans(dict.fromkeys("\t\n\r\u00a0\u202f([“\"'/-", " "))
NUMBERED = re.compile(r"[\d#]|[IVXLC]+\b")
"""What follows `No.` where it stands for a number, not for a refusal."""
MEASURED = re.compile(
    r"(?:\d\s?(?:[mghstl]|[kcdmµn]m|k[gm]|min|ft|mi|lbs?)|°\s?[CF]|\d{4}\s?r|[IVX]\sw|[\dIVXХ]\s?(?:гг?|вв?|м|кг?|ч|руб)|(?:тыс|млн|млрд)\.?\sруб|т\.\s?[дп]|н\.\s?э|\bи\s(?:др|пр))\.$"
)
"""Units behind their number, and Russian `и др.`: a sentence may end there (`116 m. It was found …`)."""
DATES = re.compile(
    r"(?:В|К|С|До|После|Около|Уже в|Ещё в|Лишь в|Только в|W|Od|Do|Po|Przed|Około|Już w|Dopiero w)\s[\dIVXХ–-]{1,12}\s?(?:гг?|вв?|r|w)\."
)
"""All that a sentence says before its subject: `В 1990 г. Москва …`, `W 1990 r. Kraków …`."""
CLOCK = re.compile(r"\d\s?[ap]\.\s?m\.$")
OF_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b|[A-Z]{2,4}\b|(?:Eastern|Central|Mountain|Pacific|Greenwich|Local)\b"
)
"""What goes on behind `5 p.m.`: a day, a zone. Other words in capitals begin a sentence."""
ENDS_TOO = re.compile(
    r"(?:^|\W)(?:etc|al|inc|ltd|co|corp|jr|sr|usw|st|vd|uu|ecc|jh|jahrh|app|art|max|ref|pub|ex|var|mio|mrd|u\.s|u\.k|e\.u|a\.m|p\.m|ph\.d|[A-Z])\.$",
    re.IGNORECASE,
)
"""Those that may end a sentence, where a word follows that begins one."""
UNENDED = re.compile(r"\b(?:etc|ecc|itd)\.$")
"""Those that end a list: what begins with a capital behind them is the next sentence, but for the nouns of German."""
LONG_ABBREVIATIONS = frozenset(word[-4:] for word in _WORDS if len(word) > 3)
"""The last four letters of those that are that long (`approx.`)."""
NUMBER_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\u2e80-\uffff])(?:kap|capp?|pagg?|abb|anm|rys|tj|ust|lett|кв|ст|прил|разд|approx|ca|c|vol|no|nos|nr|fig|figs|eq|sec|ch|chap|pp?|art|bd|cf|ver|v|est|min|max|pt|par|§|al|vd|rel|refs?|eqs|secs|std|thm|app|tab|núm|págs?|рис|табл|стр|с|т|гл|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
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
