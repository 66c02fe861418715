"""The files of a database as they were when it was written, so that a damaged one is noticed; and their removal.

The engine checks the blocks it reads, but takes a shortened journal for the end of it: such a database opens, and
answers with less than it holds. And some queries that meet a broken block never end.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from kgraph.store import _own

_CONTENT = (".sst", ".log")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_WRITTEN = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log|blob)|(?:.+\.)?\d*\.?dbtmp"
)


def state(db: Path) -> dict[str, str]:
    """Of each file that holds content: its size and its digest."""
    return {path.name: f"{path.stat().st_size} {_digest(path)}" for path in _files(db)}


def differing(db: Path, written: Mapping[str, str]) -> str | None:
    """The first file that is plainly not as it was written, by its size, or of a journal its digest; None where all are.

    Of tables, which are large, the engine checks each block that it reads.
    """
    now = {
        path.name: f"{path.stat().st_size} {_digest(path) if _is_journal(path) else ''}".strip()
        for path in _files(db)
    }
    return next(
        (
            name
            for name in sorted({*written, *now})
            if now.get(name) not in (written.get(name), written.get(name, "").partition(" ")[0])
        ),
        None,
    )


def broken(db: Path, written: Mapping[str, str]) -> str | None:
    """The first file whose content is not as it was written; None where all are.

    Reads every byte, and those of a database that has not changed since only once.
    """
    stats = [(path.name, s.st_ino, s.st_mtime_ns, s.st_size) for path in _files(db) if (s := path.stat())]
    return _broken(db, tuple(stats), tuple(sorted(written.items())))


@lru_cache(maxsize=16)
def _broken(db: Path, stats: tuple[object, ...], written: tuple[tuple[str, str], ...]) -> str | None:
    for name, expected in written:
        path = db / name
        if not path.is_file() or _digest(path) != expected.partition(" ")[2]:
            return name
    return None


def remove(db: Path) -> None:
    """Remove the files that the engine writes, and the folder where nothing else is left in it. Nothing raises."""
    with suppress(OSError):
        here = os.open(db, _FOLDER)
        try:
            _own.remove_files(here, _WRITTEN)
        finally:
            os.close(here)
        db.rmdir()


def _files(db: Path) -> list[Path]:
    return [p for p in sorted(db.iterdir()) if (p.suffix in _CONTENT or _is_journal(p)) and p.is_file()]


def _is_journal(path: Path) -> bool:
    """Whether a file says what the database consists of, or what came after its tables were written: these are small."""
    return path.suffix == ".log" or path.name.startswith(("MANIFEST-", "CURRENT"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
