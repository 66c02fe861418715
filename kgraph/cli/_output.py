"""Where data goes: standard output, or a file that is whole or not there."""

import sys
from pathlib import Path

from kgraph.graph import write_file


def write(data: bytes, target: str | None) -> None:
    """Write `data` to the file `target`, or to standard output for None and `-`."""
    if target is None or target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_file(Path(target), data)
