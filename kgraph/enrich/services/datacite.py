"""DataCite: the record of a data set, program or report by its DOI.

Source: https://support.datacite.org/docs/api-get-doi and the DataCite Metadata Schema 4.5.
"""

from typing import Any

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean, clean_markup, language_tag
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, items, parsed
from kgraph.enrich.fields.names import listed_name, unique
from kgraph.enrich.services.csl import kind_of
from kgraph.observation import Description

BASE_URL = "https://api.datacite.org"

_BOOKS = frozenset({"Book"})
_ARTICLES = frozenset(
    {
        "JournalArticle",
        "ConferencePaper",
        "Preprint",
        "Report",
        "Dissertation",
        "BookChapter",
        "DataPaper",
        "Text",
    }
)


def read_doi(content: bytes) -> Description | None:
    """The account in an answer of `/dois/{doi}`; None for any other body."""
    record = at(parsed(content), "data", "attributes")
    title = next((text for text in map(_main_title, items(record, "titles")) if text), None)
    if title is None:
        return None
    doi = clean(at(record, "doi"), MAX_NAME)
    url = at(record, "url")
    return Description(
        title=title,
        authors=unique(name for name in map(_creator, items(record, "creators")) if name),
        date=_date(record),
        site=clean(at(record, "container", "title") or _publisher(record), MAX_NAME),
        kind=_kind(record),
        description=_abstract(record),
        language=language_tag(at(record, "language")),
        canonical=clean(url, 2_000) if isinstance(url, str) and url.startswith("http") else None,
        identifiers={"doi": doi.casefold()} if doi else {},
    )


def _main_title(entry: Any) -> str | None:
    """The text of a title that is no subtitle or translation."""
    return None if at(entry, "titleType") else clean_markup(at(entry, "title"))


def _creator(person: Any) -> str | None:
    given, family = clean(at(person, "givenName"), MAX_NAME), clean(at(person, "familyName"), MAX_NAME)
    if given and family:
        return f"{given} {family}"
    name = at(person, "name")
    return clean(name, MAX_NAME) if at(person, "nameType") == "Organizational" else listed_name(name)


def _publisher(record: Any) -> Any:
    return at(record, "publisher", "name") or at(record, "publisher")


def _date(record: Any) -> str | None:
    dates = {
        at(entry, "dateType"): at(entry, "date")
        for entry in items(record, "dates")
        if isinstance(at(entry, "dateType"), str)
    }
    stated = (
        dates.get("Issued"),
        dates.get("Available"),
        at(record, "publicationYear"),
        dates.get("Created"),
    )
    return next(filter(None, map(iso_date, stated)), None)


def _kind(record: Any) -> str | None:
    general = at(record, "types", "resourceTypeGeneral")
    if not isinstance(general, str):
        return None
    if general in _ARTICLES:
        return "article"
    if general in _BOOKS:
        return "book"
    return "video" if general == "Audiovisual" else kind_of(at(record, "types", "citeproc"))


def _abstract(record: Any) -> str | None:
    for entry in items(record, "descriptions"):
        if at(entry, "descriptionType") == "Abstract":
            return clean_markup(at(entry, "description"), MAX_DESCRIPTION)
    return None
