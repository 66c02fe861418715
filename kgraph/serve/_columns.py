"""The page's columns of the current generation, made in a process of its own, kept gzipped."""

import json
import os
import subprocess
import sys
import threading

from kgraph.errors import InternalError, StoreError


class Columns:
    """What the explorer asks for first. Safe to use from many threads; `close` leaves no process behind."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._made: tuple[str, bytes] | None = None
        self._maker: subprocess.Popen[bytes] | None = None
        self._closed = False

    def get(self, generation: str) -> bytes:
        """The columns of a generation that is at least `generation`.

        Errors: `StoreError`, also where the process that makes them was ended from outside.
        """
        with self._lock:
            if self._made is None or self._made[0] < generation:
                self._made = self._make()
            return self._made[1]

    def close(self) -> None:
        """End the process that makes columns; who waits for them gets an error."""
        self._closed = True
        if self._maker:
            self._maker.kill()

    def _make(self) -> tuple[str, bytes]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        command = [sys.executable, "-P", "-m", "kgraph.serve._pack", self._store]
        # Its standard input stays open, and tells it when we are gone.
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, process_group=0
        ) as maker:  # fmt: skip
            self._maker = maker
            if self._closed:  # `close` came before there was anything to end
                maker.kill()
            assert maker.stdout is not None
            head, _, packed = maker.stdout.read().partition(b"\n")
        self._maker = None
        if self._closed:
            raise StoreError(f"{self._store}: the server is stopping.")
        if maker.returncode:
            raise StoreError(
                f"{self._store}: the process that packs the page was ended (code {maker.returncode}), perhaps because this machine is short of memory. Ask again."
            )
        told = json.loads(head)
        if "fault" in told:
            raise InternalError(f"the page cannot be packed: {told['fault']}")
        if "error" in told:
            raise StoreError(told["error"])
        return told["generation"], packed
