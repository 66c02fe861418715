"""arXiv: titles, authors and dates of preprints, a hundred at a time.

Source: https://info.arxiv.org/help/api/user-manual.html (Atom 1.0, `id_list`, three seconds between
requests).
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.names import listed_names
from kgraph.observation import Description

BASE_URL = "https://export.arxiv.org"
BATCH = 100

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_MAX_ID = 200
_ID = re.compile(r"arxiv\.org/abs/(?P<id>[^\s?#]+?)(?:v\d+)?$")


def read_feed(content: bytes) -> dict[str, Description]:
    """What an Atom answer says of each identifier (without version, lower case).

    Ids that arXiv does not know are missing from its answer, and from this.
    """
    # A document type is where entities are declared, and so where XML bombs live; Atom has none.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return {}
    try:
        feed = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        return {}
    return dict(_entries(feed))


def _entries(feed: ElementTree.Element) -> Iterator[tuple[str, Description]]:
    for entry in feed.findall(f"{_ATOM}entry"):
        match = _ID.search(entry.findtext(f"{_ATOM}id", "").strip()[:_MAX_ID])
        title = clean(entry.findtext(f"{_ATOM}title"))
        if not match or not title or title == "Error":
            continue
        identifier = match["id"].casefold()
        doi = clean(entry.findtext(f"{_ARXIV}doi"), MAX_NAME)
        yield (
            identifier,
            Description(
                title=title,
                authors=listed_names(name.text for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
                date=iso_date(entry.findtext(f"{_ATOM}published")),
                site="arXiv",
                kind="article",
                description=clean(entry.findtext(f"{_ATOM}summary"), MAX_DESCRIPTION),
                canonical=f"https://arxiv.org/abs/{identifier}",
                identifiers={"arxiv": identifier} | ({"doi": doi.casefold()} if doi else {}),
                notes=_withdrawn(entry),
            ),
        )


def _withdrawn(entry: ElementTree.Element) -> tuple[str, ...]:
    """A note where the authors took the paper back: arXiv says so in the comment alone."""
    comment = clean(entry.findtext(f"{_ARXIV}comment")) or ""
    return ("withdrawn",) if re.search(r"\bwithdrawn\b", comment, re.IGNORECASE) else ()
