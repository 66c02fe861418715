"""What a page marks in its body: bylines, dates of publication, microdata.

The tags are BeautifulSoup's, made in `_page_scan`, the only file that imports it.
"""

import re
from collections.abc import Sequence
from typing import Any

MAX_ITEMS = 400
MAX_TAGS = 30_000
"""Tags of a page that are looked at. A page of the usual kind has fewer than 5,000."""

_MAX_VALUE = 4_000
_MAX_BYLINE = 100
_MAX_LINE = 2_000
_MAX_DESCENDANTS = 2_000

_BYLINE_NAME = re.compile(
    r"by-?line|author|dateline|writtenby|written-by|p-author|autor|auteur", re.IGNORECASE
)
_NOT_BYLINE = re.compile(
    r"comment|related|sidebar|footer|recommend|promo|sponsor|avatar|thumb|img|image|photo|share|social|follow"
    r"|biograph|(?:^|[-_ ])bio(?:[-_ ]|$)|tweet|caption|credit|menu|teaser|card__|popular|trending|next"
    r"|newsletter",
    re.IGNORECASE,
)
_DATE_NAME = re.compile(
    r"publish|posted|dateline|pubdate|entry-date|post-date|article-date|dt-published", re.IGNORECASE
)
_PLACE_NAME = re.compile(r"dateline", re.IGNORECASE)
_DATE_TAGS = frozenset(
    {"time", "abbr", "span", "div", "p", "li", "small", "em", "cite", "h2", "h3", "h4", "h5", "h6"}
)
_BREAKS = frozenset({"br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "dd", "dt"})
# A name among the other words of a byline: `byline__name`, `author-name`, hCard's `fn`.
_PERSON = re.compile(r"(?:^|[-_ ])(?:name|fn)(?:$|[-_ ])")


def attribute(tag: Any, name: str) -> str:
    """An attribute as text: BeautifulSoup gives lists for `class`, `rel` and their like."""
    found = tag.get(name)
    if found is None:
        return ""
    return (" ".join(found) if isinstance(found, list) else str(found))[:_MAX_VALUE]


def text_of(tag: Any, limit: int) -> str | None:
    """The text inside a tag, blanks collapsed; None where it is empty."""
    if tag is None:
        return None
    pieces: list[str] = []
    size = 0
    for count, piece in enumerate(tag.descendants):
        if isinstance(piece, str):
            pieces.append(piece)
            size += len(piece)
        if size > limit * 2 or count > _MAX_DESCENDANTS:
            break
    return " ".join(" ".join(pieces).split())[:limit] or None


def lines_of(tag: Any, limit: int) -> str | None:
    """`text_of`, with a line end where the page begins a new line, and a comma before each item of a list."""
    pieces: list[str] = []
    size = 0
    for count, piece in enumerate(tag.descendants):
        if isinstance(piece, str):
            pieces.append(" ".join(piece.split()))
            size += len(piece)
        elif piece.name in _BREAKS:
            pieces.append("\n")
        elif piece.name == "li":
            pieces.append(",")
        if size > limit * 2 or count > _MAX_DESCENDANTS:
            break
    lines = (" ".join(line.split()).strip(" ,") for line in " ".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)[:limit] or None


def microdata_in(tags: Sequence[Any]) -> tuple[tuple[str, str, str], ...]:
    """Flat microdata: (type of the outermost item, path of property names from it, value)."""
    found: list[tuple[str, str, str]] = []
    for tag in [tag for tag in tags if tag.has_attr("itemprop")][:MAX_ITEMS]:
        path = [attribute(tag, "itemprop").split(" ")[0] or "-"]
        kind = ""
        for depth, parent in enumerate(tag.parents):
            if depth > 60:
                break
            if parent.has_attr("itemscope"):
                kind = attribute(parent, "itemtype").split(" ")[0].rpartition("/")[2]
                if not parent.has_attr("itemprop"):
                    break
                path.insert(0, attribute(parent, "itemprop").split(" ")[0])
        # Of a nested item its own properties follow; the text of an author may be all there is of one.
        nested = tag.has_attr("itemscope")
        if nested and path[-1] != "author":
            continue
        if text := _micro_value(tag):
            found.append((kind, ".".join([*path, "text"] if nested else path), text))
    return tuple(found)


def _micro_value(tag: Any) -> str:
    for name in ("content", "datetime"):
        if stated := attribute(tag, name).strip():
            return stated
    if tag.name in {"a", "link"} and tag.get("href") and not text_of(tag, 10):
        return attribute(tag, "href")
    return text_of(tag, 500) or ""


def bylines_in(tags: Sequence[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines marked as the author's, and those marked so that stand elsewhere than in the article.

    Those of `rel=author` and `itemprop=author` come first, those side by side as one; then those by class. Where a
    name is marked among the words of such a line, the line is the name.

    Source: the byline rule of Mozilla's Readability: `rel`, `itemprop`, class and id, at most 100
    characters of text.
    """
    marked: list[str] = []
    named: list[str] = []
    elsewhere: list[str] = []
    last: Any = None
    for tag in tags:
        names = (
            f"{attribute(tag, 'class')} {attribute(tag, 'id')}"
            if tag.has_attr("class") or tag.has_attr("id")
            else ""
        )
        by_rel = "author" in attribute(tag, "rel").split() or "author" in attribute(tag, "itemprop").split()
        if tag.name in {"html", "body", "head", "meta", "link", "img"}:
            continue
        if not by_rel and not _BYLINE_NAME.search(names):
            continue
        text = lines_of(tag, _MAX_BYLINE + 100)
        if not text or len(text) > _MAX_BYLINE:
            continue
        if not by_rel and _PLACE_NAME.search(names) and not re.search(r"\bby\b", text, re.IGNORECASE):
            continue  # the place and day of a report
        if _apart(tag) or (not by_rel and _NOT_BYLINE.search(names)):
            elsewhere.append(text)
        elif by_rel and _side_by_side(tag, last):
            if len(marked[-1]) < _MAX_LINE:  # a page of nothing else would be copied again and again
                marked[-1] = f"{marked[-1]}, {text}"
        elif by_rel:
            marked.append(_person_in(tag) or text)
        else:
            named.append(_person_in(tag) or text)
        last = tag if by_rel else last
        if len(marked) + len(named) >= 20 or len(elsewhere) >= 200:
            break
    return (*marked, *named), tuple(elsewhere)


def _side_by_side(tag: Any, before: Any) -> bool:
    """Whether next to nothing stands between two tags of one parent: `<a>Ann</a> and <a>Bo</a>`."""
    if before is None or tag.parent is not before.parent:
        return False
    between = ""
    for piece in before.next_siblings:
        if piece is tag:
            return bool(re.fullmatch(r"\W*\w{0,3}\W*", between))
        between += str(piece) if isinstance(piece, str) else text_of(piece, 20) or ""
        if len(between) > 20:
            break
    return False


def _person_in(tag: Any) -> str | None:
    """The names that are marked as such inside a byline."""
    inside = (
        inner
        for inner in tag.find_all(True, limit=50)
        if _PERSON.search(attribute(inner, "class")) or attribute(inner, "itemprop") == "name"
    )
    names = [name for inner in inside if (name := text_of(inner, _MAX_BYLINE))]
    return ", ".join(dict.fromkeys(names)) or None


def _apart(tag: Any) -> bool:
    """Whether a tag stands in comments, a sidebar or another list of links, not in the article."""
    for depth, parent in enumerate(tag.parents):
        if depth > 12 or parent.name in {"article", "main", "body"}:
            return False
        if parent.name in {"aside", "footer", "nav"}:
            return True
        if re.search(
            r"comment|related|sidebar|recommend|teaser|popular",
            f"{attribute(parent, 'class')} {attribute(parent, 'id')} {attribute(parent, 'itemprop')}",
        ):
            return True
    return False


def times_in(tags: Sequence[Any]) -> tuple[str, ...]:
    """What the first ten of `tags` that stand for a date say, by attribute or text, in order."""
    found: list[str] = []
    for tag in tags:
        if tag.name not in _DATE_TAGS:
            continue
        names = " ".join((attribute(tag, "class"), attribute(tag, "itemprop"), attribute(tag, "id")))
        dated = tag.name == "time" and (tag.has_attr("pubdate") or tag.has_attr("datetime"))
        if not _DATE_NAME.search(names) and not (dated and tag.has_attr("pubdate")):
            continue
        stamp = (
            attribute(tag, "datetime")
            or (attribute(tag, "title") if tag.name == "abbr" else "")
            or text_of(tag, 80)
        )
        if stamp and not _apart(tag):
            found.append(stamp)
        if len(found) >= 10:
            break
    return tuple(found)
