"""What an article brings to a store, on its way from the process that read it: rows, and its graph, compressed."""

import pickle
from typing import NamedTuple

from kgraph.tables.rows import Columns


class Packed(NamedTuple):
    """The rows of an article, how many triples its graph has, how many bytes these are as N-Quads, and they, compressed."""

    rows: Columns
    triples: int
    size: int
    nquads: bytes

    @property
    def weight(self) -> int:
        """About the bytes of memory it takes."""
        return len(self.nquads) + self.size // 4


def compressed(rows: Columns, nquads: bytes) -> Packed:
    """`rows` and the N-Quads of one graph, whose lines each have an end, the last one too."""
    import pyarrow

    return Packed(
        rows, nquads.count(b"\n"), len(nquads), pyarrow.compress(nquads, codec="zstd", asbytes=True)
    )


def decompressed(data: bytes, size: int) -> bytes:
    """The N-Quads, of which there are `size` bytes. Errors: `OSError` or `ValueError` for what is none."""
    import pyarrow

    found: bytes = pyarrow.decompress(data, decompressed_size=size, codec="zstd", asbytes=True)
    return found


def pack(packed: Packed) -> bytes:
    """As bytes, for a pipe."""
    return pickle.dumps(tuple(packed), pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes | bytearray) -> Packed:
    """What `pack` made; the bytes are a child's of our own."""
    return Packed(*pickle.loads(data))
