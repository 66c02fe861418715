"""Words whose stop ends no sentence, in the languages of cited articles, and those whose stop may (semantics, section 5)."""

import re

INITIALISM = re.compile(r"\b[A-Za-z]\.[A-Za-z]\.$")
"""`U.S.`, `i.e.`."""
_WORDS = (
    r"approx|ca|cf|e\.?g|i\.?e|viz|vs|al|vol|vols|no|nos|nr|fig|figs|eq|eqs|sec|secs|sect|ch|chap|pp|p|art|ed|eds|est|max|min|avg|dept|univ|inc|ltd|co|corp|jr|sr|"
    r"st|mr|mrs|ms|messrs|dr|prof|rev|gen|col|sgt|hon|pres|gov|sen|rep|vd|ve ark|ark|arş|öğr|şti|bkz|örn|yak|yy|bzw|ca|d\.?h|z\.?\s?b|u\.?\s?a|usw|evtl|ggf|inkl|bspw|vgl|sog|hrsg|aufl|bd|"
    r"etc|par ex|p\.?\s?ej|resp|incl|excl|ref|refs|app|def|thm|prop|lem|rem|ex|op|cit|ibid|dist|ext|esp|orig|pub|repr|rpt|ser|supp|suppl|trans|tr|sp|spp|var|cv|"
    r"sra|srta|sres|dra|dña|profa|núm|págs?|ee|uu|uds?|aprox|séc|ltda|exmo|exma|ilmo|ilma|ej|mme|mlle|mm|env|éd|av|j\.-c|dott|dott\.ssa|sig|sigg|avv|ing|soc|ecc|abs|mio|mrd|jh|jahrh|einw|str|tel|"
    r"bijv|blz|dhr|mevr|drs|dr\.\sir|np|tzn|tj|zob|hab|mgr|inż|św|ks|dn|tzw|por|hrs|ul|lett|"
    r"рис|табл|стр|см|ср|др|пр|гг|вв|тыс|руб|кв|ст|напр|ул|им|проф|акад|обл|yrd|doç|(?-i:Fa|Cia|Gör)|(?:[A-ZÀ-ɏ]\.)?[A-Za-zÀ-ɏΑ-ωА-Яа-яЁё]|(?:[^\W\d_]\.){2,4}[^\W\d_]"
)
"""Those of scholarly prose in many languages, whatever their case but for a few that are words otherwise (`fa`, `CIA`)."""
_ABBREVIATIONS = re.compile(rf"(?:^|[\s(\[“\"'/-])(?:{_WORDS})\.$", re.IGNORECASE)
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
LONG_ABBREVIATIONS = frozenset(
    word.replace("?", "")[-4:]
    for word in _WORDS.split("|")
    if len(word) > 3 and word.replace("?", "").isalpha()
)
"""The last four letters of those that are that long (`approx.`)."""
NUMBER_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:kap|capp?|pagg?|abb|anm|rys|tj|ust|lett|кв|ст|прил|разд|approx|ca|c|vol|no|nos|nr|fig|figs|eq|sec|ch|chap|pp?|art|bd|cf|ver|v|est|min|max|pt|par|§|al|vd|rel|refs?|eqs|secs|std|thm|app|tab|núm|págs?|рис|табл|стр|с|т|гл|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)
"""Those that a number follows: `Fig. 3`, `vol. 2`."""


def abbreviated(tail: str) -> bool:
    """Whether the stop at the end of `tail`, the last characters of some words, is that of an abbreviation.

    >>> abbreviated("as in Fig."), abbreviated("of all figures.")
    (True, False)
    """
    word = tail[-5:-1]
    if len(word) == 4 and word.isalpha() and word.lower() not in LONG_ABBREVIATIONS:
        return False  # four letters and more: none of those below, and the pattern is slow
    return bool(_ABBREVIATIONS.search(tail))
