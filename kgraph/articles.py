"""From what a person names on the command line to the articles on disk."""

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kgraph.errors import InputError
from kgraph.read import SUFFIXES

MAX_BYTES = 8 * 1024 * 1024
"""Reading takes some eighty bytes of memory a byte (docs/performance.md); no article is as long as a book."""
_BIBLIOGRAPHIES = (".bib", ".json")
_MAX_BESIDE_BYTES = 16 * 1024 * 1024
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article on disk: its name in the graph, and where it lies."""

    path: str
    file: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Input that was left out, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Found:
    """The articles named, each once, in order; what was skipped; the folders that were walked."""

    articles: list[ArticleFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


def find(arguments: Iterable[str]) -> Found:
    """The articles that files, folders and globs name. Folders are walked for the suffixes kgraph reads."""
    found = Found()
    seen: dict[str, str] = {}
    for argument in arguments:
        for path in _expand(argument, found):
            if path.is_dir():
                found.folders.append(graph_path(path))
                files = _walk(path, found)
            else:
                files = iter([path])
            for file in files:
                name = graph_path(file)
                place = os.path.normpath(Path.cwd() / file)
                if name not in seen:
                    seen[name] = place
                    found.articles.append(ArticleFile(name, str(file)))
                elif seen[name] != place:
                    found.skipped.append(Skipped(name, "another file has this name in the graph. Rename one"))
    return found


def graph_path(path: Path) -> str:
    """The name of an article in the graph: relative to the current folder inside it, absolute elsewhere.

    Bytes of a file name that are no UTF-8 are written `\\xNN`: the graph holds text, and two such files stay two.
    """
    absolute = os.path.normpath(Path.cwd() / path)
    relative = os.path.relpath(absolute)
    name = Path(absolute if relative.startswith("..") else relative).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _expand(argument: str, found: Found) -> list[Path]:
    path = Path(argument)
    if not argument:
        found.skipped.append(Skipped("''", "an empty name. Check the path"))
        return []
    try:
        if path.exists() or path.is_symlink():
            return [path]
        matches = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []  # noqa: PTH207 - Path.glob takes no absolute pattern
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found.skipped.append(Skipped(argument, f"cannot be looked at ({reason}). Check the path"))
        return []
    if not matches:
        found.skipped.append(Skipped(argument, "not found. Check the path"))
    return [Path(m) for m in matches]


def _walk(folder: Path, found: Found) -> Iterator[Path]:
    root = folder.resolve()

    def unreadable(error: OSError) -> None:
        found.skipped.append(Skipped(str(error.filename), f"cannot be read ({error.strerror})"))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        for name in sorted(folders):
            if Path(parent, name).is_symlink():
                found.skipped.append(
                    Skipped(graph_path(Path(parent, name)), "a link to a folder is not followed")
                )
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED_FOLDERS)
        for name in sorted(names):
            if name.startswith(".") or not name.lower().endswith(SUFFIXES):
                continue
            file = Path(parent, name)
            if file.is_symlink() and not _leads_within(file, root):
                found.skipped.append(
                    Skipped(graph_path(file), "a link that leads out of the folder is not followed")
                )
                continue
            yield file


def _leads_within(link: Path, root: Path) -> bool:
    """Whether a link ends in a file below `root`; one that leads to itself ends nowhere."""
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def read_bytes(file: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file no larger than `max_bytes`.

    Errors: `InputError` for anything else; devices and pipes are never opened.
    """
    try:
        status = Path(file).stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{file}: no regular file. Leave it out.")
        if status.st_size > max_bytes:
            raise InputError(
                f"{file}: too large (found {status.st_size:,} bytes, expected at most {max_bytes:,}). Split it."
            )
        return Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{file}: cannot be read ({reason}). Check the path and its permissions.") from error


_LISTING = "*"


class Folder:
    """The folder of an article, as its reader may see it.

    `seen` remembers what was looked at: the digest of each file, "" for one that was not there, and under
    `*` the digest of the names, where they were asked for. An article is unchanged while all of it is.
    """

    def __init__(self, article: str) -> None:
        self._folder = Path(article).parent
        self.seen: dict[str, str] = {}

    def names(self) -> Sequence[str]:
        """Names of the bibliographies beside the article."""
        try:
            names = _bibliographies(str(self._folder), self._folder.stat().st_mtime_ns)
        except OSError:
            names = ()
        self.seen[_LISTING] = digest("\n".join(names).encode("utf-8", "surrogateescape"))
        return names

    def load(self, name: str) -> bytes | None:
        """The bytes of a file in the article's folder or below; None for anything else."""
        file = self._folder / name
        self.seen[name] = ""
        try:
            if not file.resolve().is_relative_to(self._folder.resolve().parent):
                return None
            data = read_bytes(str(file), _MAX_BESIDE_BYTES)
        except (InputError, OSError, ValueError):
            return None
        self.seen[name] = digest(data)
        return data

    def is_as(self, before: Iterable[tuple[str, str]]) -> bool:
        """Whether everything seen `before` is the same now."""
        for name, sha256 in before:
            if name == _LISTING:
                self.names()
            else:
                self.load(name)
            if self.seen[name] != sha256:
                return False
        return True


@lru_cache(maxsize=64)
def _bibliographies(folder: str, changed_ns: int) -> tuple[str, ...]:
    """Sorted names of the `.bib` and `.json` files of a folder that was last changed at `changed_ns`."""
    with os.scandir(folder) as entries:
        return tuple(
            sorted(e.name for e in entries if e.name.lower().endswith(_BIBLIOGRAPHIES) and e.is_file())
        )


def digest(data: bytes) -> str:
    """The sha256 of `data`, in hexadecimal."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
