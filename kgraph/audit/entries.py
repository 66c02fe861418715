"""Checks of what an entry says: never filled in, another domain, a day to come, an identifier that cannot be."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from kgraph import identifiers
from kgraph.audit import dates
from kgraph.audit.article import Article, Found
from kgraph.audit.link_text import LINK, as_words
from kgraph.audit.words import sites_of_short, words
from kgraph.edits import Edit
from kgraph.identifiers import host_of, site_of
from kgraph.model import ReferenceEntry
from kgraph.spans import Span

_HEAD = re.compile(
    r"\s*(?:\\?\[\\?\[?\^?[\w.-]{1,20}\\?\]?\\?\]:?|\(?\d{1,4}[.)]|\*|-)?\s*(?:<a [^>\n]{0,80}>\s*(?:</a>)?\s*)?"
)
_DOMAIN = re.compile(
    r"^[*_\s\"“]{0,3}((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12})[*_]{0,2}\s?(?::(?!//)|[–—|]|\s-)\s",
    re.IGNORECASE,
)
"""A domain printed before a title: `a.org: Tides`."""
_NAME_ENDINGS = (".net", ".io", ".js", ".ai", ".app", ".dev", ".py")
"""Names of software and firms end so, written with a capital: `Node.js`, `ASP.NET`."""
_TODO = re.compile(r"(?:TODO|TBD|FIXME|XXX)\b[:\s]?.{0,60}", re.DOTALL)


def title_and_address(entry: ReferenceEntry) -> tuple[str, str | None]:
    """The words of the first link of an entry and its address as written; without a link, what stands behind its label."""
    match = LINK.search(entry.text)
    rest = entry.text[_HEAD.match(entry.text).end() :] if _HEAD.match(entry.text) else entry.text  # type: ignore[union-attr]
    if match:
        return match[1].strip(), match[2]
    return rest.strip().strip("*_\"“”'. "), entry.url


def placeholders(article: Article) -> Iterator[Found]:
    """`[display text](hyperlink)`, `https://example.com`, `TODO`. Not `[How to display text](https://a.org)`."""
    for _, entry in article.own:
        why = _placeholder(entry)
        if why:
            facts = article.facts.get(entry.source or "")
            title = facts.title if facts else None
            edits = _retitled(article, entry, title) if title else ()
            yield Found(
                entry.span,
                f"entry {entry.label or entry.position} was never filled in: {why}",
                f"write {title}" if edits else "fill it in",
                edits,
            )


def _retitled(article: Article, entry: ReferenceEntry, title: str) -> tuple[Edit, ...]:
    """`title` in the place of the words of an entry's link, the domain before them kept."""
    match = LINK.search(article.text, *entry.span)
    if match is None:
        return ()
    domain = _DOMAIN.match(match[1])
    return (Edit(match.start(1) + (domain.end() if domain else 0), match.end(1), as_words(title)),)


def _placeholder(entry: ReferenceEntry) -> str | None:
    title, address = title_and_address(entry)
    domain = _DOMAIN.match(title)
    title = title[domain.end() :] if domain else title
    bare = title.strip("[]<>{}*_ .:\"'“”").casefold()
    if bare in words("placeholder_titles") or title in words("placeholder_titles"):
        return f"its title is {title!r}"
    if _TODO.fullmatch(title):
        return f"it says {title[:40]!r}"
    if address and address.casefold().rstrip("/") in _no_addresses():
        return f"its address is {address!r}"
    host = host_of(entry.url) if entry.url and "://" in entry.url else None
    if host and _is_reserved(host):
        return f"{host} is set aside for examples"
    return None


@cache
def _no_addresses() -> frozenset[str]:
    return frozenset(word.rstrip("/") for word in words("placeholder_addresses"))


def _is_reserved(host: str) -> bool:
    return any(host == d or host.endswith("." + d) for d in words("reserved_domains")) or (
        host.rpartition(".")[2] in words("reserved_endings")
    )


def other_domain(article: Article) -> Iterator[Found]:
    """`[a.org: Tides](https://b.com)`. Not `[Node.js: A history](…)`, nor `[youtube.com: A film](https://youtu.be/x)`."""
    for _, entry in article.own:
        if not entry.url:
            continue
        printed = _printed_domain(entry)
        host = host_of(entry.url)
        if printed and host and not _fits(printed, host, entry.url):
            told = f"{printed} is printed, the link goes to {host}"
            right = host.removeprefix("www.")
            match = re.compile(re.escape(printed), re.IGNORECASE).search(article.text, *entry.span)
            edits = (Edit(*match.span(), right),) if match else ()
            yield Found(entry.span, told, f"print {right}, or correct the link", edits)


def _printed_domain(entry: ReferenceEntry) -> str | None:
    title, _ = title_and_address(entry)
    match = _DOMAIN.match(title)
    if not match:
        return None
    name = match[1]
    if name != name.lower() and name.lower().endswith(_NAME_ENDINGS):
        return None
    host = name.lower()
    site = site_of(host)
    # A word with a stop in it is a domain where its end is one that is registered under.
    return host if site and "." in site and site != host.rpartition(".")[2] else None


def _fits(printed: str, host: str, url: str) -> bool:
    host = host.removeprefix("www.")
    site, own = site_of(printed), site_of(host)
    if site == own or host in words("resolvers") or own in words("resolvers"):
        return True
    if site in sites_of_short(host) or site in sites_of_short(own or ""):
        return True
    # The same name under another ending (`bbc.com`, `bbc.co.uk`), and an address that holds the printed one (an archive's).
    return (site or "").split(".")[0] == (own or "").split(".")[0] or f"{printed}/" in url.partition(host)[
        2
    ] + "/"


def future_dates(article: Article) -> Iterator[Found]:
    """`accessed March 2062`. Not a year in a title or an address, nor today."""
    for entry in article.entries:
        told = dates.later_than(article.today, entry)
        if told:
            place = article.place_of(entry)
            name = repr(entry.label) if entry.label else str(entry.position)
            yield Found(
                place.span,
                f"{told} of entry {name} lies after today",
                "correct it",
                file=place.file,
                place=place.place,
            )


_DOI_WRITTEN = re.compile(r"(?:\bdoi\.org/|\bdoi:\s?)(?P<doi>[^\s\"]{1,300})", re.IGNORECASE)
_DOI = re.compile(
    r"10\.\d{4,9}(?:\.\d{1,9}){0,4}/\S|10/[\w]{2,12}(?:$|[?#])|[a-z0-9]{3,8}(?:$|[?#])", re.IGNORECASE
)
"""A DOI, a short DOI with its prefix, and one without it."""
_TWICE = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:\barXiv\s?:\s?|\barxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.)(?P<id>\d{4}\.\d{1,9}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{5,9})(?:v\d{1,3})?(?!\d)",
    re.IGNORECASE,
)
_ISBN = re.compile(r"\bISBN(?:-?1[03])?:?\s{0,2}(?P<isbn>[\d](?:[\s–-]?[\dXx]){8,16})", re.IGNORECASE)
_PMID = re.compile(
    r"(?:\bPMID:?\s{0,2}|pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/)(?P<pmid>\d{1,20})(?!\w)", re.IGNORECASE
)
_MAX_PMID = 99_999_999
_NEW_SCHEME = 704
"""The first month, of April 2007, of arXiv ids with a stop."""
_FIVE_DIGITS = 1501
"""The first month whose ids have five digits behind the stop."""


def invalid_identifiers(article: Article) -> Iterator[Found]:
    """`arXiv:2313.04567`, `doi.org/10.12/fog`. Not `arXiv:0704.0001`, `ISBN 0-8044-2957-X`."""
    for _, entry in article.own:
        for start, told in _invalid(article.shown[slice(*entry.span)], article.today):
            at = entry.span.start + start
            yield Found(Span(at, entry.span.end), told, "look it up: such identifiers are often invented")
            break
    for address in article.addresses:
        if address.entry is None:
            for _, told in _invalid(address.url, article.today):
                yield Found(address.span, told, "look it up: such identifiers are often invented")
                break


def _invalid(text: str, today: date) -> Iterator[tuple[int, str]]:
    for match in _DOI_WRITTEN.finditer(text):
        doi = identifiers.trimmed(match["doi"], ".,;:'\"”’*_ ", ")]}>")
        if _TWICE.match(doi):
            yield match.start(), f"{match[0]!r} has its resolver twice"
        elif not _DOI.match(doi) and doi[:1] not in "{<[":
            yield match.start(), f"{doi!r} is no DOI"
    for match in _ARXIV.finditer(text):
        why = _wrong_arxiv(match["id"], today)
        if why:
            yield match.start(), f"arXiv {match['id']} cannot be: {why}"
    for match in _ISBN.finditer(text):
        if not _is_isbn(match["isbn"]):
            yield match.start(), f"ISBN {match['isbn']} cannot be: its length or its check digit is wrong"
    for match in _PMID.finditer(text):
        if not 0 < int(match["pmid"]) <= _MAX_PMID:
            yield match.start(), f"PMID {match['pmid']} is no number that PubMed gives"


def _wrong_arxiv(written: str, today: date) -> str | None:
    number = written.rpartition("/")[2]
    year_month = int(number[:4])
    if not 1 <= year_month % 100 <= 12:
        return f"there is no month {number[2:4]}"
    if "/" in written:
        return None if len(number) == 7 else "it has seven digits"
    digits = len(number.partition(".")[2])
    if year_month < _NEW_SCHEME or year_month > (today.year - 2000) * 100 + today.month:
        return f"there was no such month {number[:4]}"
    wanted = 5 if year_month >= _FIVE_DIGITS else 4
    return None if digits == wanted else f"its number has {wanted} digits"


def _is_isbn(written: str) -> bool:
    """Whether it is an ISBN, or begins with one: digits that follow may be a year or a page."""
    bare = re.sub(r"[^\dXx]", "", written)
    return any(len(bare) >= size and identifiers.identify_key(f"isbn:{bare[:size]}") for size in (10, 13))
