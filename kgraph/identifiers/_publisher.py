"""Who publishes a source, as far as its id tells: two pages of one platform may be of two people."""

import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from kgraph import late_re as re
from kgraph.identifiers._site import registered
from kgraph.identifiers._url import canonical_url, host_in

_DOI = re.compile(r"https://doi\.org/(10\.\d{4,9})(?:\.\d+)*/")
_KEPT = re.compile(r"https?://[^/]+/(?:web/)?(?:\d{4,14}(?:[a-z]{2}_)?|\*)/(https?:/{1,2}.+)")
_NAME = re.compile(r"[\w@~.-]{1,100}")
_COMMON = frozenset({"www", "m", "mobile", "amp", "old", "blog", "help", "support", "docs", "en"})
"""Labels before a platform's host that name nobody."""


class _Platform(NamedTuple):
    name: str
    owner: tuple[str, ...]
    nobody: frozenset[str]


class _Known(NamedTuple):
    unknown: frozenset[str]
    kept: frozenset[str]
    platforms: Mapping[str, _Platform]
    registrants: Mapping[str, str]
    repositories: frozenset[str]


@lru_cache(maxsize=16384)
def publisher(source: str) -> str | None:
    """The publisher of the source with that id: a site, an owner on a platform, a DOI's registrant; None where unknown.

    Source: publishers.toml, which says for each platform how an address names the owner.

    >>> publisher("https://www.nature.com/articles/x"), publisher("https://doi.org/10.1038/x")
    ('nature.com', 'nature.com')
    >>> publisher("https://github.com/ada/notes"), publisher("https://ada.github.io/notes")
    ('github.com/ada', 'github.com/ada')
    >>> publisher("https://doi.org/10.9999/x"), publisher("https://doi.org/10.5281/zenodo.1")
    ('doi:10.9999', None)
    >>> publisher("https://arxiv.org/abs/1706.03762"), publisher("https://www.youtube.com/watch?v=x")
    (None, None)
    """
    known = _known()
    if found := _DOI.match(source):
        prefix = found[1]
        return None if prefix in known.repositories else known.registrants.get(prefix, f"doi:{prefix}")
    if not source.startswith(("http://", "https://")):
        return None
    host = host_in(source).removeprefix("www.")
    if not host:
        return None
    if host in known.kept:
        kept = _KEPT.match(source)
        address = canonical_url(kept[1]) if kept else None
        return publisher(address) if address and host_in(address) not in known.kept else None
    below = [host[m.end() :] for m in re.finditer(r"^|\.", host)]
    for name in below:  # the longest first
        if platform := known.platforms.get(name):
            return _owner(platform, host.removesuffix(name).rstrip("."), source)
        if name in known.unknown:
            return None
    return registered(host)


def _owner(platform: _Platform, before: str, source: str) -> str | None:
    """`platform/owner` in lower case; the way in which an address names its owner is a row of `_WAYS`."""
    segments = [part for part in source.split("?", 1)[0].split("/")[3:] if part]
    for way in platform.owner:
        kind, _, word = way.partition(" ")
        name = _WAYS[kind](before, segments, word)
        if name and _NAME.fullmatch(name) and name.lower() not in platform.nobody:
            return f"{platform.name}/{name.lower().lstrip('@')}"
    return None


def _subdomain(before: str, segments: list[str], _: str) -> str | None:
    """`ada` of `ada.substack.com`."""
    label = before.rpartition(".")[2]
    return label if label not in _COMMON else None


def _path(before: str, segments: list[str], _: str) -> str | None:
    """`ada` of `github.com/ada/notes`."""
    return segments[0] if segments else None


def _at_path(before: str, segments: list[str], _: str) -> str | None:
    """`@ada` of `youtube.com/@ada`."""
    return segments[0] if segments and segments[0].startswith("@") else None


def _after(before: str, segments: list[str], word: str) -> str | None:
    """`ada` of `linkedin.com/in/ada`, after `in`."""
    return segments[1] if len(segments) > 1 and segments[0].lower() == word else None


_WAYS: Mapping[str, Callable[[str, list[str], str], str | None]] = {
    "subdomain": _subdomain,
    "path": _path,
    "@path": _at_path,
    "after": _after,
}


@lru_cache(maxsize=1)
def _known() -> _Known:
    data: dict[str, Any] = tomllib.loads(
        files("kgraph.identifiers").joinpath("publishers.toml").read_text("utf-8")
    )
    platforms = {}
    for row in data["platform"]:
        for host in row["hosts"]:
            platforms[host.removeprefix("www.")] = _Platform(
                row.get("as", host.removeprefix("www.")), tuple(row["owner"]), frozenset(row.get("not", ()))
            )
    return _Known(
        unknown=frozenset(host for hosts in data["unknown"].values() for host in hosts),
        kept=frozenset(data["kept"]["hosts"]),
        platforms=platforms,
        registrants=data["registrants"],
        repositories=frozenset(data["repositories"]["prefixes"]),
    )
