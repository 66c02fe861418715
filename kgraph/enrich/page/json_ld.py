"""schema.org descriptions in a page's JSON-LD, read without a JSON-LD processor.

Nothing is fetched: contexts are not resolved. Pages write schema.org terms bare, so the keys can be read
as they stand.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from kgraph.enrich.page.likeness import agreed, alike, likeness, page_key
from kgraph.observation import Description

_ARTICLE = frozenset(
    [
        "article",
        "newsarticle",
        "blogposting",
        "scholarlyarticle",
        "techarticle",
        "report",
        "socialmediaposting",
        "advertisercontentarticle",
        "satiricalarticle",
        "analysisnewsarticle",
        "askpublicnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "reportagenewsarticle",
        "reviewnewsarticle",
        "medicalscholarlyarticle",
        "discussionforumposting",
        "liveblogposting",
        "apireference",
        "review",
        "howto",
        "recipe",
        "qapage",
        "question",
        "dataset",
        "softwaresourcecode",
        "podcastepisode",
        "creativework",
        "thesis",
        "chapter",
    ]
)
_WORK = frozenset(
    [
        "videoobject",
        "book",
        "audioobject",
        "movie",
        "musicrecording",
        "softwareapplication",
        "course",
        "event",
        "product",
    ]
)
_PAGE = frozenset(
    ["webpage", "itempage", "aboutpage", "faqpage", "collectionpage", "medicalwebpage", "profilepage"]
)

_OF_OTHERS = frozenset(
    [
        "comment",
        "mentions",
        "citation",
        "relatedLink",
        "hasPart",
        "itemListElement",
        "isRelatedTo",
        "subjectOf",
    ]
)
"""What an article mentions, reviews, lists or is commented with is not the article."""
_ADDRESSES = ("url", "mainEntityOfPage", "@id")

_MAX_NODES = 5_000
_MAX_DEPTH = 30
_MAX_NAMES = 100
_MAX_THINGS = 40
"""Things of one kind that are compared with what the page states."""

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData(Description):
    """What a page's JSON-LD says about the page's main thing; values as written.

    `type` is what schema.org calls the thing, in lower case; `site_of_web` the name of the web site it stands on.
    """

    type: str = ""
    site_of_web: str | None = None


class Stated(NamedTuple):
    """What a page says of itself outside of its JSON-LD: its titles, in different places, and its addresses."""

    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


_NOTHING = Stated()


def linked_data(scripts: tuple[str, ...], stated: Stated = _NOTHING) -> LinkedData:
    """The best described thing in a page's JSON-LD scripts: an article, else another work, else the page.

    Of several the one that has a title the page states, or its address, goes first. A thing that has neither is
    another story's where the titles that the page states agree, where it names another address, or where it is one
    of several: nothing of it is believed. Of a thing at the page's address its other words are, but not its title.
    Scripts that are no JSON are passed over. Never raises.

    >>> linked_data(('{"@type": "NewsArticle", "headline": "A", "author": {"name": "Ann Lee"}}',)).authors
    ('Ann Lee',)
    >>> other = '{"@type": "NewsArticle", "headline": "A quite different story of the day"}'
    >>> linked_data((other,), Stated(("Snow again", "Snow again | News"))).title is None
    True
    """
    found = (node for script in scripts for node in _nodes(_parsed(script)))
    nodes = list(islice(found, _MAX_NODES))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    web = next((node for node in nodes if "website" in _types(node)), {})
    site_of_web = _text(web.get("name"))
    for wanted in (_ARTICLE, _WORK, _PAGE):
        things = (node for node in nodes if wanted & _types(node) and _title(node, stated))
        if node := _of_the_page(list(islice(things, _MAX_THINGS)), stated):
            return _described(node, by_id, site_of_web, stated)
    return LinkedData(site_of_web=site_of_web)


def _of_the_page(things: list[Node], stated: Stated) -> Node | None:
    """The thing that the page is about, of those of one kind; None where they are other pages'."""
    own = next((node for node in things if _has_title(node, stated) or _is_here(node, stated)), None)
    if own or not things:
        return own
    elsewhere = _is_here(things[0], stated) is False or len(things) > 1
    return None if agreed(stated.titles) or (stated.titles and elsewhere) else things[0]


def _has_title(node: Node, stated: Stated) -> bool:
    return alike(_title(node, stated) or "", stated.titles)


def _is_here(node: Node, stated: Stated) -> bool | None:
    """Whether a thing names an address of the page; None where it names none."""
    values = [node.get(key) for key in _ADDRESSES]
    texts = [value.get("@id") if isinstance(value, dict) else value for value in values]
    named = {key for text in texts if isinstance(text, str) and (key := page_key(text))}
    here = {key for address in stated.addresses if (key := page_key(address))}
    return bool(named & here) if named else None


def _parsed(script: str) -> Any:
    try:
        return json.loads(_unwrapped(script), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """A script without what hides it from old parsers: `//<![CDATA[ … //]]>`, `<!-- … -->`."""
    # By the ends of the text, not by a pattern: a search for its end is quadratic in blanks.
    text = script.strip().removeprefix("//").lstrip().removeprefix("<![CDATA[").removeprefix("<!--").strip()
    text = text.removesuffix(";").rstrip()
    for closer in ("]]>", "-->"):
        if text.endswith(closer):
            text = text.removesuffix(closer).rstrip().removesuffix("//").rstrip()
    return text.rstrip(";")


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    """Every object with a type or an id, outermost first."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MAX_NODES]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for key, item in list(value.items())[:200]:
            if isinstance(item, dict | list) and key not in _OF_OTHERS:
                yield from _nodes(item, depth + 1)


def _types(node: Node) -> set[str]:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rpartition("/")[2].rpartition(":")[2].casefold() for name in names if isinstance(name, str)}


def _title(node: Node, stated: Stated) -> str | None:
    """The headline, else the name; of both the one that is more like a title of the page.

    An encyclopedia's headline says what the thing is, and its name what it is called.
    """
    named = [text for key in ("headline", "name", "title") if (text := _text(node.get(key)))]
    return max(named, key=lambda text: likeness(text, stated.titles), default=None)


def _described(node: Node, by_id: dict[str, Node], web: str | None, stated: Stated) -> LinkedData:
    # What has the page's address and another title than the page shows is its description, or an older one.
    shown = _has_title(node, stated) or not agreed(stated.titles)
    return LinkedData(
        type=next(iter(sorted(_types(node))), ""),
        title=_title(node, stated) if shown else None,
        authors=tuple(islice(_names(node.get("author") or node.get("creator"), by_id), _MAX_NAMES)),
        date=_text(node.get("datePublished"))
        or _text(node.get("uploadDate"))
        or _text(node.get("dateCreated")),
        site=next(_names(node.get("publisher"), by_id), None)
        or next(_names(node.get("isPartOf"), by_id), None),
        site_of_web=web,
        description=_text(node.get("description")),
        language=_text(node.get("inLanguage")),
        identifiers={"doi": doi} if (doi := _doi(node)) else {},
    )


def _names(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    """The names in an author or publisher: a text, an object with a name, a reference, or a list of them."""
    for item in (value if isinstance(value, list) else [value])[:_MAX_NAMES]:
        if isinstance(item, dict):
            if "name" not in item and isinstance(item.get("@id"), str):
                item = by_id.get(item["@id"], item)
            name = item.get("name") or _parts_of_a_name(item)
            names = name if isinstance(name, list) else [name]
            yield from (text for text in map(_text, names[:_MAX_NAMES]) if text)
        elif text := _text(item):
            yield text


def _parts_of_a_name(item: Node) -> str | None:
    """`{"givenName": "Ann", "familyName": "Lee"}` is Ann Lee; a family's name alone is no author's."""
    given, family = _text(item.get("givenName")), _text(item.get("familyName"))
    return f"{given} {family}" if given and family else None


def _doi(node: Node) -> str | None:
    for key in ("doi", "identifier", "sameAs", "@id"):
        values = node.get(key)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                value = value.get("value")
            if isinstance(value, str) and (match := re.search(r"\b10\.\d{4,9}/[^\s\"<>?#]{1,200}", value)):
                return match.group()
    return None


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value.strip() or None if isinstance(value, str) else None
