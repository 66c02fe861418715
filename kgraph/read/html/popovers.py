"""Notes that a page shows in a popover over their number, and writes in an attribute of it (pkgdown, bookdown)."""

from html import unescape

from kgraph import late_re as re
from kgraph.read.html.tree import Node

_CONTENT = ("data-bs-content", "data-content")
_LINK = re.compile(
    r"""<a\s[^<>]{0,400}?href\s?=\s?["']([^"'<>]{1,1500})["'][^<>]{0,400}>(.{0,600}?)</a>""", re.DOTALL
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
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
    links = _LINK.findall(note)
    if len(links) != 1 or "://" not in links[0][0]:
        return None
    beside = _TAG.sub("", _LINK.sub("", note)).strip()
    return links[0][0] if len(beside) <= _BESIDE_CHARS else None
