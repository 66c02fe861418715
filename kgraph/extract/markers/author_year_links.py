"""Links that cite by author and year: what their words look like, and whose entry they name."""

from kgraph import late_re as re
from kgraph.extract.entries.author_year_words import PERIOD
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.model import Inline, ReferenceEntry

YEAR_ONLY = re.compile(rf"[(\[]?{YEAR_DIGITS}[a-z]?[)\]]?")
_AUTHORS_BEFORE = re.compile(
    r"(?:\bet\s+al\.?,?|\b[A-ZÀ-Þ][^\W\d_]{1,30}\s(?:and|&)\s[A-ZÀ-Þ][\w'’-]{1,30},?)\s?[(\[]?$|\b[A-ZÀ-Þ][a-zà-ÿ]{1,30}\s?[(\[]$"
)
_BEFORE_YEAR = 80
"""How many characters before a linked year may hold its authors."""
_FIRST_AUTHOR = re.compile(
    rf"[(\[]?(?:see |e\.g\.,? |cf\. )?(?P<name>[^,&()\[\]]{{1,60}}?)(?:,|\s+(?:et\s+al\b|&|and\b|[(\[]|(?={YEAR_DIGITS})))"
)
_YEAR = re.compile(rf"{YEAR_DIGITS}[a-z]?(?!\w)")
_INITIALS = re.compile(r"[A-ZÀ-Þ]{1,3}")


def is_year_of_author(words: str, link: Inline, text: str) -> bool:
    """Whether a link's text is a year and the words before it its authors: `Moss et al. ([2013](url))`."""
    if len(text.strip("()[]")) > 5 or not YEAR_ONLY.fullmatch(text):
        return False
    before = words[max(0, link.start - _BEFORE_YEAR) : link.start]
    found = _AUTHORS_BEFORE.search(before)
    return found is not None and not PERIOD.search(found[0])


def author_year_in(words: str) -> str | None:
    """First author and year of an author–year citation, as `author_year_of` tells them of an entry.

    >>> author_year_in("(de Martel et al., 2020)"), author_year_in("Roe & Lee 2011b")
    ('martel 2020', 'roe 2011b')
    """
    name, year = _FIRST_AUTHOR.match(words), _YEAR.search(words)
    return (
        f"{name['name'].split()[-1].casefold()} {year[0]}" if name and name["name"].strip() and year else None
    )


def author_year_of(entry: ReferenceEntry) -> str | None:
    """First author's surname and year of an entry; None where it lacks either."""
    year = _YEAR.search(entry.date or "")
    surname, *initials = (entry.authors[0] if entry.authors else "").split(",")
    words = surname.split()
    if not initials and len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()  # `Lee NB`
    return f"{words[-1].casefold()} {year[0]}" if words and year else None
