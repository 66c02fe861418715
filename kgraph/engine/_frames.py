"""Messages over a pipe that is read as they come: a small value, and many bytes that are copied only once."""

import os
import pickle
import struct
from collections.abc import Generator
from typing import Any

_HEAD = struct.Struct("<IQ")
"""The lengths of a message's value and of its bytes, which follow."""
_THROWN_AWAY_AT_ONCE = 64 * 1024

Message = tuple[Any, bytearray | None]
"""A value and its bytes; None in place of bytes for which there was no memory."""


def send(pipe: int, value: Any, data: bytes | bytearray = b"") -> None:
    """Write one message to a pipe that waits. Errors: `BrokenPipeError` where nobody reads it."""
    packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    head = _HEAD.pack(len(packed), len(data)) + packed
    # In one call, so that who reads wakes once.
    rest = [memoryview(head), memoryview(data)]
    written = os.writev(pipe, rest)
    for part in rest:
        rest_of_part = part[written:]
        written -= len(part) - len(rest_of_part)
        while rest_of_part:
            rest_of_part = rest_of_part[os.write(pipe, rest_of_part) :]


class Frames:
    """The messages of a pipe that does not wait. `ended` tells that the other end is closed."""

    def __init__(self, pipe: int) -> None:
        self.ended = False
        self._pipe = pipe
        self._whole: list[Message] = []
        self._parts = self._receive()
        self._rest = next(self._parts)

    def read(self) -> list[Message]:
        """The messages that have become whole; one that ends in the middle is none."""
        while not self.ended:
            try:
                count = os.readv(self._pipe, [self._rest])
            except BlockingIOError:
                break
            self.ended = not count
            self._rest = self._rest[count:]
            if not self._rest:
                self._rest = next(self._parts)
        whole, self._whole = self._whole, []
        return whole

    def _receive(self) -> Generator[memoryview, None, None]:
        """Yields what is to be filled next, and keeps what is whole."""
        while True:
            head = bytearray(_HEAD.size)
            yield memoryview(head)
            value_size, data_size = _HEAD.unpack(head)
            packed = bytearray(value_size)
            yield memoryview(packed)
            data: bytearray | None = None
            try:
                data = bytearray(data_size)
            except MemoryError:
                scrap = memoryview(bytearray(_THROWN_AWAY_AT_ONCE))
                for at in range(0, data_size, len(scrap)):
                    yield scrap[: data_size - at]
            if data:
                yield memoryview(data)
            self._whole.append((pickle.loads(packed), data))
