"""Which articles need not be read again: by size and time of their files, and by digest where these may lie."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kgraph.beside import Folder
from kgraph.engine import ArticleFile, Known
from kgraph.store import File

Check = Literal["stat", "digest"]
RACY_NS = 2_000_000_000
"""A file may change within the grain of its time: one that was younger than this when it was looked at is digested."""


class State(NamedTuple):
    """A file as it was looked at: bytes, when it was changed, and when that was seen, in nanoseconds since 1970."""

    size: int
    mtime_ns: int
    checked_ns: int


@dataclass(slots=True)
class Looked:
    """What a store remembers of articles, beside what is on disk now.

    `remembered` looks an article up by its path; `settings` say by what articles would be read now.
    """

    remembered: Callable[[str], File | None]
    settings: str
    check: Check = "stat"
    states: dict[str, State] = field(default_factory=dict)
    """Files that are read now, as they were before that."""

    def known(self, path: str) -> Known | None:
        """What is remembered of an article that would be read by the same settings."""
        row = self.remembered(path)
        if row is None or row.settings != self.settings:
            return None
        return Known(row.sha256, tuple((what, sha256) for what, sha256 in json.loads(row.beside)))

    def is_as_before(self, article: ArticleFile) -> bool:
        """Whether an article that lies in a file of its own is, by size and time, and so is what was read beside it."""
        now = _state(article.file)
        if now is None:
            return False
        self.states[article.path] = now
        row, known = self.remembered(article.path), self.known(article.path)
        if known is None or row is None or self.check == "digest" or not _same(row, now):
            return False
        if not Folder(article.file, article.reach).is_as(known.beside):
            return False
        del self.states[article.path]
        return True

    def state(self, path: str) -> State | tuple[None, None, None]:
        """The file of an article that was read, as it was before."""
        return self.states.pop(path, (None, None, None))


def _same(row: File, now: State) -> bool:
    if row.mtime_ns is None or row.checked_ns is None or (row.size, row.mtime_ns) != now[:2]:
        return False
    return abs(row.checked_ns - row.mtime_ns) >= RACY_NS


def _state(file: str) -> State | None:
    try:
        status = os.stat(file)  # noqa: PTH116 - of any length
    except OSError:
        return None
    return State(status.st_size, status.st_mtime_ns, time.time_ns())
