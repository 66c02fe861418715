"""How fast articles become N-Quads on disk, in one process, against two peers measured in the same run.

    $ python bench/throughput.py [--megabytes 50] [--sample 2] [--rounds 5]

Prints two ratios, each the median over pairs of runs that follow each other, in CPU time: what a naive pipeline
takes over what kgraph takes (on a sample: the naive one is slow), and what kgraph takes over the time in which
pyromark merely renders the same files to HTML. Then kgraph's peak memory for a quarter of the files and for
all of them, and the stages its time goes to.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import corpus

WORK = Path(__file__).with_name("_work.py")


@dataclass(slots=True, kw_only=True)
class Bench:
    """A folder to work in; what was measured last, and the size of its output, by name of the work."""

    folder: Path
    written: dict[str, str] = field(default_factory=dict)

    def run(self, work: str, paths: list[Path]) -> dict[str, float]:
        """What `work` says of itself after one run over the paths."""
        listing, out = self.folder / "paths.json", self.folder / f"out.{work}"
        listing.write_text(json.dumps([str(path) for path in paths]))
        command = [sys.executable, str(WORK), work, str(listing), str(out)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        with out.open("rb") as file:
            lines = sum(1 for line in file if line.strip())
        self.written[work] = f"{lines:,} lines, {out.stat().st_size / 1e6:.1f} MB written"
        found: dict[str, float] = json.loads(done.stdout)
        return found

    def pairs(self, slow: str, fast: str, paths: list[Path], rounds: int) -> None:
        """Measure both in turn and print the medians of their times and of the ratio of each pair."""
        found = [(self.run(slow, paths), self.run(fast, paths)) for _ in range(rounds)]
        size = megabytes(paths)
        ratios = sorted(a["cpu"] / b["cpu"] for a, b in found)
        print(
            f"{slow} / {fast}: {statistics.median(ratios):.1f}  "
            f"({ratios[0]:.1f} to {ratios[-1]:.1f} in {rounds} pairs on {size:.1f} MB)"
        )
        for name, runs in ((slow, [a for a, _ in found]), (fast, [b for _, b in found])):
            cpu, wall = (statistics.median(run[clock] for run in runs) for clock in ("cpu", "wall"))
            print(
                f"  {name:<10}{cpu:8.2f} s of CPU, {wall:8.2f} s by the wall, {size / cpu:7.2f} MB/s, "
                f"{self.written[name]}"
            )


def megabytes(paths: list[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1e6


def head(paths: list[Path], size: float) -> list[Path]:
    """The first paths, of about `size` megabytes together: all conventions in turn."""
    taken, total = [], 0.0
    for path in paths:
        if total >= size:
            break
        taken.append(path)
        total += path.stat().st_size / 1e6
    return taken


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--megabytes", type=float, default=50, help="size of the corpus (default: 50)")
    arguments.add_argument("--sample", type=float, default=2, help="of it for the naive one (default: 2)")
    arguments.add_argument("--rounds", type=int, default=5, help="pairs of runs (default: 5)")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(folder=Path(name))
        paths = corpus.make(bench.folder / "articles", options.megabytes)
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
        print(f"{len(paths):,} articles, {megabytes(paths):.1f} MB")
        bench.pairs("naive", "kgraph", head(paths, options.sample), options.rounds)
        bench.pairs("kgraph", "pyromark", paths, options.rounds)
        memory = [bench.run("kgraph", part)["memory"] for part in (paths[: len(paths) // 4], paths)]
        print(
            f"peak memory of kgraph: {memory[0]:.0f} MB for a quarter of the files, {memory[1]:.0f} MB for all"
        )
        spent = bench.run("stages", paths)
        shares = ", ".join(f"{stage} {time / sum(spent.values()):.0%}" for stage, time in spent.items())
        print(f"where the time of kgraph goes: {shares}")


if __name__ == "__main__":
    main()
