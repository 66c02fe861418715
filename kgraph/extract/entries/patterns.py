"""Patterns that tell an entry from prose and say what it is made of."""

from kgraph import late_re as re
from kgraph.extract.lexicon import each, patterns_of, words_of
from kgraph.extract.text.characters import YEAR_DIGITS

STROKES = r"\s//(?:\s|(?=[\w«“„\"]))"
"""What parts a title from its venue by the Russian standard, in other languages too: `Kites // Sea Journal`."""
_DAY_BEHIND_YEAR = r"-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_PAGES_BEHIND = r"–\d{1,4}[\s,.;(]{1,3}(?:1[89]|20)\d\d"
YEAR = re.compile(
    rf"(?:1(?<![\d/.=_–-]1)[5-9]|2(?<![\d/.=_–-]2)0)\d\d(?:{_DAY_BEHIND_YEAR}|[a-z]?)"
    rf"(?![A-Za-z\d/_-]|\.\d|{_PAGES_BEHIND})"
)
"""A year, or a day as ISO 8601 writes it. What must not go before it is asked behind its first digit: the engine
skips to a digit far quicker than it asks at every place. Before a dash, a number and a year it is a page."""
QUOTED = re.compile(
    r"(?:[\"“„«「『《〈]|(?<!\S)»(?=\w))(?P<title>[^\"“”„«»「」『』《》〈〉]{2,400}(?:(?:“[^\"”]{1,100}”|[‘'][^\"”’']{1,100}[’'])[^\"”“]{0,200})?)[\"«”“»」』》〉]"
)
SINGLE_QUOTED = re.compile(
    r"(?:^|(?<=[\s(]))['‘](?P<title>[^'‘’\n]{8,200}(?:[’'](?=\w)[^'‘’\n]{1,100}){0,3})[’'](?=[,.;:]?(?:\s|$))"
)
"""A title in single quotes; an apostrophe within it stands between letters."""
CAPITAL = "A-ZÀ-ÞŁŚŠŞŹŻŽĆČĐĎĘĄĞİŇŃŘŐŰŮŤ"
"""Capital letters that names begin with, as within a set of characters."""
_UNDATED = patterns_of("patterns.undated")
"""What stands for the date of what has none, in English, Spanish, Portuguese, French, Latin and German."""
_IN_PRESS = words_of("author_years.undated")
WIDE_YEAR = rf"（(?P<wide>{YEAR_DIGITS}[^（）]{{0,20}}|{_IN_PRESS})）[。．，：]?"
"""The year between authors and title in Chinese and Japanese, and what stands for it: `王明（2019）。`, `王明（待刊）。`."""
NO_YEAR = re.compile(
    rf"(?:(?<=\S\s)[(（]|(?<=[\u3040-\u30ff\u3400-\u9fff])（)(?:{_UNDATED}|(?i:{_IN_PRESS}))[)）]"
)
"""What stands in brackets for the year of an entry: `Moss, A. (n.d.).`, `王明（待刊）。`"""
_MONTHS = {month[:3] for month in each("words.months", "en", "de")}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS))}|{words_of('words.seasons')})[a-z]{{0,6}}"
_DATED = rf"(?:(?:\d{{1,2}}\s)?{_MONTH}\.?\s(?:\d{{1,2}},?\s)?)?{YEAR_DIGITS}[a-z]?[^()]{{0,30}}"
_INITIALS = rf"(?:[{CAPITAL}]\.(?:[\s-]?[{CAPITAL}]\.){{0,3}}|[{CAPITAL}]{{1,3}}(?=[\s,;.:&]|$))"
_SURNAME = (
    rf"(?:(?:{words_of('words.surname_particles')})\s)?"
    rf"[{CAPITAL}][\w'’-]{{1,40}}+(?:\s[{CAPITAL}][\w'’-]{{1,40}}+)?"
)
_NO_ARTICLE = (
    rf"(?!A\s(?<![,;&d]\sA\s)(?!{_SURNAME}(?:,\s(?:and\s|&\s)?|\s(?:and|&)\s){_INITIALS}\s[{CAPITAL}]))"
)
"""`A` is the initial of a name behind other names, or before them (`A Roe, B Lee. Tides`); else an article (`A Kite: …`)."""
_LISTED_PERSON = (
    rf"{_SURNAME},\s{_INITIALS}(?:\s(?:{words_of('words.name_particles')})(?=,|\s&|\sand\b))?|{_NO_ARTICLE}{_INITIALS}\s{_SURNAME}(?:,\s[JS]r\.)?"
    rf"|{_SURNAME}\s[{CAPITAL}]{{1,3}}(?:\s(?:Jr|Sr|I{{2,3}}))?(?=[,;.:])"
)
_NEXT_PERSON = r",?\s(?:and|&|et al)\.?\s?|\.?[,;]\s|(?<=\.)\s|[.:]\s"
SMALL_NAME = r"[A-ZÀ-ÞĀ-Ž][a-zß-ÿ’'][\w'’-]{0,30}"
"""A name in small letters behind its capital."""
EDITED = rf"\((?:{patterns_of('patterns.note_editors')})\.?\)"
"""What says in brackets behind names that they edited: `(Eds.)`, `(Hg.)`."""
_LIST_ENDS = (
    rf"(?:et al\.?|(?:and )?others\b|u\.\s?a\.)?(?:(?:editors?|[Ee]ds?|Hrsg)\.(?=\s)|{EDITED})?[.,:]?"
)
AUTHOR_LIST = re.compile(
    rf"^(?P<authors>(?>(?>{_LISTED_PERSON})(?>{_NEXT_PERSON})){{1,20}}{_LIST_ENDS})\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
PERSON = re.compile(rf"{_SURNAME},?\s{_INITIALS}|{_INITIALS}\s{_SURNAME}")
"""One person by surname and initials, in either order."""
LEADING_ID = re.compile(
    r"^(?:arXiv:\s?\d{4}\.\d{4,5}(?:v\d{1,2})?|doi:\s?10\.\d{4,9}/\S{1,200}|PMID:?\s?\d{1,9})\s*(?:[–—]\s*|[:,.]\s+|\s-\s+)(?=\w)",
    re.IGNORECASE,
)
"""An identifier that goes before the words: `arXiv:2101.00001 – Title`."""
LEADING_YEAR = re.compile(rf"^\(?{YEAR_DIGITS}[a-z]?\)?[.,:;]\s*(?=\S)")
"""The year between authors and title: `Lee, K. 2019. The moon.`"""
ONLY_HEAD = re.compile(
    rf".{{2,300}}?(?:\((?:{YEAR_DIGITS}[a-z]?[^()]{{0,30}}|n\.\s?d\.)\)[.,:]?|[,;&]|\band|\bet al\.?)\s*",
    re.DOTALL,
)
"""A first line that ends in authors and year, so that the title stands on the next."""
_BEHIND_DATE = r"(?:[.,:;]\s*|\s+(?P<dash>[-–—])\s+|\s+(?=[\w\"“*«„]))"
APA = re.compile(
    rf"^(?P<authors>[^()]{{2,400}}?)[\s,]*\((?P<date>{_DATED}|{_UNDATED}|(?i:{_IN_PRESS}))\){_BEHIND_DATE}(?P<rest>.*)$",
    re.DOTALL,
)
YEAR_COLON = re.compile(
    rf"^(?P<authors>[^()]{{2,200}}?),?\s(?P<date>{YEAR_DIGITS}[a-z]?):\s+(?P<rest>.*)$", re.DOTALL
)
SIGNAL = re.compile(rf"(?i:{patterns_of('patterns.note_signals')})[:,]?\s+(?=[A-ZÀ-Þ\"“*«])")
"""Words of the writer before what a note cites: `See Miller, …`."""
SEE = re.compile(r"(?:\bsee(?: also)?|\bcf\.)\s+(?:(?:this|the|an?|our|my|his|her|their)\s)?$", re.IGNORECASE)
"""What goes before a link to something else than the source."""
JOURNAL = re.compile(
    r"[.?!]\s+(?=[A-Z][\w. &:()-]{1,80}?\s(?:1[89]|20)\d\d(?:\s[A-Z][a-z]{2}(?:\s\d{1,2})?)?;)"
)
"""What ends a title by the style of Vancouver: `Vitamin D. N Engl J Med. 2007;357`."""
_MADE_BY = r"(?:[Dd]irected|[Ww]ritten|[Pp]roduced|[Cc]reated|[Pp]resented) by"
_DIRECTOR = rf"[{CAPITAL}][\w'’-]{{1,40}}(?:\s[{CAPITAL}][\w'’.-]{{0,40}}){{1,3}}"
FILM = re.compile(
    rf"(?P<title>[^()]{{3,200}}?)\s\((?P<date>(?:1[89]|20)\d\d)\)[.,:]?\s{_MADE_BY} (?P<authors>{_DIRECTOR})(?=[,.;\s\[]|$)"
)
"""A film, which its director signs: `The tide (2020) Directed by Ann Moss [Film]`."""
