"""Articles that only this machine has, as an archive would hold them: their bytes, and what may be read beside them."""

import os
from collections.abc import Iterator
from dataclasses import replace

from kgraph import infile, project
from kgraph.beside import Reach
from kgraph.engine._job import MAX_ARTICLE_BYTES, Job, Task
from kgraph.errors import InputError
from kgraph.read import looks, takes
from kgraph.read.bibliography import MAX_BYTES
from kgraph.spans import decode
from kgraph.tree import Shelf
from kgraph.walk import walk

MAX_CARRIED_BYTES = 64 * 1024 * 1024
"""What may lie beside all articles together: every worker holds it."""
_ARCHIVE = "/"
"""What the archive is called that stands for this machine; its members have their paths here, links resolved."""
_HEAD_BYTES = 64 * 1024


def with_bibliographies(task: Task, reach: Reach) -> Task:
    """The task with the bibliographies that were given for all articles, wherever it will be done.

    Errors: `InputError` for one that cannot be read.
    """
    files = {file: infile.read_bytes(file, MAX_BYTES) for file in reach.bibliographies}
    return replace(task, given=Shelf(files)) if files else task


def with_folders(task: Task, reach: Reach) -> Task:
    """The task with what may be read beside articles in the folders that were named, as if they were one archive.

    Errors: `InputError` where that is too much.
    """
    files: dict[str, bytes] = {}
    size = 0
    for root in reach.roots:
        for path, data in _beside(root):
            files[path] = data
            size += len(data)
            if size > MAX_CARRIED_BYTES:
                raise InputError(f"{root}: more than {MAX_CARRIED_BYTES // 1024**2} MB lie beside its articles, too much to be sent along. Put the folder where all workers of the cluster see it.")  # fmt: skip
    return replace(task, shelves={**task.shelves, _ARCHIVE: Shelf(files)})


def carried(job: Job) -> Job:
    """The job with its bytes, as a member of that archive.

    Errors: `InputError` for an article that cannot be read.
    """
    article = job.article
    data = infile.read_bytes(article.file, MAX_ARTICLE_BYTES, name=article.path)
    folder, name = os.path.split(article.file)
    member = f"{os.path.realpath(folder).rstrip('/')}/{name}"
    return replace(job, article=replace(article, file=_ARCHIVE, member=member), data=data)


def _beside(root: str) -> Iterator[tuple[str, bytes]]:
    """The files below `root` that may tell of sources: their paths and their bytes."""
    for met in walk(root, entered=_is_entered):
        if met.left_out or met.is_link or not project.may_tell(met.path):
            continue
        try:
            data = infile.read_regular(met.path, MAX_BYTES)
        except (OSError, ValueError):
            continue  # an article that names it says that it was not found
        if not _is_an_article(met.path, data):
            yield met.path, data


def _is_an_article(path: str, data: bytes) -> bool:
    """Whether a file is an article itself, though its suffix is that of a list of sources: an exported chat."""
    looked = looks(path) if takes(path) else None
    return looked is not None and looked(decode(data[:_HEAD_BYTES])[0])


def _is_entered(name: str) -> bool:
    return not name.startswith(".")
