"""A fetched resource, whatever it is, read into what it says about itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kgraph.enrich.fields.clean import language_tag
from kgraph.enrich.page import fields as _page_fields
from kgraph.enrich.page.decode import ContentKind, content_kind, page_text
from kgraph.enrich.page.guess import TrafilaturaGuess, guess
from kgraph.enrich.page.json_ld import Stated, linked_data
from kgraph.enrich.page.links import absolute
from kgraph.enrich.page.pdf import MAX_PDF_BYTES, read_pdf
from kgraph.enrich.page.scan import PageScan, scan_page
from kgraph.observation import Description
from kgraph.walls import Wall, guard_in, wall_of
from kgraph.walls.titles import host_words

_BARE_TEXT = 1_200
_MAX_HEADINGS = 3
"""A page with more headings of the first level than these has none of its own."""
_REFRESH = re.compile(r"\s*[0-5](?:\.\d+)?\s*[;,]\s*url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata(Description):
    """What a fetched resource says about itself.

    `byline` is the authors' line as printed, `authors` the names read from it. `encoding` is what a page was decoded
    with. `identifiers` are as the page writes them, not yet checked. `oembed` is the address at which its site says more. `wall` says that what was fetched is
    not the source; then nothing but the site is kept.
    """

    content: ContentKind
    encoding: str | None = None
    byline: str | None = None
    oembed: str | None = None
    wall: Wall | None = None


def page_of(told: Mapping[str, Any]) -> PageMetadata:
    """A page out of its fields as JSON has them."""
    wall = Wall(*told["wall"]) if told["wall"] else None
    return PageMetadata(
        **{
            **told,
            "authors": tuple(told["authors"]),
            "wall": wall,
            "links": tuple(told["links"]),
            "notes": tuple(told["notes"]),
        }
    )


def read_page(
    content: bytes,
    *,
    url: str,
    content_type: str | None = None,
    charset: str | None = None,
    cut: bool = False,
) -> PageMetadata:
    """The metadata of fetched bytes, whatever they are; never raises but for want of memory.

    `url` is the final address, `content_type` and `charset` what the server claims, `cut` whether the
    bytes end before the resource does. Without the extra `enrich` a page is read by its own words alone and a PDF
    not at all, and a note says so (`not-installed: pypdf`).

    >>> page = read_page(
    ...     b"<title>A day out | Example</title><p class=byline>By Ann Lee and Bo Chen</p>", url="https://example.org/1"
    ... )
    >>> page.title, page.authors, page.wall
    ('A day out', ('Ann Lee', 'Bo Chen'), None)
    """
    kind = content_kind(content, content_type)
    if kind == "pdf":
        return _pdf(content, cut)
    if kind == "html":
        return _html(content, url, charset)
    note = "empty-body" if kind == "empty" else f"not-a-page: {kind}"
    return PageMetadata(content=kind, notes=(note,))


def _pdf(content: bytes, cut: bool) -> PageMetadata:
    if cut or len(content) > MAX_PDF_BYTES:
        # The table of contents of a PDF is at its end: a part of one cannot be read.
        return PageMetadata(content="pdf", notes=("not-a-page: pdf", "pdf-cut"))
    pdf = read_pdf(content)
    return PageMetadata(content="pdf", **pdf.by_field() | {"notes": ("not-a-page: pdf", *pdf.notes)})


def _html(content: bytes, url: str, charset: str | None) -> PageMetadata:
    text, encoding, charset_note = page_text(content, charset)
    scan = scan_page(text, url)
    data = linked_data(scan.json_ld, _stated(scan, url))
    site = _page_fields.site(scan, data)
    bare = len(scan.visible) < _BARE_TEXT
    host = _host(url)
    wall = _wall(scan, site, host, bare) or guard_in(text, scan.visible)
    onward = absolute(url, _refreshed(scan.refresh))
    stated = (charset_note, "page-cut" if scan.cut else None, f"refreshes-to: {onward}" if onward else None)
    notes = tuple(note for note in stated if note)
    if wall:
        refused = f"title-refused: {wall.kind}: {wall.words}"
        return PageMetadata(content="html", encoding=encoding, site=site, wall=wall, notes=(*notes, refused))

    def described(guessed: TrafilaturaGuess) -> PageMetadata:
        titles = _page_fields.titles(scan, data, guessed, site, host)
        byline, authors = _page_fields.authors(scan, data, guessed)
        return PageMetadata(
            content="html",
            encoding=encoding,
            title=next((title for title in titles if _is_title(title, site, host, bare)), None),
            byline=byline,
            authors=authors,
            date=_page_fields.date(scan, data, guessed),
            site=site or _page_fields.site_guessed(guessed),
            canonical=scan.canonical or absolute(url, _page_fields.first(scan, "og:url")),
            description=_page_fields.description(scan, data, guessed),
            language=language_tag(scan.language) or language_tag(data.language),
            kind=_page_fields.kind(scan, data),
            oembed=scan.oembed,
            identifiers=_page_fields.identifiers(scan, data),
            links=scan.links,
            notes=(*notes, *guessed.notes),
        )

    page = described(TrafilaturaGuess())
    if page.title and page.authors and page.date and page.site:
        return page  # nothing is left for the second opinion, which takes as long as all before it
    return described(guess(scan.markup, url))


def _is_title(title: str, site: str | None, host: str | None, bare: bool) -> bool:
    """Whether a stated title is one: neither a wall's nor one that could not be decoded."""
    return "\ufffd" not in title and not wall_of(title, site=site, host=host, bare=bare)


def _stated(scan: PageScan, url: str) -> Stated:
    """What a page says of itself in other places than its JSON-LD; the site's name is no title."""
    site = {
        name.casefold() for key in ("og:site_name", "application-name") for name in scan.metas.get(key, ())
    }
    site.update(host_words(_host(url)))
    headings = scan.headings if len(scan.headings) <= _MAX_HEADINGS else ()
    titles = (_page_fields.first(scan, "og:title"), scan.title, *headings)
    addresses = (url, scan.canonical, _page_fields.first(scan, "og:url"))
    own = tuple(title for title in titles if title and title.casefold() not in site)
    return Stated(own, tuple(filter(None, addresses)))


def _refreshed(content: str | None) -> str | None:
    """The address in a `refresh` that sends the reader on at once, `0; url=/new`."""
    match = _REFRESH.match(content or "")
    return match.group(1) if match else None


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _wall(scan: PageScan, site: str | None, host: str | None, bare: bool) -> Wall | None:
    """The wall that a page is: by its `<title>` or `og:title` or, where it has little else, its heading."""
    stated = [scan.title, _page_fields.first(scan, "og:title")]
    if bare or not scan.title or (host and scan.title.casefold() in {host, host.removeprefix("www.")}):
        stated.extend(scan.headings[:1])
    for title in stated:
        if title and (wall := wall_of(title, site=site, host=host, bare=bare)):
            return None if wall.kind == "placeholder" else wall
    return None
