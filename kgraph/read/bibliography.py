"""Bibliographies beside an article: BibTeX and CSL-JSON → `BibliographyEntry`."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from kgraph.codes import problem
from kgraph.model import BibliographyEntry, Problem
from kgraph.spans import Span, decode

MAX_BYTES = 16 * 1024 * 1024
_BRACES = re.compile(r"[{}]")
_COMMAND = re.compile(r"\\(?:textit|textbf|emph|texttt|url|mbox|textsc|enquote)\s*")
_LATEX = re.compile(r"[\\$~%^_&#]|--|``|''")
"""What a TeX parser would read as more than itself; without it, parsing changes nothing and takes long."""
_LOGO = re.compile(r"\\((?:La|Bib|Xe|Lua)?TeX)\b\s*(?:\{\})?")
"""Names that are commands, and that a TeX parser drops as such."""
_ADDRESSES = ("url", "doi", "eprint")
"""Fields that hold addresses: there `~`, `%` and `&` are themselves, whatever TeX makes of them."""
_TILDE = re.compile(r"\\(?:textasciitilde|~)(?:\{\})?|\$\\sim\$")
_ESCAPED = re.compile(r"\\([_%&#$^{}])")
_ADDRESS = re.compile(r"https?://[^\s\\{}]{1,2000}")
_ESCAPED_CLOSER = re.compile(r"(=[ \t]*[{\"][^{}\"]{0,2000})\\([}\"][ \t\r]*[,}\n])")
"""A value that ends in a backslash: to BibTeX it ends there, to its parser here it goes on into the next field."""
_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
"""Half of a character, which no text can hold, as group 1; whole ones and other escapes are passed over."""
_CSL_ID = re.compile(r"\"id\"\s*+:\s*+(\"(?:[^\"\\]++|\\.)*+\"|-?\d{1,4000}|true|false)")
_MARKUP = re.compile(r"</?(?:i|b|em|strong|su[bp]|span|sc|scp)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
"""Markup that CSL allows in titles."""
_KINDS = {"book": "book", "inbook": "book", "incollection": "book", "article": "paper", "inproceedings": "paper",
          "article-journal": "paper", "paper-conference": "paper", "chapter": "book"}  # fmt: skip


@lru_cache(maxsize=4)
def parse(name: str, data: bytes) -> tuple[tuple[BibliographyEntry, ...], tuple[Problem, ...]]:
    """The entries of the bibliography file `name`, and what could not be read of it.

    The last few are remembered: a folder of articles often shares one bibliography.
    """
    text, _ = decode(data[:MAX_BYTES])
    entries, problems = _PARSERS.get(name.lower().rpartition(".")[2], _parse_bibtex)(name, text)
    return tuple(entries), tuple(problems)


def _flaw(name: str, line: int, column: int, message: str) -> Problem:
    return problem("bibliography-unread", f"{name}:{line}:{column}: {message}", Span(0, 0), "correct it")


def _parse_bibtex(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    from bibtexparser.entrypoint import parse_string

    for library in ("bibtexparser", "pylatexenc"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # they would write to the terminal
    if "\\}" in text or '\\"' in text:
        text = _ESCAPED_CLOSER.sub(r"\1 \2", text)
    parsed = parse_string(text)
    problems = [
        _flaw(name, (block.start_line or 0) + 1, 1, "an entry that cannot be read")
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
            _address(str(f.value)) for f in entry.fields if str(f.key).lower() in ("howpublished", "note")
        )
        for field in entry.fields:
            if "TeX" in str(field.value):
                field.value = _LOGO.sub(r"\1", str(field.value))
        if any(_LATEX.search(str(f.value)) for f in entry.fields):
            _latex_decoder().transform_entry(entry, parsed)
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
    authors = tuple(a for a in fields.get("author", "").split(" and ") if a)
    identifiers = {s: fields[s] for s in ("doi", "isbn", "pmid") if fields.get(s)}
    if fields.get("eprint") and fields.get("archiveprefix", "").lower() in ("arxiv", ""):
        identifiers["arxiv"] = fields["eprint"]
    venue = (
        fields.get("journal")
        or fields.get("booktitle")
        or fields.get("publisher")
        or fields.get("howpublished")
    )
    url = fields.get("url") or None
    date = fields.get("year") or fields.get("date")
    title = fields.get("title")
    text = ". ".join(part for part in (", ".join(authors), title, venue, date) if part)
    return BibliographyEntry(
        key=key, file=file, span=span, text=text, title=title or None, url=url, authors=authors, date=date,
        accessed=fields.get("urldate") or None, kind=_KINDS.get(kind.lower(), "webpage" if url else "paper"), identifiers=identifiers,
    )  # fmt: skip


def _tidy(value: Any) -> str:
    return " ".join(_BRACES.sub("", _COMMAND.sub("", str(value))).split())


def _parse_csl(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    text = _SURROGATE.sub(lambda m: r"\ufffd" if m[1] else m[0], text) if "\\u" in text else text
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [_flaw(name, error.lineno, error.colno, f"no JSON ({error.msg})")]
    except (ValueError, RecursionError) as error:
        return [], [_flaw(name, 1, 1, f"no JSON ({' '.join(str(error).split())[:150]})")]
    if isinstance(records, dict):
        records = records.get("items", [])
    entries = []
    written = _csl_ids(text)
    for record in records if isinstance(records, list) else []:
        if isinstance(record, dict) and isinstance(record.get("id"), str | int):
            key = str(record["id"])
            # The ids of the file are gone through once, however many records there are.
            span = next((span for value, span in written if value == key), Span(0, 0))
            entries.append(_from_csl(key, name, span, record))
    return entries, []


def _csl_ids(text: str) -> Iterator[tuple[str, Span]]:
    """Every id in JSON `text`, as a string, and where it is written, in order of the text."""
    for match in _CSL_ID.finditer(text):
        yield str(json.loads(match[1])), Span(*match.span(1))


def _from_csl(key: str, file: str, span: Span, record: dict[str, Any]) -> BibliographyEntry:
    authors = tuple(_csl_names(record.get("author")))
    identifiers = {k.lower(): str(record[k]) for k in ("DOI", "PMID", "PMCID", "ISBN") if record.get(k)}
    date = _csl_date(record.get("issued"))
    title = " ".join(_MARKUP.sub("", str(record.get("title") or "")).split()) or None
    parts = (", ".join(authors), title, record.get("container-title") or record.get("publisher"), date)
    return BibliographyEntry(
        key=key, file=file, span=span, text=". ".join(str(p) for p in parts if p), title=title,
        url=str(record["URL"]) if record.get("URL") else None, authors=authors, date=date,
        accessed=_csl_date(record.get("accessed")), kind=_KINDS.get(str(record.get("type")), "webpage"), identifiers=identifiers,
    )  # fmt: skip


def _csl_names(names: Any) -> Iterable[str]:
    for name in names if isinstance(names, list) else []:
        if isinstance(name, dict):
            full = name.get("literal") or ", ".join(str(name[k]) for k in ("family", "given") if name.get(k))
            if full:
                yield str(full)


def _csl_date(issued: Any) -> str | None:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(str(p).zfill(2) for p in parts[0] if p) or None
    if isinstance(issued, dict):
        return str(issued.get("raw") or issued.get("literal") or "") or None
    return None


_PARSERS = {"json": _parse_csl}
"""Suffix → what reads a bibliography of that name; all others are BibTeX."""
