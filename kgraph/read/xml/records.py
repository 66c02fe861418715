"""What the reference entries of JATS and TEI share: identifiers and addresses as they are tagged, names, days."""

from collections.abc import Iterable, Mapping

from kgraph import late_re as re
from kgraph.read.xml.tree import Element

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,300}")
_DOI_PAGE = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/\S{1,300})", re.IGNORECASE)
_PAGE = re.compile(r"https?://[^\s<>\"]{1,2000}")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_DAY = re.compile(r"(?:1[4-9]|20)\d\d(?:-\d\d){0,2}")
_SCHEMES = {
    "doi": "doi", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxiv": "arxiv",
    "isbn": "isbn", "isbn-10": "isbn", "isbn-13": "isbn",
}  # fmt: skip
"""What formats call the identifiers that say who a source is."""


class Identifiers:
    """The identifiers and addresses of an entry, the first of each kind."""

    def __init__(self) -> None:
        self.by_scheme: dict[str, str] = {}
        self.url: str | None = None

    def add(self, kind: str, value: str) -> None:
        """One that is tagged as of some kind."""
        scheme, value = _SCHEMES.get(kind.strip().lower()), value.strip()
        if scheme == "doi" and (doi := _DOI.search(value)):
            value = doi[0]
        elif scheme == "arxiv":
            value = re.sub(r"(?i)^arxiv:\s{0,3}", "", value)
        if scheme and value:
            self.by_scheme.setdefault(scheme, value)
        elif value.startswith(("http://", "https://")):
            self.link(value)

    def link(self, address: str) -> None:
        """An address, which may be that of a DOI."""
        address = address.strip()
        page = _PAGE.match(address)
        if page is None:
            return
        address = page[0]
        self.url = self.url or address
        if doi := _DOI_PAGE.match(address):
            self.by_scheme.setdefault("doi", doi[1])

    def links_in(self, words: str) -> None:
        """The first address that is written out, without the stop behind it."""
        if self.url is None and (page := _PAGE.search(words)):
            self.link(page[0].rstrip(".,;:)]"))


def day_of(year: str, month: str = "", day: str = "") -> str | None:
    """A date as far as it is told in figures: `2019`, `2019-04`, `2019-04-03`.

    >>> day_of("2004a"), day_of("2019", "4", "3"), day_of("2019", "Spring")
    ('2004', '2019-04-03', '2019')
    """
    found = _YEAR.search(year)
    if found is None:
        return None
    parts = [found[0]]
    for part in (month, day):
        if not (part.isascii() and part.isdigit() and len(part) <= 2):
            break
        parts.append(part.zfill(2))
    return "-".join(parts)


def iso_day(written: str) -> str | None:
    """The day, month or year that a date as computers write it begins with."""
    found = _DAY.match(written.strip())
    return found[0] if found else day_of(written)


def inverted(family: str, given: str) -> str:
    """A name with the family name first."""
    return f"{family}, {given}" if family and given else family or given


def line_of(parts: Iterable[str | None]) -> str:
    """An entry as one line."""
    return ". ".join(part.rstrip(". ") for part in parts if part and part.strip(". "))


def identifiers_of(found: Identifiers) -> Mapping[str, str]:
    """The identifiers by their schemes."""
    return dict(found.by_scheme)


def words_of(element: Element | None) -> str | None:
    """The words of an element, None where there is none, or none in it."""
    return (element.words() or None) if element is not None else None
