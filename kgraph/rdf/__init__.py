"""Extractions and observations → quads. N-Quads text is the wire format between rooms."""

from kgraph.rdf.build import nquads, quads, run_quads
from kgraph.rdf.keys import DEFAULT_BASE, article_iri, article_key, entry_iris
from kgraph.rdf.serialize import MEDIA_TYPES, SYNTAXES, Sink, Source, Syntax, serialize, translate

__all__ = [
    "DEFAULT_BASE",
    "MEDIA_TYPES",
    "SYNTAXES",
    "Sink",
    "Source",
    "Syntax",
    "article_iri",
    "article_key",
    "entry_iris",
    "nquads",
    "quads",
    "run_quads",
    "serialize",
    "translate",
]
