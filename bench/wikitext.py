"""kgraph's reading of wikitext beside mwparserfromhell with wikiciteparser, on the same articles, by CPU time, in turns.

kgraph goes from bytes to claims, markers, entries and sources. The others parse the text, walk its templates, and read
the fields of those that cite: the least that anyone needs who wants the sources of an article, who then has no claims.

    $ pip install mwparserfromhell wikiciteparser
    $ python bench/wikitext.py [FILES] [--megabytes 2] [--rounds 3] [--profile]

Without FILES, articles of `bench/dump.py`.
"""

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import mwparserfromhell
from dump import articles
from wikiciteparser.parser import parse_citation_template

from kgraph.extract import extract
from kgraph.read import read


def kgraph(data: bytes) -> int:
    """How many entries kgraph finds."""
    return len(extract(read("a.wiki", data), path="a.wiki").references)


def only_read(data: bytes) -> int:
    """How many entries kgraph's reader alone has."""
    document = read("a.wiki", data)
    return len(document.entries) + len(document.bibliography)


def others(data: bytes) -> int:
    """How many cite templates the others read."""
    templates = mwparserfromhell.parse(data.decode()).filter_templates()
    return sum(map(_is_read, templates))


def _is_read(template: object) -> bool:
    try:
        return bool(parse_citation_template(template))
    except Exception:  # of its own, of some templates of real articles
        return False


def only_parsed(data: bytes) -> int:
    """How many templates mwparserfromhell alone finds."""
    return len(mwparserfromhell.parse(data.decode()).filter_templates())


_WAYS: dict[str, Callable[[bytes], int]] = {
    "kgraph, bytes to claims": kgraph,
    "kgraph, the reader alone": only_read,
    "mwparserfromhell with wikiciteparser": others,
    "mwparserfromhell alone": only_parsed,
}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("files", type=Path, nargs="*")
    options.add_argument("--megabytes", type=float, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--profile", action="store_true", help="say where kgraph's time goes instead")
    given = options.parse_args()
    texts = [path.read_bytes() for path in given.files]
    texts = texts or [text.encode() for _, text in articles(given.megabytes, seed=1)]
    for way in _WAYS.values():
        way(texts[0])
    if given.profile:
        _profile(texts)
        return
    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts)} articles, {size:.2f} MB, {given.rounds} rounds in turns, CPU time\n")
    spent = dict.fromkeys(_WAYS, 0.0)
    counted = dict.fromkeys(_WAYS, 0)
    for _ in range(given.rounds):
        for name, way in _WAYS.items():
            began = time.process_time()
            counted[name] = sum(map(way, texts))
            spent[name] += time.process_time() - began
    first = spent["kgraph, bytes to claims"]
    print("| what | s a round | MB a second | found | over kgraph's |\n| --- | --- | --- | --- | --- |")
    for name, seconds in spent.items():
        print(
            f"| {name} | {seconds / given.rounds:.2f} | {size * given.rounds / seconds:.2f} | {counted[name]:,} | {seconds / first:.2f} |"
        )


def _profile(texts: Sequence[bytes]) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        kgraph(text)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
