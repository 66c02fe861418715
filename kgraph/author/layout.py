"""Where a list stands in its article, and how an entry is set."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph.audit.link_text import LINK, as_words
from kgraph.author.items import Item
from kgraph.extract import Reading
from kgraph.identifiers import host_of
from kgraph.model import Block

HEAD = "---{nl}## References{nl}{nl}"
"""Rule and heading, as the first posts have them."""
_BARE = re.compile(r"<?(https?://[^\s<>]+?)>?")
_LABELS = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\[(?:\\\[)?\d{1,5}(?:\\\])?\]\([^()\s]{1,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000})?\)[ \t]*){1,60}"
)
"""Numbers with links that begin an entry."""
_RULE = re.compile(r"[ \t]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_PLACEHOLDERS = frozenset({"display text", "link text", "title", "todo", "article title", "page title"})
_DOMAIN_LEAD = re.compile(r"[\w.-]+\.[a-z]{2,12}:\s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: `[start, first)` is its head with the rule above it, empty where it has none; its entries end at `end`."""

    start: int
    first: int
    end: int
    items: tuple[Item, ...]


def line_end_of(text: str) -> str:
    """How lines end in `text`."""
    return "\r\n" if "\r\n" in text else "\n"


def listings(reading: Reading, items: Sequence[Item]) -> tuple[Listing, ...]:
    """The lists of the article, in order of the text; `items` are its entries."""
    text = reading.document.source.text
    taken = [
        _offset(reading.document.blocks[i], start)
        for i, spans in reading.lists.taken.items()
        for start, _ in spans
    ]
    found: list[Listing] = []
    for number in dict.fromkeys(item.entry.list for item in items):
        own = tuple(item for item in items if item.entry.list == number)
        first, end = min(i.start for i in own), max(i.end for i in own)
        floor = max((x.end for x in found), default=0)
        heads = [at for at in taken if floor <= at < first and not text[at:first].strip().count("\n\n")]
        start = _line_start(text, min(heads)) if heads else first
        found.append(Listing(start=_with_rule(text, start, floor), first=first, end=end, items=own))
    return tuple(found)


def head_of(text: str, listing: Listing, nl: str) -> str:
    """Rule and heading in the place of a list's head, with an empty line above: a rule right below words makes them a heading."""
    above = text[: listing.start].rstrip()
    apart = not above or text.count("\n", len(above), listing.start) > 1
    return ("" if apart else nl) + HEAD.format(nl=nl)


def _offset(block: Block, plain: int) -> int:
    """Where a place of a block's plain text stands in the source."""
    at = block.span.start
    for begin, start, _ in block.runs:
        if begin > plain:
            break
        at = start + plain - begin
    return block.span.start if plain == 0 else at


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _with_rule(text: str, start: int, floor: int) -> int:
    """`start`, or where the rule above it begins."""
    above = text[floor:start].rstrip()
    line = _line_start(text, floor + len(above))
    is_rule = line > floor and bool(_RULE.fullmatch(text[line : floor + len(above)]))
    return line if is_rule else start


def rest_of(text: str, item: Item) -> str:
    """What an entry says behind its label and anchor, without space at its end."""
    return text[item.rest : item.end].rstrip()


def said_of(text: str, item: Item) -> str:
    """What an entry says, and the address that its label links to; other labels of the entry are left out.

    `[3](https://example.org)` says `https://example.org`; `[3](https://example.org) Kites` says `[Kites](https://example.org)`.
    """
    rest, url = text[item.rest : item.end].rstrip(), item.entry.url
    labels = _LABELS.match(text, item.start, item.end)
    if labels is None or url is None or url not in labels[0]:
        return rest
    words = " ".join(text[labels.end() : item.end].split())
    if url in words or not words:
        return words or url
    return f"{words} {url}" if set("[]") & set(words) else f"[{words}]({url})"


def domain_of(url: str) -> str:
    """The host without `www.`, as it is printed before a title."""
    return (host_of(url) or "").removeprefix("www.")


def set_rest(rest: str, titles: Mapping[str, str]) -> str:
    """A bare address as a link, with its title where the store has one; all that has words of its own stays as it is.

    >>> set_rest("https://example.org/a", {"https://example.org/a": "Kites"})
    '[example.org: Kites](https://example.org/a)'
    """
    said = rest.strip()
    bare = _BARE.fullmatch(said)
    if bare:
        return _link(bare[1], titles)
    link = LINK.fullmatch(said)
    if link and "://" in link[2]:
        words = _DOMAIN_LEAD.sub("", link[1], count=1).strip().casefold()
        if words in _PLACEHOLDERS or link[1] == link[2]:
            return _link(link[2], titles)
    return rest


def has_title(rest: str) -> bool:
    """Whether an entry says more than an address."""
    link = LINK.fullmatch(rest)
    if link:
        return link[1] != link[2] and link[1].casefold() not in _PLACEHOLDERS
    return _BARE.fullmatch(rest) is None


def _link(url: str, titles: Mapping[str, str]) -> str:
    title = titles.get(url)
    words = f"{domain_of(url)}: {as_words(title)}" if title else url
    return f"[{words}]({url.replace('(', '%28').replace(')', '%29') if url.count('(') != url.count(')') else url})"


def anchored(label: str, rest: str) -> str:
    """An entry as the first posts have it."""
    return f'[{label}] <a id="ref-{label}"></a> {rest.strip()}  '
