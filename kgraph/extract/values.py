"""What passes hand to each other: frozen values, made once and never changed.

A `Token` is what looks like a citation; a `Mention` is a token with what it turned out to name. `Declared` is what the
lists of the article make known to those that look for tokens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from kgraph.identifiers import Identity
from kgraph.model import MarkerStatus
from kgraph.spans import Span

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Token(NamedTuple):
    """One token in plain `[start, end)` of a block.

    `reason` says why it is none, if so. `keeps_text` tells a link citation, whose words stay. `target`
    is the anchor or URL its link goes to. Labels that are `opaque` are ids: those that no entry carries are dropped.
    """

    block: int
    start: int
    end: int
    labels: tuple[str, ...]
    kind: str
    """What its labels are, which says how they resolve: `bracket`, `key`, `footnote`, `link`, `opaque`, …."""
    target: str | None = None
    keeps_text: bool = False
    names_site: bool = False
    """Whether it is a link whose words only say on which site the page is (`[example](https://example.org/tides)`)."""
    reason: str | None = None
    opaque: bool = False
    narrative: bool = False
    """Whether it is a bare key, a word of the sentence (`@lee2010 found …`), not a group behind a stop."""
    note: str | None = None
    """A code of a problem to report on it."""
    convention: str = ""
    """The row of `CONVENTIONS` that found it."""
    doubtful: bool = False
    """Whether it counts only where the labels met before lead up to its own."""
    number: int = -1
    """Its place among the tokens that were kept, by block; -1 while they are still being found."""


class Resolved(NamedTuple):
    """What a token turned out to name."""

    labels: tuple[str, ...]
    status: MarkerStatus
    list: int | None = None
    entries: tuple[int, ...] = ()
    identities: tuple[Identity, ...] = ()
    """The sources of a token that names them without an entry: a link, persistent keys."""
    missing: tuple[str, ...] = ()
    flaw: str | None = None


class Mention(NamedTuple):
    """A token, what it names, the ids of the sources it cites, and its place in the source."""

    token: Token
    resolved: Resolved
    sources: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What tells a token from other brackets in this article: labels, anchors, keys and URLs of its lists."""

    labels: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    anchors: Mapping[str, str | None] = field(default_factory=lambda: _NOTHING)
    """Anchors of entries, and `surname year` of each → label."""
    urls: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    pages: frozenset[str] = frozenset()
    """Canonical URLs of entries without a label."""
    places: Mapping[str, str | None] = field(default_factory=lambda: _NOTHING)
    """Links of entries with their fragments → label; a page that entries cite in several places → None."""
    notes: frozenset[str] = frozenset()
    bracketed: frozenset[str] = frozenset()
    """Keys that the article cites in brackets: bare, too, they cite."""
    by_key: bool = False
    """Whether the article names a bibliography, found or not."""
    named: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Labels of authors and year, levelled → as the list has them."""

    def entry_at(self, link: str, url: str) -> str | None:
        """The label of the entry that `link`, whose canonical URL is `url`, goes to.

        Where entries cite a page in several places, a link to yet another place of it is none of them.
        """
        if link in self.places:
            return self.places[link]
        page, mark, _ = link.partition("#")
        return None if mark and page in self.places else self.urls.get(url)
