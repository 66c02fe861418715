"""Where the links of a page lead: to a place of the page itself, or to another page."""

from collections.abc import Mapping
from urllib.parse import unquote, urljoin

from kgraph import late_re as re
from kgraph.read.html.tree import Node, Page

_OF_NOTES = re.compile(r"_?(?:cite|fn|ftn|foot|end|note|ref|bib|cit|source)", re.IGNORECASE)
"""How the place of a note or an entry is called."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:", re.IGNORECASE)


class Links:
    """The links of one page, which calls itself `url`; `fetched` is the address that it was fetched from."""

    def __init__(self, page: Page, url: str | None, fetched: str | None = None) -> None:
        self._named: Mapping[str, Node] = page.named
        self._own = frozenset(_plain(own) for own in (url, fetched) if own)
        self._base = _base(page, fetched) if fetched else None

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
        if self._own and _plain(self._whole(page)) in self._own:
            return True
        is_relative = not _SCHEME.match(page) and not page.startswith("//")
        known = name in self._named or unquote(name) in self._named
        return known and bool(_OF_NOTES.match(name)) and (is_relative or not self._own)

    def address(self, link: Node) -> str:
        """What the link cites: a place of the page as `#name`, other addresses whole; empty for scripts.

        It is as written, but that the links of a page that was fetched lead from where it stood.
        """
        href = "".join(link.get("href").split())
        if name := self.fragment(link):
            return f"#{name}"
        if href.startswith("//") and self._base is None:
            return f"https:{href}"
        scheme = _SCHEME.match(href)
        if scheme and scheme[0].lower() not in ("http:", "https:", "doi:", "ftp:", "mailto:"):
            return ""
        return href if scheme else self._whole(href)

    def _whole(self, href: str) -> str:
        """A link from the address that the page was fetched from; as it is, where that is not known or it leads nowhere.

        `www.example.org/a` is meant as a host, though no browser takes it so.
        """
        is_meant_whole = not href or href[:4].lower() == "www."
        return _joined(self._base, href) if self._base and not is_meant_whole else href


def _base(page: Page, fetched: str) -> str:
    """What the links of a page are relative to: its first `<base>`, else its own address (HTML, 2.4.3)."""
    href = next((n.get("href").strip() for n in page.nodes if n.name == "base" and n.get("href").strip()), "")
    base = _joined(fetched, href)
    return base if base.lower().startswith(("http://", "https://")) else fetched


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # `//[` begins no host
        return href


def _plain(url: str) -> str:
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", url.partition("#")[0]).rstrip("/").casefold()
