"""Random inputs of every reader, by the hundred thousand: exceptions, accounts that do not add up, time and memory.

    python bench/fuzz.py --inputs 100000 [--reader markdown] [--generator grammar] [--first 0] [--processes 2]

The processes take the seeds 0, 1, 2, … in turn, or those from `--first` on. The exit code is 1 where an input raised, did not add up or took
longer than two seconds. `tests/extract/inputs.py` makes and checks the inputs; a gate of tests takes 2,000 of each.
"""

import argparse
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.extract.inputs import INPUTS as OF_TEXT
from tests.read.format_inputs import FORMAT_INPUTS

INPUTS = {**OF_TEXT, **FORMAT_INPUTS}

_SLOW = 2.0
_SHOWN = 5


@dataclass(slots=True)
class Result:
    """What one process saw of its inputs."""

    inputs: int = 0
    raised: list[str] = field(default_factory=list)
    violated: list[str] = field(default_factory=list)
    slow: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    """CPU seconds, and the seed."""
    seconds: float = 0.0
    megabytes: float = 0.0


def _run(reader: str, generator: str, seeds: range) -> Result:
    make = INPUTS[reader, generator]
    result = Result()
    for seed in seeds:
        began = time.process_time()
        try:
            make(random.Random(seed))
        except AssertionError as error:
            result.violated.append(f"seed {seed}: {str(error).splitlines()[:1]}")
        except Exception as error:
            result.raised.append(f"seed {seed}: {type(error).__name__}: {error}")
        took = time.process_time() - began
        result.inputs += 1
        result.seconds += took
        result.slow += took > _SLOW
        result.slowest = max(result.slowest, (took, seed))
    result.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def _results(reader: str, generator: str, seeds: range, processes: int) -> Iterator[Result]:
    jobs = [(reader, generator, seeds[part::processes]) for part in range(processes)]
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=1) as pool:
        yield from pool.starmap(_run, jobs, chunksize=1)


def _report(reader: str, generator: str, seeds: range, processes: int) -> bool:
    """Print what one kind of input did; whether all was well."""
    results = list(_results(reader, generator, seeds, processes))
    raised = [line for r in results for line in r.raised]
    violated = [line for r in results for line in r.violated]
    slow = sum(r.slow for r in results)
    slowest, seed = max(r.slowest for r in results)
    print(
        f"{reader} {generator}: {sum(r.inputs for r in results):,} inputs, {len(raised)} exceptions, {len(violated)} violations,"
        f" {slow} over {_SLOW:g} s, slowest {slowest:.2f} s (seed {seed}), {sum(r.seconds for r in results):.0f} s of CPU,"
        f" {max(r.megabytes for r in results):.0f} MB at most",
        flush=True,
    )
    for line in [*raised[:_SHOWN], *violated[:_SHOWN]]:
        print("  ", line)
    return not (raised or violated or slow)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="how many of each kind (100000)")
    parser.add_argument("--reader", choices=sorted({r for r, _ in INPUTS}), help="one reader only")
    parser.add_argument("--generator", choices=sorted({g for _, g in INPUTS}), help="one generator only")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--processes", type=int, default=2, help="how many share the inputs (2)")
    options = parser.parse_args()
    chosen = [
        (reader, generator)
        for reader, generator in INPUTS
        if options.reader in (None, reader) and options.generator in (None, generator)
    ]
    if not chosen:
        parser.error(f"there is no generator {options.generator!r} for {options.reader}")
    seeds = range(options.first, options.first + options.inputs)
    well = [_report(reader, generator, seeds, options.processes) for reader, generator in chosen]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
