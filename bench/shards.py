"""What a store costs beside what is read out of articles: CPU, disk, bytes written, and what a change costs.

    $ python bench/shards.py FOLDER [--articles 2000] [--bytes 5000] [--changes 100] [--singles 100] [--full]

Prints a table of ratios, each with the bound it is to keep. FOLDER must lie on a disk that counts what is written (no
tmpfs), and is filled. `--full` takes 100,000 articles, 500 MB, and 1,000 builds of one changed article each. CPU seconds are
those of all processes; the articles are the same few again and again, so that the first are as costly as the last.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import corpus

_WORK = Path(__file__).with_name("_build_work.py")
_OLD_S = 3600
"""How long ago the articles were changed: younger ones are digested."""


class Row(NamedTuple):
    """A ratio, and the most it may be."""

    what: str
    found: float
    most: float


def main() -> None:
    options = _options()
    folder: Path = options.folder
    posts = folder / "posts"
    size = _articles(posts, options.articles, options.bytes)
    print(f"{options.articles:,} articles, {size / 1e6:.1f} MB, {os.cpu_count()} cores")
    rows = [*_first(folder, posts, size, options.workers), *_changes(folder, posts, options.changes)]
    rows += _singles(folder, posts, options.singles)
    print(f"{'':52}{'found':>9}{'at most':>9}")
    for row in rows:
        print(f"{row.what:52}{row.found:9.3f}{row.most:9.2f}{'' if row.found <= row.most else '  over'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--bytes", type=int, default=5_000)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--singles", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="100,000 articles, 1,000 builds of one each")
    options = parser.parse_args()
    if options.full:
        options.articles, options.bytes, options.changes, options.singles = 100_000, 5_000, 100, 1_000
    return options


def _articles(posts: Path, count: int, size: int) -> int:
    """Write them, a thousand a folder; how many bytes they have."""
    made = (path.read_text(encoding="utf-8") for path in corpus.make(posts.with_name("some"), 4, seed=1))
    some = [text for text in made if size / 2 < len(text.encode()) < size * 2]
    total = 0
    for number in range(count):
        path = posts / f"{number // 1000:03}" / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        total += _write(path, f"{some[number % len(some)]}\n")
    return total


def _write(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    then = time.time() - _OLD_S
    os.utime(path, (then, then))
    return path.stat().st_size


def _first(folder: Path, posts: Path, size: int, workers: int) -> list[Row]:
    extract = _cpu(lambda: _kgraph("extract", str(posts), "-o", str(folder / "a.nq"), "--workers", str(workers)))  # fmt: skip
    built = _build(folder / "kg", posts, workers)
    total = built["own"] + built["workers"]
    again = _build(folder / "kg", posts, workers)
    tenths = [b - a for a, b in zip([0.0, *built["tenths"]], built["tenths"], strict=False)]
    print(f"extract {extract:.1f} s, build {total:.1f} s of CPU, of which the parent {built['own']:.1f} s, {built['memory']:.0f} MB")  # fmt: skip
    return [
        Row("CPU of a build over that of extracting", total / extract, 1.35),
        Row("share of the parent in the CPU of a build", built["own"] / total, 0.15),
        Row("cost of the last tenth over that of the second, parent", tenths[9] / tenths[1], 1.10),
        Row("store over articles, bytes", _size(folder / "kg") / size, 3.0),
        Row("written over articles, bytes", built["written"] / size, 4.0),
        Row("nothing changed over the first build, CPU", (again["own"] + again["workers"]) / total, 0.03),
        Row("memory of the parent, of 500 MB", built["memory"] / 500, 1.0),
    ]


def _changes(folder: Path, posts: Path, count: int) -> list[Row]:
    """Some articles changed, all in one build."""
    whole = _build(folder / "other", posts, 1)
    files = sorted(posts.rglob("*.md"))
    bytes_ = sum(_change(path) for path in files[:: max(1, len(files) // count)][:count])
    some = _build(folder / "kg", posts, 1)
    assert some["changed"] == min(count, len(files)), some
    return [
        Row(f"{count} changed over the first build, CPU", (some["own"] + some["workers"]) / (whole["own"] + whole["workers"]), 0.05),
        Row(f"written for {count} changed over their bytes", some["written"] / bytes_, 20.0),
    ]  # fmt: skip


def _singles(folder: Path, posts: Path, count: int) -> list[Row]:
    """Builds of one changed article each; then the store against one built at once."""
    files = sorted(posts.rglob("*.md"))
    written = bytes_ = 0
    for number in range(count):
        bytes_ += _change(files[number * 7919 % len(files)])
        written += _build(folder / "kg", posts, 1)["written"]
    shutil.rmtree(folder / "other")
    _build(folder / "other", posts, 1)
    for store in ("kg", "other"):
        _kgraph("export", str(folder / f"{store}.nq"), "--store", str(folder / store))
    alike = (folder / "kg.nq").read_bytes() == (folder / "other.nq").read_bytes()
    return [
        Row(f"written for {count} builds of one over their bytes", written / bytes_, 30.0),
        Row("shards after them", len(list((folder / "kg/shards").iterdir())), 40),
        Row("exports that differ from one of a fresh build", float(not alike), 0),
        Row("store after them over a fresh one, bytes", _size(folder / "kg") / _size(folder / "other"), 1.5),
    ]


def _change(path: Path) -> int:
    return _write(path, path.read_text(encoding="utf-8") + "\nOne more sentence stands here now.\n")


def _build(store: Path, posts: Path, workers: int) -> dict[str, Any]:
    command = [sys.executable, str(_WORK), str(store), str(posts), str(workers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _kgraph(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "kgraph", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # fmt: skip


def _cpu(work: Callable[[], None]) -> float:
    before = os.times()
    work()
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
