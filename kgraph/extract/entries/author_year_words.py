"""What words look like that cite by author and year: `Nichol & Dhariwal, 2021`."""

from kgraph import late_re as re
from kgraph.extract.entries.surnames import PARTICLE
from kgraph.extract.lexicon import each, words_of
from kgraph.extract.text.characters import YEAR_DIGITS

_AUTHOR_WORD = rf"(?:[A-ZÀ-Þ][^\W\d]*(?:['’.-]{{1,2}}[^\W\d]+)*\.?|{PARTICLE}|et\s+al\.?|and|und|y|&|others)"
_AUTHOR_YEAR = re.compile(
    rf"\(?(?:see |e\.g\.,? |cf\. )?{_AUTHOR_WORD}(?:,?\s+{_AUTHOR_WORD}){{0,12}}(?:,\s*|\s+|(?=[(\[]))(?P<open>[(\[])?{YEAR_DIGITS}[a-z]?"
    rf"(?:\s*[,;&]\s*{YEAR_DIGITS}[a-z]?){{0,4}}[)\]]?\)?\.?"
)
_MONTHS = "|".join((*each("words.months", "en"), *(month[:3] for month in each("words.months", "en"))))
PERIOD = re.compile(
    rf"(?:{_MONTHS}|Sept|{words_of('words.seasons')}|Q[1-4]|Version|Copyright)\b", re.IGNORECASE
)
_CERTAIN_AUTHOR = re.compile(rf"et al|,|&|\band\b|[(\[]{YEAR_DIGITS}")
_NAME_YEAR = re.compile(rf"[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-Za-zÀ-ÿ]+)? {YEAR_DIGITS}[a-z]?")

_BEHIND_TITLE = re.compile(r"\w\s\(([^()]{0,60}\b(?:et\sal\b|&|and\b)[^()]{0,60})\)$")
"""Several authors and a year in parentheses behind the title of the work."""
_TAIL_CHARS = 140


def is_author_year(text: str) -> bool:
    """Whether a link's text is an author–year citation.

    >>> is_author_year("Nichol & Dhariwal, 2021"), is_author_year("He, et al. 2016"), is_author_year("December 2020")
    (True, True, False)
    >>> is_author_year("On Tides (Moss, et al. 2016)"), is_author_year("On Tides (May, 2016)")
    (True, False)
    """
    behind = _BEHIND_TITLE.search(text[-_TAIL_CHARS:])
    text = behind[1] if behind else text
    if len(text) > 150 or not _AUTHOR_YEAR.fullmatch(text) or PERIOD.search(text):
        return False
    return bool(_CERTAIN_AUTHOR.search(text)) or bool(_NAME_YEAR.fullmatch(text))
