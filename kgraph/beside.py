"""What may be read beside an article: bibliographies, and of these only what nobody meant to keep apart.

An article names files in its front matter, and may come from anyone. It gets those below its own folder, below a
folder that was named for reading, in the repository it lies in, and those that were given for all articles.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from kgraph import infile, project
from kgraph.read import Unread
from kgraph.read.bibliography import MAX_BYTES
from kgraph.tree import DISK, Tree, repository


@dataclass(frozen=True, slots=True)
class Reach:
    """What the articles of a run may read besides their own folder and repository, as real paths.

    `roots` are folders; `bibliographies` are files that were given for all of the articles.
    """

    roots: tuple[str, ...] = ()
    bibliographies: tuple[str, ...] = ()


class Folder:
    """The folder of an article, as its reader may see it (`kgraph.read.Beside`): on disk, or in the archive `tree`.

    The bibliographies of `reach`, given for all articles, lie in the tree `given`.
    `seen` remembers what was looked at: `file NAME`, `part NAME` have the digest of that file, "" for one that was not read;
    `project`, `names`, `given` and `companions` the digest of the names there were, where they were asked for. An article is
    unchanged while all of it is.
    """

    def __init__(
        self, article: str, reach: Reach | None = None, tree: Tree = DISK, given: Tree = DISK
    ) -> None:
        self._tree, self._given = tree, given
        self._folder = os.path.dirname(article) or "."
        self._stem = os.path.splitext(os.path.basename(article))[0]
        self._reach = reach or Reach()
        self._here = tree.real(self._folder)
        self.seen: dict[str, str] = {}

    def project(self) -> Sequence[str]:
        """The bibliographies that the settings of the project name, as the article would name them."""
        return self._see("project", project.named(self._here, self._top, self._tree))

    def names(self) -> Sequence[str] | Unread:
        """The bibliographies that lie beside the article or in a folder above, or why nobody knows."""
        self.seen["names"] = ""
        try:
            return self._see("names", project.lying_about(self._here, self._top, self._tree))
        except OSError as error:
            return Unread(
                code="bibliography-missing",
                message=f"bibliographies beside the article were not looked for, since its folder cannot be listed ({infile.reason(error)})",
                hint="check the permissions of the folder",
            )

    def given(self) -> Sequence[str]:
        """The bibliographies given for all articles, as this one would name them."""
        return self._see("given", self._reach.bibliographies)

    def companions(self) -> Sequence[str]:
        """The files beside the article in which the tool that wrote it may keep its sources."""
        from kgraph.read import companions

        names = (form.format(self._stem) for form in companions.NAMES)
        files = [os.path.join(self._here, name) for name in names]
        files += self._of_same_task()
        return self._see("companions", [file for file in files if self._tree.is_file(file)])

    def _of_same_task(self) -> list[str]:
        """`task_17_ab12.json` of `task_18_ab12.md`: a log that was begun a second before the report was written."""
        from kgraph.read import companions

        task = companions.task_of(self._stem)
        if task is None:
            return []
        try:
            listed = self._tree.names(self._here)
        except OSError:
            return []
        logs = (name for name in listed if name.endswith(".json") and name != f"{self._stem}.json")
        return [os.path.join(self._here, name) for name in logs if companions.task_of(name[:-5]) == task]

    def _see(self, what: str, files: Sequence[str]) -> Sequence[str]:
        names = tuple(os.path.relpath(file, self._here) for file in files)
        self.seen[what] = _digest_of(names)
        return names

    def load(self, name: str) -> bytes | Unread:
        """The bytes of a bibliography, by its path from the folder of the article; or why it was not read."""
        self.seen[f"file {name}"] = ""
        try:
            real = self._place(name)
            given = real in self._reach.bibliographies
            if not given and not self._may_read(real):
                return Unread(
                    code="bibliography-outside",
                    message=f"the bibliography {name!r} lies outside of what was given to read, and was not read",
                    hint="allow it with --bibliography FILE, or name a folder that holds both",
                )
            data, sha256 = _content(real, self._given if given else self._tree)
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
        self.seen[f"file {name}"] = sha256
        return data

    def part(self, name: str) -> bytes | None:
        """The bytes of a file in the folder of the article or below it; None where there is none, or it is not read."""
        self.seen[f"part {name}"] = ""
        try:
            real = self._tree.real(os.path.join(self._folder, name))
            if not _is_below(real, self._here) or not self._tree.is_file(real):
                return None
            data, self.seen[f"part {name}"] = _content(real, self._tree)
        except (OSError, ValueError):
            return None
        return data

    def _place(self, name: str) -> str:
        """The real path of a bibliography: beside the article, else where its project keeps such files."""
        places = project.places_of(name, self._folder, self._top)
        first = next(places)
        there = (place for place in (first, *places) if self._tree.is_file(place))
        return self._tree.real(next(there, None) or self._in_other_letters(first) or first)

    def _in_other_letters(self, file: str) -> str | None:
        """The one file whose name is that of `file` but for its case: systems that tell no case take either."""
        folder, name = os.path.split(file)
        try:
            named = _by_letters(tuple(self._tree.names(folder))).get(name.casefold(), ())
        except OSError:
            return None
        return f"{folder}/{named[0]}" if len(named) == 1 else None

    def _may_read(self, real: str) -> bool:
        around = self._tree.around(self._here, self._reach.roots)
        return any(_is_below(real, place) for place in chain((self._here,), around))

    @property
    def _top(self) -> str:
        """The outermost folder around the article that it may read in."""
        around = self._tree.around(self._here, self._reach.roots)
        return min((p for p in around if _is_below(self._here, p)), key=len, default=self._here)

    def took_in(self, before: str) -> bool:
        """Whether the files that the article takes into its text were the same when a store remembered `before`, what was seen."""
        known = dict(json.loads(before))
        return all(
            known.get(what) == sha256 for what, sha256 in self.seen.items() if what.startswith("part ")
        )

    def is_as(self, before: Iterable[tuple[str, str]]) -> bool:
        """Whether everything seen `before` is the same now."""
        for what, sha256 in before:
            if what == "names":
                self.names()
            elif what == "given":
                self.given()
            elif what == "companions":
                self.companions()
            elif what == "project":
                self.project()
            elif what.startswith("part "):
                self.part(what.removeprefix("part "))
            else:
                self.load(what.removeprefix("file "))
            if self.seen[what] != sha256:
                return False
        return True


def may_read(folder: str, file: str, roots: Sequence[str] = ()) -> bool:
    """Whether `file` lies below `folder`, in the repository that `folder` lies in, or below one of `roots`."""
    here, real = os.path.realpath(folder), os.path.realpath(file)
    places = chain((here,), roots, repository(here))
    return any(_is_below(real, place) for place in places)


def _is_below(path: str, folder: str) -> bool:
    return f"{path}/".startswith(folder.rstrip("/") + "/")


def _unread(name: str, what: str, hint: str) -> Unread:
    return Unread(code="bibliography-unread", message=f"{name}:1:1: {what}", hint=hint)


def _content(file: str, tree: Tree) -> tuple[bytes, str]:
    """The bytes of a bibliography and their digest, read once while the file stays as it is.

    Errors: as of `infile.read_regular`.
    """
    return _read(file, tree, tree.state(file))


@lru_cache(maxsize=4)
def _read(file: str, tree: Tree, state: tuple[int, ...]) -> tuple[bytes, str]:
    data = tree.read(file, MAX_BYTES)
    return data, digest(data)


@lru_cache(maxsize=4)
def _by_letters(names: tuple[str, ...]) -> dict[str, list[str]]:
    """The names of a folder by what they are without case: all of its articles may ask."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.casefold(), []).append(name)
    return found


def _digest_of(names: Sequence[str]) -> str:
    return digest("\n".join(names).encode("utf-8", "surrogateescape"))


def digest(data: bytes) -> str:
    """The sha256 of `data`, in hexadecimal."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
