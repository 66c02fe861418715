"""RIS → `BibliographyEntry`, by rispy: one record after the other, so that a broken one costs itself alone."""

from typing import Any

from kgraph import late_re as re
from kgraph.model import BibliographyEntry, Problem
from kgraph.read.bibliography.record import flaw, kind_of, text_of
from kgraph.spans import Span

_RECORD = re.compile(r"^TY  -", re.MULTILINE)
_END = "\nER  - "
_TITLES = ("title", "primary_title", "translated_title")
_VENUES = ("secondary_title", "journal_name", "alternate_title3", "publisher")
_AUTHORS = ("authors", "first_authors")
_DATES = ("year", "publication_year", "date")


def read_ris(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    """The records of a `.ris` file that have an ID, and what could not be read of it."""
    import rispy

    starts = [match.start() for match in _RECORD.finditer(text)]
    entries: list[BibliographyEntry] = []
    problems: list[Problem] = []
    without_id = line = at = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", at, start)
        at = start
        written = text[start:end].rstrip()
        try:
            record = rispy.loads(written.partition(_END)[0] + _END)[0]
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            problems.append(flaw(name, line + 1, 1, "a record that cannot be read"))
            continue
        key = str(record.get("id") or record.get("label") or "").strip()
        if key:
            entries.append(_entry(key, name, Span(start, start + len(written)), record))
        else:
            without_id += 1
    if without_id:
        problems.append(flaw(name, 1, 1, f"records without an ID, which nothing can cite: {without_id:,}"))
    return entries, problems


def _entry(key: str, file: str, span: Span, record: dict[str, Any]) -> BibliographyEntry:
    authors = tuple(str(a) for a in _first(record, _AUTHORS) or ())
    title, date = _first(record, _TITLES), str(_first(record, _DATES) or "").strip("/ ").replace("/", "-")
    urls = record.get("urls") or ()
    identifiers = {"doi": str(record["doi"])} if record.get("doi") else {}
    return BibliographyEntry(
        key=key, file=file, span=span, text=text_of((", ".join(authors), title, _first(record, _VENUES), date)),
        title=title, url=str(urls[0]) if urls else None, authors=authors, date=date or None,
        accessed=record.get("access_date") or None, kind=kind_of(str(record.get("type_of_reference")), "webpage"),
        identifiers=identifiers,
    )  # fmt: skip


def _first(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name)), None)
