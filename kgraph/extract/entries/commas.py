"""Where a title ends in styles that part everything by commas: `A. Roe, B. Lee, Title, Journal 5 (2001) 3–9`."""

from kgraph import late_re as re
from kgraph.extract.entries.authors import Attributed
from kgraph.extract.entries.titles import first_part
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import YEAR_DIGITS

_YEAR = rf"{YEAR_DIGITS}"
_PROCEEDINGS = rf"in\s[^,]{{0,80}}?(?:{patterns_of('patterns.proceedings')})"
_JOURNAL = rf"[A-Z][^,]{{2,100}}?(?:\s\d{{1,4}})?(?:\s\(\d{{1,4}}(?:[-–]\d{{1,4}})?\))?\s\({_YEAR}\)"
_PREPRINT = r"(?:[Pp]reprint|arXiv|bioRxiv|medRxiv|CoRR)\b"
_VOLUME = r"[A-Z][^,]{2,80},\s[Vv]ol\.\s?\d"
_ABBREVIATED = r"[A-Z][\w&]{0,12}\.?(?:\s[A-Z][a-z]{0,9}\.){1,6}(?:\s[A-Z][a-z]{1,15})?,?\s\d"
_PUBLISHER = rf"[A-Z][\w&.: -]{{1,60}},\s{_YEAR}[a-z]?\.?$"
_VENUE = re.compile(
    rf",\s(?:in:\s|(?={_PROCEEDINGS}|{_JOURNAL}|{_PREPRINT}|{_VOLUME}|{_ABBREVIATED}|{_PUBLISHER}))"
)
"""What follows the title: proceedings, a journal with volume or year, or by abbreviations (`SIAM J. Tid. Sci., 3`, `Sea J. Boats, 3`), a preprint, a publisher and the year at the end."""


def title_behind(head: Attributed) -> str:
    """The title at the head of what follows the authors, whose own style tells how it ends.

    >>> title_behind(Attributed("A. Roe, B. Lee,", "Kites in wind, tails too, Journal of Kites 5 (2001) 3–9"))
    'Kites in wind, tails too'
    """
    if head.authors.rstrip()[-1:] == ",":
        venue = _VENUE.search(head.rest)
        if venue and venue.start() > 3:
            return first_part(head.rest[: venue.start()])
    return first_part(head.rest)
