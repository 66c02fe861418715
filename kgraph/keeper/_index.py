"""The process that writes a database on disk: loading a large graph starts threads and takes memory, and ends with it.

Protocol, on the socket that is its standard input: a piece of JSON (`folder`), then N-Quads in pieces, up to an empty
one. It answers a piece of JSON once all is on disk (`kind`: ready, or broken with its `message`). Where its input ends
before, it ends too, and what it has written is not whole.
"""

import io
import json
import os
import socket
from contextlib import suppress
from typing import Any, BinaryIO

from kgraph.keeper import _frames


def main() -> None:
    """Write one database."""
    control = socket.socket(fileno=os.dup(0))
    with suppress(EOFError, ConnectionError), control.makefile("rb") as stream:
        folder = json.loads(_frames.piece(stream))["folder"]
        told = {"kind": "ready"}
        try:
            _write(folder, stream)
        except (ValueError, SyntaxError, OSError, RuntimeError) as error:
            told = {"kind": "broken", "message": str(error)}
        control.sendall(_frames.message(told))


def _write(folder: str, stream: BinaryIO) -> None:
    import pyoxigraph

    lines: Any = _Lines(stream)
    database = pyoxigraph.Store(folder)
    # One load of a stream, not one a piece: the engine sorts more at once, and writes fewer and larger files.
    database.bulk_load(lines, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    database.flush()
    if not lines.ended:
        raise EOFError


class _Lines(io.RawIOBase):
    """The pieces as one stream, which ends where they do."""

    def __init__(self, stream: BinaryIO) -> None:
        self._pieces = _frames.pieces(stream)
        self._piece = memoryview(b"")
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with what comes; 0 at the end."""
        if not self._piece:
            self._piece = memoryview(next(self._pieces, b""))
            self.ended = not self._piece
        size = min(len(buffer), len(self._piece))
        buffer[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size


if __name__ == "__main__":
    main()
