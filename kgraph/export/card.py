"""The graph on a card: what a notebook shows of it. HTML without script, style sheet or address to fetch."""

from collections import Counter
from html import escape

from kgraph.export import picture
from kgraph.export._rows import Tables
from kgraph.export.views import view
from kgraph.many import many

_LARGEST_PICTURE = 200
_SUPPORTS = (("cited", "#2f6fa8"), ("carried", "#a35f00"), ("uncited", "#8c8a86"))


def card(tables: Tables, name: str) -> str:
    """Numbers, how claims are backed, the sites most leaned on and, of a small graph, its picture.

    `name` says which graph it is. The colours of text and ground stay the notebook's own, light or dark.
    """
    support = Counter(c.support for c in tables.claims)
    sites = Counter(site for site, _ in {(c.site, c.claim) for c in tables.citations if c.site})
    return (
        f'<div style="font: 14px/1.5 system-ui, sans-serif; max-width: 60em"><p><b>kgraph</b> {escape(name)}: '
        f"{many(len(tables.articles), 'article')}, {many(len(tables.claims), 'claim')}, "
        f"{many(len(tables.sources), 'source')} on {many(len({s.site for s in tables.sources if s.site}), 'site')}</p>"
        f"{_bar(support)}{_ranking(sites)}{_picture(tables)}</div>"
    )


def _bar(support: Counter[str]) -> str:
    total = sum(support.values())
    if not total:
        return "<p>No claims yet.</p>"
    words = ", ".join(f"{support[name]:,} {name}" for name, _ in _SUPPORTS)
    fills = "".join(
        f'<span style="background: {colour}; width: {100 * support[name] / total:.2f}%"></span>'
        for name, colour in _SUPPORTS
        if support[name]
    )
    return f'<div role="img" aria-label="{words}" style="display: flex; height: 8px; max-width: 30em">{fills}</div><p>{words}</p>'


def _ranking(sites: Counter[str]) -> str:
    rows = sorted(sites.items(), key=lambda row: (-row[1], row[0]))[:8]
    if not rows:
        return ""
    body = "".join(f"<tr><td>{escape(site)}</td><td>{n:,}</td></tr>" for site, n in rows)
    return f"<table><thead><tr><th>site</th><th>claims</th></tr></thead><tbody>{body}</tbody></table>"


def _picture(tables: Tables) -> str:
    sites = view(tables, "sites")
    if not sites.edges or len(sites.nodes) > _LARGEST_PICTURE:
        return ""
    drawn = picture.svg(sites).decode()
    return drawn.replace(
        "<svg ", '<svg role="img" aria-label="articles and sites" style="max-width: 100%; height: auto" ', 1
    )
