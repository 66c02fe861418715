"""N-Quads → the other RDF syntaxes, written by pyoxigraph."""

from collections.abc import Iterable
from typing import Any

from kgraph.errors import UsageError
from kgraph.rdf.vocab import PREFIXES

FORMATS = ("nq", "nt", "ttl", "trig", "jsonld", "rdf")
"""Names of the syntaxes, which are also their suffixes."""


def serialize(nquads: Iterable[str], format: str) -> bytes:
    """The graph in another syntax; `nquads` are lines of canonical N-Quads.

    `nt`, `ttl` and `rdf` have no named graphs: there the graphs are merged.

    Errors: `UsageError` for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown RDF format {format!r} (expected one of {' '.join(FORMATS)})")
    lines = [line.rstrip("\n") for line in nquads]
    if format == "nq":
        return "".join(line + "\n" for line in lines).encode()
    import pyoxigraph

    syntax = {
        "nt": pyoxigraph.RdfFormat.N_TRIPLES, "ttl": pyoxigraph.RdfFormat.TURTLE, "trig": pyoxigraph.RdfFormat.TRIG,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD, "rdf": pyoxigraph.RdfFormat.RDF_XML,
    }[format]  # fmt: skip
    quads = pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    items: Any = quads
    if not syntax.supports_datasets:
        items = sorted({q.triple for q in quads}, key=str)
    return pyoxigraph.serialize(items, format=syntax, prefixes=PREFIXES) or b""
