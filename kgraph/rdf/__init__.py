"""Extractions and observations → quads. N-Quads text is the wire format between rooms."""

from kgraph.rdf.build import nquads, quads, run_quads
from kgraph.rdf.keys import DEFAULT_BASE, article_iri, article_key
from kgraph.rdf.serialize import FORMATS, Sink, Source, serialize, translate

__all__ = [
    "DEFAULT_BASE",
    "FORMATS",
    "Sink",
    "Source",
    "article_iri",
    "article_key",
    "nquads",
    "quads",
    "run_quads",
    "serialize",
    "translate",
]
