"""Whether time grows with size alone: every token of a dictionary in every place of an article that has room for it.

    $ python bench/families.py [--size 64] [--part 0/1] [--name TEXT]

Each family is read and extracted at half of `--size` and at all of it; prints those that take more than 2.3 times as long
when they are twice as long, the slowest, and the peak of memory over all of them. A ratio over the bound is measured
again and again before it is believed: noise is only ever upwards.
"""

import argparse
import gc
import resource
import sys
import time
from contextlib import suppress

from _families import Family, families

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.read import bibliography, read

BOUND = 2.3
FLOOR_S = 0.02
"""What takes less at full size has no ratio worth the name: it is counted by its time alone."""


class Files:
    """What lies beside an article, in memory."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def load(self, name: str) -> bytes | None:
        return self._files.get(name)


def seconds(family: Family, size: int) -> float:
    """CPU seconds that reading and extracting the family takes at `size`."""
    article, files = family.files(size)
    data = article.encode("utf-8", "replace")
    bibliography.parse.cache_clear()
    gc.collect()
    gc.disable()  # the work of the extractor, not the collector's visits to it
    try:
        began = time.process_time()
        with suppress(InputError):  # what is no text is refused, and that takes time too
            extract(read("a.md", data, beside=Files(files)))
        return time.process_time() - began
    finally:
        gc.enable()


def ratio(family: Family, size: int, whole: float) -> float:
    """How many times as long the family takes at `size` as at half of it; the best of up to eight measurements."""
    best = whole / max(seconds(family, size // 2), 1e-9)
    for _ in range(7):
        if best <= BOUND:
            break
        best = min(best, seconds(family, size) / max(seconds(family, size // 2), 1e-9))
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--size", type=int, default=64, help="kilobytes of the larger text (default: 64)")
    arguments.add_argument(
        "--part", default="0/1", help="which of how many parts of the families (default: 0/1)"
    )
    arguments.add_argument("--name", default="", help="only families whose name has this in it")
    options = arguments.parse_args()
    part, parts = map(int, options.part.split("/"))
    size = options.size * 1000
    chosen = [f for i, f in enumerate(families()) if i % parts == part and options.name in f.name]
    seconds(chosen[0], 1000)  # imports and tables are there before the clock starts
    ratios: list[tuple[float, str]] = []
    slowest: list[tuple[float, str]] = []
    for family in chosen:
        whole = seconds(family, size)
        slowest.append((whole, family.name))
        if whole >= FLOOR_S:
            found = ratio(family, size, whole)
            ratios.append((found, family.name))
            if found > BOUND:
                print(f"ratio {found:.2f}, {whole:.2f} s: {family.name}", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worst, longest = max(ratios, default=(0.0, "none")), max(slowest)
    over = sum(found > BOUND for found, _ in ratios)
    print(
        f"Python {sys.version.split()[0]}: {len(chosen):,} families of {options.size} kB, {over} over {BOUND}"
    )
    print(f"worst ratio {worst[0]:.2f}: {worst[1]} ({len(ratios):,} took over {FLOOR_S} s)")
    print(f"longest {longest[0]:.2f} s: {longest[1]}; peak of memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
