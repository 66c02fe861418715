"""Places within a source, as citations print them: pages, chapters, sections."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of

PLACE = f"(?:§|{patterns_of('patterns.places')})"
"""What goes before the number of a place: `p.`, `S.`, `chapter`; asked without regard to case."""
_PAGES = r"\d{1,4}(?:\s?[–-]\s?\d{1,4})?(?:\s?ff?\.?)?"
LOCATOR = re.compile(
    rf"\s{{0,2}}(?:[,，:：]\s{{0,2}}|\s)(?P<place>(?i:{PLACE})\s{{0,2}}[\divxlc][^;；()\[\]]{{0,40}}?"
    rf"|(?<=[,，:：]){_PAGES}|(?<=[,，:：]\s){_PAGES})(?=\s{{0,2}}(?:$|[;；,，]))"
)
"""The place within a work: `, p. 4`, `: 34`, `, S. 12–14`."""


def locators_in(words: str) -> str | None:
    """The places within their sources that the words of a citation name, its keys left out.

    >>> locators_in(", p. 4; , chap. 2"), locators_in("see , 12–14"), locators_in("see ")
    ('p. 4; chap. 2', '12–14', None)
    """
    return "; ".join(match["place"].strip() for match in LOCATOR.finditer(words)) or None
