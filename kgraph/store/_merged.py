"""The default graph of a store: what all named graphs say, each fact once (decisions/0008).

Articles that cite the same source say the same of it, each in its own graph. Asked over the union of the graphs
the engine answers once for each of them: counts come out too high, and a join of two such facts multiplies.
"""

from collections.abc import Iterable
from typing import Any


def loadable(lines: Iterable[str]) -> bytes:
    """N-Quads of `lines` and of what they add to the default graph."""
    quads = list(lines)
    return "".join(
        [f"{line}\n" for line in quads] + [f"{line[: line.rindex(' <')]} .\n" for line in quads]
    ).encode()


def remove(db: Any, graph: str) -> None:
    """Take a named graph out, and from the default graph what only it says."""
    import pyoxigraph

    node = pyoxigraph.NamedNode(graph)
    if not db.contains_named_graph(node):
        return
    kept = (node, pyoxigraph.DefaultGraph())
    alone = [
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for quad in db.quads_for_pattern(None, None, None, node)
        if all(
            other.graph_name in kept
            for other in db.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        )
    ]
    # Before anything is changed, since it may take much memory.
    update = "DELETE DATA {\n" + "\n".join(alone) + "\n}"
    db.remove_graph(node)
    if alone:
        db.update(update)
