"""N-Quads → the other RDF syntaxes, written by pyoxigraph."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from kgraph.errors import UsageError
from kgraph.rdf.vocab import PREFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """One way to write RDF: its name, which is its suffix too, its media type, and whether it has named graphs."""

    name: str
    media_type: str
    named_graphs: bool


SYNTAXES = (
    Syntax(name="nq", media_type="application/n-quads", named_graphs=True),
    Syntax(name="nt", media_type="application/n-triples", named_graphs=False),
    Syntax(name="ttl", media_type="text/turtle", named_graphs=False),
    Syntax(name="trig", media_type="application/trig", named_graphs=True),
    Syntax(name="jsonld", media_type="application/ld+json", named_graphs=True),
    Syntax(name="rdf", media_type="application/rdf+xml", named_graphs=False),
)
"""The syntaxes that are written; what has no named graphs gets the graphs merged."""
MEDIA_TYPES = {syntax.name: syntax.media_type for syntax in SYNTAXES}


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

    Errors: `UsageError` for an unknown format.
    """
    if format not in MEDIA_TYPES:
        raise UsageError(f"unknown RDF format {format!r} (expected one of {' '.join(MEDIA_TYPES)})")
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

    return pyoxigraph.RdfFormat.from_media_type(MEDIA_TYPES[format])
