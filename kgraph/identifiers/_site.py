"""The site of a source: its registered domain, by the public-suffix list that tldextract bundles."""

from functools import lru_cache

import tldextract

from kgraph.identifiers._url import host_of

_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
"""Never reads the network, never writes a cache; private suffixes (github.io) are not registries."""


def site_of(url_or_host: str) -> str | None:
    """The registered domain, or the address itself for a numeric host; None without a host.

    >>> site_of("https://blogs.oracle.co.uk/x"), site_of("192.0.2.7"), site_of("ada.github.io")
    ('oracle.co.uk', '192.0.2.7', 'github.io')
    """
    host = host_of(url_or_host)
    return _registered(host) if host else None


@lru_cache(maxsize=16384)
def _registered(host: str) -> str:
    return _extract(host).top_domain_under_public_suffix or host.strip("[]")
