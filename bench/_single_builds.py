"""Builds of one changed article each, one after the other: `_single_builds.py STORE FILE…`.

All are made by this process, which reads the articles itself: what is asked is what a store writes, and a process that starts
for each takes twenty times as long. Prints JSON: builds, the bytes of the articles, and those that were written to disk.
"""

import json
import sys
from pathlib import Path

from _build_work import written
from shards import change

import kgraph.engine


def main() -> None:
    from kgraph.jobs.build import build
    from kgraph.store import without_frames

    without_frames()
    kgraph.engine.can_have_workers = lambda: False
    store, files = Path(sys.argv[1]), sys.argv[2:]
    size, before = 0, written()
    for file in files:
        size += change(Path(file))
        summary = build([file], store)
        assert summary.new + summary.changed == 1, summary
    # The articles were written by this process, too.
    print(json.dumps({"builds": len(files), "bytes": size, "written": written() - before - size}))


if __name__ == "__main__":
    main()
