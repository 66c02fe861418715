"""A fetched page read into metadata: which of its many statements about itself is believed.

Precedence, best first, the same for every page; a statement that is empty, or that is a wall
(`_walls`), is passed over:

- **title**: `citation_title` · JSON-LD headline, else name, of the article · `parsely-title` · `dc.title` ·
  `og:title` · `twitter:title` · `<meta name=title>` and its kin · microdata headline · `<title>` less the site's
  name · trafilatura · the only `<h1>`
- **authors**: `citation_author` · JSON-LD · `dc.creator`, `author`, `parsely-author`, `article:author` (no
  URL) and their kin · microdata, `rel=author`, then the first line whose class says byline · `twitter:label`
  “Written by” · trafilatura
- **date**: `citation_publication_date` and its kin · JSON-LD `datePublished` · `article:published_time`,
  `parsely-pub-date`, `dc.date.issued` and their kin · microdata · a marked `<time>` · trafilatura
- **site**: JSON-LD publisher · `og:site_name` · `application-name` · JSON-LD `WebSite` · microdata
  publisher · `citation_journal_title`, `dc.publisher` · trafilatura
- **language**: `<html lang>` · `content-language` · `og:locale` · JSON-LD

What a page states as its title is kept as stated; only `<title>`, which pages build for the browser's
tab, is parted.
"""

import re
from collections.abc import Iterable, Iterator

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean, clean_markup
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.names import authors_of, listed_names, printed_names, unique
from kgraph.enrich.page.guess import TrafilaturaGuess
from kgraph.enrich.page.json_ld import LinkedData
from kgraph.enrich.page.scan import PageScan
from kgraph.walls.titles import headline_of

_TITLES = (
    "parsely-title",
    "dc.title",
    "dcterms.title",
    "dcterm:title",
    "dc:title",
    "og:title",
    "twitter:title",
    "title",
    "sailthru.title",
    "cxenseparse:title",
)
_AUTHORS = (
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "dcterm:creator",
    "author",
    "parsely-author",
    "article:author",
    "article:author_name",
    "sailthru.author",
    "shareaholic:article_author_name",
    "weibo:article:author",
    "byl",
    "cxenseparse:author",
)
_LISTED = frozenset({"dc.creator", "dcterms.creator", "dc:creator", "dcterm:creator"})
_CITATION_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_cover_date",
    "citation_online_date",
    "citation_year",
)
_DATES = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "datepublished",
    "published_at",
    "publish-date",
    "publication_date",
    "pubdate",
    "pdate",
    "date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "shareaholic:article_published_time",
    "weibo:article:create_at",
)
_IDENTIFIERS = {
    "doi": (
        "citation_doi",
        "dc.identifier.doi",
        "prism.doi",
        "bepress_citation_doi",
        "dc.identifier",
        "dcterms.identifier",
    ),
    "pmid": ("citation_pmid",),
    "arxiv": ("citation_arxiv_id",),
    "isbn": ("citation_isbn", "book:isbn", "og:isbn"),
}


def first(scan: PageScan, *keys: str) -> str | None:
    """The first content of a page's `<meta>` elements of these names, in the order of the names."""
    return next(_all(scan, keys), None)


def _all(scan: PageScan, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        yield from scan.metas.get(key, ())


def titles(
    scan: PageScan, data: LinkedData, guess: TrafilaturaGuess, site: str | None, host: str | None
) -> Iterator[str]:
    """Every title a page states, best first; walls among them are the caller's to pass over."""
    stated = [
        first(scan, "citation_title", "bepress_citation_title", "eprints.title"),
        data.title,
        *(first(scan, key) for key in _TITLES),
        *(value for _, path, value in scan.micro if path == "headline"),
    ]
    yield from (title for title in map(clean_markup, stated) if title)
    if title := clean(scan.title):
        yield headline_of(title, site=site, host=host, headings=scan.headings)
    last = [guess.title, *(scan.headings if len(scan.headings) == 1 else ())]
    yield from (title for title in map(clean, last) if title)


def authors(scan: PageScan, data: LinkedData, guess: TrafilaturaGuess) -> tuple[str | None, tuple[str, ...]]:
    """The line that names the authors, as printed, and the names in it."""
    cited = listed_names(
        _all(
            scan, ("citation_author", "bepress_citation_author", "eprints.creators_name", "citation_authors")
        )
    )
    if cited:
        return ", ".join(cited), cited
    linked = unique(name for author in data.authors for name in authors_of(author))
    if linked:
        return ", ".join(linked), linked
    for key in _AUTHORS:
        values = [value for value in scan.metas.get(key, ()) if "://" not in value]
        read = _listed_or_printed if key in _LISTED else authors_of
        if names := unique(name for value in values for name in read(value)):
            return clean(", ".join(values), MAX_NAME), names
    if names := _micro_authors(scan):
        return ", ".join(names), names
    guessed = guess.byline if guess.byline and not _stands_elsewhere(guess.byline, scan) else None
    for line in (*scan.bylines, *_twitter_author(scan), guessed):
        if line and (names := printed_names(line)):
            return clean(_innermost(line, names, scan), MAX_NAME), names
    return None, ()


def _innermost(line: str, names: tuple[str, ...], scan: PageScan) -> str:
    """The shortest marked line of the same names within a line: `By Ann Lee` in `By Ann Lee` and the day below it."""
    inner = (each for each in scan.bylines if each in line and printed_names(each) == names)
    return min(inner, key=len, default=line)


def _listed_or_printed(value: str) -> tuple[str, ...]:
    """The names in a value that lists one author as `Family, Given`, or prints several."""
    family, comma, given = value.partition(",")
    turned = comma and "," not in given and len(family.split()) == 1 and len(given.split()) <= 3
    return listed_names([value]) if turned else authors_of(value)


def _micro_authors(scan: PageScan) -> tuple[str, ...]:
    """The authors in microdata, but not those of comments and reviews in it."""
    own = [(path, value) for _, path, value in scan.micro if not re.search(r"comment|review", path)]
    for ending in (("author.name", "creator.name"), ("author", "author.text")):
        if names := unique(
            name for path, value in own if path.endswith(ending) for name in authors_of(value)
        ):
            return names
    given, family = (
        [value for path, value in own if path.endswith(f"author.{part}Name")] for part in ("given", "family")
    )
    return unique(map(" ".join, zip(given, family, strict=False))) if len(given) == len(family) else ()


def _twitter_author(scan: PageScan) -> Iterator[str]:
    """What a card's label calls the author: `twitter:label1` “Written by”, `twitter:data1` the name."""
    for number in "12":
        label = first(scan, f"twitter:label{number}") or ""
        if label.casefold() in {"written by", "author", "by"}:
            yield from _all(scan, (f"twitter:data{number}",))


def _stands_elsewhere(author: str, scan: PageScan) -> bool:
    """Whether trafilatura took its author from a comment or a sidebar."""
    return any(author.casefold() in line.casefold() for line in scan.elsewhere)


def date(scan: PageScan, data: LinkedData, guess: TrafilaturaGuess) -> str | None:
    """The day, month or year of publication, ISO 8601."""
    micro = (value for _, path, value in scan.micro if path in {"datePublished", "uploadDate"})
    stated: Iterable[str | None] = (
        *_all(scan, _CITATION_DATES),
        data.date,
        *_all(scan, _DATES),
        *micro,
        *scan.times,
        guess.date,
    )
    return next(filter(None, map(iso_date, stated)), None)


def site(scan: PageScan, data: LinkedData) -> str | None:
    """The name of the site as the page states it."""
    micro = (value for _, path, value in scan.micro if path == "publisher.name")
    stated = (
        data.site,
        first(scan, "og:site_name"),
        first(scan, "application-name"),
        data.site_of_web,
        *micro,
        first(scan, "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher"),
    )
    return next(filter(None, (clean(site, MAX_NAME) for site in stated)), None)


def site_guessed(guess: TrafilaturaGuess) -> str | None:
    """Trafilatura's site name, unless it fell back to the host, which every source has anyway."""
    name = clean(guess.site, MAX_NAME)
    bare_host = name is not None and " " not in name and ("." in name or name.islower())
    return None if bare_host else name


def description(scan: PageScan, data: LinkedData, guess: TrafilaturaGuess) -> str | None:
    """What the page says it is about, in its own words; None where it does not say."""
    stated = (
        first(
            scan,
            "citation_abstract",
            "og:description",
            "description",
            "twitter:description",
            "dc.description",
        ),
        data.description,
        guess.description,
    )
    return next(filter(None, (clean_markup(text, MAX_DESCRIPTION) for text in stated)), None)


def kind(scan: PageScan, data: LinkedData) -> str | None:
    """What the page shows, in the words of `Source.kind`; None where it does not say."""
    if first(scan, "citation_title", "citation_doi") or data.type in {
        "scholarlyarticle",
        "medicalscholarlyarticle",
    }:
        return "article"
    if data.type == "videoobject" or (first(scan, "og:type") or "").startswith("video"):
        return "video"
    if data.type == "book" or first(scan, "og:type") in {"book", "books.book"}:
        return "book"
    return None


def identifiers(scan: PageScan, data: LinkedData) -> dict[str, str]:
    """Scheme → identifier of the work that the page shows: DOI, arXiv, PubMed, ISBN."""
    found = {
        scheme: value
        for scheme, keys in _IDENTIFIERS.items()
        if (value := clean(first(scan, *keys), MAX_NAME))
    }
    doi = found.get("doi") or data.identifiers.get("doi")
    if doi and "10." in doi:
        found["doi"] = doi[doi.index("10.") :]
    else:
        found.pop("doi", None)
    return found
