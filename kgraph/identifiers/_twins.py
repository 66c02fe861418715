"""Addresses that seem to be one page, and parameters that change nothing but who is counted."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote

from kgraph import late_re as re
from kgraph.identifiers._url import TRACKING, TRACKING_AT, canonical_url, host_of

_KEPT = frozenset({"t", "start", "keywords", "sk", "error", "code", "psc", "tag", "s"})
"""Parameters that some sites track by, and that say something all the same: a moment, a search, a friend's pass."""
_SAME_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|touch|wap)\.")
_MOBILE_WITHIN = re.compile(r"(?<=\w)\.(?:m|mobile)(?=\.\w+\.\w)")
"""`en.m.wikipedia.org`."""
_INDEX = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?:/amp(?:\.html)?|\.amp(?:\.html)?)$|^/amp(?=/)", re.IGNORECASE)
_AMP_QUERY = re.compile(r"(?<=[?&])(?:amp(?:=1|=true|=)?|outputType=amp|m=1)(?:&|$)", re.IGNORECASE)
_DOI = re.compile(r"doi\.org/10\.\d{4,9}/(\S+)$", re.IGNORECASE)
_MOST_TAILS = 6
"""A DOI has so many slashes behind its prefix at most."""
_SHORTEST_SUFFIX = 8
"""Shorter ends of a DOI may be a number of anything."""


def tracking_parameters(url: str) -> tuple[tuple[str, str], ...]:
    """The parameters of `url` that only track, with their values as written.

    >>> tracking_parameters("https://example.org/a?id=3&utm_source=feed")
    (('utm_source', 'feed'),)
    >>> tracking_parameters("https://example.org/a?ref=chapter-2&source=air")
    ()
    """
    query = url.partition("#")[0].partition("?")[2]
    if not query:
        return ()
    host = host_of(url) or ""
    local = frozenset[str]().union(
        *(names for site, names in TRACKING_AT.items() if host == site or host.endswith("." + site))
    )
    pairs = [part.partition("=")[::2] for part in query.replace("&amp;", "&").split("&")]
    return tuple(
        (name, value)
        for name, value in pairs
        if TRACKING.fullmatch(unquote(name)) or unquote(name).lower() in local - _KEPT
    )


def without_parameters(url: str, drop: Callable[[str, str], bool]) -> str:
    """`url` without the parameters that `drop` takes by name and value; all else as it was.

    >>> without_parameters("https://example.org/a?id=3&utm_source=feed#b", lambda n, v: n == "utm_source")
    'https://example.org/a?id=3#b'
    """
    address, mark, fragment = url.partition("#")
    head, _, query = address.partition("?")
    joint = "&amp;" if "&amp;" in query else "&"
    parts = query.split(joint)
    kept = [part for part in parts if not drop(*part.partition("=")[::2])]
    return head + ("?" + joint.join(kept) if kept else "") + mark + fragment


def likely_page(url: str) -> str | None:
    """What addresses that seem to be one page have in common: scheme, `www.`, mobile and AMP hosts, index pages do not count.

    >>> likely_page("http://m.example.org/a/amp") == likely_page("https://www.example.org/a")
    True
    >>> likely_page("https://example.org/a?page=1") == likely_page("https://example.org/a?page=2")
    False
    """
    canonical = canonical_url(url)
    if canonical is None:
        return None
    rest = canonical.split("://", 1)[1]
    host, _, tail = rest.partition("/")
    path, mark, query = ("/" + tail).partition("?")
    host = _MOBILE_WITHIN.sub("", _SAME_HOST.sub("", host.partition(":")[0]))
    path = _AMP_PATH.sub("", _INDEX.sub("/", path)).rstrip("/")
    query = _AMP_QUERY.sub("", mark + query).rstrip("?&")
    return f"{host}{path}{query}"


def doi_suffix(url: str) -> str | None:
    """What the address of a DOI ends in, in small letters, as the page of its publisher often does, too; None where that is short.

    >>> doi_suffix("https://doi.org/10.1038/s41562-021-01000-7"), doi_suffix("https://example.org/a")
    ('s41562-021-01000-7', None)
    """
    match = _DOI.search(unquote(url))
    suffix = match[1].lower() if match else ""
    return suffix if len(suffix) >= _SHORTEST_SUFFIX else None


def page_tails(url: str) -> Iterator[str]:
    """What the path of a page ends in, behind each of its last slashes; nothing for the address of a DOI.

    >>> list(page_tails("https://www.nature.com/articles/s41562-021-01000-7"))
    ['s41562-021-01000-7', 'articles/s41562-021-01000-7']
    """
    path = re.split(r"[?#]", unquote(url), maxsplit=1)[0].rstrip("/").lower()
    if "doi.org/" in path:
        return
    at = len(path)
    for _ in range(_MOST_TAILS):
        at = path.rfind("/", 0, at)
        if at < 0 or path[at - 1 : at] == "/":
            return
        if len(path) - at > _SHORTEST_SUFFIX:
            yield path[at + 1 :]
