"""What one article, or one observation, brings to the tables: the same facts as its graph, without making it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kgraph import identifiers
from kgraph.backing import backing
from kgraph.blocks import shown_blocks
from kgraph.identifiers import escape_iri
from kgraph.model import Extraction, Marker, ReferenceEntry, Source
from kgraph.observation import Observation
from kgraph.rdf.keys import DEFAULT_BASE, article_iri, entry_iris
from kgraph.rdf.observe import Snapshot, linked
from kgraph.rdf.terms import held
from kgraph.rdf.vocab import KINDS, SUPPORTS
from kgraph.tables.columns import TABLES

Columns = Mapping[str, Sequence[Sequence[Any]]]
"""Table → its columns, in the order of `TABLES`, all of one length."""

_SUPPORT = {support: term.removeprefix("kg:") for support, term in SUPPORTS.items()}
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_KINDS_SEEN = frozenset({"paper", "article", "book", "video"})


def rows(extraction: Extraction, *, base: str = DEFAULT_BASE) -> Columns:
    """What an article brings to each table but `observations`.

    Errors: `UsageError` for a base that begins no web address.
    """
    iri = article_iri(extraction.path, base)
    path = held(extraction.path) or iri
    claims = [f"{iri}#{claim.id}" for claim in extraction.claims]
    entries = entry_iris(iri, extraction.references)
    made = {
        "articles": [_article(path, iri, extraction)],
        "claims": _claims(path, claims, extraction),
        "citations": _citations(path, claims, entries, extraction),
        "markers": [_marker(path, iri, claims, entries, marker) for marker in extraction.markers],
        "references": [
            _reference(path, name, entry) for name, entry in zip(entries, extraction.references, strict=True)
        ],
        "sources": [_source(path, source) for source in extraction.sources],
        "problems": _problems(path, extraction),
        "blocks": _blocks(path, extraction),
    }
    return {table: _columns(table, lines) for table, lines in made.items()}


def observation_rows(observation: Observation, kept: Snapshot) -> Columns:
    """What an observation that is kept as the snapshot `kept` brings to `observations`."""
    seen = observation
    row = (
        kept.iri, escape_iri(seen.about), kept.before, held(seen.fetcher), seen.status, seen.time, kept.first,
        held(seen.asked), _held(seen.final), [held(u) for u in seen.chain], seen.http_status, _held(seen.sha256),
        _held(seen.title), [held(a) for a in seen.authors], _held(seen.date), _held(seen.site),
        seen.kind if seen.kind in _KINDS_SEEN else None, _held(seen.description), _held(seen.language),
        _held(seen.canonical), _held(seen.archived),
        escape_iri(seen.same_as) if seen.same_as and identifiers.iri(seen.same_as) else None,
        None if seen.agreement is None else round(seen.agreement, 2), _schemes(seen.identifiers),
        sorted(escape_iri(link) for link in linked(seen)), [held(n) for n in seen.notes],
    )  # fmt: skip
    return {"observations": _columns("observations", [row])}


def _columns(table: str, lines: Iterable[tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
    return list(zip(*lines, strict=True)) or [()] * len(TABLES[table])


def _article(path: str, iri: str, extraction: Extraction) -> tuple[Any, ...]:
    document, made_by = extraction.document, extraction.generator
    metadata = document.metadata
    name = (made_by.model or made_by.site) if made_by else None
    return (
        path, iri, "BlogPosting" if metadata.title or metadata.date else "Article", _held(extraction.title),
        _held(metadata.date), _held(metadata.language), _held(name), _held(made_by.url) if made_by and name else None,
        held(document.media_type or document.format), [held(author) for author in metadata.authors],
        extraction.sha256, len(extraction.ignored),
    )  # fmt: skip


def _claims(path: str, names: list[str], extraction: Extraction) -> Iterator[tuple[Any, ...]]:
    claims, text = extraction.claims, extraction.document.source
    order = sorted(range(len(claims)), key=lambda i: claims[i].span)
    for position, i in enumerate(order, 1):
        _, words, (start, end), support, rule, block, _, sources, section, lead_in, parent = claims[i]
        named = {escape_iri(source): source for source in sources}
        place = text.place(start)
        yield (
            path, names[i], position, held(words), _SUPPORT[support],
            backing(_SUPPORT[support], map(identifiers.publisher, named.values())), rule, block,
            held(" › ".join(section)) if section else None, _held(lead_in), _held(parent), place.line, place.column, place.cell,
            _held(place.file), start, end, len(named),
        )  # fmt: skip


def _citations(
    path: str, names: list[str], entries: list[str], extraction: Extraction
) -> Iterator[tuple[Any, ...]]:
    markers: dict[int, list[Marker]] = defaultdict(list)
    for marker in sorted(extraction.markers, key=lambda m: m.span[0]):
        if marker.claim is not None:
            markers[marker.claim].append(marker)
    for i, claim in enumerate(extraction.claims):
        if not claim.sources:
            continue
        support = _SUPPORT[claim.support]
        shown = _shown(markers.get(i, ()), extraction.references, entries)
        for source in sorted({escape_iri(source) for source in claim.sources}):
            yield (path, names[i], source, support, *shown.get(source, _NOT_SHOWN))


_NOT_SHOWN = (None,) * 6


def _shown(
    markers: Iterable[Marker], references: tuple[ReferenceEntry, ...], entries: list[str]
) -> dict[str, tuple[Any, ...]]:
    """Source → the first marker of a claim that names it, and the label by which."""
    out: dict[str, tuple[Any, ...]] = {}
    for marker in markers:
        named = [references[i] for i in sorted(set(marker.entries), key=entries.__getitem__)]
        own = marker.sources[len(marker.entries) :]
        for source, label in [*((e.source, e.label) for e in named), *((source, None) for source in own)]:
            if source and (key := escape_iri(source)) not in out:
                out[key] = (
                    held(marker.raw), _held(label), *marker.span, _held(marker.passage), _held(marker.locator),
                )  # fmt: skip
    return out


def _marker(path: str, iri: str, claims: list[str], entries: list[str], marker: Marker) -> tuple[Any, ...]:
    start, end = marker.span
    return (
        path, f"{iri}#m{start}", held(marker.raw), marker.status,
        None if marker.claim is None else claims[marker.claim], start, end, _held(marker.locator),
        _held(marker.passage), list(dict.fromkeys(entries[i] for i in marker.entries)),
        list(dict.fromkeys(escape_iri(source) for source in marker.sources if source)),
    )  # fmt: skip


def _reference(path: str, name: str, entry: ReferenceEntry) -> tuple[Any, ...]:
    return (
        path, name, entry.list, entry.position, _held(entry.label), held(entry.text), _held(entry.title),
        _held(entry.raw_title), [held(author) for author in entry.authors], _held(entry.date), _held(entry.accessed),
        _held(entry.file), entry.part or None, _held(entry.same_as), _held(entry.locator),
        escape_iri(entry.source) if entry.source else None, *entry.span,
    )  # fmt: skip


def _source(path: str, source: Source) -> tuple[Any, ...]:
    return (
        path, escape_iri(source.id), source.kind if source.kind in KINDS else "other", _held(source.title),
        _held(source.site), identifiers.publisher(source.id), [held(url) for url in source.urls if identifiers.iri(url)], _schemes(source.identifiers),
    )  # fmt: skip


def _problems(path: str, extraction: Extraction) -> Iterator[tuple[Any, ...]]:
    for problem in extraction.problems:
        place = problem.place or extraction.document.source.place(problem.span[0])
        yield (
            path, problem.code, problem.severity, held(problem.message), place.line, place.column, place.cell,
            _held(problem.file or place.file), *problem.span,
        )  # fmt: skip


def _blocks(path: str, extraction: Extraction) -> Iterator[tuple[Any, ...]]:
    for position, block in enumerate(shown_blocks(extraction), 1):
        kind, level, text, start, end, label, lists, table, row, column, marks = block
        yield (
            path, position, kind, level, held(text), start, end, _held(label), lists, table, row, column,
            held(_COMPACT.encode(marks)) if marks else None,
        )  # fmt: skip


def _schemes(identifiers_: Mapping[str, str]) -> list[str]:
    return sorted({held(f"{scheme}:{value}") for scheme, value in identifiers_.items()})


def _held(text: str | None) -> str | None:
    return held(text) if text else None
