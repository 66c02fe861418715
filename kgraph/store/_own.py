"""What in the folder of a store is kgraph's own, and may therefore be removed; nothing else ever is.

    STORE/kgraph-store                  says that the folder is a store
    STORE/gen-000007/kgraph-generation  says that the generation was made by kgraph
    STORE/index-<16 hex>/kgraph-index   says that the index was

Folders are opened without following links, and what is removed is named within them: a link that stands in place of
a folder leads nowhere.
"""

import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kgraph.errors import OutputError, StoreError

STORE_MARK = "kgraph-store"
GENERATION_MARK = "kgraph-generation"
INDEX_MARK = "kgraph-index"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_WRITTEN = re.compile(r"(?:manifest|index)\.json|readers")
_DATABASES = ("db", "db.tmp")
"""The second is the first while it is copied."""
_DATABASE_FILE = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log|blob)|(?:.+\.)?\d*\.?dbtmp"
)


def claim(store: Path, *, holds_one: Callable[[Path], bool]) -> None:
    """Make the folder `store` a store, if it is new or empty; it may be one already, by its mark or by what it `holds_one`.

    Errors: `StoreError` for a folder that holds anything else, which is left as it is; `OutputError`.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        mark = store / STORE_MARK
        if _is_file(mark):
            return
        if any(store.iterdir()) and not holds_one(store) and not _is_file(mark):
            raise StoreError(
                f"{store}: no store, and not empty. Nothing was changed. Choose a new or an empty folder: --store DIR."
            )
        write_mark(
            mark,
            "This folder is a store of kgraph, which made it and removes what it no longer needs in it.\n",
        )
    except OSError as error:
        raise OutputError(f"{store}: cannot be made ({error.strerror}). Choose another --store.") from error


def write_mark(path: Path, text: str) -> None:
    """Write a mark where there is none. Errors: `OSError`."""
    with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
        file.write(text)


def is_own(generation: Path, mark: str = GENERATION_MARK) -> bool:
    """Whether kgraph made this generation, or index: a folder, no link to one, with the mark inside."""
    return generation.is_dir() and not generation.is_symlink() and _is_file(generation / mark)


def remove(generation: Path, mark: str = GENERATION_MARK) -> None:
    """Remove what kgraph wrote of a generation of its own, or of an index, and its folder where nothing else is left in it.

    The mark goes last: a run that is killed meanwhile leaves the rest to the next. Nothing raises: what cannot be
    removed stays, and is tried again.
    """
    with suppress(OSError):
        here = os.open(generation, _FOLDER)
        try:
            if not stat.S_ISREG(os.stat(mark, dir_fd=here, follow_symlinks=False).st_mode):
                return
            for name in _DATABASES:
                _remove_database(here, name)
            _remove_files(here, _WRITTEN)
            if os.listdir(here) == [mark]:  # noqa: PTH208 - of a descriptor
                os.unlink(mark, dir_fd=here)
                generation.rmdir()
        finally:
            os.close(here)


def _remove_database(generation: int, name: str) -> None:
    with suppress(OSError):
        here = os.open(name, _FOLDER, dir_fd=generation)
        try:
            _remove_files(here, _DATABASE_FILE)
        finally:
            os.close(here)
        os.rmdir(name, dir_fd=generation)


def _remove_files(folder: int, own: re.Pattern[str]) -> None:
    for name in os.listdir(folder):
        if own.fullmatch(name):
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)


def _is_file(path: Path) -> bool:
    with suppress(OSError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False
