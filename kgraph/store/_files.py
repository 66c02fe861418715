"""The files of a database as they were when it was committed, so that a damaged one is noticed.

The engine checks the blocks it reads, but takes a shortened journal for the end of it: such a database opens, and
answers with less than it holds. And some queries that meet a broken block never end.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_CONTENT = (".sst", ".log")


def state(db: Path, before: Mapping[str, str] | None = None) -> dict[str, str]:
    """Of each file that holds content: its size and its digest.

    A table is written once and never changed: one that was there `before`, as large, is not read again.
    """
    known = before or {}
    found = {}
    for path in _files(db):
        size, old = str(path.stat().st_size), known.get(path.name, "")
        fresh = _is_journal(path) or old.partition(" ")[0] != size
        found[path.name] = f"{size} {_digest(path)}" if fresh else old
    return found


def differing(db: Path, committed: Mapping[str, str]) -> str | None:
    """The first file that is plainly not as it was committed, by its size, or of a journal its digest; None where all are.

    Of tables, which are large, the engine checks each block that it reads.
    """
    now = {
        path.name: f"{path.stat().st_size} {_digest(path) if _is_journal(path) else ''}".strip()
        for path in _files(db)
    }
    return next(
        (
            name
            for name in sorted({*committed, *now})
            if now.get(name) not in (committed.get(name), committed.get(name, "").partition(" ")[0])
        ),
        None,
    )


def broken(db: Path, committed: Mapping[str, str]) -> str | None:
    """The first file whose content is not as it was committed; None where all are.

    Reads every byte, and a database that has not changed since only once.
    """
    stats = [(path.name, s.st_ino, s.st_mtime_ns, s.st_size) for path in _files(db) if (s := path.stat())]
    return _broken(db, tuple(stats), tuple(sorted(committed.items())))


@lru_cache(maxsize=16)
def _broken(db: Path, stats: tuple[object, ...], committed: tuple[tuple[str, str], ...]) -> str | None:
    for name, expected in committed:
        _, _, digest = expected.partition(" ")
        path = db / name
        if not path.is_file() or (digest and _digest(path) != digest):
            return name
    return None


def _files(db: Path) -> list[Path]:
    return [p for p in sorted(db.iterdir()) if (p.suffix in _CONTENT or _is_journal(p)) and p.is_file()]


def _is_journal(path: Path) -> bool:
    """Whether a file says what the database consists of, or what came after its tables were written: these are small."""
    return path.suffix == ".log" or path.name.startswith(("MANIFEST-", "CURRENT"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
