"""Archives and tables as folders of articles, read in memory from front to back: nothing is ever extracted to disk.

Names that lead out, links, devices, encrypted and broken members cost themselves; a bomb or a cut end costs what lies
behind it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kgraph.archives import _folder, _parquet, _rows, _tar, _zip
from kgraph.archives._member import Member, Wanted
from kgraph.archives._rows import Columns

__all__ = ["ARCHIVES", "FOLDER", "Archive", "Columns", "Member", "Wanted", "archive_of"]

_Members = Callable[[str, Wanted], Iterator[Member]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One kind: its name, its suffixes, and whether its members are rows, which have no files beside them.

    `opened` gives, for the columns that a person named, what lists the members of a file: those of which `Wanted` says so
    with their bytes. It raises `OSError`, and `infile.Unfit` for a file that is none or breaks off; what came before counts.
    """

    name: str
    suffixes: tuple[str, ...]
    opened: Callable[[Columns], _Members]
    rows: bool = False


def _files(members: _Members) -> Callable[[Columns], _Members]:
    return lambda columns: members


def _lines(by: str) -> Callable[[Columns], _Members]:
    return lambda columns: partial(_rows.members, by=by, columns=columns)


ARCHIVES = (
    Archive(name="zip", suffixes=(".zip",), opened=_files(_zip.members)),
    Archive(name="tar", suffixes=(".tar",), opened=_files(partial(_tar.members, by=""))),
    Archive(name="tar+gzip", suffixes=(".tar.gz", ".tgz"), opened=_files(partial(_tar.members, by="gz"))),
    Archive(name="tar+zstd", suffixes=(".tar.zst", ".tzst"), opened=_files(partial(_tar.members, by="zst"))),
    Archive(name="jsonl", suffixes=(".jsonl", ".ndjson"), opened=_lines(""), rows=True),
    Archive(name="jsonl+gzip", suffixes=(".jsonl.gz", ".ndjson.gz"), opened=_lines("gz"), rows=True),
    Archive(name="jsonl+zstd", suffixes=(".jsonl.zst", ".ndjson.zst"), opened=_lines("zst"), rows=True),
    Archive(name="parquet", suffixes=(".parquet",), opened=lambda c: partial(_parquet.members, columns=c), rows=True),
)  # fmt: skip
"""The archives kgraph reads, where they are named. To add one: a file, a row."""


FOLDER = Archive(name="folder", suffixes=(), opened=_files(_folder.members))
"""A folder at an address: it has no suffix that tells."""


def archive_of(path: str) -> Archive | None:
    """The kind of archive a file is by its suffix; None for one that is none."""
    lower = path.lower()
    return next((row for row in ARCHIVES if lower.endswith(row.suffixes)), None)
