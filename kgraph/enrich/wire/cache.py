"""What was fetched, kept on disk: for conditional requests, for replay without a network, and for resuming.

requests-cache reads a body whole before anyone can cap it (docs/decisions/0007), hence this table of its own.
What is kept is never believed unseen: a row whose digest is not that of its values counts as none, and a file that
SQLite cannot read is set aside and made anew. Neither stops a run; both are told (`troubles`).
"""

import contextlib
import hashlib
import json
import sqlite3
import threading
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kgraph.enrich.wire.exchange import Request, Response
from kgraph.errors import OutputError

_TABLES = (
    "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, time TEXT, meta TEXT, content BLOB, digest BLOB)",
    "CREATE TABLE IF NOT EXISTS run (began TEXT, digest BLOB)",
)
_RESUMED_WITHIN = timedelta(hours=24)
"""Later than this a run that was cut off is not gone on with: its answers are asked about again."""
_UNUSABLE = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_AUTH,
    }
)
"""What keeps a sound file from being used; any other error means that its bytes are not what was written."""
_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What reading and writing may raise; the second where SQLite quotes damaged bytes in its message."""


class Cache:
    """Answers by request, in one SQLite file; safe for threads, and for a kill at any moment."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or make it.

        Errors: `OutputError` where it can be neither read nor made.
        """
        self._path = path
        self._lock = threading.Lock()
        self._aside: list[str] = []
        self._unkept: Counter[str] = Counter()
        self._damaged_rows = 0
        self._db = self._opened()

    @property
    def troubles(self) -> tuple[str, ...]:
        """What went wrong with the file, a line each; empty where nothing did."""
        with self._lock:
            lines = list(self._aside)
            if self._damaged_rows:
                lines.append(
                    f"{self._path}: answers that were damaged and are not believed: {self._damaged_rows}"
                )
            lines += (
                f"{self._path}: answers that could not be kept: {n} ({why})"
                for why, n in self._unkept.items()
            )
        return tuple(lines)

    def get(self, request: Request) -> Response | None:
        """The last answer to `request`, marked as replayed; None where there is none that can be believed."""
        key = _key(request)
        rows = self._asked("SELECT time, meta, content, digest FROM answer WHERE key = ?", (key,))
        if not rows:
            return None
        time, meta, content, digest = rows[0]
        if digest != _digest(key, time, meta, content):
            self._drop(key)
            return None
        told = json.loads(meta)
        return Response(
            url=told["url"], status=told["status"], headers=told["headers"], content=zlib.decompress(content), chain=tuple(told["chain"]),
            permanent=told["permanent"], cut=told["cut"], replayed=True, time=datetime.fromisoformat(time),
        )  # fmt: skip

    def put(self, request: Request, response: Response, time: datetime) -> None:
        """Keep an answer."""
        kept = replace(response, replayed=False, revalidated=False)
        meta = {
            "url": kept.url, "status": kept.status, "headers": dict(kept.headers), "chain": kept.chain, "permanent": kept.permanent, "cut": kept.cut,
        }  # fmt: skip
        row = (_key(request), time.isoformat(), json.dumps(meta), zlib.compress(kept.content, 1))
        self._told("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", (*row, _digest(*row)))

    def begin(self, now: datetime) -> datetime:
        """Note that a run begins, and say since when answers count for it: earlier than `now` where it goes on
        with one that never came to its `end`.
        """
        rows = self._asked("SELECT began, digest FROM run", ())
        runs = [datetime.fromisoformat(began) for began, digest in rows if digest == _digest(began)]
        if runs and now - _RESUMED_WITHIN < max(runs) <= now:
            return max(runs)
        self.end()
        began = now.isoformat()
        self._told("INSERT INTO run VALUES (?, ?)", (began, _digest(began)))
        return now

    def end(self) -> None:
        """Note that the run came to its end: the next one asks anew."""
        self._told("DELETE FROM run", ())

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _opened(self) -> sqlite3.Connection:
        """The file as it is; where it is damaged, a new one in its place."""
        try:
            return _connected(self._path)
        except _ERRORS as error:
            if _unusable(error) or self._path is None:
                raise OutputError(
                    f"{self._path}: cannot be used ({error}). Make room, let it be written, or move it away."
                ) from error
            return self._made_anew(self._path, error)

    def _made_anew(self, path: Path, error: Exception) -> sqlite3.Connection:
        """A new file in the place of a damaged one, which is set aside with those that belong to it."""
        number = 1
        while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
            number += 1
        try:
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    Path(f"{path}{ending}").rename(f"{aside}{ending}")
            made = _connected(path)
        except (OSError, *_ERRORS) as failed:
            raise OutputError(f"{path}: damaged ({error}), and cannot be made anew ({failed}).") from failed
        self._aside.append(f"{path}: damaged ({error}); set aside as {aside.name} and made anew")
        return made

    def _asked(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a question; none where the file cannot tell."""
        with self._lock:
            try:
                return self._db.execute(query, values).fetchall()
            except _ERRORS as error:
                self._failed(error)
                return []

    def _told(self, statement: str, values: Sequence[Any]) -> None:
        """Write; what cannot be written is counted, and the run goes on without it."""
        with self._lock:
            try:
                self._db.execute(statement, values)
            except _ERRORS as error:
                self._failed(error)
                self._unkept[str(error)] += 1

    def _failed(self, error: Exception) -> None:
        """After an error: where the file turned out to be damaged, put a new one in its place."""
        if self._path and not _unusable(error):
            self._db.close()
            self._db = self._made_anew(self._path, error)

    def _drop(self, key: str) -> None:
        with self._lock:
            self._damaged_rows += 1
        self._told("DELETE FROM answer WHERE key = ?", (key,))


def _connected(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(str(path) if path else ":memory:", check_same_thread=False, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        for table in _TABLES:
            db.execute(table)
        # A key that was flipped is found by no request, and would pass for an answer that was never kept.
        [(found,)] = db.execute("PRAGMA integrity_check(1)").fetchall()
        if found != "ok":
            raise sqlite3.DatabaseError(" ".join(str(found).split()))
        db.execute("BEGIN IMMEDIATE")  # fails where it cannot be written: known before anyone is asked
        db.execute("COMMIT")
    except _ERRORS:
        db.close()
        raise
    return db


def _unusable(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _UNUSABLE


def _key(request: Request) -> str:
    body = request.body.decode("utf-8", "replace") if request.body else ""
    return f"{request.accept}\n{request.url}\n{body}"


def _digest(*values: object) -> bytes:
    """The digest of a row's values; of what a damaged row may hold, too."""
    found = hashlib.sha256()
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.digest()
