"""What was fetched, kept on disk: for conditional requests, for replay without a network, and for resuming.

requests-cache reads a body whole before anyone can cap it (docs/decisions/0007), hence this table of its own.
"""

import json
import sqlite3
import threading
import zlib
from dataclasses import replace
from pathlib import Path

from kgraph.enrich._exchange import Request, Response

_TABLE = "CREATE TABLE IF NOT EXISTS exchange (key TEXT PRIMARY KEY, time TEXT NOT NULL, meta TEXT NOT NULL, content BLOB NOT NULL)"


class Cache:
    """Answers by request, in one SQLite file; safe for threads, and for a kill at any moment."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(
            str(path) if path else ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(_TABLE)

    def get(self, request: Request) -> Response | None:
        """The last answer to `request`, marked as replayed; None where there is none."""
        with self._lock:
            row = self._db.execute(
                "SELECT meta, content FROM exchange WHERE key = ?", (_key(request),)
            ).fetchone()
        if row is None:
            return None
        meta = json.loads(row[0])
        return Response(
            url=meta["url"], status=meta["status"], headers=meta["headers"], content=zlib.decompress(row[1]), chain=tuple(meta["chain"]),
            permanent=meta["permanent"], cut=meta["cut"], replayed=True,
        )  # fmt: skip

    def put(self, request: Request, response: Response, time: str) -> None:
        """Keep an answer."""
        kept = replace(response, replayed=False, revalidated=False)
        meta = {
            "url": kept.url, "status": kept.status, "headers": dict(kept.headers), "chain": kept.chain, "permanent": kept.permanent, "cut": kept.cut,
        }  # fmt: skip
        with self._lock:
            self._db.execute(
                "INSERT OR REPLACE INTO exchange VALUES (?, ?, ?, ?)",
                (_key(request), time, json.dumps(meta), zlib.compress(kept.content, 1)),
            )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def _key(request: Request) -> str:
    body = request.body.decode("utf-8", "replace") if request.body else ""
    return f"{request.accept}\n{request.url}\n{body}"
