"""Wikipedia: the title, language and first lines of an encyclopedia page.

Source: https://en.wikipedia.org/api/rest_v1/, `GET /page/summary/{title}`.
"""

from urllib.parse import unquote, urlsplit

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean, clean_markup, language_tag
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, parsed
from kgraph.observation import Description

BASE_URL = "https://{language}.wikipedia.org"

_NOT_PAGES = ("special:", "talk:", "user:", "file:", "help:", "wikipedia:", "template:")


def page_of(url: str) -> tuple[str, str] | None:
    """Language and title of the page an address shows; None where it shows none.

    >>> page_of("https://en.m.wikipedia.org/wiki/Alan_Turing#Early_life"), page_of("https://de.wikipedia.org/w/index.php?title=Eis")
    (('en', 'Alan_Turing'), None)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    labels = (parts.hostname or "").casefold().split(".")
    if labels[-2:] != ["wikipedia", "org"] or len(labels) < 3 or labels[0] in {"www", "m"}:
        return None
    title = unquote(parts.path.removeprefix("/wiki/")) if parts.path.startswith("/wiki/") else ""
    if not title or title.casefold().startswith(_NOT_PAGES):
        return None
    return labels[0], title


def read_summary(content: bytes) -> Description | None:
    """The account in a summary; None for any other body, an error's included."""
    answer = parsed(content)
    if at(answer, "pageid") is None:
        return None
    title = clean(at(answer, "titles", "normalized")) or clean_markup(at(answer, "title"))
    if title is None:
        return None
    item = clean(at(answer, "wikibase_item"), MAX_NAME)
    page = at(answer, "content_urls", "desktop", "page")
    return Description(
        title=title,
        site="Wikipedia",
        date=None,
        description=clean(at(answer, "extract"), MAX_DESCRIPTION),
        language=language_tag(at(answer, "lang")),
        canonical=clean(page, 2_000) if isinstance(page, str) and page.startswith("https://") else None,
        identifiers={"wikidata": item} if item else {},
        notes=_notes(at(answer, "type"), at(answer, "timestamp")),
    )


def _notes(kind: object, timestamp: object) -> tuple[str, ...]:
    """That a page only lists other pages, and the day of the version that was seen."""
    day = iso_date(timestamp)
    return (
        *(["disambiguation"] if kind == "disambiguation" else []),
        *([f"version-of: {day}"] if day else []),
    )
