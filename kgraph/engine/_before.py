"""Whether an article is as a store remembers it: its bytes, what an archive tells of it, and what lies beside it."""

from collections.abc import Mapping

from kgraph.beside import Folder, digest
from kgraph.engine._job import Job
from kgraph.tree import Shelf

_TOLD = "told"
_Seen = tuple[tuple[str, str], ...]


def folder_of(job: Job, shelves: Mapping[str, Shelf]) -> Folder:
    """What lies beside an article: in its folder, or in its archive, of which `shelves` has the files."""
    article = job.article
    if not article.member:
        return Folder(article.file, article.reach)
    return Folder(article.member, article.reach, shelves.get(article.file, Shelf({})))


def is_as_before(job: Job, data: bytes, folder: Folder) -> bool:
    """Whether nothing has changed since the article, whose bytes are `data` now, was read into a store."""
    known, told = job.known, _told(job)
    if known is None or known.sha256 != digest(data) or known.beside[: len(told)] != told:
        return False
    return folder.is_as(known.beside[len(told) :])


def seen(job: Job, folder: Folder) -> _Seen:
    """What is to be remembered beside the bytes of an article that was read, as `Known.beside`."""
    return (*_told(job), *sorted(folder.seen.items()))


def _told(job: Job) -> _Seen:
    return ((_TOLD, digest(repr(job.told).encode())),) if job.told else ()
