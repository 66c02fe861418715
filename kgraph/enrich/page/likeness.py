"""Whether two titles of one page name the same thing, and whether two addresses are one page's."""

import difflib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from kgraph.walls.titles import segments

_SAME = 0.6
_COMPARED = 300
"""Code points of a title that are compared: likeness takes time with the product of both lengths."""
_MIN_WORDS = 3
_MIN_UNSPACED = 8
_SUBDOMAIN = re.compile(r"^(?:www|m|amp|mobile)\.")


def likeness(title: str, others: Iterable[str]) -> float:
    """How much like one of `others`, or like a part of it between separators, a title is: from 0 to 1.

    >>> likeness("Mozilla", ["Mozilla - Encyclopedia"]), likeness("free software body", ["Mozilla"]) < 0.5
    (1.0, True)
    >>> likeness("Snow in the far north", ["Snow in the far north, and what it costs us all"])
    0.95
    """
    parts = (part for other in others for part in (other, *segments(other)))
    return max((_like(title, part) for part in parts), default=0.0)


def alike(title: str, others: Iterable[str]) -> bool:
    """Whether `likeness` says that a title and one of the others are of the same thing."""
    return likeness(title, others) >= _SAME


def agreed(titles: Iterable[str | None]) -> bool:
    """Whether two of the titles a page states in different places are of the same thing.

    >>> agreed(["Snow again", "Snow again | News", None]), agreed(["Snow again", "News"])
    (True, False)
    """
    stated = [title for title in titles if title]
    return any(alike(title, stated[place + 1 :]) for place, title in enumerate(stated))


def page_key(address: str) -> str | None:
    """Host and path, by which two addresses are one page's; None for a home page and for what is no address.

    >>> page_key("https://www.example.org/A/story/?from=x") == page_key("http://example.org/A/story#top")
    True
    >>> page_key("https://example.org/") is None
    True
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    return f"{_SUBDOMAIN.sub('', host)}{path}" if host and path else None


def _like(left: str, right: str) -> float:
    first, second = _words(left), _words(right)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    shorter, longer = sorted((f" {first} ", f" {second} "), key=len)
    unspaced = not shorter.isascii() and len(shorter) >= _MIN_UNSPACED
    if len(shorter.split()) >= _MIN_WORDS and shorter in longer:
        return 0.95
    if unspaced and shorter.strip() in longer:
        return 0.95
    return round(difflib.SequenceMatcher(None, first, second, autojunk=False).ratio(), 2)


def _words(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", title[:_COMPARED].replace("’", "").replace("'", "").casefold()))
