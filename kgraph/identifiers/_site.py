"""The site of a source: its registered domain, by the public-suffix list that tldextract bundles."""

from functools import lru_cache
from typing import TYPE_CHECKING

from kgraph.identifiers._url import host_of

if TYPE_CHECKING:
    from tldextract import TLDExtract


def site_of(url_or_host: str) -> str | None:
    """The registered domain, or the address itself for a numeric host; None without a host.

    >>> site_of("https://blogs.oracle.co.uk/x"), site_of("192.0.2.7"), site_of("ada.github.io")
    ('oracle.co.uk', '192.0.2.7', 'github.io')
    """
    host = host_of(url_or_host)
    return registered(host) if host else None


_FLAT = frozenset({
    "app", "biz", "blog", "cc", "ch", "com", "cz", "de", "dev", "dk", "edu", "eu", "gov", "info", "mil", "net", "news", "nl", "org",
    "tech", "tv", "wiki", "xyz",
})  # fmt: skip
"""Registries that give out every name right below them: most sites are theirs, and need no list of suffixes."""


@lru_cache(maxsize=16384)
def registered(host: str) -> str:
    """The registered domain of a host as canonical URLs have it; a numeric address itself."""
    *_, name, registry = ("", *host.split("."))
    if registry in _FLAT and name:
        return f"{name}.{registry}"
    return _extractor()(host).top_domain_under_public_suffix or host.strip("[]")


@lru_cache(maxsize=1)
def _extractor() -> "TLDExtract":
    """Never reads the network, never writes a cache; private suffixes (github.io) are not registries."""
    from tldextract import TLDExtract  # brings an HTTP library along, whose start costs more than all else

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
