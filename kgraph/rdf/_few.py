"""The lines of what an article has few of: itself, its sections and lists, passages, sources, problems."""

from kgraph import identifiers
from kgraph.model import Claim, Extraction, Marker, ReferenceEntry, Source
from kgraph.rdf.keys import slug
from kgraph.rdf.terms import char_range, integer, iri, literal, typed
from kgraph.rdf.vocab import KINDS, expand

Rows = dict[str, set[str]]
"""Node in angle brackets → its lines, without the node and the graph."""

_TYPE, _CITES = expand("rdf:type"), expand("cito:cites")
_NAME, _URL, _PART = expand("schema:name"), expand("schema:url"), expand("schema:isPartOf")
_IS_SITE = f"{_TYPE} {expand('schema:WebSite')}"
_KIND = {kind: f"{_TYPE} {expand(term)}" for kind, term in KINDS.items()}
_IDENTIFIER = expand("schema:identifier")
_ADDRESS = ("http://", "https://")


def article_lines(rows: Rows, extraction: Extraction, article: str, base: str) -> None:
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
    if extraction.path.startswith(_ADDRESS):  # a page that was fetched is called by its address
        own.add(f"{_URL} {typed(extraction.path, 'anyURI')}")
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


def numbered_sections(claims: tuple[Claim, ...]) -> dict[tuple[str, ...], int]:
    """The headings above the claims, each with its number from 1 in order of the text; 0 where there are none."""
    sections: dict[tuple[str, ...], int] = {}
    for claim in claims:
        if claim.section not in sections:
            sections[claim.section] = len(sections.keys() - {()}) + 1 if claim.section else 0
    return sections


def part_lines(
    rows: Rows,
    sections: dict[tuple[str, ...], int],
    references: tuple[ReferenceEntry, ...],
    article: str,
) -> None:
    """What claims and entries are parts of: sections and reference lists, which are parts of the article."""
    for path, number in sections.items():
        own = rows[f"<{article}#s{number}>"]
        own |= {f"{_TYPE} {expand('doco:Section')}", f"{_PART} <{article}>"}
        if path:
            own.add(f"{_NAME} {literal(' › '.join(path))}")
    for number in {entry.list for entry in references}:
        rows[f"<{article}#l{number}>"] |= {
            f"{_TYPE} {expand('biro:ReferenceList')}",
            f"{_PART} <{article}>",
            f"{expand('schema:position')} {integer(number)}",
        }


def passage_lines(rows: Rows, markers: tuple[Marker, ...], claims: list[str], article: str) -> None:
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


def source_lines(rows: Rows, source: Source, base: str) -> None:
    own = rows[iri(source.id)]
    own.add(_KIND.get(source.kind, _KIND["other"]))
    if source.title:
        own.add(f"{_NAME} {literal(source.title)}")
    for url in source.urls:
        if identifiers.iri(url):
            own.add(f"{_URL} {typed(url, 'anyURI')}")
    for scheme, value in source.identifiers.items():
        own.add(f"{_IDENTIFIER} {literal(f'{scheme}:{value}')}")
    if publisher := identifiers.publisher(source.id):
        own.add(f"{expand('kg:publisher')} {literal(publisher)}")
    if source.site:
        site = iri(f"{base}site/{source.site}")
        own.add(f"{_PART} {site}")
        rows[site] |= {_IS_SITE, f"{_NAME} {literal(source.site)}"}


def problem_lines(rows: Rows, extraction: Extraction, article: str) -> None:
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
            f"{expand('kg:span')} {literal(char_range(problem.span))}",
        }
        row |= {f"{expand('kg:cell')} {integer(place.cell)}"} if place.cell is not None else set()
        file = problem.file or place.file
        row |= {f"{expand('kg:file')} {literal(file)}"} if file else set()
