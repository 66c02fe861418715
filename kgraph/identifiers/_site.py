"""The site of a source: its registered domain, by the public-suffix list that tldextract bundles."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph import late_re as re
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


_PLAIN = re.compile(r"(?:[a-z0-9_-]{1,63}\.){1,8}[a-z]{2,24}")
"""A host of ASCII labels that ends in letters. `xn--…` has to be decoded, and an address in numbers has no suffix."""
_SNAPSHOT = ".tld_set_snapshot"
"""The list of suffixes in the package tldextract, and where its private part begins."""
_PRIVATE = "// ===BEGIN PRIVATE DOMAINS==="


@lru_cache(maxsize=16384)
def registered(host: str) -> str:
    """The registered domain of a host as canonical URLs have it; a numeric address itself.

    >>> registered("www.city.kawasaki.jp"), registered("a.b.kawasaki.jp"), registered("kawasaki.jp")
    ('city.kawasaki.jp', 'a.b.kawasaki.jp', 'kawasaki.jp')
    """
    *_, name, registry = ("", *host.split("."))
    if registry in _FLAT and name:
        return f"{name}.{registry}"
    rules = _suffixes()
    if rules and "xn--" not in host and _PLAIN.fullmatch(host):
        return _below(host.split("."), rules) or host
    return _extractor()(host).top_domain_under_public_suffix or host.strip("[]")


def _below(labels: list[str], rules: frozenset[str]) -> str | None:
    """The labels from the one right below their longest suffix; None where they have no suffix, or are one.

    A rule is a suffix; or `*.` before what has a suffix in every name right below it; or `!` before such a name that is none.
    """
    for at in range(len(labels)):
        here = ".".join(labels[at:])
        if here in rules:
            return ".".join(labels[at - 1 :]) if at else None
        _, _, above = here.partition(".")
        if f"*.{above}" in rules:
            at += f"!{here}" in rules
            return ".".join(labels[at - 1 :]) if at else None
    return None


@lru_cache(maxsize=1)
def _suffixes() -> frozenset[str]:
    """The rules of the list that tldextract bundles, without those of private domains; none where it is not found.

    Read without the package: that brings an HTTP library along, whose start costs more than all else.
    """
    package = find_spec("tldextract")
    try:
        written = (
            Path(package.origin if package and package.origin else "").with_name(_SNAPSHOT).read_text("utf-8")
        )
    except (OSError, ValueError):
        return frozenset()
    lines = written.partition(_PRIVATE)[0].splitlines()
    return frozenset(line.split(None, 1)[0] for line in lines if line[:1].strip() and line[:2] != "//")


@lru_cache(maxsize=1)
def _extractor() -> "TLDExtract":
    """Never reads the network, never writes a cache; private suffixes (github.io) are not registries."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
