"""How fast articles are read, over an older commit: the same files, the same run, one after the other.

    $ python bench/against.py [COMMIT] [--megabytes 8] [--folder FOLDER] [--rounds 5] [--format jsonl]

Checks COMMIT out into a temporary folder and runs `kgraph extract --workers 1` of both, in pairs in turn, on a generated
corpus or the Markdown of FOLDER; both have their bytecode, as what is installed does. Prints the CPU time of each, of the
command and its worker, and the median of the ratios, with their start and less the start, which is that of a run of one line:
above 1 what stands here is faster. Packages that the commit needs and this one does not (4afbaa3: idutils) are found by
PYTHONPATH.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[1]
_LINE = "Elms die.[1]\n\n[1] https://example.org/elms\n"


def seconds(code: Path, articles: Path, out: Path, format_: str) -> float:
    """The CPU time that the kgraph in `code` takes to extract the articles."""
    before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    path = os.pathsep.join([str(code), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [
        sys.executable,
        "-P",
        "-m",
        "kgraph",
        "extract",
        str(articles),
        "--workers",
        "1",
        "--format",
        format_,
        "-o",
        str(out),
    ]
    env = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, cwd=code, env=env, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{code}: kgraph extract ended with {done.returncode}")
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before


def markdown(folder: Path, into: Path) -> Path:
    """Links to the Markdown files below `folder`: what both commits read."""
    for path in sorted(folder.rglob("*.md")):
        place = into / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    return into


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("commit", nargs="?", default="4afbaa3")
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--format", choices=("jsonl", "nq"), default="jsonl")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        old = Path(place, "old")
        subprocess.run(
            ["git", "-C", str(ROOT), "worktree", "add", "-q", "--detach", str(old), options.commit],
            check=True,
        )
        try:
            articles = Path(place, "articles")
            if options.folder:
                markdown(options.folder, articles)
            else:
                corpus.make(articles, options.megabytes)
            line = Path(place, "line.md")
            line.write_text(_LINE, encoding="utf-8")
            for code in (old, ROOT):
                seconds(code, articles, Path(place, "out"), options.format)  # compiles what it runs
            ratios = []
            for _ in range(options.rounds):
                (start_then, then), (start_now, now) = (
                    [seconds(code, files, Path(place, "out"), options.format) for files in (line, articles)]
                    for code in (old, ROOT)
                )
                ratios.append((then / now, (then - start_then) / (now - start_now)))
                print(
                    f"{options.commit} {then:6.2f} s, {start_then:.2f} of start; here {now:6.2f} s, {start_now:.2f} of start: "
                    f"{ratios[-1][0]:.2f}, less the start {ratios[-1][1]:.2f}",
                    flush=True,
                )
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(old)], check=True)
    whole, less = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"median of {len(ratios)}: {whole:.2f}, less the start {less:.2f}")


if __name__ == "__main__":
    main()
