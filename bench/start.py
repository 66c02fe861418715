"""How long `kgraph --help` takes over a bare start of Python: the median of paired ratios, by wall time.

$ python bench/start.py [--rounds 20]
"""

import argparse
import statistics
import subprocess
import sys
import time


def seconds(*words: str) -> float:
    """How long one start of Python with these arguments takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--rounds", type=int, default=20)
    rounds = arguments.parse_args().rounds
    help_, bare = ("-m", "kgraph", "--help"), ("-c", "pass")
    seconds(*help_)  # what is compiled and cached once is not measured
    pairs = [(seconds(*help_), seconds(*bare)) for _ in range(rounds)]
    ours, theirs = (1000 * statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(
        f"kgraph --help / python -c pass: {ratio:.1f}  ({ours:.0f} ms over {theirs:.0f} ms, {rounds} pairs)"
    )


if __name__ == "__main__":
    main()
