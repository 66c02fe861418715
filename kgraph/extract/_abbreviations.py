"""Words whose stop ends no sentence, in the languages of cited articles, and those whose stop may (semantics, section 5)."""

import re

INITIALISM = re.compile(r"\b[A-Za-z]\.[A-Za-z]\.$")
"""`U.S.`, `i.e.`."""
_ABBREVIATIONS = re.compile(
    r"(?:^|[\s(\[“\"'/-])(?:approx|ca|cf|e\.?g|i\.?e|viz|vs|al|vol|vols|no|nos|nr|fig|figs|eq|eqs|sec|secs|sect|ch|chap|pp|p|art|ed|eds|est|max|min|avg|dept|univ|inc|ltd|co|corp|jr|sr|"
    r"st|mr|mrs|ms|dr|prof|rev|gen|col|sgt|hon|pres|gov|sen|rep|vd|ve ark|ark|bkz|örn|yak|yy|bzw|ca|d\.?h|z\.?\s?b|u\.?\s?a|usw|evtl|ggf|inkl|bspw|vgl|sog|hrsg|aufl|bd|"
    r"etc|par ex|p\.?\s?ej|resp|incl|excl|ref|refs|app|def|thm|prop|lem|rem|ex|op|cit|ibid|dist|ext|esp|orig|pub|repr|rpt|ser|supp|suppl|trans|tr|sp|spp|var|cv|"
    r"sra|srta|sres|dra|dña|profa|núm|págs?|ee|uu|uds?|aprox|ej|mme|mlle|mm|env|éd|dott|sig|ecc|abs|mio|mrd|jh|str|tel|bijv|blz|dhr|mevr|np|tzw|por|hrs|ul|"
    r"рис|табл|стр|см|ср|др|пр|гг|вв|тыс|руб|ул|им|проф|акад|обл|yrd|doç|(?:[A-ZÀ-ɏ]\.)?[A-Za-zÀ-ɏΑ-ωА-Яа-яЁё])\.$",
    re.IGNORECASE,
)  # fmt: skip
NUMBERED = re.compile(r"[\d#]|[IVXLC]+\b")
"""What follows `No.` where it stands for a number, not for a refusal."""
MEASURED = re.compile(
    r"(?:\d\s?(?:[mghstl]|[kcdmµn]m|k[gm]|min|ft|mi|lbs?)|°\s?[CF]|[\dIVXХ]\s?(?:гг?|вв?|м|кг?|ч|руб)|(?:тыс|млн|млрд)\.?\sруб|т\.\s?[дп]|н\.\s?э|\bи\s(?:др|пр))\.$"
)
"""Units behind their number, and Russian `и др.`: a sentence may end there (`116 m. It was found …`)."""
DATES = re.compile(r"(?:В|К|С|До|После|Около|Уже в|Ещё в|Лишь в|Только в)\s[\dIVXХ–-]{1,12}\s?(?:гг?|вв?)\.")
"""All that a sentence says before its subject: `В 1990 г. Москва …`."""
CLOCK = re.compile(r"\d\s?[ap]\.\s?m\.$")
OF_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b|[A-Z]{2,4}\b|(?:Eastern|Central|Mountain|Pacific|Greenwich|Local)\b"
)
"""What goes on behind `5 p.m.`: a day, a zone. Other words in capitals begin a sentence."""
ENDS_TOO = re.compile(
    r"(?:^|\W)(?:etc|al|inc|ltd|co|corp|jr|sr|usw|st|vd|uu|ecc|app|art|max|ref|pub|ex|var|mio|mrd|u\.s|u\.k|e\.u|a\.m|p\.m|ph\.d|[A-Z])\.$",
    re.IGNORECASE,
)
"""Those that may end a sentence, where a word follows that begins one."""
LONG_ABBREVIATIONS = frozenset(
    ["prox", "dept", "univ", "corp", "chap", "prof", "hrsg", "evtl", "inkl", "bspw", "aufl", "excl", "incl", "resp",
     "refs", "secs", "sect", "figs", "vols", "repr", "supp", "uppl", "orig", "prop", "pres", "ibid", "dist", "rans",
     "srta", "sres", "págs", "mlle", "dott", "bijv", "табл", "проф", "акад"]
)  # fmt: skip
"""The last four letters of those that are that long (`approx.`)."""
NUMBER_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:approx|ca|c|vol|no|nos|nr|fig|figs|eq|sec|ch|chap|pp?|art|bd|cf|ver|v|est|min|max|pt|par|§|al|vd|rel|refs?|eqs|secs|std|thm|app|tab|núm|págs?|рис|табл|стр|с|т|гл|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)
"""Those that a number follows: `Fig. 3`, `vol. 2`."""


def abbreviated(tail: str) -> bool:
    """Whether the stop at the end of `tail`, the last characters of some words, is that of an abbreviation.

    >>> abbreviated("as in Fig."), abbreviated("of all figures.")
    (True, False)
    """
    word = tail[-5:-1]
    if word.isalpha() and word.lower() not in LONG_ABBREVIATIONS:
        return False  # four letters and more: none of those below, and the pattern is slow
    return bool(_ABBREVIATIONS.search(tail))
