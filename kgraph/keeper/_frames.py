"""Pieces of bytes on a stream, each behind its length in four bytes, big-endian; a length of zero ends a row of them."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO


def head(size: int) -> bytes:
    """What stands before a piece of that many bytes."""
    return size.to_bytes(4, "big")


def message(value: Any) -> bytes:
    """A piece of JSON, its length before it."""
    data = json.dumps(value).encode()
    return head(len(data)) + data


def piece(stream: BinaryIO) -> bytes:
    """The next piece. Errors: `EOFError` where the stream ends before it is whole."""
    return _whole(stream, int.from_bytes(_whole(stream, 4), "big"))


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """All pieces up to the end of the row. Errors: `EOFError` where the stream ends before that."""
    while data := piece(stream):
        yield data


def _whole(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
