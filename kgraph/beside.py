"""What may be read beside an article: bibliographies, and of these only what nobody meant to keep apart.

An article names files in its front matter, and may come from anyone. It gets those below its own folder, below a
folder that was named for reading, in the repository it lies in, and those that were given for all articles.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from kgraph import infile
from kgraph.read import Unread

MAX_BIBLIOGRAPHY_BYTES = 16 * 1024 * 1024
_SUFFIXES = (".bib", ".json")


@dataclass(frozen=True, slots=True)
class Reach:
    """What the articles of a run may read besides their own folder and repository, as real paths.

    `roots` are folders; `bibliographies` are files that were given for all of the articles.
    """

    roots: tuple[str, ...] = ()
    bibliographies: tuple[str, ...] = ()


class Folder:
    """The folder of an article, as its reader may see it (`kgraph.read.Beside`).

    `seen` remembers what was looked at: `file NAME` has the digest of that file, "" for one that was not read;
    `names` and `given` the digest of the names there were, where they were asked for. An article is unchanged while
    all of it is.
    """

    def __init__(self, article: str, reach: Reach | None = None) -> None:
        self._folder = os.path.dirname(article) or "."  # noqa: PTH120 - as long as a path may be
        self._reach = reach or Reach()
        self.seen: dict[str, str] = {}

    def names(self) -> Sequence[str] | Unread:
        """Names of the bibliographies beside the article, or why nobody knows."""
        self.seen["names"] = ""
        try:
            names = _bibliographies(self._folder, os.stat(self._folder).st_mtime_ns)  # noqa: PTH116
        except OSError as error:
            return Unread(
                code="bibliography-missing",
                message=f"bibliographies beside the article were not looked for, since its folder cannot be listed ({infile.reason(error)})",
                hint="check the permissions of the folder",
            )
        self.seen["names"] = _digest_of(names)
        return names

    def given(self) -> Sequence[str]:
        """The bibliographies given for all articles, as this one would name them."""
        here = os.path.realpath(self._folder)
        names = tuple(os.path.relpath(file, here) for file in self._reach.bibliographies)
        self.seen["given"] = _digest_of(names)
        return names

    def load(self, name: str) -> bytes | Unread:
        """The bytes of a bibliography, by its path from the folder of the article; or why it was not read."""
        self.seen[f"file {name}"] = ""
        try:
            real = os.path.realpath(os.path.join(self._folder, name))  # noqa: PTH118 - a name may be an absolute path
            if real not in self._reach.bibliographies and not may_read(self._folder, real, self._reach.roots):
                return Unread(
                    code="bibliography-outside",
                    message=f"the bibliography {name!r} lies outside of what was given to read, and was not read",
                    hint="allow it with --bibliography FILE, or name a folder that holds both",
                )
            # Links are gone along by now: one that takes the place of a folder since then would lead elsewhere.
            data = infile.read_regular(real, MAX_BIBLIOGRAPHY_BYTES, links=False)
        except (FileNotFoundError, NotADirectoryError):
            return Unread(
                code="bibliography-missing",
                message=f"the bibliography {name!r} was not found",
                hint="check its name in the front matter",
            )
        except infile.Unfit as error:
            return _unread(name, error.reason, error.hint[:1].lower() + error.hint[1:].rstrip("."))
        except (OSError, ValueError) as error:
            return _unread(
                name, f"cannot be read ({infile.reason(error)})", "check the path and its permissions"
            )
        self.seen[f"file {name}"] = digest(data)
        return data

    def is_as(self, before: Iterable[tuple[str, str]]) -> bool:
        """Whether everything seen `before` is the same now."""
        for what, sha256 in before:
            if what == "names":
                self.names()
            elif what == "given":
                self.given()
            else:
                self.load(what.removeprefix("file "))
            if self.seen[what] != sha256:
                return False
        return True


def may_read(folder: str, file: str, roots: Sequence[str] = ()) -> bool:
    """Whether `file` lies below `folder`, in the repository that `folder` lies in, or below one of `roots`."""
    here, real = os.path.realpath(folder), os.path.realpath(file)
    places = chain((here,), roots, _repository(here))
    return any(real.startswith(place.rstrip("/") + "/") for place in places)


def _unread(name: str, what: str, hint: str) -> Unread:
    return Unread(code="bibliography-unread", message=f"{name}:1:1: {what}", hint=hint)


def _repository(folder: str) -> Iterator[str]:
    """The nearest of `folder` and those above it that is a checkout of git; none where there is none."""
    for place in (Path(folder), *Path(folder).parents):
        if os.path.lexists(place / ".git"):
            yield str(place)
            return


@lru_cache(maxsize=64)
def _bibliographies(folder: str, changed_ns: int) -> tuple[str, ...]:
    """Sorted names of the `.bib` and `.json` files of a folder that was last changed at `changed_ns`."""
    with os.scandir(folder) as entries:
        return tuple(sorted(e.name for e in entries if e.name.lower().endswith(_SUFFIXES) and e.is_file()))


def _digest_of(names: Sequence[str]) -> str:
    return digest("\n".join(names).encode("utf-8", "surrogateescape"))


def digest(data: bytes) -> str:
    """The sha256 of `data`, in hexadecimal."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
