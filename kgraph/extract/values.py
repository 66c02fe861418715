"""What passes hand to each other: frozen values, made once and never changed.

A `Token` is what looks like a citation; a `Mention` is a token with what it turned out to name. `Declared` is what the
lists of the article make known to those that look for tokens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from kgraph.identifiers import Identity
from kgraph.model import MarkerStatus, ReferenceEntry
from kgraph.spans import Span

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class NamedWork(NamedTuple):
    """A work that a citation names by author and year, and the entries that it may mean."""

    name: str
    """The family name of its first author, or a body's name, as the text prints it."""
    year: str
    entries: tuple[int, ...] = ()
    locator: str | None = None
    near: int | None = None
    """An entry that is nearly meant, where none is."""
    joint: bool = False
    """Whether the text says that it has several authors."""

    @property
    def label(self) -> str:
        """`Surname Year`, what the work is called where no entry is it."""
        return f"{self.name} {self.year}"


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
    """Whether it counts only where others lead up to it: labels met before, works cited by name and year together."""
    works: tuple[NamedWork, ...] = ()
    """The works that it names by author and year."""
    locator: str | None = None
    """The place within its source that it names, as printed: `p. 4`."""
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
    rivals: tuple[int, ...] = ()
    """The entries that an author and a year may mean, one as well as the other."""
    near: tuple[int, ...] = ()
    """The entries that those `missing` nearly name."""


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
    by_tags: bool = False
    """Whether tags tell the entries and what cites them, none of it by a number: then no bracketed number cites."""
    named: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Labels of authors and year, levelled → as the list has them."""
    entries: tuple[ReferenceEntry, ...] = ()
    """All entries, for those that name them by author and year."""

    def entry_at(self, link: str, url: str) -> str | None:
        """The label of the entry that `link`, whose canonical URL is `url`, goes to.

        Where entries cite a page in several places, a link to yet another place of it is none of them.
        """
        if link in self.places:
            return self.places[link]
        page, mark, _ = link.partition("#")
        return None if mark and page in self.places else self.urls.get(url)
