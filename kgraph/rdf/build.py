"""`Extraction` → N-Quads lines: the patterns of `docs/rdf-model.md`, nothing else."""

from collections import defaultdict
from collections.abc import Iterator

from kgraph import identifiers
from kgraph.model import Claim, Extraction, Marker, ReferenceEntry, Source
from kgraph.rdf.keys import DEFAULT_BASE, article_iri, entry_iris, slug
from kgraph.rdf.terms import escaped, integer, iri, literal, typed
from kgraph.rdf.vocab import KINDS, SUPPORTS, expand

_TYPE = expand("rdf:type")
_NAME, _URL, _PART = expand("schema:name"), expand("schema:url"), expand("schema:isPartOf")
_POSITION, _TEXT = expand("schema:position"), expand("schema:text")
_START, _END = expand("oa:start"), expand("oa:end")
_BACK, _COUNTED = expand("kg:refersBackTo"), f' {expand("kg:part")} "'
_LOCATOR, _PASSAGE = expand("kg:locator"), expand("kg:passage")
_CITES, _CARRIED_FROM = expand("cito:cites"), expand("kg:carriedFrom")
_IS_CLAIM = f"{_TYPE} {expand('schema:Claim')}"
_IS_MARKER = f"{_TYPE} {expand('c4o:InTextReferencePointer')}"
_REFERENCE = expand("biro:BibliographicReference")
_IS_SITE = f"{_TYPE} {expand('schema:WebSite')}"
_KIND = {kind: f"{_TYPE} {expand(term)}" for kind, term in KINDS.items()}
_SUPPORT = {key: f"{expand('kg:support')} {expand(value)}" for key, value in SUPPORTS.items()}
_STATUS = {
    s: f"{expand('kg:status')} {expand('kg:' + s)}"
    for s in ("resolved", "dangling", "ambiguous", "unresolvable")
}
_RULE, _BLOCK, _SECTION = expand("kg:rule"), expand("kg:block"), expand("kg:section")
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
_IDENTIFIER = expand("schema:identifier")
_ENDS, _STARTS, _POSITIONED = f' {_END} "', f' {_START} "', f' {_POSITION} "'
_READS, _STANDS_IN, _LISTED = f' {_TEXT} "', f' {_BLOCK} "', f' {expand("kg:list")} "'
"""Predicates up to the quote that opens their literal."""
_INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
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
    blocks = _claims(claims, extraction.claims, article, end)
    blocks += _markers(extraction.markers, claims, entries, article, end)
    blocks += _entries(entries, extraction.references, article, end)
    rows: dict[str, set[str]] = defaultdict(set)
    _article(rows, extraction, article, base)
    for source in extraction.sources:
        _source(rows, source, base)
    _passages(rows, extraction.markers, claims, article)
    _problems(rows, extraction, article)
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


def _article(rows: dict[str, set[str]], extraction: Extraction, article: str, base: str) -> None:
    document = extraction.document
    metadata = document.metadata
    kind = "schema:BlogPosting" if metadata.title or metadata.date else "schema:Article"
    own = rows[f"<{article}>"]
    own |= {
        f"{_TYPE} {expand(kind)}",
        f"{_TYPE} {expand('prov:Entity')}",
        f"{expand('kg:path')} {literal(extraction.path)}",
        f"{expand('kg:sha256')} {literal(document.source.sha256)}",
        f"{expand('schema:encodingFormat')} {literal(document.media_type or document.format)}",
        f"{expand('kg:tokensIgnored')} {integer(len(extraction.ignored))}",
    }
    for predicate, value in (
        ("schema:name", extraction.title),
        ("schema:datePublished", metadata.date),
        ("schema:inLanguage", metadata.language),
    ):
        if value:
            own.add(f"{expand(predicate)} {literal(value)}")
    for n, name in enumerate(metadata.authors, 1):
        person = f"<{article}#author-{n}>"
        own.add(f"{expand('schema:author')} {person}")
        rows[person] |= {f"{_TYPE} {expand('schema:Person')}", f"{_NAME} {literal(name)}"}
    generator = extraction.generator
    if generator and (generator.model or generator.site):
        name = generator.model or generator.site or ""
        agent = iri(f"{base}agent/{slug(name)}")
        own.add(f"{expand('prov:wasAttributedTo')} {agent}")
        rows[agent] |= {f"{_TYPE} {expand('prov:SoftwareAgent')}", f"{_NAME} {literal(name)}"}
        if generator.url:
            rows[agent].add(f"{_URL} {typed(generator.url, 'anyURI')}")
    own.update(f"{_CITES} {iri(source)}" for m in extraction.markers for source in m.sources)


def _claims(nodes: list[str], claims: tuple[Claim, ...], article: str, end: str) -> list[bytes]:
    """The lines of each claim, by the alphabet of their predicates' IRIs.

    Most of a graph is made here: as bytes, out of pieces that are encoded once an article.
    """
    is_claim, part = f" {_IS_CLAIM}{end}".encode(), f" {_PART} <{article}>{end}".encode()
    ends, starts, positioned, reads = (p.encode() for p in (_ENDS, _STARTS, _POSITIONED, _READS))
    text_end, number_end = f'"{end}'.encode(), f'"{_INTEGER}{end}'.encode()
    kinds = {kind: f'{_STANDS_IN}{kind}"{end}'.encode() for kind in {claim.kind for claim in claims}}
    supports = {support: f" {line}{end}".encode() for support, line in _SUPPORT.items()}
    sections: dict[tuple[str, ...], bytes] = {(): b""}
    out = []
    for position, (name, claim) in enumerate(zip(nodes, claims, strict=True), 1):
        _, text, (first, last), support, rule, kind, _, sources, path, lead_in, parent = claim
        node = name.encode()
        section = sections.get(path)
        if section is None:
            section = sections[path] = f" {_SECTION} {literal(' › '.join(path))}{end}".encode()
        cites = carried = further = ""
        if sources:
            predicate = _CITES if support == "cited" else _CARRIED_FROM
            lines = "".join(sorted([f"{name} {predicate} {iri(source)}{end}" for source in sources]))
            cites, carried = (lines, "") if support == "cited" else ("", lines)
        if lead_in:
            further = f"{name} {_LEAD_IN} {literal(lead_in)}{end}"
        if parent:
            further += f"{name} {_PARENT} {literal(parent)}{end}"
        if rule != _PLAIN_RULES.get(support):
            further += f"{name} {_RULE} {literal(rule)}{end}"
        pieces = (
            cites.encode(), node, is_claim, node, ends, b"%d" % last, number_end, node, starts, b"%d" % first, number_end,
            node, part, node, positioned, b"%d" % position, number_end, node, reads, escaped(text).encode(), text_end,
            node, kinds[kind], carried.encode(), further.encode(), node if path else b"", section, node, supports[support],
        )  # fmt: skip
        out.append(b"".join(pieces))
    return out


def _markers(
    markers: tuple[Marker, ...], claims: list[str], entries: list[str], article: str, end: str
) -> list[bytes]:
    """The lines of each marker, by the alphabet of their predicates' IRIs."""
    is_marker = f" {_IS_MARKER}{end}"
    number_end = f'"{_INTEGER}{end}'
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
            f"{node}{_ENDS}{last}{number_end}{node}{_STARTS}{first}{number_end}{locator}{passage}{node}{statuses[marker.status]}"
        )
        out.append(lines.encode())
    return out


def _passages(
    rows: dict[str, set[str]], markers: tuple[Marker, ...], claims: list[str], article: str
) -> None:
    """A passage quoted in a marker's URL, and the claim it stands beside, as an annotation of the source.

    Source: Web Annotation Data Model (W3C, 2017), 4.2.4: a specific resource, told by a text quote selector.
    """
    for marker in markers:
        if not marker.passage:
            continue
        first = marker.span[0]
        rows[f"<{article}#q{first}>"] = {
            f"{_TYPE} {expand('oa:TextQuoteSelector')}",
            f"{expand('oa:exact')} {literal(marker.passage)}",
        }
        if marker.claim is None or not marker.sources:
            continue
        rows[f"<{article}#t{first}>"] = {
            f"{_TYPE} {expand('oa:SpecificResource')}",
            f"{expand('oa:hasSource')} {iri(marker.sources[0])}",
            f"{expand('oa:hasSelector')} <{article}#q{first}>",
        }
        rows[f"<{article}#e{first}>"] = {
            f"{_TYPE} {expand('oa:Annotation')}",
            f"{expand('oa:hasBody')} {claims[marker.claim]}",
            f"{expand('oa:hasTarget')} <{article}#t{first}>",
        }


def _entries(
    nodes: list[str], references: tuple[ReferenceEntry, ...], article: str, end: str
) -> Iterator[bytes]:
    """The lines of each reference entry, by the alphabet of their predicates' IRIs."""
    is_reference = f" {_TYPE} {_REFERENCE}{end}"
    number_end = f'"{_INTEGER}{end}'
    part = f" {_PART} <{article}>{end}"
    for node, entry in zip(nodes, references, strict=True):
        first, last = entry.span
        lines = (
            f"{node} {_PRINTED} {literal(entry.text)}{end}"
            f"{_line(node, _DATE, entry.date, end)}{_line(node, _TITLE, entry.title, end)}"
            f"{f'{node} {_REFERENCES} {iri(entry.source)}{end}' if entry.source else ''}"
            f"{node}{is_reference}{node}{_ENDS}{last}{number_end}{node}{_STARTS}{first}{number_end}"
            f"{node}{part}{node}{_POSITIONED}{entry.position}{number_end}"
            f"{_line(node, _ACCESSED, entry.accessed, end)}{_line(node, _AUTHORS, '; '.join(entry.authors), end)}"
            f"{_line(node, _FILE, entry.file, end)}{_line(node, _LABEL, entry.label, end)}"
            f"{node}{_LISTED}{entry.list}{number_end}{_line(node, _LOCATOR, entry.locator, end)}"
            f"{f'{node}{_COUNTED}{entry.part}{number_end}' if entry.part else ''}"
            f"{_line(node, _BACK, entry.same_as, end)}{_line(node, _AS_WRITTEN, entry.raw_title, end)}"
        )
        yield lines.encode()


def _line(node: str, predicate: str, text: str | None, end: str) -> str:
    return f"{node} {predicate} {literal(text)}{end}" if text else ""


def _source(rows: dict[str, set[str]], source: Source, base: str) -> None:
    own = rows[iri(source.id)]
    own.add(_KIND.get(source.kind, _KIND["other"]))
    if source.title:
        own.add(f"{_NAME} {literal(source.title)}")
    for url in source.urls:
        if identifiers.iri(url):
            own.add(f"{_URL} {typed(url, 'anyURI')}")
    for scheme, value in source.identifiers.items():
        own.add(f"{_IDENTIFIER} {literal(f'{scheme}:{value}')}")
    if source.site:
        site = iri(f"{base}site/{source.site}")
        own.add(f"{_PART} {site}")
        rows[site] |= {_IS_SITE, f"{_NAME} {literal(source.site)}"}


def _problems(rows: dict[str, set[str]], extraction: Extraction, article: str) -> None:
    for n, problem in enumerate(extraction.problems, 1):
        place = problem.place or extraction.document.source.place(problem.span[0])
        row = rows[f"<{article}#p{n}>"]
        row |= {
            f"{_TYPE} {expand('kg:Problem')}",
            f"{_PART} <{article}>",
            f"{expand('kg:code')} {literal(problem.code)}",
            f"{expand('kg:severity')} {literal(problem.severity)}",
            f"{expand('schema:description')} {literal(problem.message)}",
            f"{expand('kg:line')} {integer(place.line)}",
            f"{expand('kg:column')} {integer(place.column)}",
            f"{_START} {integer(problem.span[0])}",
            f"{_END} {integer(problem.span[1])}",
        }
        row |= {f"{expand('kg:cell')} {integer(place.cell)}"} if place.cell is not None else set()
        file = problem.file or place.file
        row |= {f"{expand('kg:file')} {literal(file)}"} if file else set()
