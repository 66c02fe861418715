"""An extraction as one line of JSON: the shape that `kgraph extract --format jsonl` writes."""

import json
from typing import Any

from kgraph import __version__, identifiers
from kgraph.model import Claim, Extraction, Ignored, Marker, Problem, ReferenceEntry, Source

SCHEMA = "https://w3id.org/kgraph/jsonl/1"
"""Names the shape of a line; another number where a key goes or changes its meaning (docs/stability.md)."""


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as plain data; offsets are code points of the file's text, half-open.

    Keys: `schema`, `version`, `article`, `markers`, `ignored`, `references`, `claims`, `sources`, `problems` (docs/jsonl.md).
    """
    metadata = extraction.document.metadata
    generator = extraction.generator
    return {
        "schema": SCHEMA,
        "version": __version__,
        "article": {
            "path": extraction.path,
            "sha256": extraction.sha256,
            "format": extraction.document.format,
            "title": extraction.title,
            "date": metadata.date,
            "language": metadata.language,
            "authors": list(metadata.authors),
            "generator": {"model": generator.model, "site": generator.site, "url": generator.url}
            if generator
            else None,
        },
        "markers": [_marker(m) for m in extraction.markers],
        "ignored": [_ignored(i) for i in extraction.ignored],
        "references": [_reference(r) for r in extraction.references],
        "claims": [_claim(c) for c in extraction.claims],
        "sources": [_source(s) for s in extraction.sources],
        "problems": [_problem(p, extraction) for p in extraction.problems],
    }


def dumps(extraction: Extraction) -> str:
    """The extraction as one line of JSON, without its line end."""
    return json.dumps(to_json(extraction), ensure_ascii=False, check_circular=False)


def _marker(m: Marker) -> dict[str, Any]:
    row: dict[str, Any] = {
        "start": m.span.start, "end": m.span.end, "raw": m.raw, "labels": list(m.labels), "list": m.list,
        "status": m.status, "claim": m.claim, "sources": list(m.sources),
    }  # fmt: skip
    if m.passage:
        row["passage"] = m.passage
    if m.locator:
        row["locator"] = m.locator
    return row


def _ignored(i: Ignored) -> dict[str, Any]:
    return {"start": i.span.start, "end": i.span.end, "raw": i.raw, "reason": i.reason}


def _reference(r: ReferenceEntry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "label": r.label, "list": r.list, "position": r.position, "text": r.text, "title": r.title, "site": r.site, "url": r.url,
        "links": list(r.links), "authors": list(r.authors), "date": r.date, "accessed": r.accessed, "source": r.source,
        "start": r.span.start, "end": r.span.end,
    }  # fmt: skip
    if r.raw_title:
        row["title_as_written"] = r.raw_title
    for name, value in (("file", r.file), ("part", r.part), ("same_as", r.same_as), ("locator", r.locator)):
        if value:
            row[name] = value
    return row


def _claim(c: Claim) -> dict[str, Any]:
    return {
        "id": c.id, "text": c.text, "start": c.span.start, "end": c.span.end, "support": c.support, "rule": c.rule, "kind": c.kind,
        "labels": list(c.labels), "sources": list(c.sources), "section": list(c.section), "lead_in": c.lead_in, "parent": c.parent,
    }  # fmt: skip


def _source(s: Source) -> dict[str, Any]:
    return {
        "id": s.id,
        "kind": s.kind,
        "urls": list(s.urls),
        "identifiers": dict(s.identifiers),
        "title": s.title,
        "site": s.site,
        "publisher": identifiers.publisher(s.id),
    }


def _problem(p: Problem, extraction: Extraction) -> dict[str, Any]:
    place = p.place or extraction.document.source.place(p.span.start)
    row: dict[str, Any] = {
        "code": p.code,
        "severity": p.severity,
        "message": p.message,
        "start": p.span.start,
        "end": p.span.end,
        "line": place.line,
        "column": place.column,
    }
    if place.cell is not None:
        row["cell"] = place.cell
    if p.file or place.file:
        row["file"] = p.file or place.file
    if p.hint:
        row["hint"] = p.hint
    return row
