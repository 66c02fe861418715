"""The folders of indexes: databases on disk of generations whose graphs are too large for memory (decisions/0015).

    STORE/index.lock                 held while an index is made, or old ones are removed
    STORE/index-<16 hex>/            of the generation with that digest: db/ (Oxigraph), index.json (its files, with digests),
                                     kgraph-index (its mark), readers (their locks)
    STORE/index-<16 hex>-graphs/     the same with every named graph beside the default graph
    STORE/index-<…>.new-<process>/   one that is being made, or was when its run was killed

An index is a copy of what the store holds: one that is damaged, or of a generation that is gone, is removed and
costs no more than the time to make it anew.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kgraph.store import _database, _own
from kgraph.system_calls import lock, lock_to_write, unlock_to_write

MARK = "kgraph-index"
FILES = "index.json"
READERS = "readers"
_NAME = re.compile(r"(index-[0-9a-f]{16})(?:-graphs)?(?:\.new-\d+)?")
_WRITTEN = re.compile(rf"{re.escape(FILES)}|{READERS}")
_OPENED = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def folder_of(store: Path, key: str, *, graphs: bool) -> Path:
    """Where the index of the generation with that digest is; with its named `graphs`, if so asked."""
    return store / f"index-{key[:16]}{'-graphs' if graphs else ''}"


def clean(store: Path, keep: str) -> None:
    """Remove indexes of other generations than that with the digest `keep`, and what was left half made.

    Those that are read stay, and all of them while one is being made.
    """
    if next(store.glob("index-*"), None) is not None:
        with suppress(OSError), alone(store):
            clean_alone(store, keep)


def clean_alone(store: Path, keep: str) -> None:
    """What `clean` does, for the run that holds the lock."""
    for folder in store.glob("index-*"):
        match = _NAME.fullmatch(folder.name)
        if match and (match[1] != f"index-{keep[:16]}" or ".new-" in folder.name):
            remove(folder)


@contextmanager
def alone(store: Path) -> Iterator[None]:
    """Be the one run that makes or removes indexes. Errors: `BlockingIOError` where another is; `OSError`."""
    path = store / "index.lock"
    with _opened(path) as file:
        lock_to_write(file, path)
        try:
            yield
        finally:
            unlock_to_write(file, path)


def remove(folder: Path) -> None:
    """Remove an index that nobody reads, as far as kgraph has written it. Nothing raises."""
    if not folder.is_symlink() and _own.is_file(folder / MARK):
        with suppress(OSError), _opened(folder / READERS) as file:
            lock(file, shared=False)
            _database.remove(folder / "db")
            _own.remove_marked(folder, MARK, _WRITTEN)


def held(folder: Path) -> IO[str] | None:
    """A reader's hold on an index, which is whole at a glance; None where there is none such."""
    if folder.is_symlink() or written(folder) is None:
        return None
    with suppress(OSError):
        file = _opened(folder / READERS)
        try:
            lock(file, shared=True)
            if looks_whole(folder):
                return file
        except BlockingIOError:  # it is being removed
            pass
        file.close()
    return None


def looks_whole(folder: Path) -> bool:
    """Whether its files are there and as large as they were; of its journals every byte is looked at."""
    files = written(folder)
    with suppress(OSError):
        return files is not None and _database.differing(folder / "db", files) is None
    return False


def written(folder: Path) -> dict[str, str] | None:
    """The files of an index as they were when it was made; None where that cannot be read."""
    try:
        files = json.loads((folder / FILES).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _opened(path: Path) -> IO[str]:
    """A file to lock, made where it is missing; never what a link leads to."""
    return os.fdopen(os.open(path, _OPENED, 0o666), "r+")
