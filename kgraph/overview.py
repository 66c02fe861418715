"""How much there is of everything, in the words and by the definitions of the question `overview`: of articles as they are read.

A source is whatever an entry or a marker names, once, however many articles do. It is cited *in claims* where a claim rests
on it, *outside claims only* where nothing but markers elsewhere name it, and *never* where no marker does.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kgraph import identifiers
from kgraph.backing import BACKINGS, Backing, backing
from kgraph.model import Extraction

Cited = Literal["in claims", "outside claims only", "never"]

ROWS = (
    "articles",
    "claims",
    *(f"claims: {words}" for words in BACKINGS.values()),
    "sources",
    "sources: cited in claims",
    "sources: cited outside claims only",
    "sources: never cited",
    "sources: publisher unknown",
    "sites",
    "publishers",
)
"""What is counted, in order."""


class Found(NamedTuple):
    """What one article adds: its claims by their backing, its sources by where they are cited, and who they are of."""

    backings: tuple[tuple[Backing, int], ...]
    in_claims: tuple[str, ...]
    outside: tuple[str, ...]
    never: tuple[str, ...]
    unknown: tuple[str, ...]
    sites: tuple[str, ...]
    publishers: tuple[str, ...]


def found(extraction: Extraction) -> Found:
    """What this article adds."""
    sources = {source.id: identifiers.publisher(source.id) for source in extraction.sources}
    backings = Counter(
        backing(_SUPPORT.get(claim.support, claim.support), map(identifiers.publisher, claim.sources))
        for claim in extraction.claims
    )
    resting = {source for claim in extraction.claims for source in claim.sources}
    marked = {source for marker in extraction.markers for source in marker.sources} - resting
    return Found(
        tuple(backings.items()), tuple(resting), tuple(marked), tuple(sources.keys() - resting - marked),
        tuple(source for source, publisher in sources.items() if publisher is None),
        tuple({source.site for source in extraction.sources if source.site}), tuple({p for p in sources.values() if p}),
    )  # fmt: skip


_SUPPORT = {"none": "uncited"}


@dataclass(slots=True)
class Overview:
    """What some articles add up to. Names are held as numbers: of a million articles there are many."""

    articles: int = 0
    backings: Counter[Backing] = field(default_factory=Counter)
    in_claims: set[int] = field(default_factory=set)
    outside: set[int] = field(default_factory=set)
    never: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    sites: set[int] = field(default_factory=set)
    publishers: set[int] = field(default_factory=set)

    def add(self, each: Found) -> None:
        """One more article."""
        self.articles += 1
        self.backings.update(dict(each.backings))
        self.in_claims.update(map(hash, each.in_claims))
        self.outside.update(map(hash, each.outside))
        self.never.update(map(hash, each.never))
        self.unknown.update(map(hash, each.unknown))
        self.sites.update(map(hash, each.sites))
        self.publishers.update(map(hash, each.publishers))

    def counts(self) -> dict[str, int]:
        """Each of `ROWS` with its number."""
        outside = len(self.outside - self.in_claims)
        never = len(self.never - self.in_claims - self.outside)
        numbers: Iterable[int] = (
            self.articles, self.backings.total(), *(self.backings[each] for each in BACKINGS),
            len(self.in_claims) + outside + never, len(self.in_claims), outside, never,
            len(self.unknown), len(self.sites), len(self.publishers),
        )  # fmt: skip
        return dict(zip(ROWS, numbers, strict=True))
