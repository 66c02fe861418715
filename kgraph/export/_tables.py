"""The graph as tables: N-Quads lines → typed rows, sorted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kgraph.backing import backing
from kgraph.export._nodes import Node, nodes_of, short_name
from kgraph.export._observed import Kept, last_seen, one_by_one
from kgraph.export._rows import (
    ArticleRow,
    Backing,
    ClaimRow,
    Described,
    Part,
    Printed,
    Tables,
    gathered,
    merged_part,
)
from kgraph.rdf.vocab import KINDS

_KIND_OF = {term: kind for kind, term in KINDS.items()}


def tables(nquads: Iterable[str], *, merged: bool = False) -> Tables:
    """The tables of a graph, whatever the order of its lines.

    `merged` counts as one the sources that, by a permanent redirect or a canonical link, turned out to be one.
    """
    nodes = nodes_of(nquads)
    of_type: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(nodes):
        for kind in set(nodes[iri].get("rdf:type", ())):
            of_type[short_name(kind)].append(iri)
    seen = [each for iri in of_type["kg:Observation"] for each in _kept(iri, nodes[iri])]
    part = _part(nodes, of_type)
    return gathered([merged_part(part, one_by_one(seen)) if merged else part], last_seen(seen))


def _kept(iri: str, node: Node) -> Iterator[Kept]:
    authors = node.one("kg:authors")
    for source in node.get("prov:specializationOf", ()):
        yield Kept(
            iri, source, node.one("prov:generatedAtTime") or "", node.one("kg:fetcher") or "", node.one("kg:sourceStatus") or "",
            node.one("kg:fetchedTitle"), tuple(authors.split("; ")) if authors else (), node.one("dcterms:date"),
            node.one("kg:fetchedSite"), node.one("kg:sameAs"),
        )  # fmt: skip


def _part(nodes: dict[str, Node], of_type: Mapping[str, list[str]]) -> Part:
    """All of a graph."""
    articles = [_article(iri, nodes) for iri in of_type["prov:Entity"] if "kg:path" in nodes[iri]]
    paths = {article.iri: article.article for article in articles}
    ordered = sorted(
        of_type["schema:Claim"], key=lambda iri: (_article_of(nodes[iri], nodes), nodes[iri].span(), iri)
    )
    positions: dict[str, int] = defaultdict(int)
    markers: dict[str, list[str]] = defaultdict(list)
    for marker in of_type["c4o:InTextReferencePointer"]:
        for claim in nodes[marker].get("c4o:hasContext", ()):
            markers[claim].append(marker)
    claims, backings = [], []
    for iri in ordered:
        backed = sorted({*nodes[iri].get("cito:cites", ()), *nodes[iri].get("kg:carriedFrom", ())})
        article = _article_of(nodes[iri], nodes)
        positions[article] += 1
        claims.append(_claim(iri, nodes, paths.get(article, ""), positions[article], backed))
        backings += [_backing(iri, source, nodes, markers.get(iri, [])) for source in backed]
    printed = [
        each for entry in of_type["biro:BibliographicReference"] for each in _printed(entry, nodes[entry])
    ]
    marked = frozenset(source for article in articles for source in nodes[article.iri].get("cito:cites", ()))
    named = sorted(marked.union((b.source for b in backings), (each.source for each in printed)))
    described = [_described(iri, nodes) for iri in named]
    return Part(tuple(articles), tuple(claims), tuple(backings), tuple(described), tuple(printed), marked)


def _article(iri: str, nodes: dict[str, Node]) -> ArticleRow:
    node = nodes[iri]
    agent = node.one("prov:wasAttributedTo")
    return ArticleRow(
        article=node.one("kg:path") or iri, iri=iri, title=node.one("schema:name"), date=node.one("schema:datePublished"),
        language=node.one("schema:inLanguage"), generator=nodes[agent].one("schema:name") if agent else None, sha256=node.one("kg:sha256") or "",
    )  # fmt: skip


def _article_of(node: Node, nodes: Mapping[str, Node]) -> str:
    """The article that a claim or an entry is part of, by the section or list it is part of."""
    part = node.one("schema:isPartOf")
    return (nodes[part].one("schema:isPartOf") if part else None) or ""


def _claim(iri: str, nodes: Mapping[str, Node], article: str, position: int, sources: list[str]) -> ClaimRow:
    node = nodes[iri]
    support = short_name(node.one("kg:support") or "").removeprefix("kg:")
    section = node.one("schema:isPartOf")
    start, end = node.span()
    return ClaimRow(
        claim=iri, article=article, position=position, text=node.one("schema:text") or "",
        support=support, backing=backing(support, (nodes[s].one("kg:publisher") if s in nodes else None for s in sources)),
        section=nodes[section].one("schema:name") if section else None, lead_in=node.one("kg:leadIn"),
        start=start, end=end, sources=len(sources),
    )  # fmt: skip


def _backing(claim: str, source: str, nodes: dict[str, Node], markers: list[str]) -> Backing:
    """A claim and a source, with the first of the claim's markers that names it."""
    mark, label = None, None
    for marker in sorted(markers, key=lambda m: nodes[m].span()):
        for entry in sorted(nodes[marker].get("c4o:denotes", ())):
            if source in nodes[entry].get("biro:references", ()):
                mark, label = marker, nodes[entry].one("kg:label")
                break
        if mark is None and source in nodes[marker].get("cito:cites", ()):
            mark = marker
        if mark:
            break
    found = nodes[mark] if mark else Node()
    start, end = found.span() if mark else (None, None)
    quoted = found.one("kg:passage")
    return Backing(
        claim, source, found.one("c4o:hasContent"), label, start, end,
        nodes[quoted].one("oa:exact") if quoted else None,
    )  # fmt: skip


def _printed(iri: str, node: Node) -> Iterator[Printed]:
    authors = node.get("kg:authors")
    names = tuple(authors[0].split("; ")) if authors else ()
    for source in node.get("biro:references", ()):
        yield Printed(iri, source, names, node.one("dcterms:date"), node.one("kg:accessed"))


def _described(iri: str, nodes: dict[str, Node]) -> Described:
    node = nodes[iri]
    site = node.one("schema:isPartOf")
    kinds = (_KIND_OF.get(short_name(each)) for each in sorted(node.get("rdf:type", ())))
    return Described(
        iri, next((kind for kind in kinds if kind), "other"), node.one("schema:name"), nodes[site].one("schema:name") if site else None, node.one("kg:publisher"),
        node.one("schema:url"), tuple(sorted(set(node.get("schema:identifier", ())))),
    )  # fmt: skip
