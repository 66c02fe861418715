"""Open Library: books by ISBN, fifty at a time.

Source: https://openlibrary.org/dev/docs/api/books, `jscmd=data`.
"""

from typing import Any

from kgraph.enrich.fields.clean import MAX_NAME, clean
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, items, parsed
from kgraph.enrich.fields.names import unique
from kgraph.observation import Description

BASE_URL = "https://openlibrary.org"
BATCH = 50


def read_books(content: bytes) -> dict[str, Description]:
    """What an answer says of each ISBN asked for; unknown ones are missing."""
    answer = parsed(content)
    found = {}
    for key, record in list(answer.items())[:1000] if isinstance(answer, dict) else []:
        scheme, _, isbn = key.partition(":")
        if scheme == "ISBN" and (book := _book(record)):
            found[isbn] = book
    return found


def _book(record: Any) -> Description | None:
    title, subtitle = clean(at(record, "title")), clean(at(record, "subtitle"))
    if title is None:
        return None
    names = (clean(at(author, "name"), MAX_NAME) for author in items(record, "authors"))
    address = at(record, "url")
    isbn = at(record, "identifiers", "isbn_13", 0)
    return Description(
        title=clean(f"{title}: {subtitle}") if subtitle else title,
        authors=unique(name for name in names if name),
        date=iso_date(at(record, "publish_date")),
        site=clean(at(record, "publishers", 0, "name"), MAX_NAME),
        kind="book",
        canonical=clean(address, 2_000)
        if isinstance(address, str) and address.startswith("https://")
        else None,
        identifiers={"isbn": isbn} if isinstance(isbn, str) and isbn.isdigit() else {},
    )
