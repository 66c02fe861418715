"""What a cluster of Dask costs over processes here: a scheduler and two workers on loopback, and the same articles.

    $ python bench/cluster.py [--megabytes 16] [--rounds 3]

Each round extracts the corpus by two local workers, by the cluster with articles that its workers see, and with
articles that are sent. Medians of CPU time: of this process, of the scheduler, and of those that read.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import corpus

from kgraph.engine import ArticleFile, Cluster, Job, Task, run
from kgraph.rdf import DEFAULT_BASE

_HERTZ = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """The CPU time of a process, of its children that live, and of those that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / _HERTZ
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(cpu_seconds(int(child)) for file in children for child in file.read_text().split())


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, int, list[int]]]:
    """The address of a scheduler, its process and those of two workers of one thread each."""
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    dask = [sys.executable, "-m", "dask"]
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    started = [
        subprocess.Popen([*dask, "scheduler", *here, "--port", "0", "--scheduler-file", str(file)], **quiet)
    ]
    try:
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        worker = [*dask, "worker", address, *here, "--nthreads", "1", "--no-nanny", "--memory-limit", "0"]
        started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
        yield address, started[0].pid, [process.pid for process in started[1:]]
    finally:
        for process in started:
            process.kill()
            process.wait()


def measured(jobs: list[Job], address: str | None, scheduler: int, workers: list[int]) -> tuple[float, ...]:
    """Seconds by the wall, and CPU seconds: of this process, of the scheduler, of the processes that read."""

    def spent() -> list[float]:
        here = time.process_time()
        readers = (
            sum(map(cpu_seconds, workers))
            if address
            else sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        )
        return [time.perf_counter(), here, cpu_seconds(scheduler), readers]

    before = spent()
    cluster_ = Cluster(scheduler=address) if address else None
    task = Task(format="jsonl", base=DEFAULT_BASE)
    for outcome in run(jobs, task, workers=None if cluster_ else 2, cluster=cluster_):
        if outcome.status != "done":
            raise SystemExit(f"not read: {outcome.reason}")
    return tuple(now - then for now, then in zip(spent(), before, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=float, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [p for p in corpus.make(folder / "articles", options.megabytes) if p.suffix == ".md"]
        seen = [Job(ArticleFile(str(path), str(path))) for path in paths]
        sent = [Job(ArticleFile(str(path), str(path)), data=path.read_bytes()) for path in paths]
        found: dict[str, list[tuple[float, ...]]] = {}
        with cluster(folder) as (address, scheduler, workers):
            measured(seen[:40], address, scheduler, workers)  # all is loaded
            for _ in range(options.rounds):
                for name, jobs, at in (
                    ("local", seen, None),
                    ("seen", seen, address),
                    ("sent", sent, address),
                ):
                    row = measured(jobs, at, scheduler, workers)
                    found.setdefault(name, []).append(row)
    print(f"{len(paths)} articles, {sum(len(j.data or b'') for j in sent) / 1e6:.1f} MB")
    for name, rows in found.items():
        wall, here, there, readers = (statistics.median(column) for column in zip(*rows, strict=True))
        each = 1000 / len(paths)
        print(f"{name:6} {wall:5.1f} s by the wall; CPU ms an article: {here * each:5.2f} here, {there * each:5.2f} scheduler, {readers * each:5.2f} to read")  # fmt: skip


if __name__ == "__main__":
    main()
