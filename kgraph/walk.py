"""The files below a folder, however deep they lie and whatever they are called.

Folders are opened from the one above, by their name alone: no path is too long, none is gone along twice, and no
link is followed, even one that takes the place of a folder while we look.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.ignored import Rules
from kgraph.infile import reason

_KEPT_OPEN = 32
"""Folders above the one that is looked into that stay open; those above them are opened again on the way back."""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Met:
    """A file, or a folder that was not looked into: then `left_out` says why."""

    path: str
    is_link: bool = False
    left_out: str = ""


@dataclass(slots=True)
class _Level:
    """A folder on the way from the root to where the walk is: what it is, what is ignored in it, what is still to see."""

    descriptor: int | None
    identity: tuple[int, int]
    rules: Rules
    waiting: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Listing:
    files: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    file_links: list[str] = field(default_factory=list)
    folder_links: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What of a folder is wanted: files and folders by their names, then by what ignore files say.

    `passed` is told of each entry that is not, in this folder: its name, and `folder`, `kind` or `ignored`. A folder that is
    not `entered` is, all the same, where a `.kgraphignore` takes it back.
    """

    wanted: Callable[[str], bool]
    entered: Callable[[str], bool]
    rules: Rules = field(default_factory=Rules)
    passed: Callable[[str, str], None] = lambda name, why: None

    def takes(self, rules: Rules, names: Sequence[str], name: str, *, is_folder: bool) -> bool:
        """Whether an entry of the folder that `names` lead to is wanted."""
        fits = self.entered(name) if is_folder else self.wanted(name)
        ignored = rules.verdict(names, name, is_folder=is_folder) if fits or is_folder else None
        if fits and not ignored:
            return True
        if is_folder and ignored is False and not name.startswith("."):
            return True
        self.passed(name, "ignored" if fits else "folder" if is_folder else "kind")
        return False


def walk(
    root: str,
    sieve: Sieve | None = None,
    *,
    wanted: Callable[[str], bool] = bool,
    entered: Callable[[str], bool] = bool,
) -> Iterator[Met]:
    """The files below `root` that the sieve, or else `wanted` by their names, lets through, folder by folder, each sorted by name; files before folders.

    Folders that are not `entered`, by their name, are passed over in silence; one that cannot be listed, or is a
    link, is told of, and so is an ignore file that is not understood. Nothing raises.
    """
    sieve = sieve or Sieve(wanted=wanted, entered=entered)
    levels: list[_Level] = []
    names: list[str] = []
    try:
        while True:
            try:
                descriptor = _open(levels, names, root, sieve)
                listing = _list(levels[-1], descriptor, names, sieve)
            except OSError as error:
                yield Met(_join(root, names), left_out=f"cannot be listed ({reason(error)})")
            else:
                yield from _files(root, names, listing)
                for name, unread in levels[-1].rules.flaws:
                    many = "pattern is" if unread == 1 else "patterns are"
                    yield Met(_join(root, [*names, name]), left_out=f"{unread} {many} not understood, or too many, and left out")  # fmt: skip
                levels[-1].waiting = listing.folders[::-1]
            if not _go_on(levels, names):
                return
    except _Moved:
        yield Met(root, left_out="a folder in it was moved while it was walked")
    finally:
        for level in levels:
            if level.descriptor is not None:
                os.close(level.descriptor)


class _Moved(Exception):
    """The folder above is not the one we came from."""


def _open(levels: list[_Level], names: list[str], root: str, sieve: Sieve) -> int:
    """Open the folder that `names` ends in, and note it as the deepest level."""
    if levels:
        descriptor = os.open(names[-1], _FOLDER | os.O_NOFOLLOW, dir_fd=levels[-1].descriptor)
    else:
        descriptor = os.open(root, _FOLDER)
    status = os.fstat(descriptor)
    rules = levels[-1].rules if levels else sieve.rules
    levels.append(_Level(descriptor, (status.st_dev, status.st_ino), rules))
    if len(levels) > _KEPT_OPEN and (far := levels[-_KEPT_OPEN - 1]).descriptor is not None:
        os.close(far.descriptor)
        far.descriptor = None
    return descriptor


def _list(level: _Level, descriptor: int, names: list[str], sieve: Sieve) -> _Listing:
    found = _Listing()
    with os.scandir(descriptor) as scan:
        entries = list(scan)
    rules = level.rules = level.rules.at(descriptor, names, (entry.name for entry in entries))
    for entry in entries:
        name = entry.name
        is_link = entry.is_symlink()
        is_folder = _is_folder(entry) if is_link else entry.is_dir(follow_symlinks=False)
        if sieve.takes(rules, names, name, is_folder=is_folder):
            place = (
                (found.folder_links if is_folder else found.file_links)
                if is_link
                else found.folders
                if is_folder
                else found.files
            )
            place.append(name)
    found.folders.sort()
    return found


def _is_folder(link: "os.DirEntry[str]") -> bool:
    """Whether a link leads to a folder; one that leads nowhere does not."""
    try:
        return link.is_dir()
    except OSError:
        return False


def _files(root: str, names: list[str], found: _Listing) -> Iterator[Met]:
    for name in sorted(found.folder_links):
        yield Met(_join(root, [*names, name]), is_link=True, left_out="a link to a folder is not followed")
    links = set(found.file_links)
    for name in sorted([*found.files, *found.file_links]):
        yield Met(_join(root, [*names, name]), is_link=name in links)


def _go_on(levels: list[_Level], names: list[str]) -> bool:
    """Move `names` to the next folder; False where all have been seen."""
    del names[max(0, len(levels) - 1) :]  # of a folder that could not be opened, and has no level
    while levels and not levels[-1].waiting:
        done = levels.pop()
        try:
            if levels and levels[-1].descriptor is None:
                levels[-1].descriptor = _above(done, levels[-1])
        finally:
            if done.descriptor is not None:
                os.close(done.descriptor)
        del names[max(0, len(levels) - 1) :]
    if not levels:
        return False
    names.append(levels[-1].waiting.pop())
    return True


def _above(level: _Level, expected: _Level) -> int:
    try:
        descriptor = os.open("..", _FOLDER, dir_fd=level.descriptor)
    except OSError as error:
        raise _Moved from error
    status = os.fstat(descriptor)
    if (status.st_dev, status.st_ino) != expected.identity:
        os.close(descriptor)
        raise _Moved
    return descriptor


def _join(root: str, names: list[str]) -> str:
    return "/".join([root.rstrip("/"), *names]) if names else root
