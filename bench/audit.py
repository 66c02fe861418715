"""How long an audit takes: reading and checking in one process by CPU time, then the command line by wall time.

$ python bench/audit.py [--articles 1000] [--profile]

Writes articles of the bench corpus to a folder, reads each and audits it with the default codes and no store. Prints what
the checks take over what reading takes, the CPU seconds of both, and the wall seconds of `kgraph audit FOLDER` with two
workers. `--profile` prints what the checks spend their time on.
"""

import argparse
import cProfile
import pstats
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import corpus

from kgraph.audit import Options, audit, chosen
from kgraph.beside import Folder
from kgraph.extract import Reading, read_through
from kgraph.read import read

MEGABYTES = 0.027
"""An article has so many, as real ones do."""


def _readings(paths: list[Path]) -> tuple[list[Reading], float]:
    """The articles as read, and the CPU seconds that took."""
    began = time.process_time()
    found = [read_through(read(str(path), path.read_bytes(), beside=Folder(str(path)))) for path in paths]
    return found, time.process_time() - began


def _audits(readings: list[Reading]) -> tuple[int, float]:
    """The number of findings, and the CPU seconds that took."""
    codes = chosen([], [])
    options = Options(codes=codes, today=date.today())
    began = time.process_time()
    count = sum(len(audit(options.article(reading), codes)) for reading in readings)
    return count, time.process_time() - began


def main() -> None:
    """Measure, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = corpus.make(Path(folder), options.articles * MEGABYTES)
        size = sum(path.stat().st_size for path in paths) / 1e6
        read_s = audit_s = 0.0
        count = 0
        profile = cProfile.Profile()
        for at in range(0, len(paths), 100):  # so many are held at once
            readings, seconds = _readings(paths[at : at + 100])
            read_s += seconds
            if options.profile:
                profile.enable()
            found, seconds = _audits(readings)
            profile.disable()
            count, audit_s = count + found, audit_s + seconds
        print(f"{len(paths)} articles, {size:.1f} MB: {count} findings")
        print(f"checks / reading: {audit_s / read_s:.2f}  ({audit_s:.1f} s over {read_s:.1f} s of CPU time)")
        if options.profile:
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
            return
        began = time.perf_counter()
        command = [sys.executable, "-m", "kgraph", "audit", folder, "--workers", "2", "--format", "jsonl", "--store", folder + "/none"]  # fmt: skip
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        print(f"kgraph audit, two workers: {time.perf_counter() - began:.1f} s of wall time")


if __name__ == "__main__":
    main()
