"""Zotero's translation-server, run by the user: reads hundreds of sites that need a reader of their own.

Source: https://github.com/zotero/translation-server, `POST /web` with the address as plain text.
"""

from typing import Any

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean, clean_markup, language_tag
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, items, parsed
from kgraph.enrich.fields.names import unique
from kgraph.observation import Description

_ARTICLES = frozenset(
    [
        "journalArticle",
        "magazineArticle",
        "newspaperArticle",
        "conferencePaper",
        "preprint",
        "report",
        "thesis",
        "bookSection",
        "encyclopediaArticle",
        "dictionaryEntry",
        "manuscript",
    ]
)
_VIDEOS = frozenset({"videoRecording", "film", "tvBroadcast"})
_CREATORS = frozenset({"author", "director", "podcaster", "programmer", "presenter", "artist", "contributor"})


def read_items(content: bytes) -> Description | None:
    """The account in the first item of an answer; None where it has none."""
    answer = parsed(content)
    item = next(
        (item for item in (answer if isinstance(answer, list) else []) if clean_markup(at(item, "title"))),
        None,
    )
    if item is None:
        return None
    kind = at(item, "itemType")
    address = at(item, "url")
    return Description(
        title=clean_markup(at(item, "title")),
        authors=_names(item),
        date=iso_date(at(item, "date")),
        site=next(
            filter(
                None,
                (
                    clean(at(item, key), MAX_NAME)
                    for key in ("publicationTitle", "websiteTitle", "blogTitle", "publisher")
                ),
            ),
            None,
        ),
        kind="article"
        if kind in _ARTICLES
        else "video"
        if kind in _VIDEOS
        else "book"
        if kind == "book"
        else None,
        description=clean_markup(at(item, "abstractNote"), MAX_DESCRIPTION),
        language=language_tag(at(item, "language")),
        canonical=clean(address, 2_000) if isinstance(address, str) and address.startswith("http") else None,
        identifiers=_identifiers(item),
    )


def _names(item: Any) -> tuple[str, ...]:
    names = []
    for person in items(item, "creators"):
        if at(person, "creatorType") not in _CREATORS:
            continue
        parts = (
            clean(at(person, "firstName"), MAX_NAME),
            clean(at(person, "lastName") or at(person, "name"), MAX_NAME),
        )
        if name := " ".join(filter(None, parts)):
            names.append(name)
    return unique(names)


def _identifiers(item: Any) -> dict[str, str]:
    doi, isbn = clean(at(item, "DOI"), MAX_NAME), clean(at(item, "ISBN"), MAX_NAME)
    found = {"doi": doi.casefold()} if doi and doi.startswith("10.") else {}
    if isbn and (digits := isbn.split()[0].replace("-", "")).isalnum():
        found["isbn"] = digits
    return found
