"""What makes two citations one source: DOI, arXiv id, PMID, PMCID, ISBN, canonical URL, or the text.

Identifiers are read out of URLs, and out of text only where they carry their prefix (`doi:`, `arXiv:`,
`PMID:`, `ISBN`): eight bare digits are no PubMed id.
"""

import hashlib
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote

from kgraph import late_re as re
from kgraph.identifiers._publisher import publisher
from kgraph.identifiers._site import registered, site_of
from kgraph.identifiers._trim import trimmed
from kgraph.identifiers._twins import (
    doi_suffix,
    likely_page,
    page_tails,
    tracking_parameters,
    without_parameters,
)
from kgraph.identifiers._url import canonical_url, escape_iri, host_in, host_of, iri, text_passage

__all__ = [
    "Identity",
    "canonical_url",
    "doi_suffix",
    "escape_iri",
    "host_of",
    "identify",
    "identify_key",
    "identify_work",
    "iri",
    "likely_page",
    "page_tails",
    "publisher",
    "site_of",
    "text_passage",
    "tracking_parameters",
    "trimmed",
    "without_parameters",
]


class Identity(NamedTuple):
    """Who a source is: its IRI, kind, identifiers as (scheme, value), registered domain, canonical URL."""

    id: str
    kind: str
    identifiers: tuple[tuple[str, str], ...] = ()
    site: str | None = None
    url: str | None = None


_DOI = re.compile(r"10\.\d{4,9}/[^\s\"?#]+")
# Angle brackets end a DOI in a sentence, but for those of a SICI: `16<1661::AID-SIM968>3.0.CO;2-2`.
_DOI_TEXT = re.compile(
    r"(?:\bdoi\s*+(?::\s*+)?|\bdoi\.org/)(10\.\d{4,9}/[^\s\"<>]+(?:<\d+:[^\s\"<>]*>[^\s\"<>]+)?)",
    re.IGNORECASE,
)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org", "doi.acm.org", "hdl.handle.net"})
"""A DOI is a handle, so that the handle proxy resolves it too."""
_DOI_DRESS = re.compile(
    r"[\s<\[({]{0,9}(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|doi\s{0,3}:?)?\s{0,3}(?:doi\s{0,3}:\s{0,3})?",
    re.IGNORECASE,
)
"""What people write before a DOI where a DOI is asked for: `https://doi.org/`, `doi:`, `[doi:`."""
_DOI_PATH = re.compile(
    r"/(?:doi|content|article|articles|chapter|book|abs|full|pdf|epdf)/(?:(?:abs|full|pdf|epdf|book|10\.1007)/)?(10\.\d{4,9}/[^?#]+)",
    re.IGNORECASE,
)
_DOI_QUERY = re.compile(r"[?&](?:id|doi)=(10\.\d{4,9}/[^?#&]+)", re.IGNORECASE)
_DOI_VIEW = re.compile(
    r"/(?:full|pdf|abstract|epdf|meta|suppl_file|references|html|xml)$|\.(?:pdf|full-text|full|abstract|html|short)(?:\.pdf)?$",
    re.IGNORECASE,
)
"""What publishers put behind a DOI to name a view of the page."""
_ARXIV = re.compile(
    r"/(?:abs|pdf|html|ps|format|e-print|src|list)/((?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5}))(v\d+)?(?:\.pdf)?/?",
    re.IGNORECASE,
)
# DataCite registers each eprint under a DOI made of its arXiv id: the same source, not a second one.
_ARXIV_DOI = re.compile(
    r"10\.48550/arxiv\.((?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5}))(?:v\d+)?", re.IGNORECASE
)
_ARXIV_TEXT = re.compile(
    r"\barXiv\s*:\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b", re.IGNORECASE
)
_ARXIV_HOSTS = frozenset(
    {
        "arxiv.org",
        "www.arxiv.org",
        "export.arxiv.org",
        "ar5iv.org",
        "ar5iv.labs.arxiv.org",
        "alphaxiv.org",
        "browse.arxiv.org",
    }
)
_PMID_TEXT = re.compile(r"\bPMID\s*+(?::\s*+)?(\d{1,8})\b", re.IGNORECASE)
_PMCID_TEXT = re.compile(r"\b(PMC\d{3,9})\b")
_PMC_PATH = re.compile(r"/(?:pmc/)?articles?/(?:pmc/)?(PMC\d{3,9})", re.IGNORECASE)
_PUBMED_PATH = re.compile(r"/(?:pubmed/)?(\d{1,8})/?")
_ISBN_TEXT = re.compile(
    r"\bISBN(?:[-\s]?1[03])?\s*+(?::\s*+)?((?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx])\b", re.IGNORECASE
)
_VIDEO_HOSTS = re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv)$")
_PAPER_HOSTS = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|biorxiv\.org|medrxiv\.org|semanticscholar\.org|openreview\.net|aclanthology\.org|ncbi\.nlm\.nih\.gov|ssrn\.com|jstor\.org)$"
)


def identify(url: str | None, text: str = "") -> Identity:
    """The identity of what an entry with this URL and text points to.

    In order: DOI, arXiv id, PMID or PMCID, ISBN, canonical URL, else a hash of the normalised text
    (semantics, section 7). The URL's own identifier wins over one printed beside it.

    >>> identify("https://arxiv.org/pdf/1706.03762v5").id
    'https://arxiv.org/abs/1706.03762'
    >>> identify("https://doi.org/10.48550/arXiv.1706.03762").id
    'https://arxiv.org/abs/1706.03762'
    """
    canonical = canonical_url(url) if url else None
    found = _from_url(canonical) if canonical else None
    if url and not canonical and (named := identify_key(url)):
        return named
    if found is None and text and _may_name(text):
        found = _from_text(text)
    if found is not None:
        return _identity(*found, canonical)
    if canonical:
        host = host_in(canonical)
        site = registered(host) if host else None
        return Identity(escape_iri(canonical), _kind(host), (), site, canonical)
    return Identity("urn:kgraph:text:" + _text_hash(text or url or ""), "other")


def identify_key(key: str) -> Identity | None:
    """The identity that a citation key of a persistent scheme names; None for any other key.

    >>> identify_key("doi:10.1000/X").id, identify_key("smith2020")
    ('https://doi.org/10.1000/x', None)
    """
    scheme, colon, value = key.partition(":")
    scheme, value = scheme.lower(), value.strip()
    if not colon or not value:
        return None
    if scheme == "doi":
        bare = unquote(value).partition("](")[0]
        dress = _DOI_DRESS.match(bare)
        match = _DOI.match(bare, dress.end() if dress else 0)
        return _identity("doi", _trim_doi(match[0]), None) if match else _short_doi(value)
    if scheme == "arxiv":
        if (eprint := _from_url(value) if "://" in value else None) is not None:
            return _identity(*eprint, None)
        match = _ARXIV_TEXT.match("arxiv:" + value.removeprefix("arXiv:"))
        return _identity("arxiv", match[1], None) if match else None
    if scheme in ("pmid", "pubmed"):
        return _identity("pmid", value, None) if value.isdigit() and len(value) < 9 else None
    if scheme in ("pmc", "pmcid"):
        match = _PMCID_TEXT.fullmatch(value.upper() if value.upper().startswith("PMC") else "PMC" + value)
        return _identity("pmcid", match[1], None) if match else None
    if scheme == "isbn":
        isbn = _isbn(value)
        return _identity("isbn", isbn, None) if isbn else None
    if scheme == "wikidata" and re.fullmatch(r"Q\d+", value):
        return identify(f"https://www.wikidata.org/wiki/{value}")
    if scheme == "url":
        return identify(value) if canonical_url(value) else None
    if scheme in ("http", "https"):
        return identify(key) if canonical_url(key) else None
    return None


def identify_work(author: str, title: str, year: str, edition: str = "") -> Identity:
    """The identity of a work without address and identifier: family name and title, folded, year and edition.

    >>> identify_work("moss", "the tide", "1999") == identify_work("moss", "The  tide.", "1999")
    True
    >>> identify_work("moss", "the tide", "1999", "2") == identify_work("moss", "the tide", "1999")
    False
    """
    words = " ".join(re.findall(r"\w+", title.casefold()))
    return Identity("urn:kgraph:work:" + _text_hash("\n".join((author, words, year, edition))), "other")


def _short_doi(value: str) -> Identity | None:
    """`10/abc`: a short DOI has no prefix of its own, so that its page at doi.org is its identity."""
    return (
        Identity(f"https://doi.org/{value.lower()}", "paper", (("doi", value.lower()),), "doi.org")
        if re.fullmatch(r"10/[\w]{3,12}", value)
        else None
    )


def _from_url(url: str) -> tuple[str, str] | None:
    """(scheme, value) of the identifier in a canonical URL."""
    rest = url.split("://", 1)[1]
    host, _, tail = rest.partition("/")
    path = "/" + tail
    if "10." in path:
        if host in _DOI_HOSTS:
            match = _DOI.search(unquote(path))
            return ("doi", _trim_doi(match[0])) if match else None
        doi = _DOI_QUERY.search(unquote(path)) or _DOI_PATH.search(unquote(path))
        if doi and "figshare" not in host:
            value = _DOI_VIEW.sub("", doi[1].split("?")[0])
            if host.endswith(("biorxiv.org", "medrxiv.org")):
                value = re.sub(r"v\d+$", "", value)
            return "doi", _trim_doi(value)
    if host in _ARXIV_HOSTS:
        match = _ARXIV.match(path)
        return ("arxiv", match[1]) if match else None
    if host.endswith(("nih.gov", "europepmc.org")):
        pmc = _PMC_PATH.search(path)
        if pmc:
            return "pmcid", pmc[1].upper()
        if host.startswith("pubmed") or "/pubmed/" in path:
            match = _PUBMED_PATH.fullmatch(path.split("?")[0])
            return ("pmid", match[1]) if match else None
    return None


def _may_name(text: str) -> bool:
    return (
        "10." in text or "rXiv" in text or "rxiv" in text or "PM" in text or "ISBN" in text or "isbn" in text
    )


def _from_text(text: str) -> tuple[str, str] | None:
    """(scheme, value) of an identifier that carries its prefix."""
    doi = _DOI_TEXT.search(text)
    if doi:
        return "doi", _trim_doi(doi[1])
    arxiv = _ARXIV_TEXT.search(text)
    if arxiv:
        return "arxiv", arxiv[1]
    pmid = _PMID_TEXT.search(text)
    if pmid:
        return "pmid", pmid[1]
    pmcid = _PMCID_TEXT.search(text)
    if pmcid:
        return "pmcid", pmcid[1]
    isbn = _ISBN_TEXT.search(text)
    value = _isbn(isbn[1]) if isbn else None
    return ("isbn", value) if value else None


def _identity(scheme: str, value: str, url: str | None) -> Identity:
    if scheme == "doi" and (eprint := _ARXIV_DOI.fullmatch(value)):
        scheme, value = "arxiv", eprint[1]
    if scheme == "doi":
        value = value.lower()
        return Identity(
            "https://doi.org/" + quote(value, safe="/:;()._-,+@$!*'&=~"),
            "paper",
            (("doi", value),),
            site_of(url) if url else "doi.org",
            url,
        )
    if scheme == "arxiv":
        return Identity(f"https://arxiv.org/abs/{value}", "paper", (("arxiv", value),), "arxiv.org", url)
    if scheme == "pmid":
        return Identity(
            f"https://pubmed.ncbi.nlm.nih.gov/{value}/", "paper", (("pmid", value),), "nih.gov", url
        )
    if scheme == "pmcid":
        return Identity(
            f"https://pmc.ncbi.nlm.nih.gov/articles/{value}/", "paper", (("pmcid", value),), "nih.gov", url
        )
    return Identity(f"urn:isbn:{value}", "book", (("isbn", value),), site_of(url) if url else None, url)


def _trim_doi(doi: str) -> str:
    """A DOI without the punctuation of the sentence around it; brackets only where unbalanced."""
    return trimmed(doi, ".,;:'\"”’*_ \\", ")]}>")


def _isbn(text: str) -> str | None:
    """The thirteen digits of an ISBN whose check digit is right; None otherwise."""
    import isbnlib

    bare = re.sub(r"[\s-]", "", text)
    if not (isbnlib.is_isbn10(bare) or isbnlib.is_isbn13(bare)):
        return None
    digits = re.sub(r"\D", "", isbnlib.mask(isbnlib.to_isbn13(bare)) or "")
    return digits if len(digits) == 13 else None


def _kind(host: str) -> str:
    if _VIDEO_HOSTS.search(host):
        return "video"
    return "paper" if _PAPER_HOSTS.search(host) else "webpage"


def _text_hash(text: str) -> str:
    normal = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(normal.encode("utf-8", "replace")).hexdigest()[:32]
