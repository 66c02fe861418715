"""The folder of a store: generations, of which one is current, and who may write the next.

    STORE/lock            held by the one run that writes; names it
    STORE/current         the name of the current generation, replaced by renaming
    STORE/gen-000007/     db/ (Oxigraph), manifest.json (what was read, with digests), readers (their locks)

Oxigraph cannot be read beside a writer, so a writer works on the next generation, a hard-linked copy, and
moves the pointer when it is complete on disk. A reader keeps the generation it opened. Locks are flocks:
they die with their process, so that none is ever stale.
"""

import fcntl
import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from kgraph.errors import OutputError, StoreError, StoreLocked
from kgraph.store import _files

FORMAT = 2
"""Of what a generation holds; 2: the default graph holds every fact once."""
_NAME = re.compile(r"gen-(\d{6})")


@dataclass(slots=True)
class Manifest:
    """What a generation holds: for each article path its IRI, the digest of its bytes, and the settings."""

    articles: dict[str, dict[str, str]] = field(default_factory=dict)
    base: str | None = None
    files: dict[str, str] = field(default_factory=dict)
    """The database's files when it was committed (`_files.state`)."""

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """The manifest in a generation's folder."""
        try:
            data: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if data["format"] > FORMAT:
                raise StoreError(
                    f"{folder.parent}: written by a newer kgraph (format {data['format']}, this one knows {FORMAT}). Upgrade kgraph or build anew elsewhere."
                )
            if data["format"] < FORMAT:
                raise StoreError(
                    f"{folder.parent}: written by an older kgraph (format {data['format']}, this one writes {FORMAT}). Build it again: kgraph build ARTICLES… --store NEW, or remove the folder first."
                )
            manifest = cls(articles=data["articles"], base=data["base"], files=data["files"])
            differing = _files.differing(folder / "db", manifest.files)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(folder.parent, error) from error
        if differing:
            raise damaged(folder.parent, ValueError(f"{differing} is not as it was written"))
        return manifest

    def save(self, folder: Path) -> None:
        """Write it, durably. The database is closed: from here on none of its files changes."""
        self.files = _files.state(folder / "db", self.files)
        text = json.dumps(
            {"format": FORMAT, "base": self.base, "articles": self.articles, "files": self.files},
            ensure_ascii=False,
            sort_keys=True,
        )
        _write(folder / "manifest.json", text)


def damaged(store: Path, error: BaseException) -> StoreError:
    """The error for a store that cannot be read, with what to do."""
    reason = " ".join(str(error).split())[:160]
    return StoreError(
        f"{store}: store damaged ({reason}). Rebuild it: kgraph build ARTICLES… --store NEW, or remove the folder first."
    )


def check(store: Path) -> None:
    """Read every byte of the current database, once for each state of its files.

    For a query that never ended or whose process died: a broken block can do that.
    Errors: `StoreError` where a file is not as it was committed.
    """
    folder = current(store)
    manifest = Manifest.load(folder)
    try:
        name = _files.broken(folder / "db", manifest.files)
    except OSError as error:
        raise damaged(store, error) from error
    if name:
        raise damaged(store, ValueError(f"{name} is not as it was written"))


def current(store: Path) -> Path:
    """The folder of the current generation.

    Errors: `StoreError` where there is no store, or none that is whole.
    """
    try:
        name = (store / "current").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise StoreError(
            f"{store}: no store here. Make one: kgraph build ARTICLES… --store {store}"
        ) from None
    except (OSError, ValueError) as error:
        raise damaged(store, error) from error
    if not _NAME.fullmatch(name) or not (store / name / "db").is_dir():
        raise damaged(store, ValueError(f"the pointer names {name[:40]!r}, which is not there"))
    return store / name


def exists(store: Path) -> bool:
    """Whether a store was ever committed at this path."""
    return (store / "current").exists()


def point_to(store: Path, generation: Path) -> None:
    """Make `generation` the current one, in one step that survives a crash."""
    _write(store / "current.new", generation.name + "\n")
    (store / "current.new").replace(store / "current")
    _sync_folder(store)


def next_folder(store: Path) -> Path:
    """An unused name for the next generation."""
    numbers = [int(m[1]) for p in store.iterdir() if (m := _NAME.fullmatch(p.name))]
    return store / f"gen-{max(numbers, default=0) + 1:06d}"


def clean(store: Path) -> None:
    """Remove every generation but the current one that no reader holds; only the writer may call this."""
    keep = (store / "current").read_text(encoding="ascii").strip() if exists(store) else ""
    for folder in store.iterdir():
        if not _NAME.fullmatch(folder.name) or folder.name == keep:
            continue
        with suppress(BlockingIOError), hold(folder, shared=False):
            shutil.rmtree(folder, ignore_errors=True)


class hold:
    """A reader's lock on a generation; `shared=False` is the cleaner's, which no reader lets through.

    Errors: `BlockingIOError` where the lock is taken.
    """

    def __init__(self, generation: Path, *, shared: bool = True) -> None:
        self._path = generation / "readers"
        self._mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        try:
            self._file = self._path.open("a")
        except OSError:
            return
        fcntl.flock(self._file, self._mode | fcntl.LOCK_NB)

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


class WriteLock:
    """The lock of the one run that writes.

    Errors: `StoreLocked`, which names the run that holds it.
    """

    def __init__(self, store: Path) -> None:
        path = store / "lock"
        try:
            self._file = path.open("a+")
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written ({error.strerror}). Choose another --store."
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "another run"
            self._file.close()
            raise StoreLocked(
                f"{store}: locked by {holder}. Wait for it to end, or use another --store."
            ) from None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"process {os.getpid()}")
        self._file.flush()

    def release(self) -> None:
        """Let the next run in."""
        self._file.truncate(0)
        self._file.close()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
