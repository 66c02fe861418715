"""The address that a page is published at, as it says itself."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from kgraph import late_re as re
from kgraph.read.html.tree import Page

_URL = ("og:url", "citation_public_url")
_SAVED = re.compile(
    r"<!--\s{0,9}saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000})|^\s{0,9}url:\s{0,3}(https?://[^\s<>]{1,2000})",
    re.MULTILINE,
)
"""How browsers and SingleFile note where a page was saved from."""


def address_of(page: Page, metas: Mapping[str, Sequence[str]]) -> str | None:
    """The canonical address; else where the page says that it was saved from."""
    links = (n.get("href") for n in page.nodes if n.name == "link" and "[rel=canonical]" in n.signs)
    saved = (
        m[1] or m[2]
        for start, end in page.comments[:20]
        for m in _SAVED.finditer(page.text[start : min(end, start + 4000)])
    )
    for url in (*links, *(metas[name][0] for name in _URL if name in metas), *saved):
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return url.strip()
    return None
