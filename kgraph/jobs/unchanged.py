"""Which articles need not be read again: by size and time of their files, and by digest where these may lie."""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kgraph.beside import Folder, digest
from kgraph.engine import ArticleFile, Known
from kgraph.jobs.paths import graph_path, is_address
from kgraph.store import File

Check = Literal["stat", "digest"]
RACY_NS = 2_000_000_000
"""A file may change within the grain of its time: one that was younger than this when it was looked at is digested."""


_PAGE = "page "
"""Begins the first of what was seen beside a page that was fetched: the file it is in, with the digest of its origin."""


def page_file(beside: str) -> str:
    """The file of a page that was fetched, as the graph would call it, by what a store remembers; "" for another article.

    >>> page_file('[["page pages/a.html", "01"], ["names", ""]]'), page_file("[]")
    ('pages/a.html', '')
    """
    seen = json.loads(beside)
    return str(seen[0][0]).removeprefix(_PAGE) if seen and seen[0][0].startswith(_PAGE) else ""


class State(NamedTuple):
    """A file as it was looked at: bytes, when it was changed, and when that was seen, in nanoseconds since 1970."""

    size: int
    mtime_ns: int
    checked_ns: int


@dataclass(slots=True)
class Looked:
    """What a store remembers of articles, beside what is on disk now.

    `remembered` looks an article up by its path; `settings` say by what articles would be read now; `pages` are those
    articles that were fetched, by their addresses.
    """

    remembered: Callable[[str], File | None]
    settings: str
    check: Check = "stat"
    pages: Mapping[str, ArticleFile] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    """Files that are read now, as they were before that."""

    def known(self, path: str) -> Known | None:
        """What is remembered of an article that would be read by the same settings."""
        row = self.remembered(path)
        return self._known(path, row) if row is not None else None

    def _known(self, path: str, row: File) -> Known | None:
        if row.settings != self.settings:
            return None
        seen = tuple((what, sha256) for what, sha256 in json.loads(row.beside))
        own = self.row_of(path)
        return Known(row.sha256, seen[len(own) :]) if seen[: len(own)] == own else None

    def row_of(self, path: str) -> tuple[tuple[str, str], ...]:
        """What the manifest says of a page, to be remembered with what was read beside it; nothing of another article."""
        page = self.pages.get(path)
        return ((f"{_PAGE}{graph_path(page.file)}", digest(repr(page.origin).encode())),) if page else ()

    def page(self, path: str) -> str:
        """The file that a page lay in when it was read; "" for an article that is no page."""
        row = self.remembered(path) if is_address(path) else None
        return page_file(row.beside) if row else ""

    def is_as_before(self, article: ArticleFile) -> bool:
        """Whether an article that lies in a file of its own is, by size and time, and so is what was read beside it."""
        now = _state(article.file)
        if now is None:
            return False
        self.states[article.path] = now
        row = self.remembered(article.path)
        known = self._known(article.path, row) if row is not None else None
        if known is None or row is None or self.check == "digest" or not _same(row, now):
            return False
        # Nothing was looked at beside most articles: their folders are left alone.
        if known.beside and not Folder(article.file, article.reach).is_as(known.beside):
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
    """How a file is now; None for one that cannot be read, which whoever reads it tells."""
    if not os.access(file, os.R_OK):
        return None
    try:
        status = os.stat(file)  # noqa: PTH116 - of any length
    except OSError:
        return None
    return State(status.st_size, status.st_mtime_ns, time.time_ns())
