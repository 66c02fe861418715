"""Damages a store of several shards at random places, and reads all of it: rightly, or it says that it is damaged.

    $ python bench/damage_shards.py [--damages 500] [--seed 1]

Each damage is one of `damage.py`: flips, cut ends, removals, swaps, emptied and lengthened files, each kind of file as often as
any other. What is read is every table and every quad, in this process: hundreds take minutes, not hours.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from damage import damage

from kgraph.errors import StoreError
from kgraph.store import Reader, Writer
from kgraph.tables import TABLES

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.store.made import observe, put


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--damages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, told = random.Random(options.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        whole, copy = Path(folder) / "kg", Path(folder) / "copy"
        _make(whole)
        right = _read(whole)
        for _ in range(options.damages):
            shutil.copytree(whole, copy)
            what = damage(copy, rng, cache=False)
            try:
                answer = "right" if _read(copy) == right else "WRONG"
            except StoreError:
                answer = "told"
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            told[answer] += 1
            if answer not in ("right", "told"):
                print(what, answer)
            shutil.rmtree(copy)
    print(dict(told))


def _make(store: Path) -> None:
    """Three shards, two of which hold what newer ones have replaced."""
    for step, word in enumerate(("first", "second", "third")):
        with Writer(store) as writer:
            for number in range(step, 6):
                put(writer, f"{number}.md", f"{word}{number}")
            observe(writer, "https://example.org/all", word)
            writer.commit()


def _read(store: Path) -> list[Any]:
    with Reader(store) as reader:
        rows = [
            sorted(reader.rows(table, [c.name for c in columns]), key=str)
            for table, columns in TABLES.items()
        ]
        return [list(reader.quads()), reader.articles, rows]


if __name__ == "__main__":
    main()
