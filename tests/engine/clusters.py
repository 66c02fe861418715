"""A cluster of Dask as people start one: a scheduler and workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_STARTS_S = 60.0


@dataclass(slots=True)
class Cluster:
    """The processes of one, and where its scheduler listens."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def readers(self) -> list[int]:
        """The processes that read articles now, below its workers."""
        mine = {worker.pid for worker in self.workers}
        return [pid for pid, parent in _parents().items() if parent in mine]


@contextmanager
def cluster(folder: Path, environment: Mapping[str, str], *workers: Mapping[str, str]) -> Iterator[Cluster]:
    """A scheduler, and a worker of one thread for each of `workers`, which says what its environment has besides."""
    folder.mkdir()
    file = folder / "scheduler.json"
    env = {**environment, "DASK_TEMPORARY_DIRECTORY": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    start = [sys.executable, "-m", "dask"]
    listening = ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = subprocess.Popen(  # type: ignore[call-overload]
        [*start, "scheduler", *listening, "--port", "0", "--scheduler-file", str(file)], env=env, **quiet
    )
    made = Cluster("", scheduler)
    try:
        made.address = _address(file)
        for more in workers:
            asked = [*start, "worker", made.address, *listening, "--nthreads", "1", "--no-nanny", "--memory-limit", "0"]  # fmt: skip
            made.workers.append(subprocess.Popen(asked, env={**env, **more}, **quiet))  # type: ignore[call-overload]
        yield made
    finally:
        for process in (*made.workers, scheduler):
            process.kill()
            process.wait()


def _address(file: Path) -> str:
    deadline = time.monotonic() + _STARTS_S
    while time.monotonic() < deadline:
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


def _parents() -> dict[int, int]:
    found = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = place.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state not in "ZX":
            found[int(place.parent.name)] = int(parent)
    return found


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End it as a lost machine would."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
