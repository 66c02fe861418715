"""Three ways to look at the graph, as nodes and edges: claims–sources, articles–sources, sites."""

from collections import Counter
from dataclasses import dataclass, field

from kgraph.errors import UsageError
from kgraph.export._rows import Tables

VIEWS = ("claims-sources", "articles-sources", "sites")
"""`claims-sources`: a claim is joined to each source that backs it. `articles-sources`: an article to each
source its claims rest on, weighted by claims. `sites`: an article to each site, weighted by claims."""

Value = str | int | float


@dataclass(slots=True)
class View:
    """Nodes and edges with attributes that every graph format can hold: strings and numbers, no None."""

    nodes: dict[str, dict[str, Value]] = field(default_factory=dict)
    edges: list[tuple[str, str, dict[str, Value]]] = field(default_factory=list)


def view(tables: Tables, name: str) -> View:
    """The view of that name; every node has `kind`, `label`, `degree`, edges have `kind` and `weight`.

    Errors: `UsageError` for an unknown name.
    """
    if name not in VIEWS:
        raise UsageError(f"unknown view {name!r} (expected one of {', '.join(VIEWS)})")
    out = {"claims-sources": _claims, "articles-sources": _articles, "sites": _sites}[name](tables)
    degree: Counter[str] = Counter()
    for a, b, _ in out.edges:
        degree[a] += 1
        degree[b] += 1
    for node, attributes in out.nodes.items():
        attributes["degree"] = degree[node]
    return out


def connected(view: View, least: int = 1) -> View:
    """The view without the nodes that have fewer than `least` edges, and then without those that have none left."""
    degree = Counter(n for a, b, _ in view.edges for n in (a, b))
    edges = [(a, b, attributes) for a, b, attributes in view.edges if min(degree[a], degree[b]) >= least]
    ends = {n for a, b, _ in edges for n in (a, b)}
    return View({n: attributes for n, attributes in view.nodes.items() if n in ends}, edges)


def _short(text: str, length: int = 80) -> str:
    """At most `length` characters, cut between words where the language puts spaces there."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > length * 2 // 3 else cut) + "…"


def _source_nodes(tables: Tables, out: View, used: set[str]) -> None:
    for source in tables.sources:
        if source.source in used:
            out.nodes[source.source] = _node(
                "source",
                source.title or source.url or source.source,
                iri=source.source,
                site=source.site,
                publisher=source.publisher,
                url=source.url,
                source_kind=source.kind,
            )


def _node(kind: str, label: str, **attributes: str | int | None) -> dict[str, Value]:
    row: dict[str, Value] = {"kind": kind, "label": _short(label)}
    row.update({key: value for key, value in attributes.items() if value is not None})
    return row


def _claims(tables: Tables) -> View:
    out = View()
    for claim in tables.claims:
        out.nodes[claim.claim] = _node(
            "claim",
            claim.text,
            iri=claim.claim,
            text=claim.text,
            support=claim.support,
            backing=claim.backing,
            article=claim.article,
            section=claim.section,
        )
    _source_nodes(tables, out, {s.source for s in tables.sources})
    for citation in tables.citations:
        out.edges.append((citation.claim, citation.source, {"kind": citation.support, "weight": 1}))
    return out


def _article_nodes(tables: Tables, out: View) -> None:
    for article in tables.articles:
        out.nodes[article.article] = _node(
            "article", article.title or article.article, iri=article.iri, path=article.article
        )


def _articles(tables: Tables) -> View:
    out = View()
    _article_nodes(tables, out)
    _source_nodes(tables, out, {c.source for c in tables.citations})
    for (article, source), n in sorted(Counter((c.article, c.source) for c in tables.citations).items()):
        out.edges.append((article, source, {"kind": "cites", "weight": n}))
    return out


def _sites(tables: Tables) -> View:
    out = View()
    _article_nodes(tables, out)
    backed = {(c.article, c.site, c.claim) for c in tables.citations if c.site}
    weights = Counter((article, site) for article, site, _ in backed)
    claims = Counter(site for _, site, _ in backed)
    for site, n in sorted(claims.items(), key=lambda i: str(i[0])):
        out.nodes[f"site:{site}"] = _node("site", str(site), site=site, claims=n)
    for (article, site), n in sorted(weights.items(), key=lambda i: (i[0][0], str(i[0][1]))):
        out.edges.append((article, f"site:{site}", {"kind": "cites", "weight": n}))
    return out
