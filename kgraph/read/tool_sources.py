"""Sources as tools of AI write them into JSON: addresses, or objects that have one; in lists, numbered or not."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kgraph.model import BibliographyEntry
from kgraph.read.json_text import Text, address, dicts, readable
from kgraph.spans import Span

NUMBERED = ("citations", "search_results")
"""Lists whose places are their numbers, from 1."""
LISTS = (*NUMBERED, "sources", "references")
_NUMBERS = ("index", "number", "citation_number", "id")


class Found(NamedTuple):
    """A source that a tool names: its address, its title and its day, as written; it has an address or a title."""

    url: Text | None
    title: Text | None = None
    date: str | None = None

    @property
    def key(self) -> str:
        """What it is called: its address, else its title."""
        return str(self.url or readable(self.title) or "")


def found(
    item: Mapping[str, Any],
    url: Sequence[str] = ("url", "link", "href", "source_url"),
    title: Sequence[str] = ("title", "name"),
) -> Found | None:
    """The source that an object describes; None where it has no address."""
    link = next((link for name in url if (link := address(item.get(name)))), None)
    titles = (value for name in title if isinstance(value := item.get(name), Text) and readable(value))
    called = next(titles, None)
    return Found(link, None if called == link else called, _day(item)) if link else None


def _day(item: Mapping[str, Any]) -> str | None:
    """The day on which it was published, where it is written as one."""
    stated = readable(item.get("date"))
    return stated[:10] if stated and stated[:4].isdigit() and stated[4:5] == "-" else None


def source_of(row: Any) -> Found | None:
    """The source that an item of a list is: an address, or an object that has one."""
    if isinstance(row, dict):
        return found(row)
    url = address(row)
    return Found(url) if url else None


def numbered(about: Mapping[str, Any]) -> dict[int, Found]:
    """The sources of the first list in an object by their numbers: those that they state, else their places from 1.

    What the same page is called in another of its lists is the title of a bare address. A list that neither states
    numbers nor is known to count by place has none.
    """
    lists = [(name, rows) for name in LISTS if isinstance(rows := about.get(name), list) and rows]
    if not lists:
        return {}
    name, first = lists[0]
    titled = {source.key: source for _, rows in lists for row in dicts(rows) if (source := found(row))}
    stated = [_number(row) for row in first]
    if not all(stated) or len(set(stated)) < len(stated):
        stated = list(range(1, len(first) + 1)) if name in NUMBERED else [None] * len(first)
    sources = [source_of(row) for row in first]
    return {n: titled.get(s.key, s) for n, s in zip(stated, sources, strict=True) if n and s}


def _number(row: Any) -> int | None:
    for name in _NUMBERS if isinstance(row, dict) else ():
        value = row.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000:
            return value
    return None


def record(key: str, source: Found, file: str | None) -> BibliographyEntry:
    """A source as an entry; `file` is None where the article itself holds it."""
    at = source.url if source.url is not None else source.title
    title = readable(source.title)
    return BibliographyEntry(
        key=key,
        file=file,
        span=Span(at.start, at.end) if at is not None else Span(0, 0),
        text=". ".join(part for part in (title, source.url) if part),
        title=title,
        url=source.url and str(source.url),
        date=source.date,
    )
