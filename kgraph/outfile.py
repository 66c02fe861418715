"""A file that is whole or not there: written beside its place, then moved."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kgraph.errors import OutputError


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of `path` when the block ends well; else nothing changes.

    Errors: `OutputError` where it cannot be written: no room, no permission, no such folder.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            yield file
        temporary.chmod(0o644)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Make room or choose another place."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, so that a full disk leaves what was there before.

    Errors: `OutputError`.
    """
    with replacing(path) as file:
        file.write(data)
