"""What people say is not to be read: `.gitignore` and `.kgraphignore`, and the globs of `--include` and `--exclude`.

The syntax is git's (gitignore(5)): the last pattern that matches decides, `!` takes back, a pattern with a slash in it
counts from the folder of its file. As ripgrep does it, a `.gitignore` counts within a repository alone, from the repository's
root down, with its `.git/info/exclude`; a `.kgraphignore` counts everywhere and wins over any `.gitignore`; of two files of one
name the nearer one wins. What is named directly is read, whatever they say.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from kgraph.errors import UsageError

GIT, OWN = ".gitignore", ".kgraphignore"
_EXCLUDE = ".git/info/exclude"
_MAX_BYTES = 64 * 1024
_MAX_PATTERNS = 2_000
_MAX_STARS = 3
"""In one name of a pattern: each star more multiplies the time a hostile name may take by its length."""
_MAX_DEEP = 2
"""Of `**` in a pattern."""
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_STARS = re.compile(r"\*+")
_RUN = re.compile(r"(?<!\\)\*{2,}")


@dataclass(frozen=True, slots=True)
class _Row:
    """A pattern; one without a slash is matched with the last name of a path alone."""

    ignores: bool
    regex: re.Pattern[str]
    of_name: bool


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one file, the last first; `unread` counts those that were not understood."""

    rows: tuple[_Row, ...] = ()
    unread: int = 0

    def verdict(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether `path`, counted from the folder of the file, is ignored (True), taken back (False), or neither.

        >>> patterns(["*.log", "!keep.log", "made/"]).verdict("a/b.log", is_folder=False)
        True
        >>> patterns(["*.log", "!keep.log", "made/"]).verdict("keep.log", is_folder=False)
        False
        >>> patterns(["*.log", "!keep.log", "made/"]).verdict("made", is_folder=False) is None
        True
        """
        name = path[path.rfind("/") + 1 :]
        slash = "/" if is_folder else ""
        for row in self.rows:
            text = name if row.of_name else path
            # A pattern matches what lies below a folder, too: here, folders are decided when they are met.
            if "ps_d" in row.regex.groupindex:
                match = row.regex.search(text + slash)
                found = match is not None and match.start("ps_d") in (-1, len(text))
            else:
                found = row.regex.search(text) is not None
            if found:
                return row.ignores
        return None


def patterns(lines: Iterable[str]) -> Patterns:
    """Lines of an ignore file, or globs. Blank lines and comments are none."""
    return _compiled(tuple(lines))


@lru_cache(maxsize=64)
def _compiled(lines: tuple[str, ...]) -> Patterns:
    from pathspec.patterns.gitignore import GitIgnorePatternError
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    rows: list[_Row] = []
    unread = 0
    for line in lines:
        try:
            made: Any = GitIgnoreSpecPattern(_plain(line)) if _is_bounded(line) else None
        except GitIgnorePatternError:
            made = None
        if made is None:
            unread += 1
        elif made.regex is not None:
            of_name = "/" not in line.strip().rstrip("/")
            rows.append(_Row(bool(made.include), made.regex, of_name))
    kept = rows[:_MAX_PATTERNS]
    return Patterns(tuple(kept[::-1]), unread + len(rows) - len(kept))


def _plain(line: str) -> str:
    """`a**b` as `a*b`, which it means: each star more would cost as much again."""
    names = line.split("/")
    return "/".join(name if name in ("**", "!**") else _RUN.sub("*", name) for name in names)


def _is_bounded(line: str) -> bool:
    """Whether matching `line` takes little time, whatever it is matched with: `a*b*.md` is, `*a*a*a*a*` is not."""
    names = line.split("/")
    return len(line) <= 1000 and names.count("**") <= _MAX_DEEP and all(
        len(_STARS.findall(name)) <= _MAX_STARS for name in names
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Layer:
    """The patterns of a file in the folder that lies `depth` names below the top."""

    depth: int
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in one folder: the ignore files in it and above it, each kind the nearest first.

    `above` are the names that lead from the top, above which nothing counts, to the folder that is walked; `flaws` names
    the files of this folder that have patterns which were not understood, and how many.
    """

    above: tuple[str, ...] = ()
    own: tuple[_Layer, ...] = ()
    git: tuple[_Layer, ...] = ()
    in_repository: bool = False
    flaws: tuple[tuple[str, int], ...] = ()

    def verdict(self, names: Sequence[str], name: str, *, is_folder: bool) -> bool | None:
        """Whether the entry `name` of the folder that `names` lead to from the one that is walked is ignored.

        True where it is, False where a `.kgraphignore` takes it back, None where nothing is said.
        """
        if not self.own and not self.git:
            return None
        path = (*self.above, *names, name)
        said = _said(self.own, path, is_folder)
        return said if said is not None else _said(self.git, path, is_folder) or None

    def at(self, folder: int, names: Sequence[str], present: Iterable[str]) -> "Rules":
        """The rules within a folder, opened as `folder`, to which `names` lead; `present` are the names in it."""
        found = {name for name in present if name in (GIT, OWN, ".git")}
        if not found:
            return replace(self, flaws=()) if self.flaws else self
        depth = len(self.above) + len(names)
        in_repository = self.in_repository or ".git" in found
        kept = () if ".git" in found else self.git  # those of a repository say nothing of one within it
        wanted = [_EXCLUDE] * (".git" in found) + [GIT] * (in_repository and GIT in found)
        git = {name: layer for name in wanted if (layer := _layer(folder, name, depth))}
        own = {OWN: layer} if OWN in found and (layer := _layer(folder, OWN, depth)) else {}
        return Rules(
            above=self.above, own=(*own.values(), *self.own), git=(*reversed(git.values()), *kept), in_repository=in_repository,
            flaws=tuple((name, layer.patterns.unread) for name, layer in (git | own).items() if layer.patterns.unread),
        )  # fmt: skip


def _said(layers: Iterable[_Layer], path: tuple[str, ...], is_folder: bool) -> bool | None:
    for layer in layers:
        said = layer.patterns.verdict("/".join(path[layer.depth :]), is_folder=is_folder)
        if said is not None:
            return said
    return None


def _layer(folder: int, name: str, depth: int) -> _Layer | None:
    """The layer of the file `name` in an opened folder; None where there is none, or it cannot be read."""
    try:
        descriptor = os.open(name, _READ, dir_fd=folder)
    except OSError:
        return None
    try:
        data = os.read(descriptor, _MAX_BYTES)
    except OSError:  # a folder of that name
        return None
    finally:
        os.close(descriptor)
    lines = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").splitlines()
    return _Layer(depth, patterns(lines))


def rules_for(root: str) -> Rules:
    """What the ignore files above `root` say of what is in it, from the top down.

    The top is the root of the repository `root` lies in, else the current folder where `root` lies in that, else `root`
    itself. Where they ignore `root` as a whole, it was named all the same: then none of them counts.
    """
    place = os.path.realpath(root)
    top = _top(place)
    names = [name for name in place[len(top) :].split("/") if name]
    rules = Rules(above=tuple(names))
    folder = top
    for depth, name in enumerate(names):
        rules = _within(replace(rules, above=()), folder, names[:depth])
        if rules.verdict(names[:depth], name, is_folder=True):
            return Rules(above=tuple(names), in_repository=rules.in_repository)
        folder = f"{folder.rstrip('/')}/{name}"
    return replace(rules, above=tuple(names))


def _within(rules: Rules, folder: str, names: Sequence[str]) -> Rules:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return rules
    try:
        present = [n for n in (GIT, OWN, ".git") if os.path.lexists(f"{folder}/{n}")]
        return rules.at(descriptor, names, present)
    finally:
        os.close(descriptor)


def _top(place: str) -> str:
    above = place
    while above != "/":
        if os.path.lexists(f"{above}/.git"):
            return above
        above = os.path.dirname(above)
    here = os.path.realpath(".")
    return here if f"{place}/".startswith(f"{here.rstrip('/')}/") else place


@dataclass(frozen=True, slots=True)
class Globs:
    """What `--include` and `--exclude` say, as git's patterns."""

    include: Patterns | None = None
    exclude: Patterns = field(default_factory=Patterns)

    def takes(self, *paths: str) -> bool:
        """Whether a file is wanted; `paths` are what it may be called: from the current folder, from the one that was named."""
        return not self.excludes(*paths) and (
            self.include is None or any(_below(self.include, path) for path in paths)
        )

    def excludes(self, *paths: str) -> bool:
        """Whether a file, or a folder or an archive with all that it holds, is excluded."""
        return bool(self.exclude.rows) and any(_below(self.exclude, path) for path in paths)


def globs(include: Iterable[str] = (), exclude: Iterable[str] = ()) -> Globs:
    """The globs of the two options. Errors: `UsageError` for one that cannot be meant, or that takes too long to match."""
    included, excluded = tuple(include), tuple(exclude)
    for option, given in (("--include", included), ("--exclude", excluded)):
        for glob in given:
            read = patterns([glob])
            if read.unread or not read.rows:
                raise UsageError(
                    f"{option} {glob!r}: no pattern (expected one as in .gitignore, such as 'drafts/' or '*.md', with at most {_MAX_STARS} stars in a name)."
                )
    return Globs(patterns(included) if included else None, patterns(excluded))


def _below(rules: Patterns, path: str) -> bool:
    """Whether patterns match a file or a folder above it."""
    names = path.strip("/").split("/")
    said = rules.verdict("/".join(names), is_folder=False)
    if said is not None:
        return said
    return any(rules.verdict("/".join(names[:end]), is_folder=True) for end in range(len(names) - 1, 0, -1))
