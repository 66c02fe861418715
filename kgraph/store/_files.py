"""The files of a database as they were when it was committed, so that a damaged one is noticed.

The engine checks the blocks it reads, but takes a shortened journal for the end of it: such a database opens, and
answers with less than it holds.
"""

import hashlib
from pathlib import Path

_JOURNALS = ("MANIFEST-", "CURRENT")
_CONTENT = (*_JOURNALS, ".sst", ".log")


def state(db: Path) -> dict[str, str]:
    """Of each file that holds content: its size, and of the engine's journals their digest too."""
    return {
        path.name: f"{path.stat().st_size} {_digest(path)}".rstrip()
        for path in sorted(db.iterdir())
        if path.name.startswith(_JOURNALS) or path.suffix in _CONTENT
    }


def differing(db: Path, committed: dict[str, str]) -> str | None:
    """The first file that is not as it was committed; None where all are."""
    now = state(db)
    return next((name for name in sorted({*committed, *now}) if committed.get(name) != now.get(name)), None)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.name.startswith(_JOURNALS) else ""
