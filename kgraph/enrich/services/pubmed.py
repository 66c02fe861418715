"""PubMed and PubMed Central: records by PMID or PMCID, two hundred at a time.

Source: https://www.ncbi.nlm.nih.gov/books/NBK25499/ (ESummary, version 2.0 JSON) and
https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/ (PMCID → PMID, DOI).
"""

import re
from typing import Any

from kgraph.enrich.fields.clean import MAX_NAME, clean, clean_markup
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, items, parsed
from kgraph.enrich.fields.names import unique
from kgraph.observation import Description

BASE_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
IDCONV_URL = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles"
BATCH = 200

_INITIALS = re.compile(r" (?P<initials>[A-Z]{1,3})(?P<suffix> (?:Jr|Sr|\dnd|\drd|\dth))?$")


def read_summaries(content: bytes) -> dict[str, Description]:
    """What an ESummary answer says of each id (as its `uids` name it); unknown ids are missing."""
    result = at(parsed(content), "result")
    found = {}
    for uid in items(result, "uids"):
        record = at(result, uid) if isinstance(uid, str) else None
        if described := _summary(record):
            found[uid] = described
    return found


def read_conversions(content: bytes) -> dict[str, dict[str, str]]:
    """The identifiers that belong together, by PMCID (`PMC…`), from an ID Converter answer."""
    found = {}
    for record in items(parsed(content), "records"):
        named = {scheme: clean(at(record, scheme), MAX_NAME) for scheme in ("pmcid", "pmid", "doi")}
        if (pmcid := named["pmcid"]) and at(record, "status") != "error":
            found[pmcid.upper()] = {scheme: value for scheme, value in named.items() if value}
    return found


def _summary(record: Any) -> Description | None:
    title = clean_markup(at(record, "title"))
    if title is None or at(record, "error"):
        return None
    names = (clean(at(person, "name"), MAX_NAME) for person in items(record, "authors"))
    dates = (at(record, "epubdate"), at(record, "pubdate"), at(record, "printpubdate"))
    return Description(
        title=re.sub(r"(?<=\w)\.$", "", title),  # PubMed closes every title with a stop
        authors=unique(_turned(name) for name in names if name),
        date=next(filter(None, (_date(date) for date in dates)), None),
        site=clean(at(record, "fulljournalname") or at(record, "source"), MAX_NAME),
        kind="article",
        identifiers=_identifiers(record),
        notes=_retracted(record),
    )


def _turned(name: str) -> str:
    """`Smith JA` as `J. A. Smith`; names of bodies as they are.

    >>> _turned("van der Berg JA"), _turned("WHO Collaborating Group")
    ('J. A. van der Berg', 'WHO Collaborating Group')
    """
    match = _INITIALS.search(name)
    family = name[: match.start()] if match else ""
    if not match or not re.search("[a-z]", family):
        return name
    initials = " ".join(f"{letter}." for letter in match["initials"])
    return f"{initials} {family}{match['suffix'] or ''}"


def _date(value: Any) -> str | None:
    """`2020 Mar 4`, `2020 Mar-Apr`, `2020 Spring` or `2020`."""
    match = (
        re.match(r"(\d{4})(?:\s+([A-Z][a-z]{2})(?:\s+(\d{1,2})\b)?)?", value)
        if isinstance(value, str)
        else None
    )
    if not match:
        return iso_date(value)
    year, month, day = match.groups()
    return (
        iso_date(f"{month} {day}, {year}") if day else iso_date(f"{month} {year}") if month else None
    ) or year


def _identifiers(record: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in items(record, "articleids"):
        kind, value = at(entry, "idtype"), clean(at(entry, "value"), MAX_NAME)
        scheme = {"doi": "doi", "pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}.get(
            str(kind)
        )
        if scheme and value and value != "0":
            match = re.search(r"PMC\d+", value) if scheme == "pmcid" else None
            found.setdefault(
                scheme, match.group() if match else value.casefold() if scheme == "doi" else value
            )
    return found


def _retracted(record: Any) -> tuple[str, ...]:
    kinds = [kind for kind in items(record, "pubtype") if isinstance(kind, str)]
    return ("retraction: pubmed",) if "Retracted Publication" in kinds else ()
