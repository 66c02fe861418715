"""`Extraction` → N-Quads lines: the patterns of `docs/rdf-model.md`, nothing else."""

from kgraph import identifiers
from kgraph.model import Claim, Extraction, Marker, ReferenceEntry, Source
from kgraph.rdf.keys import DEFAULT_BASE, article_iri, slug
from kgraph.rdf.terms import integer, iri, literal, typed
from kgraph.rdf.vocab import KINDS, SUPPORTS, expand

_TYPE = expand("rdf:type")
_NAME, _URL, _PART = expand("schema:name"), expand("schema:url"), expand("schema:isPartOf")
_POSITION, _TEXT = expand("schema:position"), expand("schema:text")
_START, _END, _EXACT = expand("oa:start"), expand("oa:end"), expand("oa:exact")
_CITES, _CARRIED_FROM = expand("cito:cites"), expand("kg:carriedFrom")
_IS_CLAIM = f"{_TYPE} {expand('schema:Claim')}"
_IS_MARKER = f"{_TYPE} {expand('c4o:InTextReferencePointer')}"
_IS_REFERENCE = f"{_TYPE} {expand('biro:BibliographicReference')}"
_IS_SITE = f"{_TYPE} {expand('schema:WebSite')}"
_SUPPORT = {key: f"{expand('kg:support')} {expand(value)}" for key, value in SUPPORTS.items()}
_STATUS = {s: f"{expand('kg:status')} {expand('kg:' + s)}" for s in ("resolved", "dangling", "unresolvable")}
_RULE, _BLOCK, _SECTION = expand("kg:rule"), expand("kg:block"), expand("kg:section")
_LEAD_IN, _PARENT = expand("kg:leadIn"), expand("kg:parentItem")
_CONTENT, _CONTEXT, _DENOTES = expand("c4o:hasContent"), expand("c4o:hasContext"), expand("c4o:denotes")
_LABEL, _LIST, _ACCESSED = expand("kg:label"), expand("kg:list"), expand("kg:accessed")
_PRINTED, _TITLE, _DATE = (
    expand("dcterms:bibliographicCitation"),
    expand("dcterms:title"),
    expand("dcterms:date"),
)
_AS_WRITTEN, _REFERENCES, _FILE = expand("kg:titleAsWritten"), expand("biro:references"), expand("kg:file")
_AUTHORS = expand("kg:authors")
_IDENTIFIER = expand("schema:identifier")
_INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
_MEDIA_TYPES = {"markdown": "text/markdown"}


def quads(extraction: Extraction, *, base: str = DEFAULT_BASE) -> list[str]:
    """The article's graph as sorted N-Quads lines without their line ends, each once.

    The same article gives the same lines, whatever the run: no times, no order of hashing.
    """
    article = article_iri(extraction.path, base)
    tail = f" <{article}> ."
    triples: list[str] = []
    _article(triples, extraction, article, base)
    claims = [f"<{article}#{claim.id}>" for claim in extraction.claims]
    for position, (node, claim) in enumerate(zip(claims, extraction.claims, strict=True), 1):
        _claim(triples, node, claim, position, article)
    entries = [
        f"<{article}#r{e.list}-{e.position}{_several(extraction.references, i)}>"
        for i, e in enumerate(extraction.references)
    ]
    for marker in extraction.markers:
        _marker(triples, marker, article, claims, entries)
    for node, entry in zip(entries, extraction.references, strict=True):
        _entry(triples, node, entry, article)
    for source in extraction.sources:
        _source(triples, source, base)
    _problems(triples, extraction, article)
    return sorted({triple + tail for triple in triples})


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


def _several(references: tuple[ReferenceEntry, ...], i: int) -> str:
    """A suffix for the further labels of one entry, which share its position."""
    entry, k = references[i], 0
    while (
        k < i
        and references[i - k - 1].list == entry.list
        and references[i - k - 1].position == entry.position
    ):
        k += 1
    return f".{k}" if k else ""


def _article(out: list[str], extraction: Extraction, article: str, base: str) -> None:
    node = f"<{article}>"
    document = extraction.document
    metadata = document.metadata
    kind = "schema:BlogPosting" if metadata.title or metadata.date else "schema:Article"
    out.append(f"{node} {_TYPE} {expand(kind)}")
    out.append(f"{node} {_TYPE} {expand('prov:Entity')}")
    out.append(f"{node} {expand('kg:path')} {literal(extraction.path)}")
    out.append(f"{node} {expand('kg:sha256')} {literal(document.source.sha256)}")
    out.append(
        f"{node} {expand('schema:encodingFormat')} {literal(_MEDIA_TYPES.get(document.format, document.format))}"
    )
    out.append(f"{node} {expand('kg:tokensIgnored')} {integer(len(extraction.ignored))}")
    title = extraction.title
    for predicate, value in (
        ("schema:name", title),
        ("schema:datePublished", metadata.date),
        ("schema:inLanguage", metadata.language),
    ):
        if value:
            out.append(f"{node} {expand(predicate)} {literal(value)}")
    for n, name in enumerate(metadata.authors, 1):
        person = f"<{article}#author-{n}>"
        out += (
            f"{node} {expand('schema:author')} {person}",
            f"{person} {_TYPE} {expand('schema:Person')}",
            f"{person} {_NAME} {literal(name)}",
        )
    generator = extraction.generator
    if generator and (generator.model or generator.site):
        name = generator.model or generator.site or ""
        agent = iri(f"{base}agent/{slug(name)}")
        out += (
            f"{node} {expand('prov:wasAttributedTo')} {agent}",
            f"{agent} {_TYPE} {expand('prov:SoftwareAgent')}",
            f"{agent} {_NAME} {literal(name)}",
        )
        if generator.url:
            out.append(f"{agent} {_URL} {typed(generator.url, 'anyURI')}")
    out.extend(
        f"{node} {_CITES} {iri(source)}" for source in {s for m in extraction.markers for s in m.sources}
    )


def _claim(out: list[str], node: str, claim: Claim, position: int, article: str) -> None:
    out += (
        f"{node} {_IS_CLAIM}",
        f"{node} {_TEXT} {literal(claim.text)}",
        f"{node} {_PART} <{article}>",
        f'{node} {_POSITION} "{position}"{_INTEGER}',
        f"{node} {_SUPPORT[claim.support]}",
        f'{node} {_RULE} "{claim.rule}"',
        f'{node} {_BLOCK} "{claim.kind}"',
        f'{node} {_START} "{claim.span[0]}"{_INTEGER}',
        f'{node} {_END} "{claim.span[1]}"{_INTEGER}',
    )
    if claim.section:
        out.append(f"{node} {_SECTION} {literal(' › '.join(claim.section))}")
    if claim.lead_in:
        out.append(f"{node} {_LEAD_IN} {literal(claim.lead_in)}")
    if claim.parent:
        out.append(f"{node} {_PARENT} {literal(claim.parent)}")
    if claim.sources:
        predicate = _CITES if claim.support == "cited" else _CARRIED_FROM
        out.extend(f"{node} {predicate} {iri(source)}" for source in claim.sources)


def _marker(out: list[str], marker: Marker, article: str, claims: list[str], entries: list[str]) -> None:
    start, end = marker.span
    node = f"<{article}#m{start}>"
    out += (
        f"{node} {_IS_MARKER}",
        f"{node} {_CONTENT} {literal(marker.raw)}",
        f"{node} {_STATUS[marker.status]}",
        f'{node} {_START} "{start}"{_INTEGER}',
        f'{node} {_END} "{end}"{_INTEGER}',
    )
    if marker.claim is not None:
        out.append(f"{node} {_CONTEXT} {claims[marker.claim]}")
    out.extend(f"{node} {_DENOTES} {entries[i]}" for i in marker.entries)
    out.extend(f"{node} {_CITES} {iri(source)}" for source in marker.sources[len(marker.entries) :])
    if marker.passage:
        out.append(f"{node} {_EXACT} {literal(marker.passage)}")


def _entry(out: list[str], node: str, entry: ReferenceEntry, article: str) -> None:
    out += (
        f"{node} {_IS_REFERENCE}",
        f"{node} {_PART} <{article}>",
        f'{node} {_LIST} "{entry.list}"{_INTEGER}',
        f'{node} {_POSITION} "{entry.position}"{_INTEGER}',
        f"{node} {_PRINTED} {literal(entry.text)}",
        f'{node} {_START} "{entry.span[0]}"{_INTEGER}',
        f'{node} {_END} "{entry.span[1]}"{_INTEGER}',
    )
    for predicate, value in (
        (_LABEL, entry.label),
        (_TITLE, entry.title),
        (_AS_WRITTEN, entry.raw_title),
        (_DATE, entry.date),
        (_ACCESSED, entry.accessed),
        (_FILE, entry.file),
    ):
        if value:
            out.append(f"{node} {predicate} {literal(value)}")
    if entry.authors:
        out.append(f"{node} {_AUTHORS} {literal('; '.join(entry.authors))}")
    if entry.source:
        out.append(f"{node} {_REFERENCES} {iri(entry.source)}")


def _source(out: list[str], source: Source, base: str) -> None:
    node = iri(source.id)
    out.append(f"{node} {_TYPE} {expand(KINDS.get(source.kind, 'schema:CreativeWork'))}")
    if source.title:
        out.append(f"{node} {_NAME} {literal(source.title)}")
    out.extend(f"{node} {_URL} {typed(url, 'anyURI')}" for url in source.urls if identifiers.iri(url))
    out.extend(
        f"{node} {_IDENTIFIER} {literal(f'{scheme}:{value}')}"
        for scheme, value in sorted(source.identifiers.items())
    )
    if source.site:
        site = iri(f"{base}site/{source.site}")
        out += (f"{node} {_PART} {site}", f"{site} {_IS_SITE}", f"{site} {_NAME} {literal(source.site)}")


def _problems(out: list[str], extraction: Extraction, article: str) -> None:
    for n, problem in enumerate(extraction.problems, 1):
        node = f"<{article}#p{n}>"
        place = extraction.document.source.position(problem.span[0])
        out += (
            f"{node} {_TYPE} {expand('kg:Problem')}",
            f"{node} {_PART} <{article}>",
            f"{node} {expand('kg:code')} {literal(problem.code)}",
            f"{node} {expand('kg:severity')} {literal(problem.severity)}",
            f"{node} {expand('schema:description')} {literal(problem.message)}",
            f"{node} {expand('kg:line')} {integer(place.line)}",
            f"{node} {expand('kg:column')} {integer(place.column)}",
            f"{node} {_START} {integer(problem.span[0])}",
            f"{node} {_END} {integer(problem.span[1])}",
        )
