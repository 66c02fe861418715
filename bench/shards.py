"""What a store costs beside what is read out of articles: CPU, disk, bytes written, and what a change costs.

    $ python bench/shards.py FOLDER [--articles 2000] [--bytes 5000] [--changes 100] [--singles 100] [--full]
    $ python bench/shards.py FOLDER --full --phases extract        # then build, changes, singles, fresh

Prints a table of ratios, each with the bound it is to keep. FOLDER must lie on a disk that counts what is written (no
tmpfs), and is filled. `--full` takes 100,000 articles, 500 MB, and 1,000 builds of one changed article each. Its phases may
be run one at a time: each leaves its figures in FOLDER, and the table has the rows that they tell so far; `singles` goes on
where it was ended. Builds of one article name its file, so that they cost no look at all others, and are made by one process. CPU seconds are those of
all processes; the articles are the same few again and again, so that the first are as costly as the last.
"""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import corpus

from kgraph.store import Reader, Tables, list_queries, load_query

_WORK = Path(__file__).with_name("_build_work.py")
_SINGLES = Path(__file__).with_name("_single_builds.py")
_AT_ONCE = 50
"""So many builds of one article are lost where that phase is ended."""
_ROUNDS = 3
_OLD_S = 3600
"""How long ago the articles were changed: younger ones are digested."""


class Row(NamedTuple):
    """A ratio, and the most it may be."""

    what: str
    found: float
    most: float


Figures = dict[str, float]
"""What the phases so far have measured, by name."""


def main() -> None:
    options = _options()
    folder: Path = options.folder
    posts, kept = folder / "posts", folder / "figures.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _keep(kept, {"size": _articles(posts, options.articles, options.bytes)})
    figures: Figures = json.loads(kept.read_text())
    print(f"{options.articles:,} articles, {figures['size'] / 1e6:.1f} MB, {os.cpu_count()} cores")
    for name in options.phases:
        began = time.perf_counter()
        _PHASES[name](folder, posts, figures, options)
        _keep(kept, figures)
        print(f"{name}: {time.perf_counter() - began:.0f} s by the wall", flush=True)
    print(f"{'':52}{'found':>9}{'at most':>9}")
    for row in _rows(figures):
        print(f"{row.what:52}{row.found:9.3f}{row.most:9.2f}{'' if row.found <= row.most else '  over'}")


def _keep(file: Path, figures: Figures) -> None:
    file.write_text(json.dumps(figures, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--bytes", type=int, default=5_000)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--singles", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--phases", nargs="+", choices=_PHASES, default=list(_PHASES))
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


def _extract(folder: Path, posts: Path, figures: Figures, options: argparse.Namespace) -> None:
    """What is read out of the articles, kept nowhere."""
    figures["extract"] = _cpu(
        lambda: _kgraph("extract", str(posts), "-o", str(folder / "a.nq"), "--workers", str(options.workers))
    )


def _first(folder: Path, posts: Path, figures: Figures, options: argparse.Namespace) -> None:
    """The first build, and one that finds nothing changed."""
    built = _build(folder / "kg", posts, options.workers)
    again = _build(folder / "kg", posts, options.workers)
    tenths = [b - a for a, b in zip([0.0, *built["tenths"]], built["tenths"], strict=False)]
    figures |= {
        "own": built["own"], "build": built["own"] + built["workers"], "written": built["written"], "memory": built["memory"],
        "second tenth": tenths[1], "last tenth": tenths[9], "store": _size(folder / "kg"), "again": again["own"] + again["workers"],
    }  # fmt: skip


def _changes(folder: Path, posts: Path, figures: Figures, options: argparse.Namespace) -> None:
    """Some articles changed, all in one build."""
    files = sorted(posts.rglob("*.md"))
    count = min(options.changes, len(files))
    figures["changed bytes"] = sum(change(path) for path in files[:: len(files) // count][:count])
    some = _build(folder / "kg", posts, 1)
    assert some["changed"] == count, some
    figures |= {
        "changes": count,
        "changed": some["own"] + some["workers"],
        "changed written": some["written"],
    }


def _singles(folder: Path, posts: Path, figures: Figures, options: argparse.Namespace) -> None:
    """Builds of one changed article each."""
    files = sorted(posts.rglob("*.md"))
    for number in range(int(figures.get("singles", 0)), options.singles, _AT_ONCE):
        some = [files[n * 7919 % len(files)] for n in range(number, min(number + _AT_ONCE, options.singles))]
        done = _told(_SINGLES, folder / "kg", *some)
        for name, of in (("singles", "builds"), ("singles bytes", "bytes"), ("singles written", "written")):
            figures[name] = figures.get(name, 0) + done[of]
        _keep(folder / "figures.json", figures)


def _fresh(folder: Path, posts: Path, figures: Figures, options: argparse.Namespace) -> None:
    """The store after all that, against one built at once."""
    shutil.rmtree(folder / "other", ignore_errors=True)
    _build(folder / "other", posts, options.workers)
    for store in ("kg", "other"):
        _kgraph("export", str(folder / f"{store}.nq"), "--store", str(folder / store))
    alike = filecmp.cmp(folder / "kg.nq", folder / "other.nq", shallow=False)
    figures |= {
        "shards": len(list((folder / "kg/shards").iterdir())), "differ": float(not alike),
        "over fresh": _size(folder / "kg") / _size(folder / "other"),
        "asked": min(_asking(folder / "kg") for _ in range(_ROUNDS)), "asked fresh": min(_asking(folder / "other") for _ in range(_ROUNDS)),
    }  # fmt: skip


def _asking(store: Path) -> float:
    """What all ready questions take, in CPU seconds, asked one after the other; how the tables are opened is among it."""
    before = os.times()
    with Reader(store) as reader, Tables(reader.tables()) as tables:
        for query in list_queries("sql"):
            tables.ask(load_query(query.name, "sql"))
    return sum(os.times()[:4]) - sum(before[:4])


_PHASES: dict[str, Callable[[Path, Path, Figures, argparse.Namespace], None]] = {
    "extract": _extract, "build": _first, "changes": _changes, "singles": _singles, "fresh": _fresh,
}  # fmt: skip


def _rows(of: Figures) -> Iterator[Row]:
    """What the figures tell, which may be those of some phases alone."""
    if "extract" in of and "build" in of:
        print(f"extract {of['extract']:.1f} s, build {of['build']:.1f} s of CPU, of which the parent {of['own']:.1f} s, {of['memory']:.0f} MB")  # fmt: skip
        yield Row("CPU of a build over that of extracting", of["build"] / of["extract"], 1.35)
    if "build" in of:
        yield Row("share of the parent in the CPU of a build", of["own"] / of["build"], 0.15)
        yield Row("cost of the last tenth over that of the second, parent", of["last tenth"] / of["second tenth"], 1.10)  # fmt: skip
        yield Row("store over articles, bytes", of["store"] / of["size"], 3.0)
        yield Row("written over articles, bytes", of["written"] / of["size"], 4.0)
        yield Row("nothing changed over the first build, CPU", of["again"] / of["build"], 0.03)
        yield Row("memory of the parent, of 500 MB", of["memory"] / 500, 1.0)
    if "build" in of and "changes" in of:
        count = int(of["changes"])
        yield Row(f"{count} changed over the first build, CPU", of["changed"] / of["build"], 0.05)
        yield Row(f"written for {count} changed over their bytes", of["changed written"] / of["changed bytes"], 20.0)  # fmt: skip
    if "singles" in of:
        count = int(of["singles"])
        yield Row(f"written for {count} builds of one over their bytes", of["singles written"] / of["singles bytes"], 30.0)  # fmt: skip
    if "shards" in of:
        yield Row("shards after them", of["shards"], 40)
        yield Row("exports that differ from one of a fresh build", of["differ"], 0)
        yield Row("store after them over a fresh one, bytes", of["over fresh"], 1.5)
        yield Row("questions after them over those of a fresh one, CPU", of["asked"] / of["asked fresh"], 1.2)


def change(path: Path) -> int:
    return _write(path, path.read_text(encoding="utf-8") + "\nOne more sentence stands here now.\n")


def _build(store: Path, articles: Path, workers: int) -> dict[str, Any]:
    return _told(_WORK, store, articles, workers)


def _told(script: Path, *arguments: object) -> dict[str, Any]:
    """What a script of this folder prints, run in a process of its own."""
    command = [sys.executable, str(script), *map(str, arguments)]
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
