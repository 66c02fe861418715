"""What a reference entry says of its source: title, site, URL, authors, dates, by the first rule that fits."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.dates import access, iso, own_date
from kgraph.extract.entries.entry_text import EntryText
from kgraph.extract.entries.further_links import own_links, source_link
from kgraph.extract.entries.link_words import parted_from_site
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import (
    SIGNAL,
)
from kgraph.extract.entries.styles import describe
from kgraph.extract.entries.titles import flat
from kgraph.extract.text.mojibake import repaired
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_TITLE_CHARS = 400
"""No title is longer."""
_IDENTIFIER = re.compile(r"10\.\d{4,9}/\S{1,300}|(?:ISBN|ISSN)[:\s]{1,3}[\dXx -]{8,20}")
_OWN_CODE = re.compile(r"\s?(?P<code>\[[^\[\]\s]{1,12}\])\s(?=\S)")
_LABEL_CHARS = 12
"""No label that stands within a link is longer, with its brackets."""


class Fields(NamedTuple):
    """What could be read out of an entry's text."""

    title: str | None = None
    raw_title: str | None = None
    site: str | None = None
    url: str | None = None
    links: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str | None = None
    accessed: str | None = None
    unread: str | None = None
    """What stands where the title would, and is none."""
    own_end: int | None = None
    """Where in the plain text the entry's own reference ends, if it names another work behind."""


def parse(block: Block, start: int, end: int, *, title_hint: str | None = None) -> Fields:
    """The fields of the entry whose text, label apart, is plain `[start, end)`."""
    links = [*_label_link(block, start, end), *find_links(block, start, end)]
    text = block.text[start:end]
    signal = SIGNAL.match(text) if text[:1] in "SsCcVv" else None
    marked = inlines_in(block, start, end, "link", "emphasis", "strong") if signal else ()
    if signal and any(n.start == start for n in marked):
        signal = None  # `[See How They Run](…)`
    start = _behind_code(block, start + signal.end() if signal else start, end)
    found = access(block.text[start:end]) if signal else access(text)
    accessed = found.day if found else None
    day = (found.start + start, found.end + start) if found else None
    if title_hint and block.text.startswith(title_hint, start):
        start += len(title_hint)
    own, own_end = own_links(block, start, end, links)
    authors, date, title = describe(EntryText(block, start, own_end, own, day))
    title = title_hint or title
    at = block.text.find(title, start, end) if title else -1
    url = source_link(own, (at, at + len(title)) if title and at >= 0 else None)
    site = None
    if title:
        date = own_date(date, title, flat(text), accessed)
        title, site = parted_from_site(title, url)
    raw = title
    if title:
        title = repaired(title)
    unread = title if title and not title_hint and _is_no_title(title) else None
    if unread:
        title = raw = None
    return Fields(
        title=title, raw_title=raw if raw != title else None, site=site, url=url,
        links=tuple(dict.fromkeys(u for _, _, u in links)), authors=authors, date=iso(date) if date else None,
        accessed=accessed, unread=unread, own_end=own_end if own_end < end else None,
    )  # fmt: skip


def _is_no_title(title: str) -> bool:
    """Whether what stands where the title would is a paragraph or an identifier: `10.1000/182`. Not `10.1 tips`."""
    return len(title) > _TITLE_CHARS or bool(_IDENTIFIER.fullmatch(title))


def _behind_code(block: Block, start: int, end: int) -> int:
    """Where an entry begins behind a code of its writer, bold and in brackets: `**[A4]** Roe, A.`; not `**[Sic]: a title**`."""
    code = _OWN_CODE.match(block.text, start, end)
    bold = inlines_in(block, start, end, "strong") if code else ()
    is_code = code is not None and any((n.start, n.end) == code.span("code") for n in bold)
    return code.end() if code and is_code else start


def _label_link(block: Block, start: int, end: int) -> list[tuple[int, int, str]]:
    """The link whose words begin with the label before `start`, as far as the entry's words go: `[(1) Tides](https://…)`."""
    around = inlines_in(block, max(0, start - _LABEL_CHARS), end, "link")
    return [(start, n.end, n.target) for n in around if n.start < start < n.end and "://" in n.target][:1]
