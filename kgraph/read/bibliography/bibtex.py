"""BibTeX and BibLaTeX → `BibliographyEntry`."""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Any

from kgraph import late_re as re
from kgraph.model import BibliographyEntry, Problem
from kgraph.read.bibliography.bibtex_names import parted, people
from kgraph.read.bibliography.record import flaw, kind_of, text_of
from kgraph.spans import Span

_BRACES = re.compile(r"[{}]")
_SHOWS_WORDS = "textit|textbf|emph|texttt|url|mbox|textsc|enquote|textrm|textsf|textsl|hbox|ensuremath|text|bibinfo|natexlab"
_COMMAND = re.compile(
    rf"\\(?:{_SHOWS_WORDS})\s*(?=\{{)|\\(?:it|bf|tt|em|sc|rm|sf)(?:series|shape|family)?(?![A-Za-z])\s*"
)
"""Commands that show the words they hold, and those that only say how what follows is set: a TeX parser drops words of the first."""
_LINK = re.compile(r"\\href\s{0,9}\{([^{}]{0,1000})\}")
_LINKED = re.compile(r"\\href\s{0,9}\{[^{}]{0,1000}\}")
"""The address of words that link."""
_LATEX = re.compile(r"[\\$~%^_&#`]|--|''")
"""What a TeX parser would read as more than itself; without it, parsing changes nothing and takes long."""
_LOGO = re.compile(r"\\((?:La|Bib|Xe|Lua)?TeX)\b\s*(?:\{\})?")
"""Names that are commands, and that a TeX parser drops as such."""
_ADDRESSES = ("url", "doi", "eprint")
"""Fields that hold addresses: there `~`, `%` and `&` are themselves, whatever TeX makes of them."""
_TILDE = re.compile(r"\\(?:textasciitilde|~)(?:\{\})?|\$\\sim\$")
_PEOPLE = ("author", "editor")
_VENUES = ("journal", "journaltitle", "booktitle", "publisher", "howpublished")
_ESCAPED = re.compile(r"\\([_%&#$^{}])")
_ADDRESS = re.compile(r"https?://[^\s\\{}]{1,2000}")
_ESCAPED_CLOSER = re.compile(r"(=[ \t]*[{\"][^{}\"]{0,2000})\\([}\"][ \t\r]*[,}\n])")
"""A value that ends in a backslash: to BibTeX it ends there, to its parser here it goes on into the next field."""


def read_bibtex(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    """The entries of a `.bib` file, those that repeat a key among them, and what could not be read of it."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry

    for library in ("bibtexparser", "pylatexenc"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # they would write to the terminal
    if "\\}" in text or '\\"' in text:
        text = _ESCAPED_CLOSER.sub(r"\1 \2", text)
    parsed = parse_string(text)
    problems = [
        flaw(name, (block.start_line or 0) + 1, 1, "an entry that cannot be read")
        for block in parsed.failed_blocks
        if not hasattr(block.ignore_error_block, "fields")
    ]
    entries, at = [], 0
    for entry in _all_entries(parsed.blocks):
        addresses = {
            key: _address(str(f.value))
            for f in reversed(entry.fields)
            if (key := str(f.key).lower()) in _ADDRESSES
        }
        published = " ".join(
            _address(_LINK.sub(r"\1 ", str(f.value)))
            for f in entry.fields
            if str(f.key).lower() in ("howpublished", "note")
        )
        for field in entry.fields:
            if "\\" in str(field.value) and str(field.key).lower() not in _ADDRESSES:
                field.value = _COMMAND.sub("", _LINKED.sub("", str(field.value)))
            if "TeX" in str(field.value):
                field.value = _LOGO.sub(r"\1", str(field.value))
            if field.key.lower() in _PEOPLE:
                field.value = parted(str(field.value))
        decoded = [f for f in entry.fields if str(f.key).lower() not in _ADDRESSES and _LATEX.search(str(f.value))]  # fmt: skip
        if decoded:
            _latex_decoder().transform_entry(Entry(entry.entry_type, entry.key, decoded), parsed)
        fields = {str(f.key).lower(): _tidy(f.value) for f in reversed(entry.fields)} | addresses
        if not fields.get("url") and (link := _ADDRESS.search(published)):
            fields["url"] = link[0].rstrip(".,;)")
        raw = entry.raw or ""
        start = text.find(raw, at) if raw else -1
        span = Span(start, start + len(raw)) if start >= 0 else Span(0, 0)
        at = span.end or at
        entries.append(_from_bibtex(entry.key, entry.entry_type, name, span, fields))
    return entries, problems


@cache
def _latex_decoder() -> Any:
    """Made once, and only where it is needed: it takes as long to make as a small bibliography to read."""
    from bibtexparser.middlewares import LatexDecodingMiddleware

    return LatexDecodingMiddleware()


def _all_entries(blocks: Iterable[Any]) -> Iterable[Any]:
    """The entries in order of the file, those that repeat a key or a field among them."""
    from bibtexparser import middlewares, model
    from bibtexparser.library import Library

    unquote = middlewares.RemoveEnclosingMiddleware()
    for block in blocks:
        if isinstance(block, model.Entry):
            yield block
        elif isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock) and isinstance(
            block.ignore_error_block, model.Entry
        ):
            yield unquote.transform_entry(block.ignore_error_block, Library())


def _address(value: str) -> str:
    """The address in a field as a browser wants it: TeX's escapes undone, nothing else."""
    plain = _ESCAPED.sub(r"\1", _TILDE.sub("~", value.replace("\\url", "")))
    return " ".join(_BRACES.sub("", plain.replace("{~}", "~")).split())


def _from_bibtex(key: str, kind: str, file: str, span: Span, fields: dict[str, str]) -> BibliographyEntry:
    authors, families = people(next((fields[p] for p in _PEOPLE if fields.get(p)), ""))
    identifiers = {s: fields[s] for s in ("doi", "isbn", "pmid") if fields.get(s)}
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    if fields.get("eprint") and archive in ("arxiv", ""):
        identifiers["arxiv"] = fields["eprint"]
    venue = next((fields[v] for v in _VENUES if fields.get(v)), None)
    url = fields.get("url") or None
    date = fields.get("year") or fields.get("date")
    title = fields.get("title")
    return BibliographyEntry(
        key=key, file=file, span=span, text=text_of((", ".join(authors), title, venue, date)), title=title or None,
        url=url, authors=authors, families=families, date=date, accessed=fields.get("urldate") or None,
        kind=kind_of(kind, "webpage" if url else "paper"), identifiers=identifiers,
    )  # fmt: skip


def _tidy(value: Any) -> str:
    return " ".join(_BRACES.sub("", str(value)).replace("\u00ad", "").split())
