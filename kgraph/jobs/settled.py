"""Archives that a store has read, whole or up to some place, and that need not be read again so far while they are as they were.

    STORE/archives.json     for each archive its size and time, with what it was read, how many articles it gave, what was skipped

Only what a build committed is noted, and only what the store still holds counts: a build that is killed, or a store that
is made anew, costs one more look. How far an archive was read is noted only where the store held nothing of it before: of
one that has changed since, reading all of it tells what is gone.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kgraph import addresses
from kgraph.infile import Unfit, read_regular
from kgraph.jobs.articles import Found
from kgraph.jobs.chosen import Choice, Skipped
from kgraph.jobs.progress import Progress, Reached, archive_of_member
from kgraph.outfile import write_file

_NAME = "archives.json"
_MAX_BYTES = 256 * 1024 * 1024
_MANY_SKIPPED = 1_000
_RACY_NS = 2_000_000_000
"""A file may change within the grain of its time: one that is younger than this when it is noted is not trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An archive as it was when it was read: `settings` says with what, `skipped` what of it was left out.

    `through` is how far it was read, as `Member.begin`; 0 for one that was read whole.
    """

    size: int
    time_ns: int
    settings: str
    articles: int
    skipped: tuple[tuple[str, str], ...] = ()
    through: int = 0


def read_with(settings: str, choice: Choice, bibliographies: Iterable[str]) -> str:
    """By what articles of archives are read, in a word: where that is another, archives are read again. Errors: `OSError`."""
    return repr((settings, choice, [(b, Path(b).stat().st_mtime_ns) for b in bibliographies]))


class Settled:
    """What is known of the archives in `found`; look before they are read, then `save`.

    `progress` is to be told of what is read, and `save_progress` notes it.
    """

    def __init__(self, store: Path, found: Found, settings: str, held: Iterable[str]) -> None:
        self._file, self._found = store / _NAME, found
        self._settings, self._now = settings, {a.path: _state(a.file) for a in found.archives}
        before = _load(self._file)
        counts = _per_archive(held, before.keys() | self._now.keys())
        self._kept = {path: note for path, note in before.items() if _is_held(note, counts[path])}
        known = {path: self._kept[path] for path in self._now if self._is_as(path)}
        self.paths = frozenset(path for path, note in known.items() if not note.through)
        """Those that need not be opened."""
        self.since = {path: note.through for path, note in known.items() if note.through}
        """Those that need not be read from the beginning, and from where on."""
        starts = {path: Reached() for path in self._now if not counts[path]}
        starts |= {path: Reached(begin, known[path].articles) for path, begin in self.since.items()}
        self.progress = Progress(starts, found.skipped)

    @property
    def articles(self) -> int:
        """How many articles stand in what need not be read."""
        return sum(self._kept[path].articles for path in (*self.paths, *self.since))

    def skipped(self) -> list[Skipped]:
        """What was left out of that, which is told each time."""
        paths = sorted((*self.paths, *self.since))
        return [Skipped(*row) for path in paths for row in self._kept[path].skipped]

    def holds(self, path: str) -> bool:
        """Whether an article of the store is a member of one of these archives, of which nothing can be gone."""
        known = self.paths | self.since.keys()
        return bool(known) and archive_of_member(path, known) is not None

    def save_progress(self) -> None:
        """Note how far the reading came, now that what it gave is committed. Errors: `OutputError`."""
        if so_far := self._so_far():
            self._write(self._kept | so_far)

    def save(self, held: Iterable[str], failed: Iterable[str]) -> None:
        """Note those that were read whole, now that what they gave is committed.

        `held` are the articles of the store, `failed` those that a worker gave up: their archives are read again.

        Errors: `OutputError`.
        """
        if not self._now and not self._kept:
            return
        skips = self._skips(self._found.skipped)
        counts = _per_archive(held, self._now.keys())
        again = _per_archive(failed, self._now.keys())
        notes = {
            path: note for path, note in self._kept.items() if path not in self._now or path in self.paths
        }
        notes |= self._so_far()
        for path, state in self._now.items():
            if path in self.paths:
                continue
            broken = (
                any(row[0] == path for row in skips[path])
                or len(skips[path]) > _MANY_SKIPPED
                or again[path] > 0
            )
            if state is not None and not broken:
                notes[path] = self._note(state, counts[path], skips[path])
        self._write(notes)

    def _so_far(self) -> dict[str, Note]:
        """A note of each archive that was read up to some place."""
        notes = {}
        for path, reached in self.progress.reached.items():
            state, skips = self._now[path], self._skips(self._found.skipped[: reached.skips])[path]
            if path in self.since and reached.begin == self.since[path]:
                notes[path] = self._kept[path]
            elif state is not None and len(skips) <= _MANY_SKIPPED:
                notes[path] = self._note(state, reached.articles, skips, reached.begin)
        return notes

    def _note(self, state: tuple[int, int], articles: int, skips: Iterable[tuple[str, str]], through: int = 0) -> Note:  # fmt: skip
        return Note(size=state[0], time_ns=state[1], settings=self._settings, articles=articles, skipped=tuple(skips), through=through)  # fmt: skip

    def _skips(self, skipped: Iterable[Skipped]) -> Mapping[str, list[tuple[str, str]]]:
        """What was left out of each archive, each once."""
        skips: dict[str, list[tuple[str, str]]] = {path: [] for path in self._now}
        for skip in dict.fromkeys(skipped):
            archive = archive_of_member(f"{skip.path}/", self._now)
            if archive is not None:
                skips[archive].append((skip.path, skip.reason))
        return skips

    def _write(self, notes: Mapping[str, Note]) -> None:
        if notes != _load(self._file):
            rows = {path: asdict(note) for path, note in sorted(notes.items())}
            write_file(
                self._file, json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
            )

    def _is_as(self, path: str) -> bool:
        note, state = self._kept.get(path), self._now[path]
        return note is not None and state == (note.size, note.time_ns) and note.settings == self._settings


def _is_held(note: Note, count: int) -> bool:
    """Whether a store that has `count` articles of an archive holds what was noted of it."""
    return count >= note.articles > 0 if note.through else count == note.articles


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
    return (
        Counter(archive for path in articles if (archive := archive_of_member(path, named)))
        if named
        else Counter()
    )
