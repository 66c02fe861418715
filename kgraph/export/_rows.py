"""The columns of the tables, and how the rows of a graph's parts become tables, whatever the parts were made of.

`_tables` makes a part of the lines of a graph, `_of_rows` of the rows of a store or of articles that were read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kgraph.export._observed import NOT_SEEN, Seen
from kgraph.identifiers import escape_iri
from kgraph.rdf.vocab import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article: its path in the graph and its IRI."""

    article: str
    iri: str
    title: str | None
    date: str | None
    language: str | None
    generator: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim; `sources` counts those it cites or carries, `backing` says how far they are of several publishers."""

    claim: str
    article: str
    position: int
    text: str
    support: str
    backing: str
    section: str | None
    lead_in: str | None
    start: int
    end: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source, as all articles together describe it; `claims` and `articles` count what rests on it.

    `cited` says where: in claims, outside claims only, never.

    Title, authors and date are those cited, and where citations have none, those fetched; `titled_by` says which:
    "cited", or the name of the fetcher. `published_in` is the journal, platform or publisher that a fetch named.
    `status` is what became of it when it was last asked.
    """

    source: str
    kind: str
    title: str | None
    site: str | None
    publisher: str | None
    url: str | None
    identifiers: tuple[str, ...]
    authors: tuple[str, ...]
    date: str | None
    published_in: str | None
    accessed: str | None
    cited: str
    claims: int
    articles: int
    titled_by: str | None
    title_fetched: str | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRow:
    """One claim backed by one source: by its own marker (`cited`) or by inference (`carried`)."""

    claim: str
    source: str
    support: str
    article: str
    claim_text: str
    title: str | None
    site: str | None
    marker_text: str | None
    label: str | None
    start: int | None
    end: int | None
    passage: str | None


COLUMNS = {"citations": CitationRow, "claims": ClaimRow, "sources": SourceRow, "articles": ArticleRow}
"""Table → what a row of it is; its fields are the columns."""


@dataclass(slots=True, repr=False)
class Tables:
    """All tables of a graph."""

    articles: list[ArticleRow] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)
    citations: list[CitationRow] = field(default_factory=list)

    def __repr__(self) -> str:
        counts = (
            f"{len(getattr(self, name)):,} {name}" for name in ("articles", "claims", "sources", "citations")
        )
        return f"Tables({', '.join(counts)})"


class Backing(NamedTuple):
    """One claim backed by one source, both by IRI, and the marker that says so, where one does."""

    claim: str
    source: str
    marker_text: str | None = None
    label: str | None = None
    start: int | None = None
    end: int | None = None
    passage: str | None = None


class Described(NamedTuple):
    """What a part says of a source."""

    iri: str
    kind: str
    title: str | None
    site: str | None
    publisher: str | None
    url: str | None
    identifiers: tuple[str, ...]


class Printed(NamedTuple):
    """What one entry of a reference list says of its source; both by IRI."""

    iri: str
    source: str
    authors: tuple[str, ...]
    date: str | None
    accessed: str | None


class Part(NamedTuple):
    """Some articles and what they say of their sources; `marked` are those that a marker names, within a claim or not."""

    articles: tuple[ArticleRow, ...]
    claims: tuple[ClaimRow, ...]
    backings: tuple[Backing, ...]
    described: tuple[Described, ...]
    printed: tuple[Printed, ...]
    marked: frozenset[str]


_NOT_DESCRIBED = Described("", "other", None, None, None, None, ())


def gathered(parts: Iterable[Part], seen: Mapping[str, Seen] | None = None) -> Tables:
    """The tables of all parts together, whatever their order; `seen` is what fetches saw of the sources."""
    given, seen = list(parts), seen or {}
    described = _together(each for part in given for each in part.described)
    claims = sorted(
        (c for part in given for c in part.claims), key=lambda c: (c.article, c.position, c.claim)
    )
    order = {claim.claim: i for i, claim in enumerate(claims)}
    backings = sorted((b for part in given for b in part.backings), key=lambda b: (order[b.claim], b.source))
    citations = [
        _citation(
            b, claims[order[b.claim]], described.get(b.source, _NOT_DESCRIBED), seen.get(b.source, NOT_SEEN)
        )
        for b in backings
    ]
    printed: dict[str, list[Printed]] = defaultdict(list)
    for entry in sorted((e for part in given for e in part.printed), key=lambda e: e.iri):
        printed[entry.source].append(entry)
    return Tables(
        articles=sorted((a for part in given for a in part.articles), key=lambda a: a.iri),
        claims=claims,
        sources=_sources(
            citations, described, printed, frozenset().union(*(part.marked for part in given)), seen
        ),
        citations=citations,
    )


def merged_part(part: Part, one: Mapping[str, str]) -> Part:
    """A part in which the sources that turned out to be another `one` are that one.

    Of a source that is named so the words of its own count first, then those of the others.
    """
    backings: dict[tuple[str, str], Backing] = {}
    for each in sorted(part.backings, key=lambda b: (b.start is None, b.start)):
        source = one.get(each.source, each.source)
        backings.setdefault((each.claim, source), each._replace(source=source))
    own = _together(part.described)
    order = {source: place for place, source in enumerate(one)}
    described: dict[str, Described] = {}
    for iri in sorted(own, key=lambda iri: -1 if one.get(iri, iri) == iri else order[iri]):
        target, given = one.get(iri, iri), own[iri]
        known = described.get(target, given)
        described[target] = Described(
            target, known.kind, known.title or given.title, known.site or given.site, known.publisher or given.publisher, known.url or given.url,
            tuple(sorted({*known.identifiers, *given.identifiers})),
        )  # fmt: skip
    counts = Counter(claim for claim, _ in backings)
    claims = tuple(replace(claim, sources=counts[claim.claim]) for claim in part.claims)
    printed = tuple(each._replace(source=one.get(each.source, each.source)) for each in part.printed)
    marked = frozenset(one.get(source, source) for source in part.marked)
    return Part(part.articles, claims, tuple(backings.values()), tuple(described.values()), printed, marked)


def _citation(backing: Backing, claim: ClaimRow, source: Described, seen: Seen) -> CitationRow:
    return CitationRow(
        claim=claim.claim, source=backing.source, support=claim.support, article=claim.article, claim_text=claim.text,
        title=source.title or seen.title, site=source.site,
        marker_text=backing.marker_text, label=backing.label, start=backing.start, end=backing.end, passage=backing.passage,
    )  # fmt: skip


def _sources(
    citations: list[CitationRow],
    described: Mapping[str, Described],
    printed: Mapping[str, list[Printed]],
    marked: frozenset[str],
    seen: Mapping[str, Seen],
) -> list[SourceRow]:
    """A row for each source that an entry or a marker names, by IRI, whatever rests on it."""
    claims: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, set[str]] = defaultdict(set)
    for citation in citations:
        claims[citation.source].add(citation.claim)
        articles[citation.source].add(citation.article)
    out = []
    for iri in sorted({*described, *printed, *marked, *claims}):
        cited, found, entries = (
            described.get(iri, _NOT_DESCRIBED),
            seen.get(iri, NOT_SEEN),
            printed.get(iri, ()),
        )
        out.append(
            SourceRow(
                source=iri, kind=cited.kind, title=cited.title or found.title, site=cited.site, publisher=cited.publisher, url=cited.url, identifiers=cited.identifiers,
                authors=next((e.authors for e in entries if e.authors), found.authors),
                date=next((e.date for e in entries if e.date), found.date), published_in=found.published_in,
                accessed=next((e.accessed for e in entries if e.accessed), None),
                cited="in claims" if iri in claims else "outside claims only" if iri in marked else "never",
                claims=len(claims.get(iri, ())), articles=len(articles.get(iri, ())),
                titled_by="cited" if cited.title else found.fetcher, title_fetched=found.title, status=found.status,
            )
        )  # fmt: skip
    return out


def _together(given: Iterable[Described]) -> dict[str, Described]:
    """By source, what all say of it."""
    found: dict[str, Described] = {}
    for each in given:
        other = found.get(each.iri)
        found[each.iri] = _both(other, each) if other else each
    return found


def _both(a: Described, b: Described) -> Described:
    """What two parts say of one source: of two words the first in order, of the classes too."""
    return Described(
        a.iri,
        min(a.kind, b.kind, key=lambda kind: KINDS[kind]),
        first((a.title, b.title)),
        min((s for s in (a.site, b.site) if s), key=escape_iri, default=None),
        a.publisher or b.publisher,
        first((a.url, b.url)),
        tuple(sorted({*a.identifiers, *b.identifiers})),
    )


def first(texts: Iterable[str | None]) -> str | None:
    """The first text in order, None where there is none."""
    return min((text for text in texts if text is not None), default=None)
