"""What an HTML page says about itself, collected as it stands; nothing is judged here.

The only file that knows BeautifulSoup. Its lxml parser takes 6 ms where `html.parser` takes 6 s on
`"<a " * 5000`; markup is cut and thinned before it is parsed, so that time stays bounded.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.enrich.page.links import absolute, text_links
from kgraph.enrich.page.marks import (
    MAX_ITEMS,
    MAX_TAGS,
    attribute,
    bylines_in,
    microdata_in,
    text_of,
    times_in,
)

if TYPE_CHECKING:
    from bs4 import Tag

MAX_MARKUP = 2_000_000
"""Code points of markup that are parsed; the rest of a page is left unread."""


_MAX_JSON_LD = 400_000
_MAX_JSON_LD_SCRIPTS = 40
_VISIBLE = 4_000

_DEAD_WEIGHT = ("script", "style", "svg", "noscript", "template", "iframe", "canvas", "select", "textarea")
# Names of elements are ASCII: without the flag a long s would be the s of `script`.
_NAMES = re.IGNORECASE | re.ASCII
_OPENING = re.compile(rf"<!--|<({'|'.join(_DEAD_WEIGHT)})\b([^<>]{{0,5000}})>", _NAMES)
_CLOSING = {name: re.compile(rf"</{name}\s{{0,20}}>", _NAMES) for name in _DEAD_WEIGHT}
_CLOSING[""] = re.compile("-->")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{6000,}>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScan:
    """The parts of a page that describe it, each in document order, as written.

    `metas` maps a lower-case `name`, `property`, `itemprop` or `http-equiv` to its contents. `micro` has
    (schema type, property path, value) of microdata. `bylines` are visible lines marked as such,
    `elsewhere` those that belong to a comment, a sidebar or another article, `times` the dates of
    elements marked as publication time. `visible` is the start of the visible text, `markup` what was
    parsed. `links` are addresses of other sites that the text links to.
    """

    metas: dict[str, tuple[str, ...]]
    canonical: str | None
    oembed: str | None
    json_ld: tuple[str, ...]
    micro: tuple[tuple[str, str, str], ...]
    title: str | None
    headings: tuple[str, ...]
    bylines: tuple[str, ...]
    elsewhere: tuple[str, ...]
    times: tuple[str, ...]
    language: str | None
    refresh: str | None
    links: tuple[str, ...]
    visible: str
    markup: str
    cut: bool


def scan_page(markup: str, url: str) -> PageScan:
    """The self-description of a page; `url` is where it was found, for links relative to it.

    Never raises on any text; a page past `MAX_MARKUP` or `MAX_TAGS` is read up to there and `cut` is set.

    >>> page = scan_page("<title>A | B</title><meta property='og:title' content='A'>", "https://example.org/")
    >>> page.title, page.metas["og:title"]
    ('A | B', ('A',))
    """
    # Imported here: it costs 0.2 s, and most commands never read a page.
    from bs4 import BeautifulSoup, Tag

    thin, json_ld, cut = _thinned(markup)
    soup = BeautifulSoup(thin if "<" in thin else f"<p>{thin}", "lxml")
    # One walk over the page, not a search for each thing: searches took half of the time a page takes.
    tags = [tag for tag in soup.descendants if isinstance(tag, Tag)][:MAX_TAGS]
    named: dict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        named[tag.name].append(tag)
    address = _address(named["base"], url)
    metas = _metas(named["meta"])
    bylines, elsewhere = bylines_in(tags)
    return PageScan(
        metas=metas,
        canonical=_link(named["link"], "canonical", address),
        oembed=_oembed(named["link"], address),
        json_ld=json_ld,
        micro=microdata_in(tags),
        title=text_of(next(iter(named["title"]), None), 2_000),
        headings=tuple(filter(None, (text_of(tag, 1_000) for tag in named["h1"][:10]))),
        bylines=bylines,
        elsewhere=elsewhere,
        times=times_in(tags),
        language=_language(named["html"], metas),
        refresh=next(iter(metas.get("refresh", ())), None),
        links=text_links(named["a"], address),
        visible=text_of(next(iter(named["body"]), None), _VISIBLE) or "",
        markup=thin,
        cut=cut,
    )


def _thinned(markup: str) -> tuple[str, tuple[str, ...], bool]:
    """Markup without what cannot describe the page, its JSON-LD apart, and whether it was cut."""
    text = markup[:MAX_MARKUP].replace("\x00", "")
    cut = len(markup) > MAX_MARKUP
    # With a prolog the parser is told XML and HTML at once, and warns.
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    kept: list[str] = []
    json_ld: list[str] = []
    place = 0
    unclosed: set[str] = set()  # looked for once to the end of the text, never again: linear time
    while opening := _OPENING.search(text, place):
        kept.append(text[place : opening.start()])
        name = (opening[1] or "").lower()
        closing = None if name in unclosed else _CLOSING[name].search(text, opening.end())
        if closing is None:
            unclosed.add(name)
            place = opening.end()
            continue
        if name == "script" and "ld+json" in opening[2].lower() and len(json_ld) < _MAX_JSON_LD_SCRIPTS:
            json_ld.append(text[opening.end() : closing.start()][:_MAX_JSON_LD])
        place = closing.end()
    kept.append(text[place:])
    text = " ".join(kept)
    text = _LONG_TAG.sub(" ", text)
    end = _place_of(text, "<", MAX_TAGS * 2)
    if end is not None:
        text, cut = text[:end], True
    return text, tuple(json_ld), cut


def _place_of(text: str, character: str, count: int) -> int | None:
    """Where the `count`th `character` stands, or None where there are fewer."""
    if text.count(character) < count:
        return None
    place = -1
    for _ in range(count):
        place = text.index(character, place + 1)
    return place


def _metas(tags: "list[Tag]") -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in tags[: MAX_ITEMS * 2]:
        content = attribute(tag, "content").strip()
        if not content:
            continue
        keys = " ".join(attribute(tag, name) for name in ("property", "name", "itemprop", "http-equiv"))
        for key in dict.fromkeys(keys.lower().split()):
            values = found.setdefault(key, [])
            if len(values) < MAX_ITEMS:
                values.append(content)
    return {key: tuple(values) for key, values in found.items()}


def _address(tags: "list[Tag]", url: str) -> str:
    base = next((tag for tag in tags if tag.has_attr("href")), None)
    return (absolute(url, attribute(base, "href")) if base else None) or url


def _link(tags: "list[Tag]", relation: str, address: str) -> str | None:
    for tag in tags[:MAX_ITEMS]:
        if relation in attribute(tag, "rel").lower().split():
            return absolute(address, attribute(tag, "href"))
    return None


def _oembed(tags: "list[Tag]", address: str) -> str | None:
    for tag in tags[:MAX_ITEMS]:
        if attribute(tag, "type").lower().strip() in {"application/json+oembed", "text/json+oembed"}:
            return absolute(address, attribute(tag, "href"))
    return None


def _language(tags: "list[Tag]", metas: dict[str, tuple[str, ...]]) -> str | None:
    root = next(iter(tags), None)
    stated = (attribute(root, "lang") or attribute(root, "xml:lang")) if root else ""
    others = (
        value for key in ("content-language", "og:locale", "dc.language") for value in metas.get(key, ())
    )
    return stated or next(others, None)
