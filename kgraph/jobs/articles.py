"""From what a person names on the command line to the articles on disk."""

import fnmatch
import glob
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kgraph import infile
from kgraph.beside import Reach
from kgraph.engine import ArticleFile
from kgraph.errors import UsageError
from kgraph.read import READERS, bibliography, looks, named_only, takes
from kgraph.spans import decode
from kgraph.walk import walk

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})
_HEAD_BYTES = 64 * 1024
_LIKE_AN_ESCAPE = re.compile(r"\\(?=x[0-9a-f]{2})")
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


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
    reach: Reach = field(default_factory=Reach)
    """What the articles may read beside themselves."""
    formats: frozenset[str] = frozenset()
    """The formats that folders are walked for besides those that they always are."""
    not_walked: Counter[str] = field(default_factory=Counter)
    """How many files of each format stood in folders that were walked, and are read only where they are named."""

    def _was_passed_over(self, path: str) -> bool:
        """Whether an article is there, and was not looked at since folders are not walked for its format."""
        format = named_only(path)
        return format is not None and format not in self.formats and os.path.exists(file_path(path))  # noqa: PTH110 - of any length

    def told(self) -> Iterator[str]:
        """What was passed over in folders, in a line."""
        if self.not_walked:
            many = ", ".join(f"{count:,} {name}" for name, count in sorted(self.not_walked.items()))
            names = ",".join(sorted(self.not_walked))
            yield f"passed over in folders: {many}. Name the files, or read them with --formats {names}"

    def gone(self, known: Iterable[str]) -> list[str]:
        """Those of the articles `known` that lay in a folder that was walked, and are not there any more.

        One that was skipped, or that lies in a folder that was, may be there still: nobody looked.
        """
        present = {article.path for article in self.articles}
        skipped = {_absolute(skip.path) for skip in self.skipped}
        folders = {_absolute(folder) for folder in self.folders}
        gone = []
        for path in known:
            place = _absolute(path)
            if self._was_passed_over(path):
                continue
            if path not in present and place not in skipped:
                above = list(_above(place))
                if not folders.isdisjoint(above) and skipped.isdisjoint(above):
                    gone.append(path)
        return gone


def find(
    arguments: Iterable[str], *, bibliographies: Sequence[str] = (), formats: Iterable[str] = ()
) -> Found:
    """The articles that files, folders and globs name. Folders are walked for Markdown, notebooks and chats, and for `formats`.

    Errors: `InputError` for one of the `bibliographies`, files that any of the articles may use, that cannot be read;
    `UsageError` for one of the `formats` that kgraph does not read.
    """
    found = Found(formats=_known(formats))
    paths = [path for argument in arguments for path in _expand(argument, found)]
    found.reach = reach_of(bibliographies, [path if _is_folder(path) else path.parent for path in paths])
    seen: dict[str, str] = {}
    for path in paths:
        if _is_folder(path):
            found.folders.append(graph_path(path))
            files = _walk(str(path), found)
        else:
            files = iter([str(path)])
        for file in files:
            name = graph_path(file)
            place = os.path.abspath(file)  # noqa: PTH100 - links are left as they are
            if name not in seen:
                seen[name] = place
                found.articles.append(ArticleFile(name, file, found.reach))
            elif seen[name] != place:
                found.skipped.append(Skipped(name, "another file has this name in the graph. Rename one"))
    return found


def _known(formats: Iterable[str]) -> frozenset[str]:
    known = [reader.format for reader in READERS]
    for name in (wanted := frozenset(formats)):
        if name not in known:
            raise UsageError(f"--formats: unknown format {name!r} (expected some of {', '.join(known)}).")
    return wanted


def reach_of(bibliographies: Sequence[str], folders: Iterable[Path] = ()) -> Reach:
    """What may be read beside articles that `folders` hold, if these `bibliographies` were given for all of them.

    Errors: `InputError` for one that cannot be read.
    """
    for file in bibliographies:
        infile.read_bytes(file, bibliography.MAX_BYTES)
    return Reach(
        tuple(dict.fromkeys(os.path.realpath(folder) for folder in dict.fromkeys(folders))),
        tuple(dict.fromkeys(os.path.realpath(file) for file in bibliographies)),
    )


def graph_path(path: str | Path) -> str:
    """The name of an article in the graph: relative to the current folder inside it, absolute elsewhere.

    Bytes of a file name that are no UTF-8 are written `\\xNN`, and so is a backslash that would look like it: the
    graph holds text, and no two files have one name.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - links are left as they are
    here = os.getcwd().rstrip("/")  # noqa: PTH109 - a string is what is compared
    name = absolute[len(here) + 1 :] or "." if f"{absolute}/".startswith(f"{here}/") else absolute
    return _text(name)


def file_path(name: str) -> str:
    """The path of the file whose `graph_path` is `name`."""
    return os.fsdecode(_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), name.encode("utf-8", "surrogatepass")))


def _text(path: str) -> str:
    escaped = _LIKE_AN_ESCAPE.sub(r"\\x5c", path)
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _absolute(name: str) -> str:
    """The name an article or a folder would have, were the current folder another."""
    here = _text(os.getcwd())  # noqa: PTH109 - a string is what is compared
    return name if name.startswith("/") else here if name == "." else f"{here.rstrip('/')}/{name}"


def _above(path: str) -> Iterator[str]:
    """The folders above `path`, the nearest first."""
    while path not in ("", "/"):
        path = path.rpartition("/")[0] or ("/" if path.startswith("/") else "")
        if path:
            yield path


def _expand(argument: str, found: Found) -> list[Path]:
    path = Path(argument)
    if not argument:
        found.skipped.append(Skipped("''", "an empty name. Check the path"))
        return []
    try:
        if path.exists() or path.is_symlink():
            return [path]
        matches = _matching(argument, found) if glob.has_magic(argument) else []
    except (OSError, ValueError) as error:
        found.skipped.append(
            Skipped(argument, f"cannot be looked at ({infile.reason(error)}). Check the path")
        )
        return []
    if not matches:
        found.skipped.append(Skipped(argument, "not found. Check the path"))
    return [Path(m) for m in matches]


def _matching(pattern: str, found: Found) -> list[str]:
    """What a pattern matches, sorted. One with `**` is looked for as folders are walked: as deep as they go, past no link."""
    parts = pattern.split("/")
    if "**" not in parts:
        return sorted(glob.glob(pattern))  # noqa: PTH207 - Path.glob takes no absolute pattern
    fixed = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    root = "/".join(parts[:fixed]) or ("/" if fixed else ".")
    if not _is_folder(root):
        return []
    start = len(os.path.normpath(root).rstrip("/")) + 1 if root != "." else 0
    return [file for file in _walk(root, found) if _fits(file[start:].split("/"), parts[fixed:])]


def _fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the names of a path, one by one, fit the parts of a pattern, of which `**` takes any number of names."""
    at = {0}
    for name in [*names, None]:
        for i in range(len(pattern)):
            if i in at and pattern[i] == "**":
                at.add(i + 1)
        if name is None:
            break
        at = {
            i if pattern[i] == "**" else i + 1 for i in at if i < len(pattern) and _fits_one(name, pattern[i])
        }
    return len(pattern) in at


def _fits_one(name: str, part: str) -> bool:
    return part == "**" or fnmatch.fnmatchcase(name, part)


def _walk(folder: str, found: Found) -> Iterator[str]:
    root = os.path.realpath(folder)
    for met in walk(folder, wanted=partial(_is_wanted, found), entered=_is_entered):
        if met.left_out:
            found.skipped.append(Skipped(graph_path(met.path), met.left_out))
        elif met.is_link and not _leads_within(met.path, root):
            found.skipped.append(
                Skipped(graph_path(met.path), "a link that leads out of the folder is not followed")
            )
        elif _may_be_one(met.path):
            yield os.path.normpath(met.path)


def _may_be_one(path: str) -> bool:
    """Whether a file found in a folder may be an article, by its beginning, where its suffix does not say so."""
    looked = looks(path)
    if looked is None:
        return True
    try:
        return looked(decode(infile.read_start(path, _HEAD_BYTES))[0])
    except (OSError, ValueError):
        return False


def _is_folder(path: str | Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - of a path of any length


def _is_wanted(found: Found, name: str) -> bool:
    """Whether a file in a folder is read; one that is read only where it is named is counted."""
    if name.startswith("."):
        return False
    format = named_only(name)
    if format is None:
        return takes(name)
    if format in found.formats:
        return True
    found.not_walked[format] += 1
    return False


def _is_entered(name: str) -> bool:
    return not name.startswith(".") and name not in _SKIPPED_FOLDERS


def _leads_within(link: str, root: str) -> bool:
    """Whether a link ends in a file below `root`; one that leads to itself ends nowhere."""
    try:
        return Path(link).resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
