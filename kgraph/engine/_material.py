"""What an article is read from: its bytes, the folder it lies in, what its archive tells of it; and whether that is as before."""

from collections.abc import Mapping

from kgraph.addresses import is_address
from kgraph.beside import Folder, digest
from kgraph.engine._job import MAX_ARTICLE_BYTES, ArticleFile, Job
from kgraph.infile import read_address, read_bytes
from kgraph.tree import DISK, Shelf, Tree


def data_of(job: Job, max_bytes: int) -> bytes:
    """The bytes of an article; a file with pictures may have more than `max_bytes`, which are those of a text.

    Errors: `InputError` where they cannot be read, or are too many.
    """
    from kgraph.read import max_bytes as most_of

    article = job.article
    if job.data is not None:
        return job.data
    most = most_of(article.path, article.format)
    most = most if most > MAX_ARTICLE_BYTES else max_bytes
    if is_address(article.file):
        return read_address(article.address, most, name=article.path)
    return read_bytes(article.file, most, name=article.path)


def folder_of(article: ArticleFile, shelves: Mapping[str, Shelf], given: Tree = DISK) -> Folder:
    """What lies beside an article: in its folder, or in its archive, of which `shelves` has the files."""
    if not article.member:
        return Folder(article.file, article.reach, given=given)
    return Folder(article.member, article.reach, shelves.get(article.file, Shelf({})), given)


def told_of(job: Job) -> tuple[tuple[str, str], ...]:
    """The digest of what its archive tells of an article, beside which it stands in `Known.beside`; nothing where that tells nothing."""
    return (("told", digest(repr(job.told).encode())),) if job.told else ()


def is_as_known(job: Job, data: bytes, folder: Folder) -> bool:
    """Whether an article, of which something is known, is as it was then: its bytes, what is told of it, what lies beside it."""
    known, told = job.known, told_of(job)
    if known is None or known.sha256 != digest(data) or known.beside[: len(told)] != told:
        return False
    return folder.is_as(known.beside[len(told) :])
