"""Extractions as tables: the same rows as those of their graph, without making it.

A source is one by its IRI as the graph writes it, and texts are as its literals hold them.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterable

from kgraph import identifiers
from kgraph.export._rows import (
    ArticleRow,
    Backing,
    ClaimRow,
    Described,
    Part,
    Printed,
    Tables,
    first,
    gathered,
)
from kgraph.identifiers import escape_iri
from kgraph.model import Claim, Extraction, Marker, ReferenceEntry, Source
from kgraph.rdf import DEFAULT_BASE, article_iri, entry_iris
from kgraph.rdf.terms import held
from kgraph.rdf.vocab import KINDS, SUPPORTS

_SUPPORT = {support: term.removeprefix("kg:") for support, term in SUPPORTS.items()}


def tables_of(extractions: Iterable[Extraction], *, base: str = DEFAULT_BASE) -> Tables:
    """The tables of some articles, as those of their graph are.

    Errors: `UsageError` for a base that begins no web address.
    """
    return gathered(part_of(extraction, base=base) for extraction in extractions)


def part_of(extraction: Extraction, *, base: str = DEFAULT_BASE) -> Part:
    """What one article brings to the tables.

    Errors: `UsageError` for a base that begins no web address.
    """
    iri = article_iri(extraction.path, base)
    article = _article(iri, extraction)
    entries = dict(enumerate(entry_iris(iri, extraction.references)))
    markers: dict[int, list[Marker]] = defaultdict(list)
    for marker in sorted(extraction.markers, key=lambda m: m.span[0]):
        if marker.claim is not None:
            markers[marker.claim].append(marker)
    claims, backings = [], []
    positions = sorted(range(len(extraction.claims)), key=lambda i: extraction.claims[i].span)
    for position, i in enumerate(positions, 1):
        claim = extraction.claims[i]
        backed = sorted({escape_iri(source) for source in claim.sources})
        row = _claim(f"{iri}#{claim.id}", article.path, position, claim, len(backed))
        claims.append(row)
        if not backed:
            continue
        shown = _shown(markers.get(i, []), extraction.references, entries)
        backings += [
            shown.get(source, Backing("", ""))._replace(claim=row.iri, source=source) for source in backed
        ]
    printed = (_printed(entries[i], entry) for i, entry in enumerate(extraction.references) if entry.source)
    described = (_described(source) for source in extraction.sources)
    return Part((article,), tuple(claims), tuple(backings), tuple(described), tuple(printed))


def packed(part: Part) -> bytes:
    """A part as it goes from the process that read its article to the one that writes the tables."""
    return pickle.dumps(part, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes | bytearray) -> Part:
    """The part that a process of our own has packed."""
    part: Part = pickle.loads(data)
    return part


def _article(iri: str, extraction: Extraction) -> ArticleRow:
    metadata, made_by = extraction.document.metadata, extraction.generator
    return ArticleRow(
        iri=iri, path=held(extraction.path) or iri, title=_held(extraction.title), date=_held(metadata.date), language=_held(metadata.language),
        generator=_held(made_by.model or made_by.site) if made_by else None, sha256=extraction.sha256,
    )  # fmt: skip


def _claim(iri: str, article: str, position: int, claim: Claim, sources: int) -> ClaimRow:
    return ClaimRow(
        iri=iri, article=article, position=position, text=held(claim.text), support=_SUPPORT[claim.support],
        section=held(" › ".join(claim.section)) if claim.section else None, lead_in=_held(claim.lead_in),
        start=claim.span[0], end=claim.span[1], sources=sources,
    )  # fmt: skip


def _shown(
    markers: list[Marker], references: tuple[ReferenceEntry, ...], entries: dict[int, str]
) -> dict[str, Backing]:
    """Source → the first marker that names it, of those of one claim, in order."""
    out: dict[str, Backing] = {}
    for marker in markers:
        named = [references[i] for i in sorted(set(marker.entries), key=entries.__getitem__)]
        own = marker.sources[len(marker.entries) :]
        for source, label in [*((e.source, e.label) for e in named), *((source, None) for source in own)]:
            if source:
                backing = Backing(
                    "",
                    "",
                    held(marker.raw),
                    _held(label),
                    marker.span[0],
                    marker.span[1],
                    _held(marker.passage),
                )
                out.setdefault(escape_iri(source), backing)
    return out


def _printed(iri: str, entry: ReferenceEntry) -> Printed:
    authors = _held("; ".join(entry.authors))
    names = tuple(authors.split("; ")) if authors else ()
    return Printed(iri, escape_iri(entry.source or ""), names, _held(entry.date), _held(entry.accessed))


def _described(source: Source) -> Described:
    return Described(
        escape_iri(source.id), source.kind if source.kind in KINDS else "other", _held(source.title), _held(source.site),
        first(held(url) for url in source.urls if identifiers.iri(url)),
        tuple(sorted({held(f"{scheme}:{value}") for scheme, value in source.identifiers.items()})),
    )  # fmt: skip


def _held(text: str | None) -> str | None:
    return held(text) if text else None
