"""What flows through the house: frozen values, no behaviour beyond looking things up.

A reader makes a `Document`; the extractor makes an `Extraction` of it; the RDF room makes quads of
that. Offsets are code points into the article's text (`kgraph.spans`), except where a name says
*plain*: those count into the plain text of a block.

What an article has thousands of is a named tuple, which is made in a fifth of the time of a frozen dataclass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kgraph.known import NO_SIGNS, Exhibit, KnownEntry, KnownMarker, Signs
from kgraph.many import many
from kgraph.spans import Place, SourceText, Span

BlockKind = Literal["paragraph", "item", "cell", "quote", "caption", "heading", "footnote"]
"""What kind of body block a text stands in. Claims keep it."""

Support = Literal["cited", "carried", "none"]
"""How a claim is backed: by a marker of its own, by inference from its block's marker, or not."""

MarkerStatus = Literal["resolved", "dangling", "ambiguous", "unresolvable"]
"""`ambiguous`: an author and a year that two entries have; the marker is linked to neither."""

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """The model and site an article says it was made with (`Based on a chat with … on …`)."""

    model: str | None = None
    site: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an article says about itself in its front matter or head; None where it does not."""

    title: str | None = None
    date: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    bibliography: tuple[str, ...] = ()
    """Paths of `.bib` or CSL-JSON files the article names, as written."""
    url: str | None = None
    """Where it says that it is published: a whole address."""


class Inline(NamedTuple):
    """A stretch of a block's plain text that is more than text.

    `start` and `end` count into the block's plain text. Kinds: `link` (target is the URL), `code`,
    `math`, `sup`, `strong`, `emphasis`, `title`, `callout` (its title begins here), `anchor` (target is the id),
    `again` (a note begins here that has the key of one before) and `back` (an arrow back to the text, left
    out; target is the anchor). `span` is the whole construct in the source, delimiters included.
    """

    kind: str
    start: int
    end: int
    target: str
    span: Span


Run = tuple[int, int, int]
"""(plain, start, end): plain text from `plain` on stands in the source at `[start, end)`.

Where both are equally long, offsets inside map one to one; else the run is one unit (an entity).
"""


class Block(NamedTuple):
    """One body block: its plain text, where each part of it stands, and what stands around it.

    `lists` names the lists the block is in, outermost first, as (list number, item number); `row`
    and `column` place a table cell (row 0 is the head). `definition` is the key of the footnote or
    link definition whose text this block is.
    """

    kind: BlockKind
    text: str
    runs: tuple[Run, ...]
    inlines: tuple[Inline, ...]
    span: Span
    section: tuple[str, ...] = ()
    level: int = 0
    ordinal: int | None = None
    lists: tuple[tuple[int, int], ...] = ()
    table: int = 0
    row: int = 0
    column: int = 0
    definition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A flaw of the article: a value, never an exception.

    `file` names the bibliography beside the article that a flaw stands in, where it does not stand in the article
    itself: `span` then counts into that file, and `place` is the line and column there.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    file: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyEntry:
    """One record of the bibliography `file`, into which `span` and `place` count; None: the article's own. `families`: bodies whole."""

    key: str
    file: str | None
    span: Span
    text: str
    title: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    date: str | None = None
    accessed: str | None = None
    kind: str = "webpage"
    identifiers: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    part: int | None = None
    """Which of several works that are cited by one key it is, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as read: blocks of body text, and what was left out of them, with the reason.

    `dropped` names every stretch that is not body text: (start, end, reason), by start; `exhibits` is what a page shows of it.
    `markers`, in order, and `entries` are known by syntax; a marker without words stands on one U+FFFC. `searched` are the
    bibliographies looked into. `media_type` is that of the reader's row.
    """

    source: SourceText
    format: str
    metadata: Metadata
    blocks: tuple[Block, ...]
    markers: tuple[KnownMarker, ...] = ()
    entries: tuple[KnownEntry, ...] = ()
    dropped: tuple[tuple[int, int, str], ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    signs: Signs = NO_SIGNS
    bibliography: tuple[BibliographyEntry, ...] = ()
    searched: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    media_type: str = ""
    notes_behind: bool = False
    """Whether its footnotes stand behind all other text since the reader put them there: below no heading of the article."""
    lists_told: bool = False
    """Whether its syntax tells every list of references: then no heading announces one."""


class ReferenceEntry(NamedTuple):
    """One item of a reference list, as printed, and what was read out of it.

    `list` numbers the lists of an article from 1. `file` names the bibliography file an entry comes from
    where that is not the article itself: `span` then counts into that file, as `place` does. `title` is as cited, mojibake repaired;
    `raw_title` is as written where that differs. `source` is the id of its `Source`.

    Of a note that names several works each is an entry with the note's label, and `part` counts them from 1. An entry that
    refers back (`Ibid., 15.`) has the source of the entry it means, whose label is `same_as`; `locator` is the place in it.
    """

    label: str | None
    list: int
    position: int
    text: str
    span: Span
    title: str | None = None
    raw_title: str | None = None
    site: str | None = None
    url: str | None = None
    links: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str | None = None
    accessed: str | None = None
    source: str | None = None
    file: str | None = None
    part: int | None = None
    same_as: str | None = None
    locator: str | None = None
    place: Place | None = None


class Marker(NamedTuple):
    """One citation token in body text.

    `entries` are indices into `Extraction.references`, one per label that resolves, and one per part of a note; `claim` is the
    index of the claim it stands in. `passage` is the text quoted in the marker's URL (`#:~:text=`), `locator` the place in the source.
    """

    raw: str
    span: Span
    labels: tuple[str, ...]
    status: MarkerStatus
    list: int | None = None
    entries: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    claim: int | None = None
    passage: str | None = None
    locator: str | None = None


class Ignored(NamedTuple):
    """A token that looks like a marker and is none, with the reason."""

    raw: str
    span: Span
    reason: str


class Claim(NamedTuple):
    """One sentence of the body and how it is backed.

    `id` is `c-` and a hash of the normalised text and its occurrence in the article, so that
    renumbering references keeps it. `rule` names the rule that gave it its support.
    `sources` are ids of `Source`, in order of appearance without repeats.
    """

    id: str
    text: str
    span: Span
    support: Support
    rule: str
    kind: str
    labels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    lead_in: str | None = None
    parent: str | None = None


class NotClaim(NamedTuple):
    """A sentence of the body that is no claim, with the reason."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What entries point to: a web page, paper, book or video, the same across articles.

    `id` is its IRI: `https://doi.org/…`, the canonical URL, or `urn:…`. `urls` are all forms as
    cited. `site` is the registered domain. `identifiers` maps scheme (`doi`, `arxiv`, `pmid`,
    `pmcid`, `isbn`) to normalised value.
    """

    id: str
    kind: str
    urls: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Extraction:
    """Everything read out of, and inferred from, one article.

    `path` is what it is called in the graph: the path of its file, or the address that it was fetched from.
    `title` is the one its metadata gives, else its first heading of level 1, else the heading it begins with.
    """

    path: str
    document: Document
    title: str | None
    generator: Generator | None
    markers: tuple[Marker, ...]
    ignored: tuple[Ignored, ...]
    references: tuple[ReferenceEntry, ...]
    claims: tuple[Claim, ...]
    not_claims: tuple[NotClaim, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        """How much it holds: all of it would be as long as the article, some times over."""
        held = {"claim": self.claims, "marker": self.markers, "reference": self.references, "source": self.sources, "problem": self.problems}  # fmt: skip
        counts = ", ".join(many(len(rows), word) for word, rows in held.items())
        return f"Extraction({self.path!r}: {counts})"

    @property
    def sha256(self) -> str:
        """The digest of the article's bytes."""
        return self.document.source.sha256
