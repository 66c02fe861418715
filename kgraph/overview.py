"""How much there is of everything, in the words and by the definitions of the question `overview`: of articles as they are read.

A source is whatever an entry or a marker names, once, however many articles do. It is cited *in claims* where a claim rests
on it, *outside claims only* where nothing but markers elsewhere name it, and *never* where no marker does.
"""

from array import array
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


_PARTS = 64
"""Of which one at a time is looked through for what is there twice."""
_FEW = 1024
"""No part is looked through for fewer new ones."""


class Names:
    """Many different texts, of which nothing is wanted but how many they are: the hash of each, eight bytes once it is known to be new.

    >>> some = Names()
    >>> some.add(["elm.org", "oak.org", "elm.org"]), some.add(["oak.org"]), len(some)
    (None, None, 2)
    """

    def __init__(self) -> None:
        self._parts = [array("q") for _ in range(_PARTS)]
        self._at_most = [_FEW] * _PARTS

    def add(self, texts: Iterable[str]) -> None:
        """These are among them, as they may be already."""
        for text in texts:
            number = hash(text)
            place = number % _PARTS
            part = self._parts[place]
            part.append(number)
            if len(part) >= self._at_most[place]:
                self._parts[place] = part = array("q", set(part))
                self._at_most[place] = 2 * len(part) + _FEW

    def __len__(self) -> int:
        return sum(len(set(part)) for part in self._parts)

    def but_for(self, *others: "Names") -> int:
        """How many are in none of the others."""
        parts = zip(self._parts, *(other._parts for other in others), strict=True)
        return sum(len(set(own).difference(*rest)) for own, *rest in parts)


@dataclass(slots=True)
class Overview:
    """What some articles add up to."""

    articles: int = 0
    backings: Counter[Backing] = field(default_factory=Counter)
    in_claims: Names = field(default_factory=Names)
    outside: Names = field(default_factory=Names)
    never: Names = field(default_factory=Names)
    unknown: Names = field(default_factory=Names)
    sites: Names = field(default_factory=Names)
    publishers: Names = field(default_factory=Names)

    def add(self, each: Found) -> None:
        """One more article."""
        self.articles += 1
        for name, count in each.backings:
            self.backings[name] += count
        self.in_claims.add(each.in_claims)
        self.outside.add(each.outside)
        self.never.add(each.never)
        self.unknown.add(each.unknown)
        self.sites.add(each.sites)
        self.publishers.add(each.publishers)

    def counts(self) -> dict[str, int]:
        """Each of `ROWS` with its number."""
        in_claims = len(self.in_claims)
        outside = self.outside.but_for(self.in_claims)
        never = self.never.but_for(self.in_claims, self.outside)
        numbers: Iterable[int] = (
            self.articles, self.backings.total(), *(self.backings[each] for each in BACKINGS),
            in_claims + outside + never, in_claims, outside, never,
            len(self.unknown), len(self.sites), len(self.publishers),
        )  # fmt: skip
        return dict(zip(ROWS, numbers, strict=True))
