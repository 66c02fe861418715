"""What the JSON in a page says of it: schema.org's descriptions, Distill's front matter."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kgraph.read.html.tokens import unescaped
from kgraph.read.html.tree import Node, Page

_AUTHOR = ("citation_author", "dc.creator", "author", "article:author")
_MAX_AUTHORS = 60
_MAX_JSON = 200_000
_MAX_CHARS = 600
_ARTICLES = ("Article", "Posting", "Page", "Report")


def said(data: Sequence[Mapping[str, Any]], name: str) -> str | None:
    """The first text of that name in the objects of `data`."""
    found = next((value for each in data if isinstance(value := each.get(name), str) and value.strip()), None)
    return " ".join(unescaped(found).split())[:_MAX_CHARS] if found else None


def described(page: Page) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, and of Distill's front matter, that describe an article."""
    for node in page.nodes:
        if node.name != "script" or not node.children:
            continue
        is_front = node.parent is not None and node.parent.name in ("d-front-matter", "dt-front-matter")
        if "[type=application/ld+json]" not in node.signs and not (is_front and "json" in node.get("type")):
            continue
        start, end = next(c for c in node.children if not isinstance(c, Node))
        if end - start > _MAX_JSON:
            continue
        try:
            value = json.loads(page.text[start:end])
        except (ValueError, RecursionError):
            continue
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            if isinstance(row, dict):
                graph = row.get("@graph")
                for each in graph if isinstance(graph, list) else [row]:
                    if isinstance(each, dict) and (
                        is_front or str(each.get("@type", "")).endswith(_ARTICLES)
                    ):
                        yield each


def authors_of(metas: Mapping[str, Sequence[str]], data: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The authors that `<meta>` elements name, else those of the JSON."""
    for meta in _AUTHOR:
        names = [x for x in metas.get(meta, ()) if "://" not in x and not x.startswith(("@", "/"))]
        if names:
            return tuple(dict.fromkeys(names))[:_MAX_AUTHORS]
    named: list[str] = []
    for each in data:
        authors = each.get("author") or each.get("authors")
        for author in authors if isinstance(authors, list) else [authors]:
            name: Any = (author.get("name") or author.get("author")) if isinstance(author, dict) else author
            if isinstance(name, str) and "://" not in name and name.strip():
                named.append(" ".join(name.split())[:_MAX_CHARS])
    return tuple(dict.fromkeys(named))[:_MAX_AUTHORS]
