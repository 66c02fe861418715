"""Links that cite: by a number or a sign as their words, by the page or the anchor they go to, by author and year."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.author_year_words import is_author_year
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.lists.link_items import is_link_item
from kgraph.extract.lists.names import attribution, is_list_of_works, is_reading_list
from kgraph.extract.markers.author_year_links import (
    YEAR_ONLY,
    author_year_in,
    is_year_of_author,
)
from kgraph.extract.markers.author_year_matches import named
from kgraph.extract.markers.author_year_words import items_of
from kgraph.extract.markers.convention import Find, FindByArticle
from kgraph.extract.markers.evidence import Evidence, stands_glued
from kgraph.extract.markers.numbers import NUMBERS, expand
from kgraph.extract.sentences.sites import is_host, names_site
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.model import Block, Inline

_READ_ALOUD = re.compile(r"[^\W\d_]{2}|\d{4}")
"""What the words of a link to an entry hold, if they are more than its number or a sign."""
_SHOWN = re.compile(rf"\b(?:{patterns_of('patterns.shown')})\s?\(?$", re.IGNORECASE)
"""What a number is of that goes to a part of the article: `Figure [1](#fig-one)`."""
SHOWN_CHARS = 14
_LIST_ANCHOR = re.compile(r"(?:^|[^a-z])(?:ref|bib|cit|works-cited|sources|literatur)", re.IGNORECASE)
"""How the anchor of a list or of an entry is called: `#references`, `#8-references`, `#bib.bib5`."""
YEAR_DIGITS = re.compile(r"\d{4}")
"""What no citation by author and year lacks."""
_DESCRIBED = re.compile(r"\s{0,2}(?:[–—]|-\s)\s?\w")
"""What goes on behind a link that begins an item, to say what it is."""
_ICON_CHARS = 3
"""How many characters, such as an icon, go before such a link at most."""
_LOCAL = re.compile(
    r"(?![a-z][a-z\d+.-]{0,20}:)[^#\s<>{}]{0,200}[\w-]\.\w{2,5}(?:[#?]|$)|/[\w-]", re.IGNORECASE
)
"""A path of the same site: `./doc/moss_2007.pdf`, `/doc/moss`."""
_SOURCE_WORD = re.compile(words_of("words.unnamed", "words.link_words"), re.IGNORECASE)
_STOPS = tuple(".!?…。！？")
LABEL_CHARS = 6
"""The words of a link are at most so long, if they are a number."""


def by_link(read: Callable[[Marks, Inline, Declared], Token | None]) -> Find:
    """A finder that reads each link of a block."""

    def find(marks: Marks, declared: Declared) -> Iterator[Token]:
        for inline in marks.inlines:
            if inline.kind == "link":
                token = read(marks, inline, declared)
                if token is not None:
                    yield token

    return find


def numbered(block: Marks, link: Inline, known: Declared) -> Token | None:
    """`[1](#ref-1)`, `[1](https://…)`, `[(1)](https://…)`. Not `Figure [1](#fig-one)`, nor `Lee ([2011](#ref-lee2011))`."""
    if link.end - link.start > LABEL_CHARS:
        return None
    text = block.text[link.start : link.end].strip().strip("^")
    bracketed = text[:1] == "(" and text[-1:] == ")" and len(text) < LABEL_CHARS
    if bracketed:
        text = text[1:-1]
    if not NUMBERS.fullmatch(text):
        return None
    labels = expand(text)
    listed = not known.labels.isdisjoint(labels)
    if not listed and link.target[1:] in known.anchors and YEAR_ONLY.fullmatch(text):
        return None  # the year is read aloud
    reason = None
    if link.target.startswith("#"):
        numbered = listed or any(label.isdigit() for label in known.labels)
        elsewhere = _shown(block, link) or not numbered or _is_heading(link.target[1:], text)
        if link.target[1:] not in known.anchors and elsewhere:
            reason = "local-link"
    elif bracketed and _shown(block, link):
        reason = "cross-reference"
    elif not listed and (len(text) > 3 or identifiers.canonical_url(link.target) is None):
        reason = "year" if len(text) == 4 else "link"
    return Token(-1, link.start, link.end, labels, "numbered-link", target=link.target, reason=reason)


def _is_heading(anchor: str, number: str) -> bool:
    """Whether an anchor is that of a numbered heading: `2-the-steps` for `2`. Not `ref-2`, nor `2`."""
    return anchor.startswith(number + "-") and bool(_READ_ALOUD.search(anchor[len(number) :]))


def _shown(block: Marks, link: Inline) -> bool:
    return bool(_SHOWN.search(block.text, max(0, link.start - SHOWN_CHARS), link.start))


def bracketed_host(block: Marks, link: Inline, known: Declared) -> Token | None:
    """`[\\[example.org\\]](https://example.org/a)`, as an office assistant cites. Not `[\\[the board\\]](https://example.org/a)`."""
    words = block.text[link.start : link.end].strip()
    if words[:1] + words[-1:] != "[]" or not is_host(words[1:-1], link.target):
        return None
    url = identifiers.canonical_url(link.target)
    label = known.entry_at(link.target, url or "") or link.target
    return Token(-1, link.start, link.end, (label,), "source", target=link.target)


def glued_chip(marks: Marks, link: Inline, known: Declared) -> Token | None:
    """`It rained.[The board](https://example.org/a)`, in an article whose links all stand so. Not `un[believable](…)`."""
    starts = {link.end} if any(n.kind == "link" for n in marks.starting(link.end)) else set()
    if link.target[:1] == "#" or not stands_glued(marks.text, link, starts):
        return None
    url = _canonical(link.target)
    if url is None:
        return None
    label = known.entry_at(link.target, url) or link.target
    return Token(-1, link.start, link.end, (label,), "source", target=link.target)


def no_chips(evidence: Evidence) -> str | None:
    """What is missing where the article's links do not stand as chips; None where they do."""
    return None if evidence.chips else "its links do not stand glued to stops and words"


def by_words(read: Callable[[Marks, Inline, Declared], Token | None]) -> FindByArticle:
    """A finder that reads each link of a block that has words; addresses within a link's words are no links of their own."""

    def find(marks: Marks, evidence: Evidence) -> Iterator[Token]:
        definition = marks.block.definition
        if definition and not definition.startswith("^"):
            return
        end = -1
        for inline in marks.inlines:
            if inline.kind != "link" or inline.end <= inline.start or inline.end <= end:
                continue
            end = inline.end
            token = read(marks, inline, evidence.declared)
            if token is not None:
                yield token

    return find


def to_entry(marks: Marks, link: Inline, known: Declared) -> Token | None:
    """`[Lee 2011](#ref-lee2011)`, `[Lee et al., 2011](#references)`. Not `[above](#tides)`."""
    anchor = _entry_anchor(marks.text, link, known) if link.target[:1] == "#" else None
    if anchor is None:
        return None
    words = marks.text[link.start : link.end]
    label = None
    if known.anchors[anchor] is None:
        label = " ".join(words.split())
        label = label[1:-1] if label[0] + label[-1] == "()" else label
    return Token(
        -1, link.start, link.end, (label,) if label else (), "link", target="#" + anchor,
        keeps_text=bool(_READ_ALOUD.search(words)), names_site=names_site(words, "#" + anchor),
    )  # fmt: skip


def _entry_anchor(text: str, link: Inline, known: Declared) -> str | None:
    """The anchor of the entry that a link within the article cites; None where it cites none."""
    anchor = link.target[1:]
    if anchor in known.anchors:
        return anchor
    words = " ".join(text[link.start : link.end].split())
    if _LIST_ANCHOR.search(anchor) and is_author_year(words):
        name = author_year_in(words)
        return name if name in known.anchors else None
    return None


def to_listed_page(marks: Marks, link: Inline, known: Declared) -> Token | None:
    """`the [report](https://example.org/a)` where an entry goes there. Not under “Further reading”."""
    url = _canonical(link.target) if (known.urls or known.pages) and link.target[:1] != "#" else None
    if url is None or not (known.entry_at(link.target, url) or url in known.pages):
        return None
    return _to_page(marks, link, url, known) if _is_shown(marks, link) else None


def of_author_and_year(marks: Marks, link: Inline, known: Declared) -> Token | None:
    """`[Nichol & Dhariwal, 2021](https://…)`, `[Moss 2007](./moss.pdf)`, `Moss et al. ([2013](https://…))`. Not `[December 2020](https://…)`."""
    words = marks.text[link.start : link.end]
    if not YEAR_DIGITS.search(words):
        return None
    text = " ".join(words.split())
    if not (is_author_year(text) or is_year_of_author(marks.text, link, text)):
        return None
    url = _page(marks, link) or _local_page(marks, link)
    return None if url is None else _to_page(marks, link, url, known)


def by_authors_and_years(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """The links that `of_author_and_year` reads, each with the entries that its words name."""
    for token in by_words(of_author_and_year)(marks, evidence):
        start, end = token.start, token.end
        while start < end and marks.text[start] in "([":
            start += 1
        while end > start and marks.text[end - 1] in ".])":
            end -= 1
        items = items_of(
            marks.text, start, end + (marks.text[start:end].count("(") > marks.text[start:end].count(")"))
        )
        yield token._replace(works=tuple(named(items or (), evidence)))


def to_any_page(marks: Marks, link: Inline, known: Declared) -> Token | None:
    """`It rained, as [the board](https://…) says`, in an article that cites in no other way. Not under “Further reading”."""
    url = _page(marks, link)
    return None if url is None else _to_page(marks, link, url, known)


@lru_cache(maxsize=2048)  # three conventions ask of the same links
def _canonical(address: str) -> str | None:
    return identifiers.canonical_url(address)


def _page(marks: Marks, link: Inline) -> str | None:
    """The canonical URL of the page that a link of running text goes to; None where it cites nothing, whatever its words."""
    if link.target[:1] == "#":
        return None
    url = _canonical(link.target)
    return url if url is not None and _is_shown(marks, link) else None


def _local_page(marks: Marks, link: Inline) -> str | None:
    """The page of the same site that a link of running text goes to; None for other schemes and places of the page itself."""
    local = _LOCAL.match(link.target)
    return link.target if local and _is_shown(marks, link) else None


def _is_shown(marks: Marks, link: Inline) -> bool:
    """Whether a link has words, and stands neither in an attribution line nor in a list of links to follow.

    An item that is nothing but links is left to `_to_page`, which says so.
    """
    if attribution(marks.text) or marks.text[link.start : link.end].strip() == "\ufffc":
        return False  # without words it is a marker, or an anchor of the page
    if _in_reading_list(marks.block):
        return False
    return is_link_item(marks.block) or not _is_described(marks, link)


def _is_described(marks: Marks, link: Inline) -> bool:
    """Whether a link begins an item that goes on to say what it is: `- [Tides](…) – a library for waves`. Not `- [Moss](…) says so.`"""
    block = marks.block
    if block.kind != "item" or link.start > _ICON_CHARS or any(c.isalnum() for c in block.text[: link.start]):
        return False
    return _DESCRIBED.match(block.text, link.end) is not None


def _to_page(marks: Marks, link: Inline, url: str, known: Declared) -> Token:
    label = known.entry_at(link.target, url) or link.target
    words = marks.text[link.start : link.end]
    return Token(
        -1, link.start, link.end, (label,) if label else (), "link", target=link.target,
        keeps_text=bool(_READ_ALOUD.search(words)) and not (_SOURCE_WORD.fullmatch(words) and _stands_alone(marks.text, link)),
        names_site=names_site(words, link.target), reason="link-item" if is_link_item(marks.block) else None,
    )  # fmt: skip


def _stands_alone(text: str, link: Inline) -> bool:
    """Whether a link stands between two sentences: `It rained. [source](…) It thawed.` Not `It rained, says [source](…).`"""
    before, after = text[: link.start].rstrip(), text[link.end :].lstrip()
    return before[-1:] in _STOPS and (not after or after[0].isupper())


def _in_reading_list(block: Block) -> bool:
    """Whether the block stands in a list of links, such as “Further reading”."""
    if not block.section or block.kind == "heading":
        return False
    first = next((n.start for n in block.inlines if n.kind == "link"), 99)
    if is_reading_list(block.section[-1], of_links=block.kind == "item" and first < 4):
        return True
    return any(map(is_list_of_works, block.section))
