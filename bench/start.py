"""How long `kgraph --help` takes, over a bare start of Python: the median of paired ratios, by wall time.

    python bench/start.py
"""

import statistics
import subprocess
import sys
import time


def seconds(*words: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


pairs = [(seconds("-m", "kgraph", "--help"), seconds("-c", "pass")) for _ in range(21)]
ratio = statistics.median(a / b for a, b in pairs)
print(f"kgraph --help / bare Python   {ratio:.1f}   ({statistics.median(a for a, _ in pairs):.3f} s over {statistics.median(b for _, b in pairs):.3f} s)")
