"""A folder of pages that is written: each page whole or not there, and a manifest that names it.

A page is written before the manifest names it. A run that is killed between the two leaves a file that nothing names, or
one that is newer than the manifest says; the next run gets the same answers from its cache, and takes them for what they are.
Nothing that somebody else wrote, or changed, is written over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from kgraph import pages
from kgraph.beside import digest
from kgraph.engine import MAX_ARTICLE_BYTES
from kgraph.enrich.gather import NoPage, Page
from kgraph.errors import OutputError, StoreLocked
from kgraph.infile import read_regular
from kgraph.outfile import write_file
from kgraph.pages import Row
from kgraph.system_calls import lock_to_write, unlock_to_write

CACHE = ".fetched.sqlite"
"""What was answered, beside the pages: for conditional requests, and for going on."""
_LOCK = ".kgraph-pages.lock"
Put = Literal["new", "changed", "unchanged", "same", "edited"]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Have a folder, made where it is missing, to oneself until the block ends.

    Errors: `OutputError` where it cannot be made or written; `StoreLocked` where another run has it.
    """
    lock = folder / _LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = lock.open("a", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}). Choose another place.") from error
    with file:
        try:
            lock_to_write(file, lock)
        except BlockingIOError as taken:
            left = f", or remove {taken.filename}, which a killed run left" if taken.filename else ""
            raise StoreLocked(f"{folder}: locked by another run. Wait for it to end{left}.") from taken
        try:
            yield
        finally:
            unlock_to_write(file, lock)


class PageFolder:
    """The pages in a folder that is `held`.

    Errors: `InputError` for a manifest that is none, which is never written over.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        before = pages.load(folder)
        self._rows = {row.address: row for row in before or ()}
        self._by_article = {row.article: row for row in self._rows.values() if row.article}
        self._names = {row.file.casefold() for row in self._rows.values() if row.file}
        self._put: set[str] = set()
        self._saved = before is not None

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._by_article)

    def row(self, address: str) -> Row | None:
        """What is known of an address."""
        return self._rows.get(address)

    def put(self, page: Page) -> Put:
        """Keep a page, and say what it is to what was there: `same` is one that another address led to in this run, and
        `edited` one whose file somebody changed, which stays as it is.

        Errors: `OutputError`.
        """
        article = pages.article_of(page.final)
        known = self._by_article.get(article)
        if known and article in self._put:
            self._note(replace(known, address=page.address, redirects=page.redirects))
            return "same"
        self._put.add(article)
        now = digest(page.content)
        name, there = (
            (known.file, self._there(known.file)) if known and known.file else self._name(article, now)
        )
        if known and there not in (None, now, known.sha256):
            return "edited"
        if there != now:
            write_file(self._folder / name, page.content)
        self._names.add(name.casefold())
        row = Row(
            address=page.address, final=page.final, redirects=page.redirects, time=_utc(page.time), media_type=page.media_type, charset=page.charset,
            status=page.status, sha256=now, file=name, canonical=page.canonical,
        )  # fmt: skip
        for other in [o for o in self._rows.values() if o.article == article]:
            self._note(replace(row, address=other.address, redirects=other.redirects))
        self._note(row)
        if known is None or there is None:
            return "new"
        return "unchanged" if known.sha256 == now else "changed"

    def put_none(self, none: NoPage) -> Row | None:
        """Note that an address gave no page; the row of the page it gave before, where it did, which stays."""
        known = self._rows.get(none.address)
        if known and known.file:
            return known
        row = Row(
            address=none.address, final=none.final, redirects=none.redirects, time=_utc(none.time), media_type=none.media_type,
            status=none.status, reason=none.reason,
        )  # fmt: skip
        self._note(row)
        return None

    def save(self) -> None:
        """Write the manifest, where anything changed. Errors: `OutputError`."""
        if not self._saved:
            write_file(self._folder / pages.NAME, pages.dumped(self._rows.values()))
            self._saved = True

    def _note(self, row: Row) -> None:
        if self._rows.get(row.address) != row:
            self._rows[row.address] = row
            self._saved = False
        if row.article:
            self._by_article[row.article] = row

    def _name(self, article: str, wanted: str) -> tuple[str, str | None]:
        """What the file of a new page is called, and the digest of what is there already: of nothing, or of the page itself."""
        for name in pages.names_of(article):
            there = self._there(name)
            if name.casefold() not in self._names and there in (None, wanted):
                return name, there
        raise OutputError(
            f"{self._folder}: every name for the page of {article} is taken. Choose another place."
        )

    def _there(self, name: str) -> str | None:
        """The digest of a file in the folder; None where nothing has that name, "" for what is no file of a page."""
        path = self._folder / name
        if path.is_symlink():
            return ""
        try:
            return digest(read_regular(str(path), MAX_ARTICLE_BYTES))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return ""


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
