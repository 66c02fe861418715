"""The data that citation fields of Word carry → `Cited` works: CSL of Zotero and Mendeley, EndNote's XML, Word's own sources."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgraph import late_re as re
from kgraph.errors import InputError
from kgraph.model import BibliographyEntry
from kgraph.read.bibliography.csl import entry_of
from kgraph.read.xml.records import Identifiers, day_of, inverted, line_of, words_of
from kgraph.read.xml.tree import Element, parse
from kgraph.spans import SourceText, Span

_MOST_CHARS = 2_000_000
_PREFIX = re.compile(
    r"\s{0,20}ADDIN\s{1,9}(?:ZOTERO_ITEM\s{1,9})?(?:CSL_CITATION|Mendeley\s{1,9}Citation\S{0,80})\s{0,9}",
    re.IGNORECASE,
)
_ENDNOTE = re.compile(r"\s{0,20}ADDIN\s{1,9}EN\.CITE(?:\.DATA)?\b", re.IGNORECASE)
_OWN = re.compile(r"\s{0,20}CITATION\s{1,9}(\S{1,200})", re.IGNORECASE)
_OWN_MORE = re.compile(r"\\m\s{1,9}(\S{1,200})")
_LISTS = re.compile(
    r"\s{0,20}(?:BIBLIOGRAPHY\b|ADDIN\s{1,9}(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley\s{1,9}Bibliography|CSL_BIBLIOGRAPHY))",
    re.IGNORECASE,
)
_TAG = re.compile(r"MENDELEY_CITATION_v\d{1,2}_([A-Za-z0-9+/=_-]{1,2000000})")


@dataclass(frozen=True, slots=True)
class Cited:
    """A work that a field cites: what its tool calls it, and its record, where the field has one."""

    id: str
    record: BibliographyEntry | None = None
    is_alone: bool = True
    """Whether nothing is printed with it: no word before, no place in it, no word behind."""


def works_of(instruction: str) -> tuple[Cited, ...] | None:
    """The works that the instruction of a field cites; None for a field that cites none."""
    if len(instruction) > _MOST_CHARS:
        return None
    if prefix := _PREFIX.match(instruction):
        return tuple(_csl(instruction[prefix.end() :]))
    if _ENDNOTE.match(instruction):
        return tuple(_endnote(instruction[instruction.find("<") :] if "<" in instruction else ""))
    if own := _OWN.match(instruction):
        return tuple(Cited(tag) for tag in (own[1], *_OWN_MORE.findall(instruction)))
    return None


def works_tagged(tag: str) -> tuple[Cited, ...] | None:
    """The works that the tag of a content control cites, as Mendeley Cite writes it; None for any other tag."""
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    try:
        written = base64.b64decode(found[1] + "=" * (-len(found[1]) % 4), altchars=b"-_").decode(
            "utf-8", "replace"
        )
    except (binascii.Error, ValueError):
        return ()
    return tuple(_csl(written))


def is_list(instruction: str) -> bool:
    """Whether a field prints the list of references."""
    return _LISTS.match(instruction) is not None


def endnote_data(written: str) -> str:
    """The XML that EndNote hides in the data of a field; empty for any other data."""
    if len(written) > _MOST_CHARS:
        return ""
    try:
        data = base64.b64decode("".join(written.split()))
    except (binascii.Error, ValueError):
        return ""
    text = data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-8", "replace").strip("\x00")
    begin = text.find("<EndNote")
    return text[begin:] if begin >= 0 else ""


def _csl(written: str) -> Iterator[Cited]:
    try:
        value, _ = json.JSONDecoder().raw_decode(written.lstrip())
    except (ValueError, RecursionError):
        return
    items = value.get("citationItems") if isinstance(value, dict) else None
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        data = item.get("itemData")
        record: dict[str, Any] = data if isinstance(data, dict) else {}
        addresses = item.get("uris") or item.get("uri")
        first = addresses[0] if isinstance(addresses, list) and addresses else addresses
        name = str(first or record.get("id") or item.get("id") or "")
        if name:
            alone = not any(item.get(part) for part in ("prefix", "locator", "suffix"))
            yield Cited(name, entry_of(name, record) if record else None, alone)


def _endnote(written: str) -> Iterator[Cited]:
    try:
        tree = parse(SourceText.from_bytes("EndNote", written.encode("utf-8", "replace")))
    except InputError:
        return
    for cite in tree.root.all("Cite") if tree.root is not None else ():
        record = cite.first("record")
        number = words_of(cite.first("RecNum")) or words_of(record and record.first("rec-number")) or ""
        base = words_of(record and record.first("database")) or ""
        author, year = words_of(cite.first("Author")) or "", words_of(cite.first("Year")) or ""
        name = f"{base}:{number}" if number else f"{author} {year}".strip()
        if name:
            alone = not any(words_of(cite.first(part)) for part in ("Prefix", "Pages", "Suffix"))
            yield Cited(name, _endnote_record(name, record) if record is not None else None, alone)


def _endnote_record(name: str, record: Element) -> BibliographyEntry:
    found = Identifiers()
    for number in record.all("electronic-resource-num"):
        found.add("doi", number.words())
    for url in record.all("url"):
        found.link(url.words())
    people = [a.words() for group in record.all("authors") for a in group.all("author")]
    titles, years = record.first("titles"), record.all("year")
    title = words_of(titles and titles.first("title"))
    venue = words_of(titles and titles.first("secondary-title")) or words_of(record.first("publisher"))
    kind = record.first("ref-type")
    return _entry(name, [p.rstrip(",") for p in people if p], title, venue, years[0].words() if years else "", found, "ook" in (kind.get("name") if kind else ""))  # fmt: skip


def own_sources(root: Element) -> Iterator[tuple[str, BibliographyEntry]]:
    """Word's own sources, each with its tag."""
    for source in root.all("Source"):
        tag = words_of(source.first("Tag"))
        if not tag:
            continue
        people: list[str] = []
        for who in source.all("NameList")[:1]:
            for person in who.elements("Person"):
                given = " ".join(e.words() for e in person.elements("First", "Middle"))
                people.append(inverted(words_of(person.first("Last")) or "", given))
        people = people or [c.words() for c in source.all("Corporate")[:1]]
        found = Identifiers()
        found.add("doi", words_of(source.first("DOI")) or "")
        found.add("isbn", words_of(source.first("StandardNumber")) or "")
        found.link(words_of(source.first("URL")) or "")
        title = words_of(source.first("Title"))
        venues = (
            "JournalName",
            "BookTitle",
            "ConferenceName",
            "PublicationTitle",
            "InternetSiteTitle",
            "Publisher",
        )
        venue = next((words for v in venues if (words := words_of(source.first(v)))), None)
        year = words_of(source.first("Year")) or ""
        book = "Book" in (words_of(source.first("SourceType")) or "")
        yield tag, _entry(tag, people, title, venue, year, found, book)


def _entry(
    name: str, authors: list[str], title: str | None, venue: str | None, year: str, found: Identifiers, is_book: bool
) -> BibliographyEntry:  # fmt: skip
    date = day_of(year)
    return BibliographyEntry(
        key=name, file=None, span=Span(0, 0), text=line_of((", ".join(authors), title, venue, date, found.url)), title=title, url=found.url,
        authors=tuple(authors), families=tuple(a.partition(",")[0].strip() for a in authors), date=date, kind="book" if is_book else "paper",
        identifiers=found.by_scheme,
    )  # fmt: skip
