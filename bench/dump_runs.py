"""Extracts a dump by one worker and by two, in turns: time, CPU time and memory of the process that reads it and of its workers.

The last column is what two workers reach over one on two idle cores, by CPU time, which other work on the machine hardly changes:
one worker and its parent take max(W, P), since they work at once, and two workers (W + P) / 2, of the workers' time W and the parent's P.

    $ python bench/dump_runs.py FOLDER [--megabytes 60] [--rounds 2] [--only TITLES]

Memory is that of the largest moment of each process, at a quarter of the dump, and at all of it. With `--only`, a glob of titles, other
articles are passed over: what reading alone takes, of dumps that take hours otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from dump import write

ROOT = Path(__file__).resolve().parents[1]
_RUN = """
import json, resource, sys, time
from kgraph import cli
began = time.monotonic()
code = cli.run(sys.argv[1:])
sys.stdout.flush()
own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([code, time.monotonic() - began, *(v for u in (own, workers) for v in (u.ru_utime + u.ru_stime, u.ru_maxrss))]), file=sys.stderr)
"""


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", type=Path)
    options.add_argument("--megabytes", type=float, default=60)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--only", metavar="TITLES", default=None)
    given = options.parse_args()
    more = ["--include", given.only] if given.only else []
    print(
        "| dump | workers | wall | CPU of the parent | of the workers | memory of the parent | of a worker | two workers could be |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for share in (0.25, 1.0):
        size = given.megabytes * share
        path = write(given.folder / f"{size:g}", size)
        if given.only:  # or the index would lead past all others
            path.with_name("bench-multistream-index.txt.bz2").unlink()
        for workers in (1, 2) * (given.rounds if share == 1.0 else 1):
            wall, own, own_kb, theirs, their_kb = _run(path, "--workers", str(workers), *more)
            could = min(2.0, 2 * max(own, theirs) / (own + theirs))
            print(f"| {size:g} MB | {workers} | {wall:.1f} s | {own:.1f} s | {theirs:.1f} s | {own_kb // 1024} MB | {their_kb // 1024} MB | {could:.2f} × |", flush=True)  # fmt: skip


def _run(dump: Path, *more: str) -> tuple[float, float, int, float, int]:
    """Seconds by the wall; CPU seconds and kilobytes of the parent, then of its workers: their sum, and the largest of them."""
    run = subprocess.run(
        [sys.executable, "-c", _RUN, "extract", str(dump), *more],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    code, wall, own, own_kb, theirs, their_kb = json.loads(run.stderr.splitlines()[-1])
    if code:
        sys.exit(f"ended with {code}: {run.stderr}")
    return wall, own, own_kb, theirs, their_kb


if __name__ == "__main__":
    main()
