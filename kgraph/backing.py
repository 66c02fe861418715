"""How a claim is backed: the one place that says so, for tables, pictures, counts and the explorer."""

from collections.abc import Iterable, Mapping
from typing import Literal

Backing = Literal["several", "one", "unknown", "carried", "missing", "uncited"]

BACKINGS: Mapping[Backing, str] = {
    "several": "cited, several publishers",
    "one": "cited, one publisher",
    "unknown": "cited, publisher unknown",
    "carried": "carried",
    "missing": "source missing",
    "uncited": "uncited",
}
"""Each way, the strongest first, and its words for people."""


def backing(support: str, publishers: Iterable[str | None]) -> Backing:
    """How a claim of that support (cited, carried, uncited) is backed; `publishers` has one for each of its sources, None where unknown.

    A publisher that is unknown is not another one: nor is it the same.

    >>> backing("cited", ["nature.com", "github.com/ada", None]), backing("cited", ["nature.com", "nature.com"])
    ('several', 'one')
    >>> backing("cited", ["nature.com", None]), backing("cited", []), backing("carried", ["nature.com"])
    ('unknown', 'missing', 'carried')

    What is carried from a marker that leads to no source is missing, too.

    >>> backing("carried", [])
    'missing'
    """
    if support not in ("cited", "carried"):
        return "uncited"
    named = set(publishers)
    if support == "carried" and named:
        return "carried"
    if len(named - {None}) > 1:
        return "several"
    return "missing" if not named else "unknown" if None in named else "one"
