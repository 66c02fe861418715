"""kgraph: cited articles in, a knowledge graph of claims and the sources that back them out.

>>> import kgraph
>>> extraction = kgraph.extract_text("Ice floats.[1]\\n\\n## References\\n\\n[1] https://example.org/ice")
>>> extraction.claims[0].text, extraction.claims[0].sources
('Ice floats.', ('https://example.org/ice',))
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kgraph.errors import KgraphError
    from kgraph.graph import Graph, build, enrich, extract, extract_text, open_graph
    from kgraph.model import Claim, Extraction, Marker, Problem, ReferenceEntry, Source

__all__ = [
    "Claim", "Extraction", "Graph", "KgraphError", "Marker", "Problem", "ReferenceEntry", "Source",
    "__version__", "build", "enrich", "extract", "extract_text", "open_graph",
]  # fmt: skip

_HOMES = {
    **dict.fromkeys(("Claim", "Extraction", "Marker", "Problem", "ReferenceEntry", "Source"), "kgraph.model"),
    **dict.fromkeys(("Graph", "build", "enrich", "extract", "extract_text", "open_graph"), "kgraph.graph"),
    "KgraphError": "kgraph.errors",
}


class _Package(ModuleType):
    """Keeps `kgraph.extract` the function although there is a room of that name (decisions/0003)."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Public names come from their rooms when first asked for, so that `import kgraph` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
