"""The default graph of a store: what all named graphs say, each fact once (decisions/0008).

Articles that cite the same source say the same of it, each in its own graph. Asked over the union of the graphs
the engine answers once for each of them: counts come out too high, and a join of two such facts multiplies.
"""

from collections.abc import Iterator, Mapping
from typing import Any


def loadable(graphs: Mapping[str, bytes | bytearray], part_bytes: int) -> Iterator[bytes]:
    """The N-Quads of each graph and what they add to the default graph, in parts of a few times `part_bytes`.

    A large graph is cut between two lines, so that it is never copied as a whole.
    """
    pieces: list[bytes] = []
    size = 0
    for graph, nquads in graphs.items():
        named = (
            f" <{graph}> .\n".encode()
        )  # literals hold no line ends: this is the end of a line, and of nothing else
        for piece in _pieces(nquads, part_bytes):
            pieces += (piece, piece.replace(named, b" .\n"))
            size += len(piece)
            if size >= part_bytes:
                yield b"".join(pieces)
                pieces, size = [], 0
    if pieces:
        yield b"".join(pieces)


def _pieces(nquads: bytes | bytearray, part_bytes: int) -> Iterator[bytes]:
    """Whole lines of about `part_bytes` at a time, each with its end."""
    start = 0
    while start < len(nquads):
        end = nquads.find(b"\n", start + part_bytes)
        piece = bytes(nquads[start:]) if end < 0 else bytes(nquads[start : end + 1])
        start += len(piece)
        yield piece if piece.endswith(b"\n") else piece + b"\n"


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
