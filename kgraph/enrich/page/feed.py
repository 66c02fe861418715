"""The addresses that a feed or a sitemap names: RSS, Atom, JSON Feed, sitemaps and indexes of them.

Sources: the specifications of RSS 2.0 and 1.0, RFC 4287 (Atom), JSON Feed 1.1, sitemaps.org 0.9. What follows a break is
lost, and that is told; entities of a document type are not read, nor is anything fetched.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin

from kgraph.enrich.wire.addresses import as_asked

FeedKind = Literal["rss", "atom", "json", "sitemap", "index"]
Entry = tuple[str | None, str]
"""The address of an entry, as it stands there, and what it is relative to within the feed."""

MAX_ADDRESSES = 50_000
"""As many entries as a sitemap may have; of a feed with more the first are taken."""
_MAX_BYTES = 50 * 1024 * 1024
"""As large as a sitemap may be when it is unpacked."""
_LONGEST = 8192
_MAX_BASES = 8
"""Elements around an entry that are asked what its address is relative to; a feed has one."""
_PIECE = 1024 * 1024
_HEAD_BYTES = 4096
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}(?:<(?:\?|!--|!DOCTYPE\s(?!html))[^>]{0,1000}>\s{0,200}){0,8}<(?:\w{1,20}:)?(rss|feed|RDF|urlset|sitemapindex)[\s>/]"
)
_JSON_FEED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}\{.{0,2000}?\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version", re.DOTALL
)
_KINDS: dict[str, FeedKind] = {"rss": "rss", "RDF": "rss", "feed": "atom", "urlset": "sitemap", "sitemapindex": "index"}  # fmt: skip
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def looks_like_feed(content: bytes) -> bool:
    """Whether bytes begin as a feed or a sitemap does, packed by gzip or not, whatever a server calls them.

    >>> looks_like_feed(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_feed(b"<!doctype html><rss>")
    (True, False)
    >>> looks_like_feed(b'{"version": "https://jsonfeed.org/version/1.1"}')
    True
    """
    head = content[:_HEAD_BYTES]
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD_BYTES)
        except zlib.error:
            return False
    return bool(_ROOT.match(head) or _JSON_FEED.match(head))


@dataclass(slots=True)
class _Named:
    """What was found so far: addresses, each once, in order, and how many entries had none."""

    url: str | None
    addresses: dict[str, None] = field(default_factory=dict)
    without: int = 0
    full: bool = False

    def add(self, address: str | None, base: str = "") -> None:
        whole = _whole(self.url, base, address or "")
        if len(self.addresses) + self.without >= MAX_ADDRESSES:
            self.full = whole not in self.addresses
        elif whole is None:
            self.without += 1
        else:
            self.addresses[whole] = None


def read_feed(content: bytes, url: str | None = None) -> dict[str, Any]:
    """What a feed names, as JSON has it: `kind`, `addresses`, how many entries are `without` one, whether it is `full`; and
    the `flaw` where it was read only in part.

    `url` is where the feed was found: addresses may be relative to it. Nothing raises but for want of memory.

    >>> read_feed(b"<rss><channel><item><link>https://e.org/1</link></item><item/></channel></rss>")["addresses"]
    ['https://e.org/1']
    """
    named = _Named(url)
    data, flaw = _unpacked(content)
    kind = _kind(data)
    try:
        for address, base in _entries(kind, data):
            named.add(address, base)
            if named.full:
                break
    except _BrokenFeed as error:
        flaw = flaw or str(error)
    return {
        "kind": kind, "addresses": list(named.addresses), "without": named.without, "full": named.full, "flaw": flaw,
    }  # fmt: skip


class _BrokenFeed(ValueError):
    """A feed that breaks: what it says before counts."""


def _unpacked(content: bytes) -> tuple[bytes, str | None]:
    """The bytes of a feed that may be packed, and what was wrong with the packing."""
    if not content.startswith(_GZIP):
        return content, None
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = unpack.decompress(content, _MAX_BYTES)
    except zlib.error as error:
        return b"", f"its packing is broken ({error})"
    if unpack.eof:
        return data, None
    is_too_large = len(data) >= _MAX_BYTES
    return data, f"larger than {_MAX_BYTES // 1024**2} MB" if is_too_large else "its packing ends early"


def _kind(data: bytes) -> FeedKind | None:
    if root := _ROOT.match(data[:_HEAD_BYTES]):
        return _KINDS[root[1].decode()]
    return "json" if _JSON_FEED.match(data[:_HEAD_BYTES]) else None


def _entries(kind: FeedKind | None, data: bytes) -> Iterator[Entry]:
    """The entries of a feed. Errors: `_BrokenFeed` where it breaks, and for what is none."""
    if kind is None:
        raise _BrokenFeed("no feed and no sitemap")
    return _of_json(data) if kind == "json" else _of_xml(*_ENTRIES[kind], data)


def _of_json(data: bytes) -> Iterator[Entry]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _BrokenFeed(f"broken ({' '.join(str(error).split())[:100]})") from error
    items = told.get("items") if isinstance(told, dict) else None
    for item in items if isinstance(items, list) else ():
        found = (item.get("url") or item.get("external_url")) if isinstance(item, dict) else None
        yield (found if isinstance(found, str) else None), ""


def _of_xml(name: str, read: Callable[[Any], Entry], data: bytes) -> Iterator[Entry]:
    from lxml import etree

    parser = etree.XMLPullParser(
        ("end",), tag=f"{{*}}{name}", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
            for _, element in parser.read_events():
                yield read(element)
                _forget(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise _BrokenFeed(f"broken at line {line}, column {column}") from error


def _forget(entry: Any) -> None:
    """Empty an entry and take away what stands before it, so that memory does not grow with their number."""
    parent = entry.getparent()
    entry.clear()
    if parent is not None:
        while (before := entry.getprevious()) is not None:
            parent.remove(before)


def _of_item(item: Any) -> Entry:
    """RSS: `<link>`, else a `<guid>` that is a permanent link, else a link of Atom's."""
    links = [child for child in item if _local(child) == "link"]
    written = next((text for link in links if (text := _text(link))), None)
    guids = (
        text
        for child in item
        if _local(child) == "guid" and child.get("isPermaLink", "true").lower() == "true"
        if (text := _text(child)).lower().startswith(("http://", "https://"))
    )
    return written or next(guids, None) or _alternate(links), ""


def _of_entry(entry: Any) -> Entry:
    """Atom: the link to the entry itself, relative to the bases around it."""
    links = [child for child in entry if _local(child) == "link"]
    bases = (each.get(_XML_BASE) for each in (entry, *islice(entry.iterancestors(), _MAX_BASES)))
    base = ""
    for outer in [base for base in bases if base]:
        base = _joined(outer, base)
    return _alternate(links), base


def _alternate(links: list[Any]) -> str | None:
    told = [link for link in links if link.get("rel", "alternate") == "alternate" and link.get("href")]
    pages = [link for link in told if "html" in link.get("type", "html")]
    return next((link.get("href") for link in (*pages, *told)), None)


def _of_location(entry: Any) -> Entry:
    """Sitemaps: `<loc>`, not those of the pictures within an entry."""
    return next((text for child in entry if _local(child) == "loc" and (text := _text(child))), None), ""


_ENTRIES: dict[FeedKind, tuple[str, Callable[[Any], Entry]]] = {
    "rss": ("item", _of_item),
    "atom": ("entry", _of_entry),
    "sitemap": ("url", _of_location),
    "index": ("sitemap", _of_location),
}
"""What an entry is called in each kind of XML, and where it has its address."""


def _text(element: Any) -> str:
    return "".join(_texts(element)).strip()


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _whole(url: str | None, base: str, address: str) -> str | None:
    """A web address out of what an entry has; None for what is none, and where nobody knows what it is relative to."""
    address = "".join(address.split())
    if not address or len(address) > _LONGEST:
        return None
    whole = as_asked(_joined(_joined(url or "", base), address))
    return whole if whole.startswith(("http://", "https://")) and len(whole) <= _LONGEST else None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
