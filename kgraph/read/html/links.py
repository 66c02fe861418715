"""Where the links of a page lead: to a place of the page itself, or to another page."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from kgraph.read.html.tree import Node, Page

_OF_NOTES = re.compile(r"_?(?:cite|fn|ftn|foot|end|note|ref|bib|cit|source)", re.IGNORECASE)
"""How the place of a note or an entry is called."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:", re.IGNORECASE)


class Links:
    """The links of one page, whose own address is `url`."""

    def __init__(self, page: Page, url: str | None) -> None:
        self._named: Mapping[str, Node] = page.named
        self._own = _plain(url) if url else None

    def fragment(self, link: Node) -> str:
        """What a link names of this page: `cite_note-3` of `#cite_note-3`; an empty text where it leads elsewhere."""
        href = link.get("href").strip() if link.name == "a" else ""
        page, mark, name = href.partition("#")
        if not mark or not name or name.startswith(":~:"):
            return ""
        if page and not self._is_own(page, name):
            return ""
        return name if name in self._named else unquote(name)

    def target(self, link: Node) -> Node | None:
        """The element of this page that a link leads to."""
        return self._named.get(self.fragment(link))

    def _is_own(self, page: str, name: str) -> bool:
        if self._own is not None and _plain(page) == self._own:
            return True
        is_relative = not _SCHEME.match(page) and not page.startswith("//")
        known = name in self._named or unquote(name) in self._named
        return known and bool(_OF_NOTES.match(name)) and (is_relative or self._own is None)

    def address(self, link: Node) -> str:
        """What the link cites, as written: a place of the page as `#name`, other addresses whole; empty for scripts."""
        href = "".join(link.get("href").split())
        if name := self.fragment(link):
            return f"#{name}"
        if href.startswith("//"):
            return f"https:{href}"
        scheme = _SCHEME.match(href)
        if scheme and scheme[0].lower() not in ("http:", "https:", "doi:", "ftp:", "mailto:"):
            return ""
        return href


def _plain(url: str) -> str:
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", url.partition("#")[0]).rstrip("/").casefold()
