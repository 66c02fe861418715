"""`Extraction` → N-Quads lines: the patterns of `docs/rdf-model.md`, nothing else."""

from collections import defaultdict
from collections.abc import Iterator

from kgraph.model import Claim, Extraction, Marker, ReferenceEntry
from kgraph.rdf._few import (
    Rows,
    article_lines,
    numbered_sections,
    part_lines,
    passage_lines,
    problem_lines,
    source_lines,
)
from kgraph.rdf.keys import DEFAULT_BASE, article_iri, entry_iris
from kgraph.rdf.terms import escaped, iri, literal, typed
from kgraph.rdf.vocab import SUPPORTS, expand

_TYPE = expand("rdf:type")
_PART, _TEXT, _SPAN = expand("schema:isPartOf"), expand("schema:text"), expand("kg:span")
_BACK, _COUNTED = expand("kg:refersBackTo"), f' {expand("kg:part")} "'
_LOCATOR, _PASSAGE = expand("kg:locator"), expand("kg:passage")
_CITES, _CARRIED_FROM = expand("cito:cites"), expand("kg:carriedFrom")
_IS_CLAIM = f"{_TYPE} {expand('schema:Claim')}"
_IS_MARKER = f"{_TYPE} {expand('c4o:InTextReferencePointer')}"
_REFERENCE = expand("biro:BibliographicReference")
_SUPPORT = {key: f"{expand('kg:support')} {expand(value)}" for key, value in SUPPORTS.items()}
_STATUS = {
    s: f"{expand('kg:status')} {expand('kg:' + s)}"
    for s in ("resolved", "dangling", "ambiguous", "unresolvable")
}
_RULE, _BLOCK = expand("kg:rule"), expand("kg:block")
_LEAD_IN, _PARENT = expand("kg:leadIn"), expand("kg:parentItem")
_CONTENT, _CONTEXT, _DENOTES = expand("c4o:hasContent"), expand("c4o:hasContext"), expand("c4o:denotes")
_LABEL, _ACCESSED = expand("kg:label"), expand("kg:accessed")
_PRINTED, _TITLE, _DATE = (
    expand("dcterms:bibliographicCitation"),
    expand("dcterms:title"),
    expand("dcterms:date"),
)
_AS_WRITTEN, _REFERENCES, _FILE = expand("kg:titleAsWritten"), expand("biro:references"), expand("kg:file")
_AUTHORS = expand("kg:authors")
_STANDS, _POSITIONED = f' {_SPAN} "char=', f' {expand("schema:position")} "'
_READS, _STANDS_IN = f' {_TEXT} "', f' {_BLOCK} "'
"""Predicates up to where their literal differs. A span is written as RFC 5147 (2008), 2.1.1, writes a range of characters."""
_INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
_PLAIN_BLOCK = "paragraph"
_PLAIN_RULES = {"cited": "marker-in-sentence", "none": "no-marker"}
"""What a claim's support says already: these rules infer nothing, and naming them would add a line to every claim."""


def quads(extraction: Extraction, *, base: str = DEFAULT_BASE) -> list[str]:
    """The article's graph as sorted N-Quads lines without their line ends, each once.

    The same article gives the same lines, whatever the run: no times, no order of hashing.
    """
    return nquads(extraction, base=base).decode().split("\n")


def nquads(extraction: Extraction, *, base: str = DEFAULT_BASE) -> bytes:
    """The same as one text in UTF-8, without a line end at its end.

    A subject's lines are written in the order of their predicates, so that only subjects are left to sort:
    sorting a million lines that begin alike would take longer than making them. Each subject's lines are
    encoded by themselves, as soon as they are made: most are ASCII, and one wide character would make the whole
    text slow to encode. No error can come of it: terms hold no lone surrogates.
    """
    article = article_iri(extraction.path, base)
    end = f" <{article}> .\n"
    claims = [f"<{article}#{claim.id}>" for claim in extraction.claims]
    entries = [f"<{entry}>" for entry in entry_iris(article, extraction.references)]
    sections = numbered_sections(extraction.claims)
    blocks = _claims(claims, extraction.claims, sections, article, end)
    blocks += _markers(extraction.markers, claims, entries, article, end)
    blocks += _entries(entries, extraction.references, article, end)
    rows: Rows = defaultdict(set)
    article_lines(rows, extraction, article, base)
    part_lines(rows, sections, extraction.references, article)
    for source in extraction.sources:
        source_lines(rows, source, base)
    passage_lines(rows, extraction.markers, claims, article)
    problem_lines(rows, extraction, article)
    for node, own in rows.items():
        blocks.append("".join([f"{node} {row}{end}" for row in sorted(own)]).encode())
    blocks.sort()  # by subject: each begins with its own, and none is the beginning of another
    blocks[-1] = blocks[-1][:-1]
    return b"".join(blocks)


def run_quads(run_id: str, *, base: str, started: str, ended: str, version: str, options: str) -> list[str]:
    """A run as a `prov:Activity` in a graph of its own, the only one that holds times (ISO 8601)."""
    node = iri(f"{base}run/{run_id}")
    rows = [
        f"{_TYPE} {expand('prov:Activity')}",
        f"{expand('prov:startedAtTime')} {typed(started, 'dateTime')}",
        f"{expand('prov:endedAtTime')} {typed(ended, 'dateTime')}",
        f"{expand('kg:version')} {literal(version)}",
        f"{expand('kg:options')} {literal(options)}",
    ]
    return sorted(f"{node} {row} {node} ." for row in rows)


def _claims(
    nodes: list[str],
    claims: tuple[Claim, ...],
    sections: dict[tuple[str, ...], int],
    article: str,
    end: str,
) -> list[bytes]:
    """The lines of each claim, by the alphabet of their predicates' IRIs.

    Most of a graph is made here: as bytes, out of pieces that are encoded once an article.
    """
    is_claim = f" {_IS_CLAIM}{end}".encode()
    parts = {path: f" {_PART} <{article}#s{number}>{end}".encode() for path, number in sections.items()}
    stands, reads, text_end = _STANDS.encode(), _READS.encode(), f'"{end}'.encode()
    kinds = {kind: f'{_STANDS_IN}{kind}"{end}' for kind in {claim.kind for claim in claims}}
    supports = {support: f" {line}{end}".encode() for support, line in _SUPPORT.items()}
    out = []
    for name, claim in zip(nodes, claims, strict=True):
        _, text, (first, last), support, rule, kind, _, sources, path, lead_in, parent = claim
        node = name.encode()
        cites = carried = further = ""
        if sources:
            predicate = _CITES if support == "cited" else _CARRIED_FROM
            lines = "".join(sorted([f"{name} {predicate} {iri(source)}{end}" for source in sources]))
            cites, carried = (lines, "") if support == "cited" else ("", lines)
        if kind != _PLAIN_BLOCK:
            carried = f"{name}{kinds[kind]}{carried}"
        if lead_in:
            further = f"{name} {_LEAD_IN} {literal(lead_in)}{end}"
        if parent:
            further += f"{name} {_PARENT} {literal(parent)}{end}"
        if rule != _PLAIN_RULES.get(support):
            further += f"{name} {_RULE} {literal(rule)}{end}"
        pieces = (
            cites.encode(), node, is_claim, node, parts[path], node, reads, escaped(text).encode(), text_end,
            carried.encode(), further.encode(), node, stands, b"%d,%d" % (first, last), text_end, node, supports[support],
        )  # fmt: skip
        out.append(b"".join(pieces))
    return out


def _markers(
    markers: tuple[Marker, ...], claims: list[str], entries: list[str], article: str, end: str
) -> list[bytes]:
    """The lines of each marker, by the alphabet of their predicates' IRIs."""
    is_marker = f" {_IS_MARKER}{end}"
    text_end = f'"{end}'
    statuses = {status: f" {line}{end}" for status, line in _STATUS.items()}
    out = []
    for marker in markers:
        first, last = marker.span
        node = f"<{article}#m{first}>"
        denotes = "".join(sorted({f"{node} {_DENOTES} {entries[i]}{end}" for i in marker.entries}))
        own = marker.sources[len(marker.entries) :]
        cites = "".join(sorted({f"{node} {_CITES} {iri(source)}{end}" for source in own})) if own else ""
        context = f"{node} {_CONTEXT} {claims[marker.claim]}{end}" if marker.claim is not None else ""
        passage = f"{node} {_PASSAGE} <{article}#q{first}>{end}" if marker.passage else ""
        locator = f"{node} {_LOCATOR} {literal(marker.locator)}{end}" if marker.locator else ""
        lines = (
            f"{denotes}{node} {_CONTENT} {literal(marker.raw)}{end}{context}{cites}{node}{is_marker}"
            f"{locator}{passage}{node}{_STANDS}{first},{last}{text_end}{node}{statuses[marker.status]}"
        )
        out.append(lines.encode())
    return out


def _entries(
    nodes: list[str], references: tuple[ReferenceEntry, ...], article: str, end: str
) -> Iterator[bytes]:
    """The lines of each reference entry, by the alphabet of their predicates' IRIs."""
    is_reference = f" {_TYPE} {_REFERENCE}{end}"
    text_end, number_end = f'"{end}', f'"{_INTEGER}{end}'
    for node, entry in zip(nodes, references, strict=True):
        first, last = entry.span
        lines = (
            f"{node} {_PRINTED} {literal(entry.text)}{end}"
            f"{_line(node, _DATE, entry.date, end)}{_line(node, _TITLE, entry.title, end)}"
            f"{f'{node} {_REFERENCES} {iri(entry.source)}{end}' if entry.source else ''}"
            f"{node}{is_reference}{node} {_PART} <{article}#l{entry.list}>{end}{node}{_POSITIONED}{entry.position}{number_end}"
            f"{_line(node, _ACCESSED, entry.accessed, end)}{_line(node, _AUTHORS, '; '.join(entry.authors), end)}"
            f"{_line(node, _FILE, entry.file, end)}{_line(node, _LABEL, entry.label, end)}"
            f"{_line(node, _LOCATOR, entry.locator, end)}{f'{node}{_COUNTED}{entry.part}{number_end}' if entry.part else ''}"
            f"{_line(node, _BACK, entry.same_as, end)}{node}{_STANDS}{first},{last}{text_end}"
            f"{_line(node, _AS_WRITTEN, entry.raw_title, end)}"
        )
        yield lines.encode()


def _line(node: str, predicate: str, text: str | None, end: str) -> str:
    return f"{node} {predicate} {literal(text)}{end}" if text else ""
