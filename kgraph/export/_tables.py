"""The graph as tables: N-Quads lines → typed rows, sorted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kgraph.export._nodes import Node, nodes_of, short_name
from kgraph.export._observed import NOT_SEEN, Seen, last_seen, merge


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article."""

    iri: str
    path: str
    title: str | None
    date: str | None
    language: str | None
    generator: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim; `sources` counts those it cites or carries."""

    iri: str
    article: str
    position: int
    text: str
    support: str
    section: str | None
    lead_in: str | None
    start: int
    end: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source, as all articles together describe it; `claims` and `articles` count what rests on it.

    Title, authors and date are those cited, and where citations have none, those fetched; `titled_by` says which:
    "cited", or the name of the fetcher. `published_in` is the journal, platform or publisher that a fetch named.
    `status` is what became of it when it was last asked.
    """

    iri: str
    kind: str
    title: str | None
    site: str | None
    url: str | None
    identifiers: tuple[str, ...]
    authors: tuple[str, ...]
    date: str | None
    published_in: str | None
    accessed: str | None
    claims: int
    articles: int
    titled_by: str | None
    title_fetched: str | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRow:
    """One claim backed by one source: by its own marker (`cited`) or by inference (`carried`)."""

    claim: str
    source: str
    support: str
    article: str
    claim_text: str
    title: str | None
    site: str | None
    marker: str | None
    label: str | None
    start: int | None
    end: int | None
    passage: str | None


@dataclass(slots=True)
class Tables:
    """All tables of a graph."""

    articles: list[ArticleRow] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)
    citations: list[CitationRow] = field(default_factory=list)


def tables(nquads: Iterable[str], *, merged: bool = False) -> Tables:
    """The tables of a graph, whatever the order of its lines.

    `merged` counts as one the sources that, by a permanent redirect or a canonical link, turned out to be one.
    """
    nodes = nodes_of(nquads)
    out = Tables()
    of_type: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(nodes):
        for kind in set(nodes[iri].get("rdf:type", ())):
            of_type[short_name(kind)].append(iri)
    paths = {
        iri: nodes[iri].one("kg:path") or iri for iri in of_type["prov:Entity"] if "kg:path" in nodes[iri]
    }
    if merged:
        merge(nodes, of_type["kg:Observation"])
    seen = last_seen(nodes, of_type["kg:Observation"])
    for iri in paths:
        out.articles.append(_article(iri, nodes))
    _claims(out, nodes, of_type, paths, seen)
    _sources(out, nodes, of_type, seen)
    return out


def _article(iri: str, nodes: dict[str, Node]) -> ArticleRow:
    node = nodes[iri]
    agent = node.one("prov:wasAttributedTo")
    return ArticleRow(
        iri=iri, path=node.one("kg:path") or iri, title=node.one("schema:name"), date=node.one("schema:datePublished"),
        language=node.one("schema:inLanguage"), generator=nodes[agent].one("schema:name") if agent else None, sha256=node.one("kg:sha256") or "",
    )  # fmt: skip


def _claims(
    out: Tables,
    nodes: dict[str, Node],
    of_type: dict[str, list[str]],
    paths: dict[str, str],
    seen: Mapping[str, Seen],
) -> None:
    markers: dict[str, list[str]] = defaultdict(list)
    for marker in of_type["c4o:InTextReferencePointer"]:
        for claim in nodes[marker].get("c4o:hasContext", ()):
            markers[claim].append(marker)
    for iri in of_type["schema:Claim"]:
        node = nodes[iri]
        article = paths.get(node.one("schema:isPartOf") or "", "")
        support = short_name(node.one("kg:support") or "").removeprefix("kg:")
        backed = sorted({*node.get("cito:cites", ()), *node.get("kg:carriedFrom", ())})
        out.claims.append(
            ClaimRow(
                iri=iri, article=article, position=int(node.one("schema:position") or 0), text=node.one("schema:text") or "", support=support,
                section=node.one("kg:section"), lead_in=node.one("kg:leadIn"), start=int(node.one("oa:start") or 0), end=int(node.one("oa:end") or 0), sources=len(backed),
            )
        )  # fmt: skip
        for source in backed:
            out.citations.append(
                _citation(
                    iri, source, support, article, nodes, markers.get(iri, []), seen.get(source, NOT_SEEN)
                )
            )
    out.claims.sort(key=lambda c: (c.article, c.position, c.iri))
    order = {c.iri: i for i, c in enumerate(out.claims)}
    out.citations.sort(key=lambda c: (order[c.claim], c.source))


def _citation(
    claim: str,
    source: str,
    support: str,
    article: str,
    nodes: dict[str, Node],
    markers: list[str],
    seen: Seen,
) -> CitationRow:
    mark, label = None, None
    for marker in sorted(markers, key=lambda m: int(nodes[m].one("oa:start") or 0)):
        for entry in sorted(nodes[marker].get("c4o:denotes", ())):
            if source in nodes[entry].get("biro:references", ()):
                mark, label = marker, nodes[entry].one("kg:label")
                break
        if mark is None and source in nodes[marker].get("cito:cites", ()):
            mark = marker
        if mark:
            break
    found = nodes[mark] if mark else Node()
    site = nodes[source].one("schema:isPartOf")
    quoted = found.one("kg:passage")
    return CitationRow(
        claim=claim, source=source, support=support, article=article, claim_text=nodes[claim].one("schema:text") or "",
        title=nodes[source].one("schema:name") or seen.title, site=nodes[site].one("schema:name") if site else None,
        marker=found.one("c4o:hasContent"), label=label, start=_int(found.one("oa:start")), end=_int(found.one("oa:end")), passage=nodes[quoted].one("oa:exact") if quoted else None,
    )  # fmt: skip


def _int(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _sources(
    out: Tables, nodes: dict[str, Node], of_type: dict[str, list[str]], seen: Mapping[str, Seen]
) -> None:
    claims: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, set[str]] = defaultdict(set)
    for citation in out.citations:
        claims[citation.source].add(citation.claim)
        articles[citation.source].add(citation.article)
    entries: dict[str, list[str]] = defaultdict(list)
    for entry in of_type["biro:BibliographicReference"]:
        for source in nodes[entry].get("biro:references", ()):
            entries[source].append(entry)
    kinds = {
        "schema:WebPage": "webpage",
        "schema:ScholarlyArticle": "paper",
        "schema:VideoObject": "video",
        "schema:Book": "book",
        "schema:CreativeWork": "other",
    }
    for iri in sorted({*entries, *claims}):
        node = nodes[iri]
        site = node.one("schema:isPartOf")
        kind = next(
            (kinds[short_name(k)] for k in sorted(node.get("rdf:type", ())) if short_name(k) in kinds),
            "other",
        )
        described = [nodes[e] for e in sorted(entries[iri])]
        cited, found = node.one("schema:name"), seen.get(iri, NOT_SEEN)
        out.sources.append(
            SourceRow(
                iri=iri, kind=kind, title=cited or found.title, site=nodes[site].one("schema:name") if site else None,
                url=node.one("schema:url"), identifiers=tuple(sorted(set(node.get("schema:identifier", ())))),
                authors=next((tuple(a[0].split("; ")) for e in described if (a := e.get("kg:authors"))), found.authors),
                date=next((d for e in described if (d := e.one("dcterms:date"))), found.date),
                published_in=found.published_in,
                accessed=next((d for e in described if (d := e.one("kg:accessed"))), None),
                claims=len(claims[iri]), articles=len(articles[iri]),
                titled_by="cited" if cited else found.fetcher, title_fetched=found.title, status=found.status,
            )
        )  # fmt: skip
