"""What the words of a note say of the work that it names: the fields of its entry."""

from kgraph import identifiers
from kgraph.extract.entries.dates import access, iso, own_date
from kgraph.extract.entries.entry_text import Link
from kgraph.extract.entries.fields import Fields
from kgraph.extract.entries.link_words import parted_from_site
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.titles import flat
from kgraph.extract.notes.note_text import NoteText
from kgraph.extract.notes.people import only_person
from kgraph.extract.notes.styles import describe_note
from kgraph.extract.notes.wording import behind_leads
from kgraph.extract.text.mojibake import repaired
from kgraph.model import Block

_LEAD_CHARS = 400


def fields_of_work(block: Block, start: int, end: int) -> Fields:
    """The fields of the work that plain `[start, end)` of a note names."""
    led = behind_leads(block.text[start : min(end, start + _LEAD_CHARS)])
    start += led
    links = find_links(block, start, end)
    found = access(block.text[start:end])
    day = (found.start + start, found.end + start) if found else None
    accessed = found.day if found else None
    authors, date, title = describe_note(NoteText(block, start, end, links, day, led=led > 0))
    if title and led and title[0].islower() and not any(title in flat(block.text[a:b]) for a, b, _ in links):
        title = None  # `Propos tenus dans une interview, https://…`
    if title:
        date = own_date(date, title, flat(block.text[start:end]), accessed)
    url, site = _source_link(block, links, title), None
    if title:
        title, site = parted_from_site(title, url)
    raw, title = title, repaired(title) if title else None
    return Fields(
        title=title, raw_title=raw if raw != title else None, site=site, url=url,
        links=tuple(dict.fromkeys(url for _, _, url in links)), authors=authors, date=iso(date) if date else None, accessed=accessed,
    )  # fmt: skip


def _source_link(block: Block, links: list[Link], title: str | None) -> str | None:
    """The link that opens the work: on its title, else a DOI, else the first that is on no author."""
    pages = [link for link in links if identifiers.canonical_url(link[2])]
    if title:
        for start, end, url in pages:
            if "://" not in block.text[start:end] and title in flat(block.text[start:end]):
                return url
    for _, _, url in pages:
        if any(scheme == "doi" for scheme, _ in identifiers.identify(url).identifiers):
            return url
    others = [url for start, end, url in pages if not only_person(block.text[start:end])]
    return others[0] if others else None
