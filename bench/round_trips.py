"""Renumbers each article of a folder, converts it to another convention and back, and counts what is refused and whose edges differ.

    python bench/round_trips.py FOLDER

Nothing is written. An article that would come to cite otherwise must be refused: one that is not is named, and the exit
code is 1. Figures: docs/performance.md.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from kgraph.author import Refused, difference, edges_of
from kgraph.beside import Folder, Reach
from kgraph.engine import ArticleFile
from kgraph.extract import read_through
from kgraph.jobs.author import Chore, do
from kgraph.read import read

PAIRS = (
    ("anchors", "plain"),
    ("plain", "anchors"),
    ("footnotes", "plain"),
    ("links", "plain"),
    ("pandoc", "plain"),
)
_REACHED = ("refused", "unchanged", "converted", "back refused", "same edges")


def _done(path: Path, data: bytes, chore: Chore) -> bytes:
    return do(chore, [(ArticleFile(str(path), str(path), Reach()), data)]).data


def _converted(path: Path, data: bytes, to: str) -> bytes:
    return _done(path, data, Chore(name="convert", to=to))


def _renumbered(path: Path) -> tuple[str, ...]:
    """What became of one article that is renumbered; a second time must leave it byte for byte."""
    data = path.read_bytes()
    try:
        once = _done(path, data, Chore(name="renumber"))
    except Refused:
        return ("refused",)
    if _done(path, once, Chore(name="renumber")) != once or not _cite_alike(path, data, once):
        return ("other edges",)
    return ("unchanged",) if once == data else ("converted", "same edges")


def _cite_alike(path: Path, *versions: bytes) -> bool:
    """Whether all versions have the same edges, their works called by title or by all that entries say, as `author` asks."""
    first, *others = [read_through(read(str(path), data, beside=Folder(str(path)))) for data in versions]
    named = [[(edges_of(first, by_text=by), edges_of(r, by_text=by)) for by in (False, True)] for r in others]
    return all(difference(*versions) is None for versions in named)


def _there_and_back(path: Path, there: str, back: str) -> tuple[str, ...]:
    """What became of one article, by the words of `_REACHED`; `other edges` where it cites otherwise."""
    data = path.read_bytes()
    try:
        once = _converted(path, data, there)
    except Refused:
        return ("refused",)
    if once == data:
        return ("unchanged",)
    if there == "pandoc":  # its entries went into a bibliography, which is not written here
        return ("converted",)
    try:
        twice = _converted(path, once, back)
    except Refused:
        return ("converted", "back refused")
    return ("converted", "same edges" if _cite_alike(path, data, twice) else "other edges")


def main() -> int:
    """Print a row for each pair of conventions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    files = sorted(path for path in parser.parse_args().folder.rglob("*.md") if path.is_file())
    wrong = 0
    print("| to | back to |", " | ".join(_REACHED), "|")
    for there, back in (("renumber", "renumber"), *PAIRS):
        counts: Counter[str] = Counter()
        for path in files:
            became = _renumbered(path) if there == "renumber" else _there_and_back(path, there, back)
            counts.update(became)
            if "other edges" in became:
                wrong += 1
                print(f"other edges: {path} to {there} and back to {back}", file=sys.stderr)
        print(f"| {there} | {back} |", " | ".join(str(counts[word]) for word in _REACHED), "|", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
