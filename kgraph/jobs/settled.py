"""Archives that a store has read whole, and that need not be opened again while they are as they were.

    STORE/archives.json     for each archive its size and time, with what it was read, how many articles it gave, what was skipped

Only what a build committed is noted, and only what the store still holds counts: a build that is killed, or a store that
is made anew, costs one more look.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kgraph import addresses
from kgraph.infile import Unfit, read_regular
from kgraph.jobs.articles import Found
from kgraph.jobs.chosen import Skipped
from kgraph.outfile import write_file

_NAME = "archives.json"
_MAX_BYTES = 256 * 1024 * 1024
_MANY_SKIPPED = 1_000
_RACY_NS = 2_000_000_000
"""A file may change within the grain of its time: one that is younger than this when it is noted is not trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An archive as it was when it was read: `settings` says with what, `skipped` what of it was left out."""

    size: int
    time_ns: int
    settings: str
    articles: int
    skipped: tuple[tuple[str, str], ...] = ()


class Settled:
    """What is known of the archives in `found`; look before they are read, then `save`."""

    def __init__(self, store: Path, found: Found, settings: str, held: Mapping[str, Any]) -> None:
        self._file, self._found = store / _NAME, found
        self._settings, self._now = settings, {a.path: _state(a.file) for a in found.archives}
        before = _load(self._file)
        counts = _per_archive(held, before.keys() | self._now.keys())
        self._kept = {path: note for path, note in before.items() if counts[path] == note.articles}
        self.paths = frozenset(path for path in self._now if self._is_as(path))
        """Those that need not be opened."""

    @property
    def articles(self) -> int:
        """How many articles these have."""
        return sum(self._kept[path].articles for path in self.paths)

    def skipped(self) -> list[Skipped]:
        """What was left out of them, which is told each time."""
        return [Skipped(*row) for path in sorted(self.paths) for row in self._kept[path].skipped]

    def holds(self, path: str) -> bool:
        """Whether an article of the store is a member of one of these."""
        return bool(self.paths) and _archive(path, self.paths) is not None

    def save(self, held: Iterable[str], failed: Iterable[str]) -> None:
        """Note those that were read whole, now that what they gave is committed.

        `held` are the articles of the store, `failed` those that a worker gave up: their archives are read again.

        Errors: `OutputError`.
        """
        if not self._now and not self._kept:
            return
        skips: dict[str, list[tuple[str, str]]] = {path: [] for path in self._now}
        for skip in self._found.skipped:
            archive = _archive(f"{skip.path}/", self._now)
            if archive is not None:
                skips[archive].append((skip.path, skip.reason))
        counts = _per_archive(held, self._now.keys())
        again = _per_archive(failed, self._now.keys())
        notes = dict(self._kept)
        for path, state in self._now.items():
            if path in self.paths:
                continue
            notes.pop(path, None)
            broken = (
                any(row[0] == path for row in skips[path])
                or len(skips[path]) > _MANY_SKIPPED
                or again[path] > 0
            )
            if state is not None and not broken:
                notes[path] = Note(size=state[0], time_ns=state[1], settings=self._settings, articles=counts[path], skipped=tuple(skips[path]))  # fmt: skip
        if notes != _load(self._file):
            rows = {path: asdict(note) for path, note in sorted(notes.items())}
            write_file(
                self._file, json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
            )

    def _is_as(self, path: str) -> bool:
        note, state = self._kept.get(path), self._now[path]
        return note is not None and state == (note.size, note.time_ns) and note.settings == self._settings


def _state(file: str) -> tuple[int, int] | None:
    """Size and time of a file, or what stands for them at an address; None for one that changed just now, or is not there."""
    import time

    if addresses.is_address(file):
        return addresses.state(file)
    try:
        status = os.stat(file)  # noqa: PTH116 - of any length
    except OSError:
        return None
    racy = abs(time.time_ns() - status.st_mtime_ns) < _RACY_NS
    return None if racy else (status.st_size, status.st_mtime_ns)


def _load(file: Path) -> dict[str, Note]:
    """The notes; none where there are none, or what is there is no such file: then archives are read again."""
    try:
        rows = json.loads(read_regular(str(file), _MAX_BYTES))
        return {path: Note(**(row | {"skipped": tuple((str(p), str(r)) for p, r in row["skipped"])})) for path, row in rows.items()}  # fmt: skip
    except (OSError, Unfit, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _per_archive(articles: Iterable[str], archives: Iterable[str]) -> Counter[str]:
    """How many of the articles are members of each archive."""
    named = frozenset(archives)
    return Counter(archive for path in articles if (archive := _archive(path, named))) if named else Counter()


def _archive(path: str, archives: Any) -> str | None:
    """Which of the archives a path lies in."""
    while path:
        path = path.rpartition("/")[0]
        if path in archives:
            return path
    return None
