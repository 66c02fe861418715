"""What the markup of an entry says of its work: a template's fields, COinS, the parts that a processor names."""

from collections.abc import Sequence
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.html.entry import Entry
from kgraph.read.html.links import Links
from kgraph.read.html.templates import title_of_coins, title_of_template
from kgraph.read.html.tree import Node, Page

_ARCHIVES = re.compile(
    r"https?://(?:[\w-]{1,30}\.)?(?:archive\.(?:org|is|today|ph|fo|li|vn|md)|webcitation\.org|wikiwix\.com|perma\.cc)/",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"https?://[^\s]{0,200}?/(https?://.+)")
_QUOTES = "\"“”„«»‘’'"
_QUOTED = re.compile('[“"„«](.{8,300}?)[”"»]')
"""A title among its authors, where the first block has both."""
_YEAR = re.compile(r",?\s\(?(?:1[5-9]|20)\d\d[a-z]?\)?[.,\s]*$")


class Said(NamedTuple):
    """The title and the address of a work, as the markup tells them; None for what it does not tell."""

    title: str | None = None
    url: str | None = None


def said_of(page: Page, links: Links, entry: Entry) -> Said:
    """What the markup of an entry says of its work.

    Matches a `<cite>` with the fields of its template, or with COinS behind it, and the blocks of LaTeXML. Not the
    words of an entry, which are read elsewhere, nor one that holds several works.
    """
    within = page.nodes[entry.node.number : entry.node.last + 1]
    cites = [n for n in within if n.name == "cite" and ".citation" in n.signs]
    coins = [n for n in within if ".z3988" in n.signs]
    if len(cites) > 1 or len(coins) > 1:
        return Said(url=_first_link(links, within) if entry.node.id.startswith("cite_note") else None)
    return (
        _of_citation(page, links, within, cites, coins)
        if cites or coins
        else Said(title=_of_blocks(page, within))
    )


def _of_citation(
    page: Page, links: Links, within: Sequence[Node], cites: Sequence[Node], coins: Sequence[Node]
) -> Said:
    title = title_of_template(cites or within) or (title_of_coins(coins[0]) if coins else None)
    url = _link_of_work(links, page.nodes[cites[0].number : cites[0].last + 1] if cites else within)
    return Said(title or _linked_words(page, links, cites), url)


def _link_of_work(links: Links, nodes: Sequence[Node]) -> str | None:
    """The first address of another page; the original where that is an archive's copy of it."""
    urls = [
        url for n in nodes if n.name == "a" and (url := links.address(n)).startswith(("http://", "https://"))
    ]
    if not urls or not _ARCHIVES.match(urls[0]):
        return urls[0] if urls else None
    inner = _ORIGINAL.match(urls[0])
    original = next((url for url in urls[1:] if not _ARCHIVES.match(url)), None)
    return original or (inner[1] if inner else urls[0])


def _first_link(links: Links, nodes: Sequence[Node]) -> str | None:
    return next((url for n in nodes if n.name == "a" and (url := links.address(n)).startswith("http")), None)


def _linked_words(page: Page, links: Links, cites: Sequence[Node]) -> str | None:
    """The words of the link of a citation template, quotation marks apart."""
    for cite in cites:
        for n in page.nodes[cite.number : cite.last + 1]:
            if n.name == "a" and links.address(n).startswith(("http://", "https://")):
                return page.words(n).strip(_QUOTES + " ") or None
    return None


def _is_emphatic(page: Page, block: Node) -> bool:
    """Whether something in a block is set in italics."""
    within = page.nodes[block.number + 1 : block.last + 1]
    return any(n.name == "em" or ".ltx_font_italic" in n.signs for n in within)


def _of_blocks(page: Page, nodes: Sequence[Node]) -> str | None:
    """The second block of an entry of LaTeXML, or the one that it calls the title; a year behind it is none of it."""
    named = next((n for n in nodes if ".ltx_bib_title" in n.signs), None)
    if named is not None:
        return _YEAR.sub("", page.words(named)).strip(" .,") or None
    blocks = [n for n in nodes if ".ltx_bibblock" in n.signs]
    if len(blocks) < 2:
        return None
    words = page.words(blocks[1])
    if quoted := _QUOTED.search(page.words(blocks[0])):
        return quoted[1].strip(" .,")
    if "://" in words or _is_emphatic(page, blocks[0]):
        return None  # `Moss, <i>Tides</i>.` and its publisher: the words tell
    return _YEAR.sub("", words).strip(" ,").removesuffix(".") or None
