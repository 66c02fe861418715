"""Bibliographies beside an article → `BibliographyEntry`: one file a format."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kgraph.late import late
from kgraph.model import BibliographyEntry, Problem
from kgraph.read.bibliography.record import flaw
from kgraph.spans import Place, decode, line_starts

__all__ = ["FORMATS", "SUFFIXES", "Format", "by_key", "parse"]

MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """A format of bibliographies: its suffixes, and what reads a file of that name and text."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, str], tuple[list[BibliographyEntry], list[Problem]]]


FORMATS = (
    Format(
        "bibtex", (".bib", ".bibtex", ".biblatex"), late("kgraph.read.bibliography.bibtex", "read_bibtex")
    ),
    Format("csl-json", (".json",), late("kgraph.read.bibliography.csl", "read_csl_json")),
    Format("csl-yaml", (".yaml", ".yml"), late("kgraph.read.bibliography.csl", "read_csl_yaml")),
    Format("bbl", (".bbl",), late("kgraph.read.bibliography.bbl", "read_bbl")),
    Format("ris", (".ris",), late("kgraph.read.bibliography.ris", "read_ris")),
)
"""The bibliographies kgraph reads; CSL-JSON is also what Zotero's Better BibTeX writes of its own as JSON."""

SUFFIXES = tuple(suffix for row in FORMATS for suffix in row.suffixes)


@lru_cache(maxsize=4)
def parse(name: str, data: bytes) -> tuple[tuple[BibliographyEntry, ...], tuple[Problem, ...]]:
    """The entries of the bibliography file `name`, and what could not be read of it.

    The last few are remembered: a folder of articles often shares one bibliography.
    """
    lower = name.lower()
    row = next((row for row in FORMATS if lower.endswith(row.suffixes)), None)
    if row is None:
        known = ", ".join(SUFFIXES)
        return (), (
            flaw(name, 1, 1, f"no bibliography that is read (its name should end in one of {known})"),
        )
    text, _ = decode(data[:MAX_BYTES])
    entries, problems = row.read(name, text)
    starts = line_starts(text)
    return tuple(replace(e, place=_place(starts, e.span.start)) for e in entries), tuple(problems)


def _place(starts: Sequence[int], offset: int) -> Place:
    line = bisect_right(starts, offset)
    return Place(line, offset - starts[line - 1] + 1)


@lru_cache(maxsize=4)
def by_key(name: str, data: bytes) -> Mapping[str, BibliographyEntry]:
    """The entries of the bibliography file `name` by their keys; of those that share one, the first."""
    found: dict[str, BibliographyEntry] = {}
    for entry in parse(name, data)[0]:
        found.setdefault(entry.key, entry)
    return found
