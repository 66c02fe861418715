"""Folders and files as what lies beside an article is looked for in: those of the disk, and those of an archive.

Paths are absolute and real; in an archive, `/` is the archive itself.
"""

import errno
import os
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Protocol

from kgraph import infile


class Tree(Hashable, Protocol):
    """What can be asked of folders and files."""

    def real(self, path: str) -> str:
        """`path` without `..` and links."""

    def names(self, folder: str) -> Sequence[str]:
        """Sorted names of the files of a folder. Errors: `OSError`."""

    def folders(self, folder: str) -> Sequence[str]:
        """Sorted names of the folders in a folder. Errors: `OSError`."""

    def is_file(self, path: str) -> bool:
        """Whether there is such a file."""

    def state(self, path: str) -> tuple[int, ...]:
        """What tells that a file has changed. Errors: `OSError`."""

    def read(self, path: str, max_bytes: int) -> bytes:
        """The bytes of a file. Errors: as of `infile.read_regular`."""

    def around(self, folder: str, named: Sequence[str]) -> Iterator[str]:
        """The folders below which an article in `folder` may read, where the folders `named` were given for reading."""


class _Disk:
    def real(self, path: str) -> str:
        return os.path.realpath(path)

    def names(self, folder: str) -> Sequence[str]:
        return _listed(folder, os.stat(folder).st_mtime_ns)

    def folders(self, folder: str) -> Sequence[str]:
        with os.scandir(folder) as entries:
            return sorted(e.name for e in entries if e.is_dir())

    def is_file(self, path: str) -> bool:
        return os.path.isfile(path)

    def state(self, path: str) -> tuple[int, ...]:
        status = os.stat(path)
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self, path: str, max_bytes: int) -> bytes:
        # Links are gone along by now: one that takes the place of a folder since then would lead elsewhere.
        return infile.read_regular(path, max_bytes, links=False)

    def around(self, folder: str, named: Sequence[str]) -> Iterator[str]:
        return chain(named, repository(folder))


DISK = _Disk()


@lru_cache(maxsize=64)
def _listed(folder: str, changed_ns: int) -> tuple[str, ...]:
    with os.scandir(folder) as entries:
        return tuple(sorted(e.name for e in entries if e.is_file()))


def repository(folder: str) -> Iterator[str]:
    """The nearest of `folder` and those above it that is a checkout of git; none where there is none."""
    for place in (Path(folder), *Path(folder).parents):
        if os.path.lexists(place / ".git"):
            yield str(place)
            return


@dataclass(frozen=True, eq=False)
class Shelf:
    """The files of an archive that may be read beside its articles: their bytes by their path, which begins with `/`."""

    files: Mapping[str, bytes]

    @cached_property
    def _inside(self) -> dict[str, tuple[set[str], set[str]]]:
        """Of each folder, the files and the folders in it."""
        found: dict[str, tuple[set[str], set[str]]] = {"/": (set(), set())}
        for path in self.files:
            folder, _, name = path.rpartition("/")
            found.setdefault(folder or "/", (set(), set()))[0].add(name)
            while folder:
                above, _, name = folder.rpartition("/")
                found.setdefault(above or "/", (set(), set()))[1].add(name)
                folder = above
        return found

    def real(self, path: str) -> str:
        """`path` without `..`."""
        return "/" + os.path.normpath(path).lstrip("/.")

    def names(self, folder: str) -> Sequence[str]:
        """Sorted names of the files of a folder; none of one that holds nothing of use."""
        return sorted(self._inside.get(folder, ((), ()))[0])

    def folders(self, folder: str) -> Sequence[str]:
        """Sorted names of the folders in a folder."""
        return sorted(self._inside.get(folder.rstrip("/") or "/", ((), ()))[1])

    def is_file(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self.files

    def state(self, path: str) -> tuple[int, ...]:
        """What tells that a file has changed: while an archive is read, none does."""
        return id(self), len(self._bytes(path))

    def read(self, path: str, max_bytes: int) -> bytes:
        """The bytes of a file. Errors: `FileNotFoundError`; `infile.Unfit`."""
        data = self._bytes(path)
        if len(data) > max_bytes:
            raise infile.too_large(f"{len(data):,} bytes", max_bytes)
        return data

    def around(self, folder: str, named: Sequence[str]) -> Iterator[str]:
        """An article may read all of its archive."""
        return iter(("/",))

    def _bytes(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path) from None
