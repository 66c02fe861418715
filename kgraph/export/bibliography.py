"""The sources as a bibliography: BibTeX, CSL-JSON, RIS."""

import json
import re
import unicodedata
from collections import Counter
from typing import Any

from kgraph.export._tables import SourceRow, Tables

_BIBTEX = {"paper": "article", "book": "book", "webpage": "online", "video": "online", "other": "misc"}
_CSL = {
    "paper": "article-journal",
    "book": "book",
    "webpage": "webpage",
    "video": "motion_picture",
    "other": "document",
}
_RIS = {"paper": "JOUR", "book": "BOOK", "webpage": "ELEC", "video": "VIDEO", "other": "GEN"}
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def keys(sources: list[SourceRow]) -> list[str]:
    """A key for each source: site or first author, year, first long word of the title; ASCII and unique."""
    seen: Counter[str] = Counter()
    out = []
    for source in sources:
        who = (
            _ascii(re.split(r"[,\s]", source.authors[0])[0])
            if source.authors
            else _ascii((source.site or "").split(".")[0])
        )
        year = _YEAR.search(source.date or "")
        word = next((w for w in re.findall(r"\w{4,}", _ascii(source.title or ""))), "")
        key = f"{who}{year[0] if year else ''}{word[:12]}".lower() or "source"
        seen[key] += 1
        out.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return out


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9 ]+", "", plain)


def _identifier(source: SourceRow, scheme: str) -> str | None:
    return next((i.partition(":")[2] for i in source.identifiers if i.startswith(scheme + ":")), None)


def _title(source: SourceRow) -> str:
    return source.title or source.url or source.iri


def bibtex(tables: Tables) -> bytes:
    """BibTeX, written by bibtexparser."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library = Library()
    for key, source in zip(keys(tables.sources), tables.sources, strict=True):
        year = _YEAR.search(source.date or "")
        fields = {
            "title": _brace(_title(source)), "author": " and ".join(_brace(a) for a in source.authors) or None, "year": year[0] if year else None,
            "doi": _identifier(source, "doi"), "isbn": _identifier(source, "isbn"), "eprint": _identifier(source, "arxiv"),
            "url": source.url or (source.iri if source.iri.startswith("http") else None), "organization": source.site,
        }  # fmt: skip
        if fields["eprint"]:
            fields["archiveprefix"] = "arXiv"
        library.add(Entry(_BIBTEX[source.kind], key, [Field(k, v) for k, v in fields.items() if v]))
    return write_string(library).encode()


def _brace(text: str) -> str:
    """`text` for a BibTeX field: special characters escaped, braces left only where they balance."""
    text = " ".join(text.split())
    text = text.replace("\\", "/").replace("{", "(").replace("}", ")")
    return re.sub(r"([%&#$_])", r"\\\1", text)


def csl_json(tables: Tables) -> bytes:
    """CSL-JSON, as citation processors and reference managers take it."""
    items = []
    for key, source in zip(keys(tables.sources), tables.sources, strict=True):
        item: dict[str, Any] = {"id": key, "type": _CSL[source.kind], "title": _title(source)}
        if source.authors:
            item["author"] = [{"literal": a} for a in source.authors]
        year = _YEAR.search(source.date or "")
        if year:
            item["issued"] = {"date-parts": [[int(year[0])]]}
        for field, value in (("DOI", _identifier(source, "doi")), ("ISBN", _identifier(source, "isbn")), ("PMID", _identifier(source, "pmid")), ("PMCID", _identifier(source, "pmcid")),
                             ("URL", source.url or (source.iri if source.iri.startswith("http") else None)), ("container-title", source.site)):  # fmt: skip
            if value:
                item[field] = value
        items.append(item)
    return json.dumps(items, ensure_ascii=False, indent=1).encode() + b"\n"


def ris(tables: Tables) -> bytes:
    """RIS, written by rispy."""
    import rispy

    records = []
    for key, source in zip(keys(tables.sources), tables.sources, strict=True):
        year = _YEAR.search(source.date or "")
        record: dict[str, Any] = {
            "type_of_reference": _RIS[source.kind],
            "id": key,
            "title": " ".join(_title(source).split()),
        }
        if source.authors:
            record["authors"] = [" ".join(a.split()) for a in source.authors]
        for field, value in (
            ("year", year[0] if year else None),
            ("doi", _identifier(source, "doi")),
            ("urls", [source.url] if source.url else None),
            ("publisher", source.site),
        ):
            if value:
                record[field] = value
        records.append(record)
    return str(rispy.dumps(records)).encode() + b"\n"
