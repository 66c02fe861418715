"""What the page shows of the current generation, worked out in a process of its own, held gzipped; and how far that is."""

import json
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgraph.errors import InternalError, KgraphError, StoreError
from kgraph.jobs.packed import PARTS, kept
from kgraph.serve._child import started
from kgraph.store.generations import current

_AGAIN_S = 5.0
"""Whoever asks how far it is is told of a failure for so long."""


@dataclass(slots=True)
class _Made:
    """What there is of one generation, or of what is newer."""

    asked_for: str
    parts: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Name → the generation it is of, and its bytes."""
    told: dict[str, Any] = field(default_factory=dict)
    error: KgraphError | None = None
    ended: float = 0.0


class Shown:
    """What the explorer asks for first. Safe to use from many threads; `close` leaves no process behind.

    `then` is called once, when the first generation is worked out, or cannot be: what can wait for that is not to hinder it.
    """

    def __init__(self, store: str, then: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._then: Callable[[], None] | None = then
        self._changed = threading.Condition()
        self._made = _Made("")
        self._maker: subprocess.Popen[bytes] | None = None
        self._closed = False

    def begin(self, again_s: float = 0.0) -> None:
        """See to it that the newest generation is worked out, where that failed again so many seconds later.

        Errors: `StoreError` where there is none.
        """
        newest = current(Path(self._store))
        with self._changed:
            made = self._made
            if self._closed or (made.asked_for == newest.name and not (made.error and time.monotonic() - made.ended >= again_s)):  # fmt: skip
                return
            self._made = _Made(newest.name)
            threading.Thread(target=self._make, args=(self._made, newest.digest), daemon=True).start()

    def get(self, part: str) -> bytes:
        """A part of the newest generation, as soon as it is there.

        Errors: `StoreError`, also where the process that makes it was ended from outside.
        """
        self.begin()
        with self._changed:
            made = self._made
            self._changed.wait_for(lambda: part in made.parts or made.error or self._closed)
            if part in made.parts:
                return made.parts[part][1]
            raise made.error or self._stopping()

    def state(self) -> dict[str, Any]:
        """How far it is: the bytes, unpacked, of each part that is there, what is being done, what went wrong. Errors: as of `begin`."""
        self.begin(_AGAIN_S)
        with self._changed:
            made = self._made
            said = {"parts": {name: _unpacked(data) for name, (_, data) in made.parts.items()}, **made.told}
            return {**said, "error": str(made.error)} if made.error else said

    def close(self) -> None:
        """End the process that makes parts; who waits for them gets an error."""
        with self._changed:
            self._closed = True
            if self._maker:
                self._maker.kill()
            self._changed.notify_all()

    def _make(self, made: _Made, digest: str) -> None:
        """Fill `made`, from what is kept or else from a process."""
        error: KgraphError | None = None
        try:
            for name in PARTS:
                if data := kept(Path(self._store), digest, name):
                    self._put(made, name, made.asked_for, data)
            if wanted := [name for name in PARTS if name not in made.parts]:
                self._run(made, wanted)
        except KgraphError as failed:
            error = failed
        except OSError as failed:
            error = StoreError(f"{self._store}: what the page shows cannot be worked out now ({failed.strerror}). Ask again.")  # fmt: skip
        with self._changed:
            made.error, made.ended = error, time.monotonic()
            self._changed.notify_all()
            then, self._then = self._then, None
        if then and not self._closed:
            then()

    def _run(self, made: _Made, parts: list[str]) -> None:
        with started("_pack", self._store, *parts) as maker:
            with self._changed:
                self._maker = maker
                if self._closed:  # `close` came before there was anything to end
                    maker.kill()
            assert maker.stdout is not None
            while line := maker.stdout.readline():
                told = json.loads(line)
                if "fault" in told:
                    raise InternalError(f"what the page shows cannot be worked out: {told['fault']}")
                if "error" in told:
                    raise StoreError(told["error"])
                if "part" in told:
                    data = maker.stdout.read(told["bytes"])
                    if len(data) == told["bytes"]:
                        self._put(made, told["part"], told["generation"], data)
                else:
                    with self._changed:
                        made.told = told
        self._maker = None
        if self._closed:
            raise self._stopping()
        if missing := [name for name in parts if name not in made.parts]:
            raise StoreError(
                f"{self._store}: the process that works out the {missing[0]} was ended (code {maker.returncode}), perhaps because this machine is short of memory. Ask again."
            )

    def _put(self, made: _Made, name: str, generation: str, data: bytes) -> None:
        with self._changed:
            made.parts[name] = (generation, data)
            self._changed.notify_all()

    def _stopping(self) -> StoreError:
        return StoreError(f"{self._store}: the server is stopping.")


def _unpacked(data: bytes) -> int:
    """The size of what was gzipped, by its last four bytes (RFC 1952)."""
    return int.from_bytes(data[-4:], "little")
