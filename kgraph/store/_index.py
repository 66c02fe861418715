"""The database on disk of a generation whose graph is too large for memory: made once, when first asked.

    STORE/index.lock                 held while an index is made
    STORE/index-<16 hex>/            of the generation with that key: db/ (Oxigraph), index.json (its files, with digests),
                                     kgraph-index (its mark), readers (their locks)
    STORE/index-<16 hex>-graphs/     the same with every named graph beside the default graph
    STORE/….new-<process>/           one that is being made, or was when its run was killed

An index is a copy of what the store holds: one that is damaged, or of a generation that is gone, is removed and
costs no more than the time to make it anew.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kgraph.errors import OutputError
from kgraph.infile import reason
from kgraph.keeper import IndexMaker, Refused
from kgraph.store import _feed, _files, _own, generations
from kgraph.store.oxigraph import Reader
from kgraph.system_calls import lock, lock_to_write, unlock_to_write

_NAME = re.compile(r"index-[0-9a-f]{16}(?:-graphs)?(?:\.new-\d+)?")
_WAIT_S = 0.1
_FULL = re.compile(
    r"no space left|disk quota|read-only file system|file too large|permission denied", re.IGNORECASE
)
Going = Callable[[IndexMaker | None], None]
"""Is told the process that makes an index, and None each time one looks whether another run has made it; may raise."""


class Index:
    """The index of a reader's generation, held until `close`: whoever may remove it leaves it alone meanwhile.

    Errors: `OutputError` where it cannot be written; `Ended` where the process that makes it was; what `going` raises.
    """

    def __init__(self, reader: Reader, *, graphs: bool, going: Going) -> None:
        self.folder = reader.path / f"index-{reader.key[:16]}{'-graphs' if graphs else ''}"
        held = _held(self.folder)
        if held is None:
            with _alone(reader.path, going):
                _clean(reader.path, keep=reader.key)
                if not _looks_whole(self.folder):
                    _make(self.folder, reader, graphs=graphs, going=going)
                held = _held(self.folder)
        if held is None:
            raise _unwritten(reader.path, "it was damaged as soon as it was made")
        self._held = held

    @property
    def database(self) -> Path:
        """The folder of the Oxigraph database."""
        return self.folder / "db"

    def is_whole(self) -> bool:
        """Whether every byte of it is as it was written."""
        files = _written(self.folder)
        return files is not None and not _files.broken(self.database, files)

    def close(self) -> None:
        """Let go of it."""
        self._held.close()

    def remove(self) -> None:
        """Let go of it, and remove it, for it is not whole: who asks next makes another."""
        self.close()
        _remove(self.folder)


def clean(store: Path, *, keep: str) -> None:
    """Remove indexes of other generations than that of the key `keep`, and what was left half made.

    Those that are read stay, and all of them while one is being made.
    """
    path = store / "index.lock"
    if path.exists():
        with suppress(OSError), path.open("a", encoding="utf-8") as file:
            lock_to_write(file, path)
            _clean(store, keep=keep)
            unlock_to_write(path)


def _clean(store: Path, *, keep: str) -> None:
    for folder in store.glob("index-*"):
        if _NAME.fullmatch(folder.name) and folder.name.removesuffix("-graphs") != f"index-{keep[:16]}":
            _remove(folder)


def _remove(folder: Path) -> None:
    if _own.is_own(folder, _own.INDEX_MARK):
        with suppress(BlockingIOError), generations.hold(folder, shared=False):
            _own.remove(folder, _own.INDEX_MARK)


def _make(folder: Path, reader: Reader, *, graphs: bool, going: Going) -> None:
    """Write an index beside its place, and move it there when it is whole.

    Nothing waits until the disk has it all: what a crash of the machine takes of a copy is noticed, and made again.
    """
    new = folder.with_name(f"{folder.name}.new-{os.getpid()}")
    _remove(folder)
    try:
        new.mkdir()
        _own.write_mark(
            new / _own.INDEX_MARK,
            "This index of a store was made by kgraph, which removes it with its generation.\n",
        )
        maker = IndexMaker(new / "db")
        try:
            going(maker)
            maker.make((_feed.both if graphs else _feed.merged)(reader.graphs()))
        finally:
            maker.close()
        (new / "index.json").write_text(json.dumps({"files": _files.state(new / "db")}), encoding="utf-8")
        (new / "readers").touch()
        new.rename(folder)
    except Refused as error:
        if _FULL.search(str(error)):
            raise _unwritten(reader.path, " ".join(str(error).split())[:160]) from error
        raise generations.damaged(reader.path, error) from error
    except OSError as error:
        raise _unwritten(reader.path, reason(error)) from error
    finally:
        _remove(new)


def _unwritten(store: Path, why: str) -> OutputError:
    return OutputError(
        f"{store}: an index of its graph cannot be written ({why}). A graph of this size is asked through one: make room, or ask a named question."
    )


def _held(folder: Path) -> IO[str] | None:
    """A reader's hold on an index that looks whole; None where there is none."""
    try:
        file = os.fdopen(os.open(folder / "readers", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC), "r+")
    except OSError:
        return None
    try:
        lock(file, shared=True)
        if _looks_whole(folder):
            return file
    except BlockingIOError:  # it is being removed
        pass
    file.close()
    return None


def _looks_whole(folder: Path) -> bool:
    """Whether its files are there and as large as they were; of its journals every byte is looked at."""
    files = _written(folder)
    try:
        return files is not None and _files.differing(folder / "db", files) is None
    except OSError:
        return False


def _written(folder: Path) -> dict[str, str] | None:
    """The files of an index as they were when it was made; None where that cannot be read."""
    try:
        files = json.loads((folder / "index.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


@contextmanager
def _alone(store: Path, going: Going) -> Iterator[None]:
    """Be the one run that makes an index of this store."""
    path = store / "index.lock"
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise _unwritten(store, reason(error)) from error
    with file:
        while True:
            going(None)
            try:
                lock_to_write(file, path)
                break
            except BlockingIOError:
                time.sleep(_WAIT_S)
        try:
            yield
        finally:
            unlock_to_write(path)
