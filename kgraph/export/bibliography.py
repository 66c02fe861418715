"""The sources as a bibliography: BibTeX, CSL-JSON, RIS."""

import json
import re
from typing import Any
from urllib.parse import quote

from kgraph.export import _citing as citing
from kgraph.export._citing import Name, identifier, line, link, title
from kgraph.export._rows import SourceRow, Tables

_BIBTEX = {"paper": "article", "book": "book", "webpage": "online", "video": "online", "other": "misc"}
_CSL = {
    "paper": "article-journal",
    "book": "book",
    "webpage": "webpage",
    "video": "motion_picture",
    "other": "document",
}
_RIS = {"paper": "JOUR", "book": "BOOK", "webpage": "ELEC", "video": "VIDEO", "other": "GEN"}
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "%&#$_"},
}
_AND = re.compile(r"\band\b", re.IGNORECASE)
_ENDING = re.compile(r"[{}\\\"]")
"""What could end a field where an address is copied as it stands; no address holds it but in its percent form."""
_CAPITALS = re.compile(r"(?<![\\\w])[^\W_]+[A-Z][^\W_]*")


def bibtex(tables: Tables) -> bytes:
    """BibTeX in UTF-8, written by bibtexparser; entry types and fields are those of biblatex and Zotero."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library = Library()
    for key, source in zip(citing.keys(tables.sources), tables.sources, strict=True):
        eprint = _verbatim(identifier(source, "arxiv"))
        preprint = _is_preprint(source)
        day = citing.seen(source)
        fields = {
            "title": _CAPITALS.sub(r"{\g<0>}", _latex(title(source))), "author": _bibtex_names(source), "year": citing.year(source),
            "journal": _latex(journal) if source.kind == "paper" and (journal := citing.journal(source)) and not preprint else None,
            "doi": _verbatim(identifier(source, "doi")), "isbn": _verbatim(identifier(source, "isbn")), "pmid": _verbatim(identifier(source, "pmid")), "eprint": eprint, "archiveprefix": "arXiv" if eprint else None,
            "url": _verbatim(link(source)), "urldate": "{}-{:02}-{:02}".format(*day) if day else None,
            "organization": _latex(site) if source.kind in ("webpage", "video") and (site := citing.site(source)) else None,
        }  # fmt: skip
        kind = "misc" if preprint else _BIBTEX[source.kind]
        library.add(Entry(kind, key, [Field(k, v) for k, v in fields.items() if v]))
    return write_string(library).encode()


def _is_preprint(source: SourceRow) -> bool:
    return identifier(source, "arxiv") is not None and identifier(source, "doi") is None


def _bibtex_names(source: SourceRow) -> str:
    written = [_bibtex_name(name) for name in citing.names(source)]
    return " and ".join(written + ["others"] * citing.has_others(source))


def _bibtex_name(name: Name) -> str:
    parts = [_one_name(part) for part in (name.family, name.given) if part]
    return f"{{{parts[0]}}}" if name.corporate and not parts[0].startswith("{") else ", ".join(parts)


def _one_name(part: str) -> str:
    """Part of a name. BibTeX takes the word “and” for what stands between two authors, if no braces hold it."""
    return f"{{{_latex(part)}}}" if _AND.search(part) else _latex(part)


def _latex(text: str) -> str:
    """`text` for a field that LaTeX typesets."""
    return "".join(_LATEX.get(sign, sign) for sign in line(text))


def _verbatim(text: str | None) -> str | None:
    """An address or identifier for a field that is copied as it stands."""
    return _ENDING.sub(lambda found: quote(found[0]), text) if text else None


def csl_json(tables: Tables) -> bytes:
    """CSL-JSON, as citation processors and reference managers take it."""
    items = [
        _csl_item(key, source)
        for key, source in zip(citing.keys(tables.sources), tables.sources, strict=True)
    ]
    return json.dumps(items, ensure_ascii=False, indent=1).encode() + b"\n"


def _csl_item(key: str, source: SourceRow) -> dict[str, Any]:
    preprint = _is_preprint(source)
    item: dict[str, Any] = {
        "id": key,
        "type": "article" if preprint else _CSL[source.kind],
        "title": title(source),
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in citing.names(source)
        ],
        "container-title": citing.journal(source)
        if source.kind == "paper" and not preprint
        else citing.site(source),
        "publisher": "arXiv" if preprint else None,
        "number": f"arXiv:{identifier(source, 'arxiv')}" if preprint else None,
        "DOI": identifier(source, "doi"),
        "ISBN": identifier(source, "isbn"),
        "PMID": identifier(source, "pmid"),
        "PMCID": identifier(source, "pmcid"),
        "URL": link(source),
    }
    if published := citing.published(source):
        item["issued"] = {"date-parts": [list(published)]}
    if source.accessed:
        day = citing.seen(source)
        item["accessed"] = {"date-parts": [list(day)]} if day else {"raw": source.accessed}
    return {field: value for field, value in item.items() if value}


def ris(tables: Tables) -> bytes:
    """RIS, written by rispy."""
    import rispy

    class Plain(rispy.RisWriter):  # type: ignore[misc]
        """Without the numbers rispy writes between records: the format has no such lines."""

        def set_header(self, count: int) -> str:
            return ""

    records = [
        _ris_record(key, source)
        for key, source in zip(citing.keys(tables.sources), tables.sources, strict=True)
    ]
    return str(rispy.dumps(records, implementation=Plain)).rstrip("\n").encode() + b"\n"


def _ris_record(key: str, source: SourceRow) -> dict[str, Any]:
    day, published = citing.seen(source), citing.published(source)
    address = link(source)
    record = {
        "type_of_reference": _RIS[source.kind],
        "id": key,
        "title": title(source),
        "authors": [f"{n.family}, {n.given}" if n.given else n.family for n in citing.names(source)],
        "secondary_title": citing.journal(source) if source.kind == "paper" else citing.site(source),
        "year": citing.year(source),
        "date": "/".join(f"{part:02}" for part in published) if len(published) > 1 else None,
        "doi": identifier(source, "doi"),
        "accession_number": f"arXiv:{eprint}" if (eprint := identifier(source, "arxiv")) else None,
        "issn": identifier(source, "isbn"),
        "urls": [address] if address else None,
        "access_date": "{}/{:02}/{:02}".format(*day) if day else None,
    }
    return {field: value for field, value in record.items() if value}
