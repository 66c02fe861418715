"""The index of a generation, made when it is first asked for, and held while it is read."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kgraph.errors import OutputError, StoreError
from kgraph.infile import reason
from kgraph.keeper import IndexMaker, Refused
from kgraph.store import _database, _feed, _indexes, _own, generations
from kgraph.store.reading import Reader

_WAIT_S = 0.1
_FULL = re.compile(
    r"no space left|disk quota|read-only file system|file too large|permission denied", re.IGNORECASE
)
Going = Callable[[IndexMaker | None], None]
"""Is told the process that makes an index, and None each time one looks whether another run has made it; may raise."""


def is_there(reader: Reader) -> bool:
    """Whether the default graph of a generation is indexed already, as far as a glance shows."""
    return _indexes.looks_whole(_indexes.folder_of(reader.path, reader.key, graphs=False))


class Index:
    """The index of a reader's generation, held until `close`: whoever may remove it leaves it alone meanwhile.

    Errors: `OutputError` where it cannot be written; `StoreError`; `Ended` where the process that makes it was; what
    `going` raises.
    """

    def __init__(self, reader: Reader, *, graphs: bool, going: Going) -> None:
        self._store = reader.path
        self._folder = folder = _indexes.folder_of(reader.path, reader.key, graphs=graphs)
        held = _indexes.held(folder)
        if held is None:
            with _alone(reader.path, going):
                _indexes.clean_alone(reader.path, reader.key)
                if not _indexes.looks_whole(folder):
                    _make(folder, reader, graphs=graphs, going=going)
                held = _indexes.held(folder)
        if held is None:
            raise _unwritten(reader.path, "it was damaged as soon as it was made")
        self._held = held

    @property
    def database(self) -> Path:
        """The folder of the Oxigraph database."""
        return self._folder / "db"

    def is_whole(self) -> bool:
        """Whether every byte of it is as it was written."""
        files = _indexes.written(self._folder)
        try:
            return files is not None and not _database.broken(self.database, files)
        except OSError:
            return False

    def close(self) -> None:
        """Let go of it; it is removed where it is of no use any more."""
        self._held.close()
        with suppress(StoreError):
            _indexes.clean(self._store, generations.current(self._store).digest)

    def remove(self) -> None:
        """Let go of it, and remove it, for it is not whole: who asks next makes another."""
        self._held.close()
        _indexes.remove(self._folder)


def _make(folder: Path, reader: Reader, *, graphs: bool, going: Going) -> None:
    """Write an index beside its place, and move it there when it is whole.

    Nothing waits until the disk has it all: what a crash of the machine takes of a copy is noticed, and made again.
    """
    new = folder.with_name(f"{folder.name}.new-{os.getpid()}")
    _indexes.remove(folder)
    try:
        new.mkdir()
        _own.write_mark(
            new / _indexes.MARK,
            "This index of a store was made by kgraph, which removes it with its generation.\n",
        )
        maker = IndexMaker(new / "db")
        try:
            going(maker)
            maker.make((_feed.both if graphs else _feed.merged)(reader.graphs(runs=True)))
        finally:
            maker.close()
        files = {"files": _database.state(new / "db")}
        (new / _indexes.FILES).write_text(json.dumps(files), encoding="utf-8")
        new.rename(folder)
    except Refused as error:
        if _FULL.search(str(error)):
            raise _unwritten(reader.path, " ".join(str(error).split())[:160]) from error
        raise generations.damaged(reader.path, error) from error
    except OSError as error:
        raise _unwritten(reader.path, reason(error)) from error
    finally:
        _indexes.remove(new)


@contextmanager
def _alone(store: Path, going: Going) -> Iterator[None]:
    """Be the one run that makes an index of this store, as soon as no other does."""
    with ExitStack() as stack:
        while True:
            going(None)
            try:
                stack.enter_context(_indexes.alone(store))
                break
            except BlockingIOError:
                time.sleep(_WAIT_S)
            except OSError as error:
                raise _unwritten(store, reason(error)) from error
        yield


def _unwritten(store: Path, why: str) -> OutputError:
    return OutputError(
        f"{store}: an index of its graph cannot be written ({why}). A graph of this size is asked through one: make room, or ask a named question."
    )
