"""The graphs of a store as N-Quads for an engine: as they are, or merged into one default graph (decisions/0008)."""

from collections.abc import Iterable, Iterator

_PIECE_BYTES = 1024 * 1024


def merged(graphs: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """What all graphs say, in the default graph: what two of them say comes twice, and is held once.

    >>> list(merged([("urn:g", b"<urn:a> <urn:b> <urn:c> <urn:g> .\\n")]))
    [b'<urn:a> <urn:b> <urn:c> .\\n']
    """
    for graph, nquads in graphs:
        # Literals hold no line ends: this is the end of a line, and of nothing else.
        named = f" <{graph}> .\n".encode()
        for piece in _pieces(nquads):
            yield piece.replace(named, b" .\n")


def named(graphs: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """What each graph says, in a graph of its name."""
    for _, nquads in graphs:
        yield from _pieces(nquads)


def both(graphs: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """All graphs by their names, and the default graph that they are merged in."""
    for graph in graphs:
        yield from merged([graph])
        yield from named([graph])


def _pieces(nquads: bytes) -> Iterator[bytes]:
    """Whole lines, each with its end: a large graph is never copied as a whole."""
    start = 0
    while start < len(nquads):
        end = nquads.find(b"\n", start + _PIECE_BYTES)
        piece = nquads[start:] if end < 0 else nquads[start : end + 1]
        start += len(piece)
        yield piece if piece.endswith(b"\n") else piece + b"\n"
