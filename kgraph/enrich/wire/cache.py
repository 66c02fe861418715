"""What was fetched, kept on disk: for conditional requests, for replay without a network, and for resuming.

requests-cache reads a body whole before anyone can cap it (docs/decisions/0007), hence this table of its own.
"""

import json
import sqlite3
import threading
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from kgraph.enrich.wire.exchange import Request, Response

_TABLES = (
    "CREATE TABLE IF NOT EXISTS exchange (key TEXT PRIMARY KEY, time TEXT NOT NULL, meta TEXT NOT NULL, content BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS run (began TEXT NOT NULL)",
)
_RESUMED_WITHIN = timedelta(hours=24)
"""Later than this a run that was cut off is not gone on with: its answers are asked about again."""


class Cache:
    """Answers by request, in one SQLite file; safe for threads, and for a kill at any moment."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(
            str(path) if path else ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        for table in _TABLES:
            self._db.execute(table)

    def get(self, request: Request) -> Response | None:
        """The last answer to `request`, marked as replayed; None where there is none."""
        with self._lock:
            row = self._db.execute(
                "SELECT meta, content, time FROM exchange WHERE key = ?", (_key(request),)
            ).fetchone()
        if row is None:
            return None
        meta = json.loads(row[0])
        return Response(
            url=meta["url"], status=meta["status"], headers=meta["headers"], content=zlib.decompress(row[1]), chain=tuple(meta["chain"]),
            permanent=meta["permanent"], cut=meta["cut"], replayed=True, time=datetime.fromisoformat(row[2]),
        )  # fmt: skip

    def put(self, request: Request, response: Response, time: datetime) -> None:
        """Keep an answer."""
        kept = replace(response, replayed=False, revalidated=False)
        meta = {
            "url": kept.url, "status": kept.status, "headers": dict(kept.headers), "chain": kept.chain, "permanent": kept.permanent, "cut": kept.cut,
        }  # fmt: skip
        with self._lock:
            self._db.execute(
                "INSERT OR REPLACE INTO exchange VALUES (?, ?, ?, ?)",
                (_key(request), time.isoformat(), json.dumps(meta), zlib.compress(kept.content, 1)),
            )

    def begin(self, now: datetime) -> datetime:
        """Note that a run begins, and say since when answers count for it: earlier than `now` where it goes on
        with one that never came to its `end`.
        """
        with self._lock:
            row = self._db.execute("SELECT max(began) FROM run").fetchone()
            began = datetime.fromisoformat(row[0]) if row[0] else None
            if began is not None and now - _RESUMED_WITHIN < began <= now:
                return began
            self._db.execute("DELETE FROM run")
            self._db.execute("INSERT INTO run VALUES (?)", (now.isoformat(),))
            return now

    def end(self) -> None:
        """Note that the run came to its end: the next one asks anew."""
        with self._lock:
            self._db.execute("DELETE FROM run")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def _key(request: Request) -> str:
    body = request.body.decode("utf-8", "replace") if request.body else ""
    return f"{request.accept}\n{request.url}\n{body}"
