"""What is worked out once of a generation, and kept beside it: the columns of the explorer, its answers.

    STORE/explorer/kgraph-explorer                    says that the folder was made by kgraph
    STORE/explorer/<16 hex>-<8 hex>-<part>.json.gz    a part: of the generation with that digest, made by what has the other

Each file is whole or not there, begins with the digest of the rest, and can be made anew: one that is damaged counts as none. Where
nothing can be written nothing is kept.
"""

import hashlib
import os
import re
import time
from contextlib import suppress
from pathlib import Path

from kgraph.store import _own

_FOLDER = "explorer"
_MARK = "kgraph-explorer"
_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{8})-[a-z]+\.json\.gz(\.new-\d+)?")
_UNFINISHED_S = 600.0
"""What is still being written after so long was left by a run that was killed."""
_SHA256 = 32


class Kept:
    """The parts that are kept of the generation with a `digest`; `made_by` is the digest of what makes them."""

    def __init__(self, store: Path, digest: str, made_by: str) -> None:
        self._store, self._digest, self._made_by = store, digest[:16], made_by[:8]

    def get(self, part: str) -> bytes | None:
        """A part, gzipped JSON; None where it is not kept."""
        path = self._path(part)
        if path.parent.is_symlink() or not _own.is_file(path):
            return None
        with suppress(OSError):
            data = path.read_bytes()
            if hashlib.sha256(memoryview(data)[_SHA256:]).digest() == data[:_SHA256]:
                return data[_SHA256:]
        return None

    def put(self, part: str, data: bytes) -> None:
        """Keep a part, as far as it can be written, and remove what others made of this generation."""
        path = self._path(part)
        if path.parent.is_symlink():
            return
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            _own.write_mark(path.parent / _MARK, "What is in this folder was worked out from the store, and can be again.\n")  # fmt: skip
            beside = path.with_name(f"{path.name}.new-{os.getpid()}")
            try:
                with beside.open("xb") as file:
                    file.write(hashlib.sha256(data).digest())
                    file.write(data)
                beside.replace(path)
            except OSError:
                beside.unlink(missing_ok=True)
                raise
        clean(self._store, self._digest, self._made_by)

    def _path(self, part: str) -> Path:
        return self._store / _FOLDER / f"{self._digest}-{self._made_by}-{part}.json.gz"


def clean(store: Path, digest: str, made_by: str | None = None) -> None:
    """Remove what is kept of other generations than that with this digest, and, by whoever is named, what others made of it.

    Nothing raises.
    """
    folder = store / _FOLDER
    if folder.is_symlink() or not _own.is_file(folder / _MARK):
        return
    with suppress(OSError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match and _is_over(path, match, digest, made_by):
                path.unlink(missing_ok=True)


def _is_over(path: Path, name: re.Match[str], digest: str, made_by: str | None) -> bool:
    if (
        made_by is None
    ):  # a build: others may have opened an older generation, and keep what they made of it until the next
        return name[1] != digest[:16]
    if name[3]:
        with suppress(OSError):
            return time.time() - path.lstat().st_mtime > _UNFINISHED_S
    return name[1] == digest[:16] and name[2] != made_by[:8]
