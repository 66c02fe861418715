"""schema.org descriptions in a page's JSON-LD, read without a JSON-LD processor.

Nothing is fetched: contexts are not resolved. Pages write schema.org terms bare, so the keys can be read
as they stand.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

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

_MAX_NODES = 5_000
_MAX_DEPTH = 30
_MAX_NAMES = 100

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData(Description):
    """What a page's JSON-LD says about the page's main thing; values as written.

    `type` is what schema.org calls the thing, in lower case; `site_of_web` the name of the web site it stands on.
    """

    type: str = ""
    site_of_web: str | None = None


def linked_data(scripts: tuple[str, ...]) -> LinkedData:
    """The best described thing in a page's JSON-LD scripts: an article, else another work, else the page.

    Scripts that are no JSON are passed over. Never raises.

    >>> linked_data(('{"@type": "NewsArticle", "headline": "A", "author": {"name": "Ann Lee"}}',)).authors
    ('Ann Lee',)
    """
    found = (node for script in scripts for node in _nodes(_parsed(script)))
    nodes = list(islice(found, _MAX_NODES))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    web = next((node for node in nodes if "website" in _types(node)), {})
    for wanted in (_ARTICLE, _WORK, _PAGE):
        for node in nodes:
            if wanted & _types(node) and _title(node):
                return _described(node, by_id, _text(web.get("name")))
    return LinkedData(site_of_web=_text(web.get("name")))


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
            # What an article mentions, reviews or is commented with is not the article.
            if isinstance(item, dict | list) and key not in {
                "comment",
                "mentions",
                "citation",
                "relatedLink",
                "hasPart",
            }:
                yield from _nodes(item, depth + 1)


def _types(node: Node) -> set[str]:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rpartition("/")[2].rpartition(":")[2].casefold() for name in names if isinstance(name, str)}


def _title(node: Node) -> str | None:
    return _text(node.get("headline")) or _text(node.get("name")) or _text(node.get("title"))


def _described(node: Node, by_id: dict[str, Node], web: str | None) -> LinkedData:
    return LinkedData(
        type=next(iter(sorted(_types(node))), ""),
        title=_title(node),
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
            name = item.get("name")
            names = name if isinstance(name, list) else [name]
            yield from (text for text in map(_text, names[:_MAX_NAMES]) if text)
        elif text := _text(item):
            yield text


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
