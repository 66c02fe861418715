"""The same articles under other circumstances, and whether the graph is the same to the byte (T3).

    $ python bench/variants.py [--variants 200] [--seed 1]

A variant draws an order of the files, a number of workers, a hash seed, a time zone, a locale, a clock, times of the
files, line ends and a byte-order mark. It is built, and the graph that the store holds is compared to the byte. Line ends
and the mark make other files, in which the text stands elsewhere: there the digests, the spans and the names of markers
and of quoted passages, which tell where they stand, are left out, and line ends within an entry are one.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import kgraph

SAMPLES = Path(__file__).parent.parent / "data/articles"
RUN = """
import sys, time
shift, told, told_ns = float(sys.argv.pop(1)), time.time, time.time_ns
time.time, time.time_ns = lambda: told() + shift, lambda: told_ns() + int(shift * 1e9)
from kgraph import cli
sys.exit(cli.run(sys.argv[1:]))
"""
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Etc/GMT+12", "Europe/Berlin")
LOCALES = ("C", "POSIX", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "ja_JP.EUC-JP")
LINE_ENDS = (b"\n", b"\n", b"\n", b"\r\n", b"\r")
MARK = b"\xef\xbb\xbf"
_OF_THE_RUN = "/run/last>"
_LINE_END = re.compile(r"\\r(?:\\n)?")
_OF_THE_FILE = re.compile(r'"char=\d+,\d+"|(?<=#[emqt])\d+(?=>)|"[0-9a-f]{64}"')


def graph(folder: Path, *, whole: bool) -> list[str]:
    """The quads of a store as they come out of it, those that tell of the run left out."""
    quads = (q for q in kgraph.open_graph(folder / ".kgraph").quads() if _OF_THE_RUN not in q)
    return list(quads) if whole else sorted(_OF_THE_FILE.sub("", _LINE_END.sub(r"\\n", q)) for q in quads)


def build(folder: Path, names: list[str], workers: int, shift_s: float, environment: dict[str, str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(shift_s), "build", *names, "--workers", str(workers)], cwd=folder,
        env=os.environ | environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if run.returncode:
        raise SystemExit(f"build ended with {run.returncode}: {run.stderr}")


def prepare(folder: Path, line_end: bytes, mark: bytes, rng: random.Random) -> list[str]:
    """Write the articles below `folder`; their names in an order drawn."""
    shutil.copytree(SAMPLES, folder / "articles")
    articles = sorted((folder / "articles").glob("*.md"))
    for path in articles:
        path.write_bytes(mark + path.read_bytes().replace(b"\n", line_end))
        at = rng.uniform(0, 2_000_000_000)
        os.utime(path, (at, at))
    return rng.sample([str(path.relative_to(folder)) for path in articles], len(articles))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--variants", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    rng = random.Random(options.seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        first = Path(name, "first")
        first.mkdir()
        build(first, sorted(prepare(first, b"\n", b"", random.Random(0))), 1, 0.0, {})
        right = {whole: graph(first, whole=whole) for whole in (True, False)}
        for n in range(options.variants):
            folder = Path(name, str(n))
            folder.mkdir()
            line_end, mark = rng.choice(LINE_ENDS), rng.choice((b"", b"", MARK))
            locale = rng.choice(LOCALES)
            environment = {
                "PYTHONHASHSEED": str(rng.randrange(2**32)), "TZ": rng.choice(ZONES), "LC_ALL": locale, "LANG": locale,
            }  # fmt: skip
            shift_s = rng.choice((0.0, rng.uniform(-1e9, 1e9)))
            names, workers = prepare(folder, line_end, mark, rng), rng.choice((1, 2, 3))
            build(folder, names, workers, shift_s, environment)
            whole = line_end == b"\n" and not mark
            same = graph(folder, whole=whole) == right[whole]
            counts["identical" if same else "different"] += 1
            counts["whole"] += whole
            if not same:
                print(f"different: {line_end!r} {mark!r} {workers} workers, {shift_s:.0f} s, {environment}")
            shutil.rmtree(folder)
    print(f"{counts['identical']} of {options.variants} identical, {counts['whole']} of them whole; {len(right[True])} quads each")  # fmt: skip
    if counts["different"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
