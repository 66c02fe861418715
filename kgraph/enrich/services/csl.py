"""CSL-JSON and the Crossref records that look like it."""

from typing import Any

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean, clean_markup, language_tag
from kgraph.enrich.fields.dates import iso_date, parts_date
from kgraph.enrich.fields.json_values import at, items
from kgraph.enrich.fields.names import unique
from kgraph.observation import Description

_ARTICLES = frozenset(
    [
        "journal-article",
        "article-journal",
        "article",
        "article-magazine",
        "article-newspaper",
        "paper-conference",
        "proceedings-article",
        "posted-content",
        "preprint",
        "report",
        "report-component",
        "thesis",
        "dissertation",
        "chapter",
        "book-chapter",
        "peer-review",
        "manuscript",
        "speech",
        "entry-encyclopedia",
        "reference-entry",
    ]
)
_BOOKS = frozenset(
    [
        "book",
        "monograph",
        "edited-book",
        "reference-book",
        "book-set",
        "book-series",
        "collection",
        "proceedings",
    ]
)
_DATES = ("issued", "published", "published-print", "published-online", "posted", "created")


def read_csl(record: Any) -> Description | None:
    """The account in one CSL-JSON item; None where it is no object or has neither title nor names.

    Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html; Crossref writes title and
    container as lists, CSL as texts.

    >>> read_csl({"type": "book", "title": "Snow", "author": [{"family": "Falk", "given": "Ina"}]}).authors
    ('Ina Falk',)
    """
    if not isinstance(record, dict):
        return None
    title = _titled(record)
    names = _names(items(record, "author")) or _names(items(record, "editor"))
    if not title and not names:
        return None
    doi = clean(record.get("DOI"), MAX_NAME)
    return Description(
        title=title,
        authors=names,
        date=_date(record),
        site=clean_markup(_one(record.get("container-title")) or record.get("publisher"), MAX_NAME),
        kind=kind_of(record.get("type")),
        description=clean_markup(record.get("abstract"), MAX_DESCRIPTION),
        language=language_tag(record.get("language")),
        canonical=_address(record),
        identifiers={"doi": doi.casefold()} if doi else {},
        notes=_retractions(record),
    )


def kind_of(kind: object) -> str | None:
    """`Source.kind` for a CSL or Crossref type; None for types that say nothing to a reader.

    >>> kind_of("journal-article"), kind_of("monograph"), kind_of("component")
    ('article', 'book', None)
    """
    if kind in _ARTICLES:
        return "article"
    return "book" if kind in _BOOKS else None


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value if isinstance(value, str) else None


def _titled(record: dict[str, Any]) -> str | None:
    title = clean_markup(_one(record.get("title")))
    subtitle = clean_markup(_one(record.get("subtitle")))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        return clean(f"{title}: {subtitle}")
    return title


def _names(people: list[Any]) -> tuple[str, ...]:
    names = []
    for person in people:
        given, family = clean(at(person, "given"), MAX_NAME), clean(at(person, "family"), MAX_NAME)
        particle = clean(at(person, "non-dropping-particle"), MAX_NAME)
        whole = clean(at(person, "literal") or at(person, "name"), MAX_NAME)
        name = " ".join(filter(None, (given, particle, family, clean(at(person, "suffix"), 20))))
        if name or whole:
            names.append(name or whole or "")
    return unique(names)


def _date(record: dict[str, Any]) -> str | None:
    for key in _DATES:
        value = record.get(key)
        if date := parts_date(at(value, "date-parts")) or iso_date(at(value, "raw") or at(value, "literal")):
            return date
    return None


def _address(record: dict[str, Any]) -> str | None:
    for value in (at(record, "resource", "primary", "URL"), record.get("URL")):
        if isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) < 2_000:
            return clean(value, 2_000)
    return None


def _retractions(record: dict[str, Any]) -> tuple[str, ...]:
    """A note for each notice that takes the work back or corrects it (Crossref `updated-by`)."""
    notes = []
    for notice in items(record, "updated-by", limit=20):
        kind, doi = clean(at(notice, "type"), 40), clean(at(notice, "DOI"), MAX_NAME)
        if kind and doi:
            notes.append(f"{kind}: {doi}")
    return tuple(dict.fromkeys(notes))
