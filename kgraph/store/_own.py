"""What in the folder of a store is kgraph's own, and may therefore be removed; nothing else ever is.

    STORE/kgraph-store                          says that the folder is a store
    STORE/gen-000007.json                       says within that it was made by kgraph
    STORE/shards/000007-8f3a01bc/kgraph-shard   says that the shard was made by kgraph
    STORE/index-<16 hex>/kgraph-index           says that the index was

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
SHARD_MARK = "kgraph-shard"
SHARD = re.compile(r"(\d{6,9})-[0-9a-f]{8}")
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_WRITTEN = re.compile(r"[a-z]+\.parquet|shard\.json")


def claim(store: Path, *, holds_one: Callable[[Path], bool]) -> None:
    """Make the folder `store` a store, if it is new or empty; it may be one already, by its mark or by what it `holds_one`.

    Errors: `StoreError` for a folder that holds anything else, which is left as it is; `OutputError`.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        mark = store / STORE_MARK
        if is_file(mark):
            return
        if any(store.iterdir()) and not holds_one(store) and not is_file(mark):
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


def shards(folder: Path) -> list[Path]:
    """The shards in a folder that kgraph made: folders, no links to one, with the mark inside."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    named = (path for path in folder.iterdir() if SHARD.fullmatch(path.name))
    return [p for p in named if p.is_dir() and not p.is_symlink() and is_file(p / SHARD_MARK)]


def remove_shard(shard: Path) -> None:
    """Remove what kgraph wrote of a shard of its own, and its folder where nothing else is left in it.

    The mark goes last: a run that is killed meanwhile leaves the rest to the next. Nothing raises: what cannot be
    removed stays, and is tried again.
    """
    remove_marked(shard, SHARD_MARK, _WRITTEN)


def remove_marked(folder: Path, mark: str, written: re.Pattern[str]) -> None:
    """Remove the files of a folder with this `mark` that are called so, then the mark and, where nothing is left, the folder."""
    with suppress(OSError):
        here = os.open(folder, FOLDER)
        try:
            if not stat.S_ISREG(os.stat(mark, dir_fd=here, follow_symlinks=False).st_mode):
                return
            remove_files(here, written)
            if os.listdir(here) == [mark]:  # noqa: PTH208 - of a descriptor
                os.unlink(mark, dir_fd=here)
                folder.rmdir()
        finally:
            os.close(here)


def remove_files(folder: int, own: re.Pattern[str]) -> None:
    """Remove the files of an open folder that are called so, as far as they can be."""
    for name in os.listdir(folder):
        if own.fullmatch(name):
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)


def is_file(path: Path) -> bool:
    """Whether a regular file lies there, no link to one."""
    with suppress(OSError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable. Errors: `OSError`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
