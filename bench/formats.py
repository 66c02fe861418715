"""What reading each format costs over the least that it must: its bare parser, and kgraph's own work on as many claims of Markdown.

    $ python bench/formats.py FILE|FOLDER… [--rounds 5] [--seconds 1] [--profile FORMAT]

For each format: CPU time of `read` and `extract` on its files, over that of a bare parser on the same files plus what
kgraph takes for as many claims in the Markdown files that are given; all in one process, each the least of the rounds, which
take turns. The collector of cycles is set as a build sets it, for the bare parsers too. Small files are read several times a round. Bare parsers: lxml for HTML, JATS, TEI and Word (its XML), docutils,
mwparserfromhell, orgparse, pylatexenc, and json for notebooks; AsciiDoc has no kept parser in Python. Those that are not
installed are left out, and said so: `pip install docutils mwparserfromhell orgparse pylatexenc`.
"""

import argparse
import cProfile
import gc
import importlib.util
import io
import json
import platform
import pstats
import sys
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kgraph.engine.in_process import settle_memory
from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.read import read

_ROUNDS = 5
_SECONDS = 1.0
"""About so long each part of a round takes."""
_SHOWN = 25


def _html(data: bytes) -> object:
    import lxml.html

    return lxml.html.document_fromstring(data)


def _xml(data: bytes) -> object:
    import lxml.etree

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    return lxml.etree.fromstring(data, parser)


def _word(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
        return [_xml(archive.read(name)) for name in names]


def _rst(data: bytes) -> object:
    from docutils.core import publish_doctree

    quiet = {"report_level": 5, "halt_level": 6, "file_insertion_enabled": False, "raw_enabled": False}
    return publish_doctree(data.decode("utf-8", "replace"), settings_overrides=quiet)


def _wikitext(data: bytes) -> object:
    import mwparserfromhell

    return mwparserfromhell.parse(data.decode("utf-8", "replace"))


def _org(data: bytes) -> object:
    import orgparse

    return [node.get_body() for node in orgparse.loads(data.decode("utf-8", "replace"))]


def _latex(data: bytes) -> object:
    from pylatexenc.latexwalker import LatexWalker

    return LatexWalker(data.decode("utf-8", "replace"), tolerant_parsing=True).get_latex_nodes()


@dataclass(frozen=True, slots=True)
class Bare:
    """A bare parser: the package it is, and what parses the bytes of a file."""

    package: str
    parse: Callable[[bytes], object]


BARE = {
    "html": Bare("lxml", _html), "jats": Bare("lxml", _xml), "tei": Bare("lxml", _xml), "docx": Bare("lxml", _word),
    "rst": Bare("docutils", _rst), "wikitext": Bare("mwparserfromhell", _wikitext), "org": Bare("orgparse", _org),
    "latex": Bare("pylatexenc", _latex), "notebook": Bare("json", json.loads),
}  # fmt: skip
"""Format → its bare parser."""


def files_in(given: Sequence[Path]) -> dict[str, list[tuple[str, bytes]]]:
    """Format → names and bytes of the files of it that kgraph reads."""
    found: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    paths = [p for one in given for p in (sorted(one.rglob("*")) if one.is_dir() else [one]) if p.is_file()]
    for path in paths:
        data = path.read_bytes()
        try:
            found[read(path.name, data).format].append((path.name, data))
        except InputError:
            continue
    return found


def cpu_of(work: Callable[[], object], times: int) -> float:
    """Seconds of CPU that `work` takes, run so many times, for one."""
    gc.collect()
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def times_of(work: Callable[[], object], seconds: float) -> int:
    """How often `work` is run to take about so long."""
    return max(1, round(seconds / max(cpu_of(work, 1), 1e-4)))


def by_kgraph(files: Sequence[tuple[str, bytes]]) -> int:
    """Reads the files; how many claims they hold."""
    return sum(len(extract(read(name, data)).claims) for name, data in files)


def measure(files: dict[str, list[tuple[str, bytes]]], rounds: int, seconds: float) -> None:
    """Prints a line a format."""
    works: dict[tuple[str, str], Callable[[], object]] = {}
    for format, own in files.items():
        works["kgraph", format] = lambda own=own: by_kgraph(own)  # type: ignore[misc]
        bare = BARE.get(format)
        if bare and importlib.util.find_spec(bare.package):
            works["bare", format] = lambda own=own, bare=bare: [bare.parse(data) for _, data in own]  # type: ignore[misc]
    times = {name: times_of(work, seconds) for name, work in works.items()}
    least = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            least[name] = min(least[name], cpu_of(work, times[name]))
    claims = {format: by_kgraph(own) for format, own in files.items()}
    a_claim = least["kgraph", "markdown"] / claims["markdown"]
    print(f"a claim of Markdown: {a_claim * 1e6:.0f} µs ({claims['markdown']:,} claims)")
    for format, own in files.items():
        if format == "markdown" or not claims[format]:
            continue
        took, size = least["kgraph", format], sum(len(data) for _, data in own)
        parser = least.get(("bare", format))
        package = BARE[format].package if format in BARE else "none"
        floor = (parser or 0) + a_claim * claims[format]
        said = f"{package} {parser * 1e3:.1f} ms" if parser is not None else f"no parser measured ({package})"
        print(
            f"{format:<10}{len(own):>4} files {size / 1e3:>8.0f} kB {claims[format]:>6} claims  "
            f"kgraph {took * 1e3:>7.1f} ms, {said}, ratio {took / floor:.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE|FOLDER")
    parser.add_argument(
        "--rounds", type=int, default=_ROUNDS, help=f"rounds, of which the least counts ({_ROUNDS})"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=_SECONDS,
        help=f"about so long a part of a round takes ({_SECONDS:g})",
    )
    parser.add_argument("--profile", metavar="FORMAT", help="print what the time of a format goes to instead")
    options = parser.parse_args()
    files = files_in(options.files)
    if options.profile:
        by_kgraph(files[options.profile])  # what is loaded once is no cost of a file
        profile = cProfile.Profile()
        profile.runcall(by_kgraph, files[options.profile])
        pstats.Stats(profile).sort_stats("tottime").print_stats(_SHOWN)
        return
    if "markdown" not in files:
        parser.error("no Markdown file is given, whose claims the others are held against")
    print(f"Python {platform.python_version()}, {platform.system()}")
    settle_memory()
    measure(files, options.rounds, options.seconds)


if __name__ == "__main__":
    main()
