"""One build in a process of its own: `_build_work.py STORE FOLDER WORKERS`.

Prints JSON: CPU seconds of this process and of its workers, bytes that this process had written to disk, articles changed,
and this process's CPU seconds at each tenth of the articles.
"""

import json
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    from kgraph.engine import Outcome
    from kgraph.jobs.build import build
    from kgraph.store import without_frames

    without_frames()
    store, folder, workers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    tenths: list[float] = []

    def at(done: int, total: int, outcome: Outcome) -> None:
        if done * 10 >= total * (len(tenths) + 1):
            tenths.append(time.process_time())

    began, before = time.perf_counter(), written()
    summary = build([folder], store, workers=workers, on_progress=at)
    own, workers_s = (sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip
    print(
        json.dumps({
            "own": own, "workers": workers_s, "wall": time.perf_counter() - began, "written": written() - before, "tenths": tenths,
            "changed": summary.new + summary.changed, "unchanged": summary.unchanged,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        })
    )  # fmt: skip


def written() -> int:
    """What this process has handed to disks, or will."""
    lines = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(lines["write_bytes"])


if __name__ == "__main__":
    main()
