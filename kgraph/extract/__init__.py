"""`Document` → `Extraction`: format-blind; knows meaning, not syntax."""

import re
from collections import Counter
from dataclasses import dataclass, field

from kgraph import identifiers
from kgraph.extract import ignored as _ignored
from kgraph.extract import markers as _markers
from kgraph.extract import references as _references
from kgraph.extract import resolve as _resolve
from kgraph.extract._names import attribution, list_name
from kgraph.extract._plain import Marks, source_span
from kgraph.extract._tokens import Token
from kgraph.extract.claims import ClaimBuilder
from kgraph.extract.lists import find_lists
from kgraph.extract.problems import find_problems
from kgraph.identifiers import Identity
from kgraph.model import Document, Extraction, Generator, Ignored, Marker, ReferenceEntry, Source
from kgraph.spans import Span

__all__ = ["extract"]

_ADDRESS = re.compile(r":?\s{0,3}https?://\S.*", re.DOTALL)


def extract(document: Document, *, path: str | None = None) -> Extraction:
    """Claims, markers, references, sources and problems of one article; never raises on text.

    `path` names the article in the result; the document's own name is the default.
    """
    lists = find_lists(document)
    references = _references.read_references(document, lists)
    known = _references.vocabulary(references, lists, document)
    tokens = _markers.find_markers(document, lists, known)
    index = _resolve.Index(references.entries, references.anchors, references.notes)
    named: dict[int, _resolve.Resolved] = {}
    sources: dict[int, tuple[str, ...]] = {}
    for i, found in tokens.by_block.items():
        for token in found:
            resolved = _resolve.resolve(
                token, source_span(document.blocks[i], token.start, token.end).start, index
            )
            named[id(token)] = resolved
            ids = [references.identities[n].id for n in resolved.entries]
            sources[id(token)] = (*ids, *(identity.id for identity in resolved.identities))
    outcome = ClaimBuilder(document, lists, tokens.by_block, named, sources).build()
    markers, resolutions = _mark(document, tokens, named, sources, outcome.owner)
    entries = references.entries
    all_ignored = _ignored.account(document, markers, entries, _ignored_tokens(document, tokens))
    identities = [references.identities[i] for i in range(len(entries))]
    return Extraction(
        path=path or document.source.name,
        document=document,
        title=_title(document),
        generator=_generator(document),
        markers=tuple(markers),
        ignored=tuple(all_ignored),
        references=tuple(entries),
        claims=tuple(outcome.claims),
        not_claims=tuple(outcome.not_claims),
        sources=_sources(entries, identities, resolutions, markers),
        problems=(
            *document.problems,
            *references.problems,
            *find_problems(entries, references.anchors, markers, resolutions),
        ),
    )


def _mark(
    document: Document,
    tokens: _markers.Tokens,
    named: dict[int, _resolve.Resolved],
    sources: dict[int, tuple[str, ...]],
    owner: dict[int, int],
) -> tuple[list[Marker], list[_resolve.Resolved]]:
    text = document.source.text
    pairs = []
    for i, found in tokens.by_block.items():
        block = document.blocks[i]
        marks = Marks(block)
        for token in found:
            if token.reason is not None:
                continue
            resolved = named[id(token)]
            span = source_span(block, token.start, token.end)
            span = _whole(marks, token) or span
            if _escaped(text, span.start):
                span = Span(span.start - 1, span.end)
            # MyST's role ends with the code span that holds its keys.
            if text[span.end : span.end + 1] == "`" and text.startswith("{cite", span.start):
                span = Span(span.start, span.end + 1)
            passage = (
                identifiers.text_passage(token.target) if token.target and ":~:" in token.target else None
            )
            marker = Marker(
                text[span.start : span.end], span, resolved.labels, resolved.status, resolved.list, resolved.entries,
                sources[id(token)], owner.get(id(token)), passage,
            )  # fmt: skip
            pairs.append((marker, resolved))
    pairs.sort(key=lambda p: p[0].span)
    return [m for m, _ in pairs], [r for _, r in pairs]


def _escaped(text: str, at: int) -> bool:
    """Whether a backslash escapes the character at `at`: two in a row are one that is text."""
    before = at
    while text[before - 1 : before] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _whole(marks: Marks, token: Token) -> Span | None:
    """The construct a token fills, delimiters included: its link, its `<sup>`."""
    for inline in marks.starting(token.start):
        if inline.end == token.end and inline.kind in ("link", "sup") and inline.span.end > inline.span.start:
            return inline.span
    return None


def _ignored_tokens(document: Document, tokens: _markers.Tokens) -> list[Ignored]:
    """Tokens that are none. Those in code are found again in the source: code has no offsets within."""
    text = document.source.text
    out = []
    for token in tokens.ignored:
        if token.reason in ("code", "math"):
            continue
        span = source_span(document.blocks[token.block], token.start, token.end)
        out.append(Ignored(text[span.start : span.end], span, token.reason or "other"))
    return out


def _sources(
    entries: list[ReferenceEntry],
    identities: list[Identity],
    resolutions: list[_resolve.Resolved],
    markers: list[Marker],
) -> tuple[Source, ...]:
    """The sources of an article, each once, in order of first mention in its lists, then in its text."""
    found: dict[str, _Cited] = {}
    for entry, identity in zip(entries, identities, strict=True):
        cited = found.get(identity.id)
        if cited is None:
            cited = found[identity.id] = _Cited(identity)
        if entry.url and entry.url not in cited.urls:
            cited.urls.append(entry.url)
        cited.title = cited.title or entry.title
        cited.authors = cited.authors or entry.authors
        cited.date = cited.date or entry.date
    for resolved, marker in zip(resolutions, markers, strict=True):
        for identity in resolved.identities:
            if identity.id not in found:
                urls = [u for u in marker.labels if "://" in u and not u.startswith("url:")]
                found[identity.id] = _Cited(identity, urls)
    return tuple(cited.source() for cited in found.values())


@dataclass(slots=True)
class _Cited:
    """What the entries and markers that name one source say of it."""

    identity: Identity
    urls: list[str] = field(default_factory=list)
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None

    def source(self) -> Source:
        return Source(
            id=self.identity.id, kind=self.identity.kind, urls=tuple(self.urls), identifiers=dict(self.identity.identifiers),
            title=self.title, site=self.identity.site, authors=self.authors, date=self.date,
        )  # fmt: skip


def _title(document: Document) -> str | None:
    if document.metadata.title:
        return document.metadata.title
    headings = [b for b in document.blocks[:1] if b.kind == "heading"]
    headings += [b for b in document.blocks if b.kind == "heading" and b.level == 1]
    headings.sort(key=lambda b: b.level)
    named = (" ".join(b.text.replace("\ufffc", "").split()) for b in headings if not list_name(b.text))
    return next((name for name in named if name), None)


def _generator(document: Document) -> Generator | None:
    """The model and site of the article's attribution line."""
    for block in reversed(document.blocks):
        rest = attribution(block.text) if block.kind in ("paragraph", "quote", "item") else None
        if rest is None:
            continue
        link = next((n for n in block.inlines if n.kind == "link" and "://" in n.target), None)
        site = block.text[link.start : link.end].strip() if link else None
        model, _, place = rest.strip(" .!_*)").partition(" on ")
        model = _ADDRESS.sub("", model)
        if not place and link and (site or "") in model:
            model = ""
        if place and not site:
            site = place.split(",")[0].strip(" .[]") or None
        return Generator(
            model=re.sub(r"\s+", " ", model).strip(" ,_*") or None,
            site=site,
            url=link.target if link else None,
        )
    return None


def counts(extraction: Extraction) -> Counter[str]:
    """How many claims of each support, markers of each status, and ignored tokens there are."""
    tally: Counter[str] = Counter(c.support for c in extraction.claims)
    tally.update(m.status for m in extraction.markers)
    tally["ignored"] = len(extraction.ignored)
    return tally
