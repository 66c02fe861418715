"""`Observation` → N-Quads lines: a dated snapshot of a source, in a graph of its own (docs/rdf-model.md)."""

import hashlib

from kgraph import identifiers
from kgraph.model import Observation
from kgraph.rdf.keys import DEFAULT_BASE
from kgraph.rdf.terms import integer, iri, literal, typed
from kgraph.rdf.vocab import expand

_KINDS = {
    "paper": "schema:ScholarlyArticle",
    "article": "schema:Article",
    "book": "schema:Book",
    "video": "schema:VideoObject",
}


def observation_iri(observation: Observation, base: str = DEFAULT_BASE) -> str:
    """The IRI of the snapshot, and the name of its graph.

    The same fetcher seeing the same thing again is the same snapshot, seen later: only what is new adds a graph.
    """
    seen = (
        observation.about,
        observation.fetcher,
        observation.status,
        observation.final or "",
        observation.title or "",
        observation.sha256 or "",
    )
    return f"{base}obs/{hashlib.sha256(chr(0).join(seen).encode('utf-8', 'replace')).hexdigest()[:24]}"


def observation_quads(observation: Observation, base: str = DEFAULT_BASE) -> list[str]:
    """Sorted N-Quads lines of one observation, its own graph last."""
    node = f"<{observation_iri(observation, base)}>"
    rows = {
        f"{expand('rdf:type')} {expand('kg:Observation')}",
        f"{expand('rdf:type')} {expand('prov:Entity')}",
        f"{expand('prov:specializationOf')} {iri(observation.about)}",
        f"{expand('prov:generatedAtTime')} {typed(observation.time, 'dateTime')}",
        f"{expand('kg:fetcher')} {literal(observation.fetcher)}",
        f"{expand('kg:sourceStatus')} {literal(observation.status)}",
        f"{expand('kg:asked')} {literal(observation.asked)}",
    }
    for predicate, value in (
        ("kg:final", observation.final),
        ("kg:bodySha256", observation.sha256),
        ("kg:fetchedTitle", observation.title),
        ("kg:authors", "; ".join(observation.authors)),
        ("dcterms:date", observation.date),
        ("kg:fetchedSite", observation.site),
        ("schema:description", observation.description),
        ("schema:inLanguage", observation.language),
        ("kg:canonical", observation.canonical),
        ("kg:archived", observation.archived),
    ):
        if value:
            rows.add(f"{expand(predicate)} {literal(value)}")
    if observation.http_status is not None:
        rows.add(f"{expand('kg:httpStatus')} {integer(observation.http_status)}")
    if observation.agreement is not None:
        rows.add(f"{expand('kg:agreement')} {typed(f'{observation.agreement:.2f}', 'decimal')}")
    if observation.kind in _KINDS:
        rows.add(f"{expand('kg:fetchedKind')} {expand(_KINDS[observation.kind])}")
    if observation.same_as and identifiers.iri(observation.same_as):
        rows.add(f"{expand('kg:sameAs')} {iri(observation.same_as)}")
    rows.update(f"{expand('kg:redirect')} {literal(url)}" for url in observation.chain)
    rows.update(f"{expand('kg:note')} {literal(note)}" for note in observation.notes)
    rows.update(
        f"{expand('schema:identifier')} {literal(f'{k}:{v}')}" for k, v in observation.identifiers.items()
    )
    return sorted(f"{node} {row} {node} ." for row in rows)
