"""Which element of a page is the article: what says so, else where nearly all of the running text stands."""

from collections.abc import Sequence

from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.tree import Node, Page

_SIGNS: Sequence[frozenset[str]] = (
    frozenset({"main", "[role=main]"}),
    frozenset({"article", "[role=article]", "d-article", "dt-article"}),
    frozenset({
        ".mw-parser-output", ".entry-content", ".post-content", ".article-content", ".article-body", ".post-body", ".e-content",
        "[itemprop=articlebody]", ".available-content", ".gh-content", ".markdown-body", ".ltx_document", ".post-full-content",
        ".blog-post", ".hentry", ".h-entry",
    }),
)  # fmt: skip
"""What an article is called, the surest first."""
_ANY_SIGN = frozenset().union(*_SIGNS)
_SHARE = 0.5
"""So much of the running text of the page stands in what is called the article, or it is not it."""
_WHOLE = 0.85
"""So much of it stands in the element that is the article where none is called so."""
_PARAGRAPH_CHARS = 80
"""A shorter paragraph is no running text: a label, a button."""
_RUNNING = frozenset({"p", "li", "blockquote", "dd", "td", "pre", "figcaption", "div", "section", "span"})


def main_of(page: Page) -> Node:
    """The element that holds the article.

    `<main>`, or within it the one `<article>` that has most of its text; else `<article>`, else what themes call the text of
    a post; else the innermost element with nearly all of the running text. Several articles of one page are read as one.
    """
    weights = _weights(page)
    root = page.root
    called = [n for n in page.nodes if not _ANY_SIGN.isdisjoint(n.signs)]
    for signs in _SIGNS:
        total = weights[root.number]
        named = [n for n in called if root.number <= n.number <= root.last and not signs.isdisjoint(n.signs)]
        best = max(named, key=lambda n: weights[n.number], default=None)
        if best is not None and weights[best.number] >= _SHARE * total and (total or len(named) == 1):
            root = best
    return root if root is not page.root else _densest(page, weights)


def _densest(page: Page, weights: Sequence[int]) -> Node:
    node = page.root
    while True:
        inner = max(node.elements(), key=lambda n: weights[n.number], default=None)
        if inner is None or not weights[node.number] or weights[inner.number] < _WHOLE * weights[node.number]:
            return node
        if inner.name in ("p", "li", "ul", "ol", "table", "tbody", "tr", "td", "span", "a"):
            return node
        node = inner


def _weights(page: Page) -> list[int]:
    """How many characters of running text each element holds: links, boxes beside it and what is hidden apart."""
    own = [0] * len(page.nodes)
    left_out = -1
    link = -1
    for node in page.nodes:
        if node.number <= left_out:
            continue
        if node.number and why_left_out(node):
            left_out = node.last
            continue
        if node.name == "a":
            link = max(link, node.last)
        if node.number <= link:
            continue
        for child in node.children:
            if child.__class__ is tuple:
                own[node.number] += child[1] - child[0]
    # Text counts where it stands in a paragraph of some length, its formatting included.
    total = own[:]
    for node in reversed(page.nodes):
        if node.name in _RUNNING and total[node.number] < _PARAGRAPH_CHARS:
            total[node.number] = 0
        if node.parent is not None:
            total[node.parent.number] += total[node.number]
    return total
