"""From archives to jobs: the articles in them, read as they are needed, and what lies beside each."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType

from kgraph import infile, project
from kgraph.archives import FOLDER, Member, Part
from kgraph.engine import MAX_ARTICLE_BYTES, ArticleFile, Job, Known
from kgraph.errors import InputError
from kgraph.ignored import Globs
from kgraph.jobs.articles import ArchiveFile, Found
from kgraph.jobs.chosen import PASSED_OVER, Passed, Skipped, nothing_in
from kgraph.jobs.paths import as_text
from kgraph.read import bibliography, looks, max_bytes, suffix_of, takes
from kgraph.spans import decode
from kgraph.tree import Shelf

MAX_SHELF_BYTES = 64 * 1024 * 1024
"""What may be read beside the articles of all archives together: every worker holds it."""
_HEAD_BYTES = 64 * 1024
_HINT = "Leave it out, or make the archive again"
_HINT_OF_FOLDER = "Leave it out"


def shelves(found: Found, settled: Collection[str] = ()) -> dict[str, Shelf]:
    """For each archive that is not `settled`, by its file: what may be read beside its articles.

    What does not fit is noted in `found`.
    """
    left = MAX_SHELF_BYTES
    made = {}
    for archive in found.archives.copy():
        if archive.kind.rows or archive.path in settled:
            continue
        files: dict[str, bytes] = {}
        # What is wrong with the archive is told by whoever reads its articles, and comes to the same place.
        with suppress(OSError, ValueError):
            for member in archive.kind.opened(found.choice.columns)(archive.file, _may_tell):
                member = _loaded(member, bibliography.MAX_BYTES)
                if member.data is None or f"/{member.path}" in files or _is_a_chat(member):
                    continue
                left -= len(member.data)
                if left < 0:
                    found.skipped.append(
                        Skipped(
                            archive.path,
                            f"more than {MAX_SHELF_BYTES // 1024**2} MB lie beside its articles: {member.path} and what comes behind it was not looked at as a list of sources. Split it",
                        )
                    )
                    break
                files[f"/{member.path}"] = member.data
        made[archive.file] = Shelf(files)
    return made


def jobs(
    found: Found,
    known: Callable[[str], Known | None] = lambda path: None,
    settled: Collection[str] = (),
    since: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Job]:
    """The articles in the archives of `found` that are not `settled`, one after the other; what cannot be read is noted there.

    `known` says what a store remembers of an article, `since` how far an archive was read before, as `Member.begin`.
    Nothing raises for what is in an archive.
    """
    globs = found.choice.globs
    for archive in found.archives:
        if archive.path not in settled:
            yield from _Reading(archive, found, globs).jobs(known, since.get(archive.path, 0))


class _Reading:
    """One archive, from its first member to its last."""

    def __init__(self, archive: ArchiveFile, found: Found, globs: Globs) -> None:
        self._archive, self._found, self._globs = archive, found, globs
        self._passed = Passed()
        self._choice = found.choice.within_archives()

    def jobs(self, known: Callable[[str], Known | None], since: int) -> Iterator[Job]:
        archive, found = self._archive, self._found
        before, read = len(found.skipped), 0
        part = Part(since=since, named=self._is_meant if self._globs.include else None)
        try:
            for member in archive.kind.opened(found.choice.columns, part)(archive.file, self._wanted):
                job = self._job(member, known)
                if job is not None:
                    read += 1
                    yield job
        except infile.Unfit as error:
            found.skipped.append(Skipped(archive.path, f"{error.reason}. {error.hint.rstrip('.')}"))
        except (OSError, ValueError) as error:
            found.skipped.append(Skipped(archive.path, f"cannot be read ({infile.reason(error)}). Check the path and its permissions"))  # fmt: skip
        except MemoryError:
            found.skipped.append(
                Skipped(archive.path, "a part of it needs more memory than there is. Split it")
            )
        if not read and not since and len(found.skipped) == before:
            found.empty.append(nothing_in(archive.path, self._passed))
        found.passed.add(self._passed)

    def _wanted(self, path: str) -> int:
        """How many bytes of a member are wanted: an article's, where it lies in no hidden folder and is not excluded."""
        if not self._archive.kind.format and not self._may_be_meant(path):
            return 0
        if self._archive.kind.rows:
            path = self._row_path(path)
        if not self._is_meant(path):
            self._passed.excluded += 1
            return 0
        return max_bytes(path)

    def _is_meant(self, path: str) -> bool:
        return self._globs.takes(f"{self._archive.path}/{path}", path)

    def _may_be_meant(self, path: str) -> bool:
        """Whether the name of a member tells that it may be an article; what does not is counted."""
        *folders, name = path.split("/")
        over = next(
            (f for f in folders if f in PASSED_OVER or (f.startswith(".") and f not in (".", ".."))), None
        )
        if over is not None:
            if not over.startswith("."):
                self._passed.folders[over] += 1
            return False
        if not self._archive.kind.rows and not self._choice.wants(name):
            self._passed.note(name, "kind")
            return False
        return True

    def _job(self, member: Member, known: Callable[[str], Known | None]) -> Job | None:
        archive, found = self._archive, self._found
        if member.kind:
            self._passed.count(member.kind, member.count)
        if member.data is None and not member.unfit and not member.elsewhere:
            return None
        inner = self._row_path(member.path) if archive.kind.rows else member.path
        path = f"{archive.path}/{as_text(inner)}"
        met = hash(path) in found.members
        if member.elsewhere and looks(member.path, found.choice.formats) is not None:
            member = _loaded(member, MAX_ARTICLE_BYTES)
        if member.unfit or met:
            why = member.unfit or "another member has this name, and came before it"
            found.skipped.append(
                Skipped(path, f"{why}. {_HINT if archive.kind is not FOLDER else _HINT_OF_FOLDER}")
            )
            return None
        if (
            member.data is not None
            and not archive.kind.rows
            and not _may_be_one(member.path, member.data, self._choice.formats)
        ):
            self._passed.note_other(member.path)
            return None
        found.members.add(hash(path))
        place = "" if archive.kind.rows else f"/{member.path}"
        format = archive.kind.format or (self._choice.read_as if archive.kind.rows else "")
        article = ArticleFile(path, archive.file, found.reach, place or f"/{inner}", format)
        return Job(article, known(path), member.data, member.told, member.begin)

    def _row_path(self, name: str) -> str:
        """The path of a row by its name: one that has no suffix that kgraph reads is Markdown, or what rows are read as, where the archive does not say."""
        if self._archive.kind.format or takes(PurePosixPath(name).name):
            return name
        return name + suffix_of(self._choice.read_as)


def _loaded(member: Member, most: int) -> Member:
    """The member with its bytes, where they are elsewhere."""
    if not member.elsewhere:
        return member
    try:
        return replace(
            member, data=infile.read_address(member.elsewhere, most, name=member.path), elsewhere=""
        )
    except InputError as error:
        return replace(member, unfit=str(error).removeprefix(f"{member.path}: ").rstrip("."), elsewhere="")


def _may_tell(path: str) -> int:
    """How many bytes of a member are wanted beside articles."""
    return bibliography.MAX_BYTES if project.may_tell(f"/{path}") else 0


def _is_a_chat(member: Member) -> bool:
    """Whether a member is an article itself, though its suffix is that of a list of sources."""
    return takes(member.path) and member.data is not None and bool(looks(member.path)) and _may_be_one(member.path, member.data)  # fmt: skip


def _may_be_one(path: str, data: bytes, formats: Collection[str] = ()) -> bool:
    looked = looks(path, formats)
    return looked is None or looked(decode(data[:_HEAD_BYTES])[0])
