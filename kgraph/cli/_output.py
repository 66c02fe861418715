"""Where data goes: standard output, or a file that is whole or not there, at an address too."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kgraph.outfile import replacing


@contextmanager
def opened(target: str | None) -> Iterator[Callable[[bytes | bytearray], object]]:
    """A function that writes to the file `target`, or to standard output for None and `-`."""
    if target is None or target == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
    else:
        with replacing(target) as file:
            yield file.write


def write(data: bytes, target: str | None) -> None:
    """Write `data` to the file `target`, or to standard output for None and `-`."""
    with opened(target) as put:
        put(data)
