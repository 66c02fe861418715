"""N-Quads → the other RDF syntaxes, written by pyoxigraph."""

from collections.abc import Iterable
from typing import Any, Protocol

from kgraph.errors import UsageError
from kgraph.rdf.vocab import PREFIXES

FORMATS = ("nq", "nt", "ttl", "trig", "jsonld", "rdf")
"""Names of the syntaxes, which are also their suffixes."""


class Source(Protocol):
    """Bytes that are read in pieces."""

    def read(self, count: int = -1, /) -> bytes:
        """The next ones; none at the end."""


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take them; how many."""

    def flush(self) -> None:
        """Keep them."""


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

    syntax = _syntax(format)
    quads = pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    items: Any = quads
    if not syntax.supports_datasets:
        items = sorted({q.triple for q in quads}, key=str)
    return pyoxigraph.serialize(items, format=syntax, prefixes=PREFIXES) or b""


def translate(ntriples: Source, out: Sink, format: str) -> None:
    """N-Triples in another syntax, piece by piece: in the order they come, and as often."""
    import pyoxigraph

    read: Any = ntriples  # the engine asks for whole files, and uses `read` and `write` alone
    written: Any = out
    triples = pyoxigraph.parse(read, format=pyoxigraph.RdfFormat.N_TRIPLES)
    pyoxigraph.serialize(triples, written, format=_syntax(format), prefixes=PREFIXES)


def _syntax(format: str) -> Any:
    import pyoxigraph

    return {
        "nt": pyoxigraph.RdfFormat.N_TRIPLES, "ttl": pyoxigraph.RdfFormat.TURTLE, "trig": pyoxigraph.RdfFormat.TRIG,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD, "rdf": pyoxigraph.RdfFormat.RDF_XML,
    }[format]  # fmt: skip
