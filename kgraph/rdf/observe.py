"""`Observation` → N-Quads lines: a dated snapshot of a source, in a graph of its own (docs/rdf-model.md)."""

import hashlib
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.observation import Observation
from kgraph.rdf.keys import DEFAULT_BASE
from kgraph.rdf.terms import integer, iri, literal, typed
from kgraph.rdf.vocab import expand

KINDS = {
    "paper": "schema:ScholarlyArticle",
    "article": "schema:Article",
    "book": "schema:Book",
    "video": "schema:VideoObject",
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot as it stands in a graph: its IRI, that of the one before it, and when it was first seen."""

    iri: str
    before: str | None
    first: str


def snapshot(observation: Observation, last: Snapshot | None, base: str = DEFAULT_BASE) -> Snapshot:
    """The snapshot that an observation is, where `last` is the last one that its fetcher made of its source.

    The same thing seen again is the same snapshot, seen later; anything else is a revision of the last one, also
    where it is what was seen before that.
    """
    if last and last.iri == observation_iri(observation, base, after=last.before):
        return last
    before = last.iri if last else None
    return Snapshot(observation_iri(observation, base, after=before), before, observation.time)


def observation_iri(observation: Observation, base: str = DEFAULT_BASE, *, after: str | None = None) -> str:
    """The IRI of a snapshot that comes `after` another, and the name of its graph."""
    seen = (
        observation.about,
        observation.fetcher,
        observation.status,
        observation.final or "",
        observation.title or "",
        observation.sha256 or "",
        *observation.authors,
        observation.date or "",
        *((after,) if after else ()),
    )
    return f"{base}obs/{hashlib.sha256(chr(0).join(seen).encode('utf-8', 'replace')).hexdigest()[:24]}"


def linked(observation: Observation) -> set[str]:
    """The ids of the sources that a page links to, as entries with these addresses would have them."""
    ids = {identifiers.identify(link).id for link in observation.links if identifiers.canonical_url(link)}
    return {link for link in ids if identifiers.iri(link)}


def observation_quads(
    observation: Observation, base: str = DEFAULT_BASE, *, kept: Snapshot | None = None
) -> list[str]:
    """Sorted N-Quads lines of one observation as the snapshot `kept`, by default a first one; its graph last."""
    kept = kept or snapshot(observation, None, base)
    node = f"<{kept.iri}>"
    rows = {
        f"{expand('rdf:type')} {expand('kg:Observation')}",
        f"{expand('rdf:type')} {expand('prov:Entity')}",
        f"{expand('prov:specializationOf')} {iri(observation.about)}",
        f"{expand('prov:generatedAtTime')} {typed(observation.time, 'dateTime')}",
        f"{expand('kg:firstSeen')} {typed(kept.first, 'dateTime')}",
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
    if kept.before:
        rows.add(f"{expand('prov:wasRevisionOf')} {iri(kept.before)}")
    if observation.chain:
        # One literal, since the order counts: a blank in an address stands as %20.
        rows.add(
            f"{expand('kg:redirect')} {literal(' '.join(u.replace(' ', '%20') for u in observation.chain))}"
        )
    if observation.http_status is not None:
        rows.add(f"{expand('kg:httpStatus')} {integer(observation.http_status)}")
    if observation.agreement is not None:
        rows.add(f"{expand('kg:agreement')} {typed(f'{observation.agreement:.2f}', 'decimal')}")
    if observation.kind in KINDS:
        rows.add(f"{expand('kg:fetchedKind')} {expand(KINDS[observation.kind])}")
    if observation.same_as and identifiers.iri(observation.same_as):
        rows.add(f"{expand('kg:sameAs')} {iri(observation.same_as)}")
    rows.update(f"{expand('kg:linksTo')} {iri(link)}" for link in linked(observation))
    rows.update(f"{expand('kg:note')} {literal(note)}" for note in observation.notes)
    rows.update(
        f"{expand('schema:identifier')} {literal(f'{k}:{v}')}" for k, v in observation.identifiers.items()
    )
    return sorted(f"{node} {row} {node} ." for row in rows)
