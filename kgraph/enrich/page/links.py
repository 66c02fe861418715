"""Addresses in a page: resolved against where it was found, and those that its text links to."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from kgraph.enrich.page.marks import attribute
from kgraph.identifiers import site_of

MAX_LINKS = 200
"""So many addresses that a text links to are kept."""
_ANCHORS_SEEN = 3_000
_AROUND = frozenset({"nav", "header", "footer", "aside", "menu", "form", "button"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "menu", "search"})
_CLASSES = (
    "nav",
    "menu",
    "sidebar",
    "breadcrumb",
    "footer",
    "share",
    "social",
    "related",
    "comment",
    "cookie",
    "promo",
)
_LEVELS = 40
"""How far above a link its surroundings are looked at."""


def absolute(url: str, link: str | None) -> str | None:
    """`link` resolved against `url` where that gives an http(s) address with a host, else None.

    >>> absolute("https://example.org/a/b", "../c"), absolute("https://example.org/", "javascript:alert(1)")
    ('https://example.org/c', None)
    """
    if not link or len(link) > 2_000 or any(character.isspace() for character in link.strip()):
        return None
    try:
        resolved = urljoin(url, link.strip())
        parts = urlsplit(resolved)
        ok = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return resolved if ok else None


def text_links(anchors: Sequence[Any], address: str) -> tuple[str, ...]:
    """The addresses of other sites that links of the text go to, each once; not those of navigation."""
    found: dict[str, None] = {}
    own = site_of(address)
    for tag in anchors[:_ANCHORS_SEEN]:
        link = absolute(address, attribute(tag, "href"))
        if link is None or link in found or site_of(link) == own or _is_around(tag):
            continue
        found[link] = None
        if len(found) == MAX_LINKS:
            break
    return tuple(found)


def _is_around(tag: Any) -> bool:
    """Whether a link stands in what surrounds the text."""
    for above, _ in zip(tag.parents, range(_LEVELS), strict=False):
        if above.name in _AROUND and not (
            above.name == "header" and above.find_parent("article") is not None
        ):
            return True
        if attribute(above, "role").lower() in _ROLES:
            return True
        named = (
            f"{attribute(above, 'class')} {attribute(above, 'id')}".lower()
            .replace("_", "-")
            .replace("-", " ")
            .split()
        )
        if above.name in ("div", "ul", "section", "ol") and any(word in _CLASSES for word in named):
            return True
    return False
