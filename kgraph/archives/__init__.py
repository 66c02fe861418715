"""Archives and tables as folders of articles, read in memory from front to back: nothing is ever extracted to disk.

Names that lead out, links, devices, encrypted and broken members cost themselves; a bomb or a cut end costs what lies
behind it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kgraph import infile
from kgraph.archives import _dump, _folder, _parquet, _rows, _tar, _zip
from kgraph.archives._member import WHOLE, Member, Part, Wanted
from kgraph.archives._rows import Columns

__all__ = [
    "ARCHIVES",
    "FOLDER",
    "WHOLE",
    "Archive",
    "Columns",
    "Member",
    "Part",
    "Wanted",
    "archive_at",
    "archive_of",
]

_Members = Callable[[str, Wanted], Iterator[Member]]
_HEAD_BYTES = 64 * 1024
_OF_SPLIT = re.compile(r"\.xml-p\d{1,15}p\d{1,15}(?=\.|$)")
"""The suffix of a dump that Wikimedia gives in several files."""


class _Opened(Protocol):
    """What lists the members of a file: those of which `Wanted` says so with their bytes."""

    def __call__(self, columns: Columns, part: Part = WHOLE) -> _Members:
        """That of the columns that a person named, and of a part of the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One kind: its name, its suffixes, and whether its members are rows, which have no files beside them.

    What `opened` gives raises `OSError`, and `infile.Unfit` for a file that is none or breaks off; what came before counts.
    `format` is that of all members, where their names do not say it; `looks` tells an archive by its beginning, where
    its suffix does not.
    """

    name: str
    suffixes: tuple[str, ...]
    opened: _Opened
    rows: bool = False
    format: str = ""
    looks: Callable[[bytes], bool] | None = None


def _files(members: _Members) -> _Opened:
    return lambda columns, part=WHOLE: members


def _lines(by: str) -> _Opened:
    return lambda columns, part=WHOLE: partial(_rows.members, by=by, columns=columns)


def _pages(by: str) -> _Opened:
    return lambda columns, part=WHOLE: partial(_dump.members, by=by, part=part)


ARCHIVES = (
    Archive(name="zip", suffixes=(".zip",), opened=_files(_zip.members)),
    Archive(name="tar", suffixes=(".tar",), opened=_files(partial(_tar.members, by=""))),
    Archive(name="tar+gzip", suffixes=(".tar.gz", ".tgz"), opened=_files(partial(_tar.members, by="gz"))),
    Archive(name="tar+zstd", suffixes=(".tar.zst", ".tzst"), opened=_files(partial(_tar.members, by="zst"))),
    Archive(name="jsonl", suffixes=(".jsonl", ".ndjson"), opened=_lines(""), rows=True),
    Archive(name="jsonl+gzip", suffixes=(".jsonl.gz", ".ndjson.gz"), opened=_lines("gz"), rows=True),
    Archive(name="jsonl+zstd", suffixes=(".jsonl.zst", ".ndjson.zst"), opened=_lines("zst"), rows=True),
    Archive(name="parquet", suffixes=(".parquet",), opened=lambda columns, part=WHOLE: partial(_parquet.members, columns=columns), rows=True),
    Archive(name="mediawiki", suffixes=(".xml",), opened=_pages(""), rows=True, format="wikitext", looks=_dump.looks_like_a_dump),
    Archive(name="mediawiki+bzip2", suffixes=(".xml.bz2",), opened=_pages("bz2"), rows=True, format="wikitext"),
    Archive(name="mediawiki+gzip", suffixes=(".xml.gz",), opened=_pages("gz"), rows=True, format="wikitext"),
    Archive(name="mediawiki+zstd", suffixes=(".xml.zst",), opened=_pages("zst"), rows=True, format="wikitext"),
)  # fmt: skip
"""The archives kgraph reads, where they are named. To add one: a file, a row."""


FOLDER = Archive(name="folder", suffixes=(), opened=_files(_folder.members))
"""A folder at an address: it has no suffix that tells."""


def archive_of(path: str) -> Archive | None:
    """The kind of archive a file may be by its suffix; None for one that is none.

    >>> kind = archive_of("enwiki-pages-articles1.xml-p1p41242.bz2")
    >>> kind.name if kind else None
    'mediawiki+bzip2'
    """
    lower = _OF_SPLIT.sub(".xml", path.lower())
    return next((row for row in ARCHIVES if lower.endswith(row.suffixes)), None)


def archive_at(file: str) -> Archive | None:
    """The kind of archive that the file at this path is, by its suffix, and by its beginning where that says too little."""
    kind = archive_of(file)
    if kind is None or kind.looks is None:
        return kind
    try:
        return kind if kind.looks(infile.read_start(file, _HEAD_BYTES)) else None
    except (OSError, ValueError):
        return None
