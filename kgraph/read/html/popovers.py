"""Notes that a page shows in a popover over their number, and writes in an attribute of it (pkgdown, bookdown)."""

from html import unescape

from kgraph.read.html.tree import Node, parse

_CONTENT = ("data-bs-content", "data-content")
_BESIDE_CHARS = 40
"""So many characters stand beside the one link of a note that does nothing but cite it: `See also …, accessed 2020.`"""


def popover_of(node: Node) -> str | None:
    """The note, as HTML, that an element shows in a popover; None where it shows none, or leads to a note by a link."""
    if node.get("href"):
        return None
    return next((unescape(written) for name in _CONTENT if (written := node.get(name))), None)


def page_cited(note: str) -> str | None:
    """The page that a note does nothing but cite.

    >>> page_cited('<p>See <a href="https://example.org/a">Tides</a>.</p>')
    'https://example.org/a'
    >>> page_cited('<p>By which I mean what <a href="https://example.org/a">Moss</a> means by it, give or take a day.</p>')
    """
    page = parse(note)
    links = [node for node in page.nodes if node.name == "a" and node.get("href")]
    if len(links) != 1 or "://" not in links[0].get("href"):
        return None
    beside = len(page.words(page.root)) - len(page.words(links[0]))
    return links[0].get("href") if beside <= _BESIDE_CHARS else None
