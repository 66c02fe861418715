"""CSL, as JSON and as YAML → `BibliographyEntry`."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kgraph import late_re as re
from kgraph.model import BibliographyEntry, Problem
from kgraph.read import yaml_text
from kgraph.read.bibliography.record import flaw, kind_of, text_of
from kgraph.spans import Span

_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
"""Half of a character, which no text can hold, as group 1; whole ones and other escapes are passed over."""
_JSON_ID = re.compile(
    r"\"(?:id|citationKey|citekey)\"\s*+:\s*+(\"(?:[^\"\\]++|\\.)*+\"|-?\d{1,4000}|true|false)"
)
_MARKUP = re.compile(r"</?(?:i|b|em|strong|su[bp]|span|sc|scp)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
"""Markup that CSL allows in titles."""


_YAML_ID = re.compile(r"^[ \t]*(?:-[ \t]+)?id:[ \t]*+(\S[^\n]{0,300})", re.MULTILINE)
MAX_YAML_BYTES = 2 * 1024 * 1024
"""Its parser reads some 500,000 bytes a second; other formats are read ten times as fast."""


def read_csl_json(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    """The records of a CSL-JSON file, or of one that Zotero's Better BibTeX wrote, and what could not be read of it."""
    text = _SURROGATE.sub(lambda m: r"\ufffd" if m[1] else m[0], text) if "\\u" in text else text
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [flaw(name, error.lineno, error.colno, f"no JSON ({error.msg})")]
    except (ValueError, RecursionError) as error:
        return [], [flaw(name, 1, 1, f"no JSON ({' '.join(str(error).split())[:150]})")]
    if isinstance(records, dict):
        records = records.get("items", [])
    return _entries(name, records, _json_ids(text)), []


def read_csl_yaml(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    """The records of a CSL-YAML file, as Pandoc keeps them below `references:`, and what could not be read of it."""
    if len(text) > MAX_YAML_BYTES:
        return [], [flaw(name, 1, 1, f"longer than {MAX_YAML_BYTES:,} characters; BibTeX and JSON may be")]
    records, wrong = yaml_text.load(text)
    if wrong:
        return [], [flaw(name, 1, 1, wrong)]
    if isinstance(records, dict):
        records = records.get("references", [])
    ids = ((match[1].strip("\"' \r"), Span(*match.span(1))) for match in _YAML_ID.finditer(text))
    return _entries(name, records, ids), []


def _entries(name: str, records: Any, written: Iterator[tuple[str, Span]]) -> list[BibliographyEntry]:
    """The records that have an id; `written` are the ids of the file in its order, gone through once."""
    entries = []
    for record in records if isinstance(records, list) else []:
        if isinstance(record, dict):
            shape = next(shape for shape in _SHAPES if shape.sign in record or not shape.sign)
            key = record.get(shape.key)
            if isinstance(key, str | int):
                span = next((span for value, span in written if value == str(key)), Span(0, 0))
                entries.append(shape.read(str(key), name, span, record))
    return entries


def _json_ids(text: str) -> Iterator[tuple[str, Span]]:
    """Every id in JSON `text`, as a string, and where it is written, in order of the text."""
    for match in _JSON_ID.finditer(text):
        yield str(json.loads(match[1])), Span(*match.span(1))


def _from_csl(key: str, file: str | None, span: Span, record: dict[str, Any]) -> BibliographyEntry:
    names = list(_csl_names(record.get("author") or record.get("editor")))
    identifiers = {k.lower(): str(record[k]) for k in ("DOI", "PMID", "PMCID", "ISBN") if record.get(k)}
    date = _csl_date(record.get("issued"))
    title = _plain(record.get("title"))
    authors = tuple(full for full, _ in names)
    venue = record.get("container-title") or record.get("publisher")
    return BibliographyEntry(
        key=key, file=file, span=span, text=text_of((", ".join(authors), title, str(venue) if venue else None, date)), title=title,
        url=str(record["URL"]) if record.get("URL") else None, authors=authors, families=tuple(family for _, family in names), date=date,
        accessed=_csl_date(record.get("accessed")), kind=kind_of(str(record.get("type")), "webpage"), identifiers=identifiers,
    )  # fmt: skip


def entry_of(key: str, record: dict[str, Any]) -> BibliographyEntry:
    """A record of CSL that an article itself holds."""
    return _from_csl(key, None, Span(0, 0), record)


def _from_zotero(key: str, file: str, span: Span, record: dict[str, Any]) -> BibliographyEntry:
    creators = record.get("creators")
    people = [c for c in creators if isinstance(c, dict)] if isinstance(creators, list) else []
    writers = [c for c in people if c.get("creatorType") in (None, "author")] or people
    names = list(_csl_names([
        {"literal": c.get("name"), "family": c.get("lastName"), "given": c.get("firstName")} for c in writers
    ]))  # fmt: skip
    identifiers = {k.lower(): str(record[k]) for k in ("DOI", "ISBN") if record.get(k)}
    date, title, authors = (
        _plain(record.get("date")),
        _plain(record.get("title")),
        tuple(full for full, _ in names),
    )
    venue = _plain(record.get("publicationTitle") or record.get("bookTitle") or record.get("publisher"))
    return BibliographyEntry(
        key=key, file=file, span=span, text=text_of((", ".join(authors), title, venue, date)), title=title,
        url=str(record["url"]) if record.get("url") else None, authors=authors, families=tuple(family for _, family in names), date=date,
        accessed=_plain(record.get("accessDate")), kind=kind_of(str(record.get("itemType")), "webpage"), identifiers=identifiers,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shape:
    """A dialect of records: the field that is its sign, the field that holds the key, and what reads one."""

    sign: str
    key: str
    read: Callable[[str, str, Span, dict[str, Any]], BibliographyEntry]


_SHAPES = (
    _Shape("citationKey", "citationKey", _from_zotero),
    _Shape("citekey", "citekey", _from_zotero),
    _Shape("", "id", _from_csl),
)


def _plain(value: Any) -> str | None:
    """A text without the markup that CSL allows in titles; None for anything else."""
    return " ".join(_MARKUP.sub("", str(value)).split()) or None if isinstance(value, str | int) else None


def _csl_names(names: Any) -> Iterable[tuple[str, str]]:
    """The full name and the family name of each; a body has one name."""
    for name in names if isinstance(names, list) else []:
        if isinstance(name, dict):
            parts = [str(name[k]) for k in ("non-dropping-particle", "family") if name.get(k)]
            family = str(name.get("literal") or " ".join(parts) or name.get("given") or "")
            given = "" if name.get("literal") or not parts else str(name.get("given") or "")
            if family:
                yield (f"{family}, {given}" if given else family), family


def _csl_date(issued: Any) -> str | None:
    if isinstance(issued, list) and issued:  # Pandoc's YAML: a list of dates, each with its parts by name
        issued = issued[0]
    if isinstance(issued, str | int):
        return str(issued).strip() or None
    if not isinstance(issued, dict):
        return None
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(str(p).zfill(2) for p in parts[0] if p) or None
    if issued.get("year"):
        return "-".join(str(issued[p]).zfill(2) for p in ("year", "month", "day") if issued.get(p))
    return str(issued.get("raw") or issued.get("literal") or "") or None
