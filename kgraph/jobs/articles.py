"""From what a person names on the command line to the articles on disk."""

import glob
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph import infile
from kgraph.archives import Archive, archive_at, archive_of
from kgraph.beside import Reach
from kgraph.engine import ArticleFile
from kgraph.ignored import Globs, rules_for
from kgraph.jobs import addressed
from kgraph.jobs.chosen import PASSED_OVER, TWICE, Choice, Passed, Skipped, nothing_in
from kgraph.jobs.pages import Pages
from kgraph.jobs.paths import above, absolute, file_path, fits, graph_path, is_page
from kgraph.jobs.twins import with_twins
from kgraph.origin import Origin
from kgraph.pages import NAME
from kgraph.read import FORMATS, bibliography, looks, named_only, takes
from kgraph.spans import decode
from kgraph.walk import Sieve, walk

_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """An archive on disk: its name in the graph, where it lies, and of which kind it is."""

    path: str
    file: str
    kind: Archive


@dataclass(slots=True)
class Found:
    """What was named: the articles, each once, in order; archives; what was skipped or passed over; folders that were walked."""

    choice: Choice = field(default_factory=Choice)
    articles: list[ArticleFile] = field(default_factory=list)
    archives: list[ArchiveFile] = field(default_factory=list)
    members: set[int] = field(default_factory=set)
    """The hashes of the names of the members that were met in archives so far."""
    skipped: list[Skipped] = field(default_factory=list)
    empty: list[Skipped] = field(default_factory=list)
    """Folders and archives in which nothing could be read."""
    passed: Passed = field(default_factory=Passed)
    folders: list[str] = field(default_factory=list)
    reach: Reach = field(default_factory=Reach)
    """What the articles may read beside themselves."""
    pages: Pages = field(init=False)
    """The manifests of pages that were met."""

    def __post_init__(self) -> None:
        self.pages = Pages(self.skipped)

    @property
    def origins(self) -> Mapping[str, ArticleFile]:
        """The articles that are pages which were fetched, by their addresses."""
        return {article.path: article for article in self.articles if article.origin is not None}

    def _was_passed_over(self, path: str) -> bool:
        """Whether an article is there, and was not looked at since folders are not walked for its format."""
        wanted = takes(path) or not set(self.choice.formats).isdisjoint(named_only(path))
        return not wanted and os.path.exists(file_path(path))  # noqa: PTH110 - of any length

    def gone(self, known: Mapping[str, str]) -> list[str]:
        """Those of the articles `known` that lay in a folder that was walked or an archive that was read, and are not there any more.

        `known` has for each the file that it was read from, "" where its path says so. One that was skipped, or that lies
        in a folder that was, may be there still: nobody looked. So may a member of an archive that was not named.
        """
        present = {article.path for article in self.articles}
        named = {skip.path for skip in self.skipped}
        skipped = {absolute(path) for path in named}
        folders = {absolute(folder) for folder in self.folders}
        read = {absolute(archive.path) for archive in self.archives}
        there: dict[str, bool] = {}
        gone = []
        for path, file in known.items():
            if path in present or path in named or hash(path) in self.members:
                continue
            if not file and self._was_passed_over(path):
                continue
            place = absolute(file or path)
            around = list(above(place))
            if place in skipped or not skipped.isdisjoint(around):
                continue
            if not read.isdisjoint(around) or (
                not folders.isdisjoint(around) and not any(_is_an_archive(p, there) for p in around)
            ):
                gone.append(path)
        return gone


def _is_an_archive(path: str, there: dict[str, bool]) -> bool:
    """Whether a file of this name lies there that is an archive; `there` remembers what was looked at."""
    if archive_of(path) is None:
        return False
    if path not in there:
        there[path] = os.path.isfile(file_path(path))  # noqa: PTH113 - of any length
    return there[path]


def find(
    arguments: Iterable[str], *, bibliographies: Sequence[str] = (), choice: Choice | None = None
) -> Found:
    """The articles that files, folders, globs, archives and addresses name. Folders are walked for the suffixes kgraph reads.

    Errors: `InputError` for one of the `bibliographies`, files that any of the articles may use, that cannot be read;
    `UsageError` for a glob of the `choice` that cannot be meant.
    """
    found = Found(choice or Choice())
    globs = found.choice.globs
    names = list(arguments)
    paths = [path for name in names if not addressed.takes(name) for path in _expand(name, found)]
    found.reach = reach_of(bibliographies, [path if _is_folder(path) else path.parent for path in paths])
    seen: dict[str, str] = {}
    for path in paths:
        if _is_folder(path):
            found.folders.append(graph_path(path))
            files, format = _walk(str(path), found, globs), ""
        elif _is_meant(globs, str(path), graph_path(path), path.name):
            files, format = iter([str(path)]), found.choice.read_as
        else:
            found.passed.excluded += 1
            continue
        for file in files:
            row = found.pages.of_file(file)
            name = row.article if row and row.article else graph_path(file)
            place = os.path.abspath(file)  # noqa: PTH100 - links are left as they are
            if name not in seen:
                seen[name] = place
                _add(found, name, file, format, row.origin if row else None)
            elif seen[name] != place:
                found.skipped.append(Skipped(name, TWICE))
    for named in addressed.each(names, seen):
        _add_at(named, found, globs)
    found.articles = list(with_twins(found.articles))
    return found


def add_fetched(found: Found, folder: str, articles: Collection[str], reach: Reach) -> None:
    """Add those of the `articles` whose pages a folder holds, each once; they may read what `reach` says."""
    there = {article.path for article in found.articles}
    for file in found.pages.in_folder(folder):
        row = found.pages.of_file(file)
        if row is not None and row.article and row.article in articles and row.article not in there:
            found.articles.append(ArticleFile(row.article, file, reach, origin=row.origin))


def _add_at(named: addressed.Named | Skipped, found: Found, globs: Globs) -> None:
    if isinstance(named, Skipped):
        found.skipped.append(named)
    elif named.kind is not None:
        found.archives.append(ArchiveFile(named.path, named.file, named.kind))
    elif not globs.takes(named.path, named.path.rpartition("/")[2]):
        found.passed.excluded += 1
    else:
        found.articles.append(ArticleFile(named.path, named.file, found.reach, named.member))


def _add(found: Found, name: str, file: str, format: str, origin: Origin | None) -> None:
    if origin is None and (kind := archive_at(file)) is not None:
        found.archives.append(ArchiveFile(name, file, kind))
    else:
        file = name if file == name else file  # one text for both, of which a large run holds a million
        found.articles.append(ArticleFile(name, file, found.reach, format=format, origin=origin))


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


def _expand(argument: str, found: Found) -> list[Path]:
    path = Path(argument)
    if not argument:
        found.skipped.append(Skipped("''", "an empty name. Check the path"))
        return []
    if is_page(argument):
        found.skipped.append(Skipped(argument, "an address, which is not asked here. Fetch it first: kgraph fetch ADDRESS DIR"))  # fmt: skip
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
    files = _walk(
        root,
        Found(Choice(formats=FORMATS), skipped=found.skipped),
        Globs(),
        archives=archive_of(pattern) is not None,
    )
    return [file for file in files if fits(file[start:].split("/"), parts[fixed:])]


def _walk(folder: str, found: Found, globs: Globs, *, archives: bool = False) -> Iterator[str]:
    """The articles in a folder, and its `archives`; what is not read is noted in `found`."""
    root = os.path.realpath(folder)
    passed, before = Passed(), len(found.skipped)
    read = 0
    start = len(os.path.normpath(folder).rstrip("/")) + 1 if os.path.normpath(folder) != "." else 0
    sieve = Sieve(
        wanted=lambda name: found.choice.wants(name) or (archives and archive_of(name) is not None),
        entered=_is_entered, rules=rules_for(folder), passed=passed.note,
    )  # fmt: skip
    for met in walk(folder, sieve):
        path = os.path.normpath(met.path)
        if met.left_out:
            found.skipped.append(Skipped(graph_path(met.path), met.left_out))
        elif not _is_meant(globs, met.path, graph_path(path), path[start:]):
            passed.excluded += 1
        elif met.is_link and not _leads_within(met.path, root):
            found.skipped.append(
                Skipped(graph_path(met.path), "a link that leads out of the folder is not followed")
            )
        elif os.path.basename(path) == NAME:  # noqa: PTH119 - of any length
            for page in _pages(path, start, found, globs, passed):
                read += 1
                yield page
        elif _may_be_one(met.path, found.choice.formats) or (archives and archive_at(met.path)):
            read += 1
            yield path
    if not read and len(found.skipped) == before:
        found.empty.append(nothing_in(graph_path(folder), passed))
    found.passed.add(passed)


def _pages(manifest: str, start: int, found: Found, globs: Globs, passed: Passed) -> Iterator[str]:
    """The pages that a manifest in a folder names, whatever the folder is walked for."""
    for page in found.pages.in_folder(os.path.dirname(manifest)):  # noqa: PTH120 - of any length
        name = os.path.basename(page)  # noqa: PTH119
        if not found.choice.wants(name):
            passed.take_back(name)
        if globs.takes(graph_path(page), page[start:]):
            yield page
        else:
            passed.excluded += 1


def _is_meant(globs: Globs, file: str, *paths: str) -> bool:
    """Whether a file is wanted by what it may be called; what of an archive is included, its members tell."""
    return globs.takes(*paths) or (archive_at(file) is not None and not globs.excludes(*paths))


def _may_be_one(path: str, formats: Sequence[str]) -> bool:
    """Whether a file found in a folder may be an article, by its beginning, where its suffix does not say so."""
    looked = looks(path, formats)
    if looked is None:
        return True
    try:
        return looked(decode(infile.read_start(path, _HEAD_BYTES))[0])
    except (OSError, ValueError):
        return False


def _is_folder(path: str | Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - of a path of any length


def _is_entered(name: str) -> bool:
    return not name.startswith(".") and name not in PASSED_OVER


def _leads_within(link: str, root: str) -> bool:
    """Whether a link ends in a file below `root`; one that leads to itself ends nowhere."""
    try:
        return Path(link).resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
