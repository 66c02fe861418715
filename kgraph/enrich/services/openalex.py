"""OpenAlex: records of scholarly works by DOI or PMID, fifty at a time; needs a (free) key.

Source: https://docs.openalex.org/api-entities/works/filter-works, filters `doi` and `pmid`.
"""

from typing import Any

from kgraph.enrich.fields.clean import MAX_NAME, clean, clean_markup, language_tag
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, items, parsed
from kgraph.enrich.fields.names import unique
from kgraph.enrich.services.csl import kind_of
from kgraph.observation import Description

BASE_URL = "https://api.openalex.org"
BATCH = 50


def read_works(content: bytes) -> dict[str, Description]:
    """What an answer of `/works` says of each DOI (`10.…`, lower case)."""
    works = {}
    for record in items(parsed(content), "results"):
        doi = clean(at(record, "doi"), MAX_NAME)
        found = _work(record, doi.casefold().removeprefix("https://doi.org/") if doi else None)
        if doi and found:
            works[found.identifiers["doi"]] = found
    return works


def _work(record: Any, doi: str | None) -> Description | None:
    title = clean_markup(at(record, "display_name") or at(record, "title"))
    if title is None:
        return None
    names = (clean(at(entry, "author", "display_name"), MAX_NAME) for entry in items(record, "authorships"))
    address = at(record, "primary_location", "landing_page_url")
    kind = at(record, "type")
    return Description(
        title=title,
        authors=unique(name for name in names if name),
        date=iso_date(at(record, "publication_date")) or iso_date(at(record, "publication_year")),
        site=clean(at(record, "primary_location", "source", "display_name"), MAX_NAME),
        kind="article" if kind in ("review", "letter", "editorial") else kind_of(kind),
        language=language_tag(at(record, "language")),
        canonical=clean(address, 2_000) if isinstance(address, str) and address.startswith("http") else None,
        identifiers=({"doi": doi} if doi else {}) | _numbers(record),
        notes=("retraction: openalex",) if at(record, "is_retracted") is True else (),
    )


def _numbers(record: Any) -> dict[str, str]:
    """PMID and PMCID, which OpenAlex writes as addresses."""
    found = {}
    for scheme in ("pmid", "pmcid"):
        value = at(record, "ids", scheme)
        if isinstance(value, str) and (number := clean(value.rstrip("/").rpartition("/")[2], 20)):
            found[scheme] = number
    return found
