"""The graph as an rdflib `Dataset`, for those whose tools speak rdflib."""

from collections.abc import Iterable
from typing import Any


def to_rdflib(nquads: Iterable[str]) -> Any:
    """A `rdflib.Dataset` whose default graph is the union of all graphs, prefixes bound."""
    import rdflib

    from kgraph.rdf.vocab import PREFIXES

    dataset = rdflib.Dataset(default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri)
    dataset.parse(data="\n".join(nquads) + "\n", format="nquads")
    return dataset
