"""The folder of a store: generations, of which one is current, and who may write the next.

    STORE/kgraph-store        the mark of a store
    STORE/lock                held by the one run that writes; names it
    STORE/current             the current generation and the digest of its manifest, replaced by renaming
    STORE/gen-000007/         db/ (Oxigraph), manifest.json (what was read, with digests), readers (their locks),
                              kgraph-generation (its mark)

Oxigraph cannot be read beside a writer, so a writer works on the next generation, a hard-linked copy, and
moves the pointer when it is complete on disk. A reader keeps the generation it opened. Locks are flocks:
they die with their process, so that none is ever stale (`system_calls` says what stands in for them elsewhere). What has no mark was not made by kgraph, and stays
(decisions/0010).
"""

import hashlib
import json
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from kgraph.errors import OutputError, StoreError, StoreLocked
from kgraph.infile import read_regular, reason
from kgraph.store import _files, _own
from kgraph.system_calls import lock, lock_to_write, unlock_to_write

FORMAT = 3
"""Of what a generation holds; 3: the pointer has the digest of the manifest, 2: the default graph holds every fact once."""
_LARGEST_MANIFEST = 4 * 1024**3
_NAME = re.compile(r"gen-(\d{6,9})")
_POINTER = re.compile(r"(gen-\d{6,9})(?: ([0-9a-f]{64}))?\n")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The current generation: its folder, and the digest of its manifest; "" in a store of before format 3."""

    folder: Path
    digest: str


@dataclass(slots=True)
class Manifest:
    """What a generation holds: for each article path its IRI, the digest of its bytes, and the settings."""

    articles: dict[str, dict[str, str]] = field(default_factory=dict)
    base: str | None = None
    files: dict[str, str] = field(default_factory=dict)
    """The database's files when it was committed (`_files.state`)."""

    @classmethod
    def load(cls, pointer: Pointer) -> "Manifest":
        """The manifest of the generation that is pointed to.

        Errors: `StoreError` where it, or a file it names, is not as it was written, or of another format.
        """
        folder = pointer.folder
        try:
            text = read_regular(str(folder / "manifest.json"), _LARGEST_MANIFEST)
            if pointer.digest and hashlib.sha256(text).hexdigest() != pointer.digest:
                raise ValueError("manifest.json is not as it was written")
            data: dict[str, Any] = json.loads(text)
            if data["format"] > FORMAT:
                raise StoreError(
                    f"{folder.parent}: written by a newer kgraph (format {data['format']}, this one knows {FORMAT}). Upgrade kgraph or build anew elsewhere."
                )
            if data["format"] < FORMAT:
                raise StoreError(
                    f"{folder.parent}: written by an older kgraph (format {data['format']}, this one writes {FORMAT}). Build it again: kgraph build ARTICLES… --store NEW, or remove the folder first."
                )
            if not pointer.digest:
                raise ValueError("the pointer has no digest")
            manifest = cls(articles=data["articles"], base=data["base"], files=data["files"])
            differing = _files.differing(folder / "db", manifest.files)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(folder.parent, error) from error
        if differing:
            raise damaged(folder.parent, ValueError(f"{differing} is not as it was written"))
        return manifest

    def save(self, folder: Path) -> Pointer:
        """Write it, durably. The database is closed: from here on none of its files changes."""
        self.files = _files.state(folder / "db", self.files)
        text = json.dumps(
            {"format": FORMAT, "base": self.base, "articles": self.articles, "files": self.files},
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
        _write(folder / "manifest.json", text)
        return Pointer(folder, hashlib.sha256(text).hexdigest())


def damaged(store: Path, error: BaseException) -> StoreError:
    """The error for a store that cannot be read, with what to do."""
    what = " ".join(str(error).split())[:160]
    return StoreError(
        f"{store}: store damaged ({what}). Rebuild it: kgraph build ARTICLES… --store NEW, or remove the folder first."
    )


def check(store: Path) -> None:
    """Read every byte of the current database, once for each state of its files.

    For a query that never ended or whose process died: a broken block can do that.
    Errors: `StoreError` where a file is not as it was committed.
    """
    pointer = current(store)
    manifest = Manifest.load(pointer)
    try:
        name = _files.broken(pointer.folder / "db", manifest.files)
    except OSError as error:
        raise damaged(store, error) from error
    if name:
        raise damaged(store, ValueError(f"{name} is not as it was written"))


def current(store: Path) -> Pointer:
    """What the store points to.

    Errors: `StoreError` where there is no store, or none that is whole.
    """
    try:
        text = read_regular(str(store / "current"), 200).decode("ascii")
    except FileNotFoundError as error:
        if _lost_its_pointer(store):
            raise damaged(store, ValueError("the pointer to what is current is missing")) from error
        raise StoreError(
            f"{store}: no store here. Make one: kgraph build ARTICLES… --store {store}"
        ) from None
    except (OSError, ValueError) as error:
        raise damaged(store, error) from error
    match = _POINTER.fullmatch(text)
    if not match or not (store / match[1] / "db").is_dir():
        raise damaged(store, ValueError(f"the pointer names {text[:40]!r}, which is not there"))
    return Pointer(store / match[1], match[2] or "")


def exists(store: Path) -> bool:
    """Whether a store was ever committed at this path."""
    return (store / "current").exists() or _lost_its_pointer(store)


def _lost_its_pointer(store: Path) -> bool:
    """Whether there was a pointer once: no second generation is begun before the first is pointed to."""
    try:
        return any(number > 1 for number in _own_numbers(store))
    except OSError:
        return False


def _own_numbers(store: Path) -> list[int]:
    return [int(m[1]) for p in store.iterdir() if (m := _NAME.fullmatch(p.name)) and _own.is_own(p)]


def claim(store: Path) -> None:
    """Make the folder `store` a store, or see that it is one. Errors: those of `_own.claim`."""
    _own.claim(store, holds_one=_holds_a_store)


def _holds_a_store(folder: Path) -> bool:
    """Whether the folder has no mark but what a store has: before format 3 there was none."""
    try:
        return (current(folder).folder / "manifest.json").is_file()
    except StoreError:
        return False


def point_to(store: Path, pointer: Pointer) -> None:
    """Make a generation the current one, in one step that survives a crash."""
    before, new = store / "current", store / "current.new"
    new.unlink(missing_ok=True)
    _write(new, f"{pointer.folder.name} {pointer.digest}\n".encode())
    with suppress(FileNotFoundError):
        new.chmod(stat.S_IMODE(before.stat().st_mode))
    new.replace(before)
    _sync_folder(store)


def begin(store: Path) -> Path:
    """The folder of the next generation, made and marked."""
    number = max(_own_numbers(store), default=0) + 1
    while os.path.lexists(store / f"gen-{number:06d}"):
        number += 1
    folder = store / f"gen-{number:06d}"
    folder.mkdir()
    _own.write_mark(folder / _own.GENERATION_MARK, "This generation of a store was made by kgraph.\n")
    return folder


def clean(store: Path) -> None:
    """Remove what kgraph made of every generation but the current one that no reader holds.

    Only the writer may call this.
    """
    keep = current(store).folder.name if exists(store) else None
    for folder in store.iterdir():
        if _NAME.fullmatch(folder.name) and folder.name != keep and _own.is_own(folder):
            with suppress(BlockingIOError), hold(folder, shared=False):
                _own.remove(folder)


class hold:
    """A reader's lock on a generation; `shared=False` is the cleaner's, which no reader lets through.

    Errors: `BlockingIOError` where the lock is taken.
    """

    def __init__(self, generation: Path, *, shared: bool = True) -> None:
        self._path = generation / "readers"
        self._shared = shared
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        try:
            self._file = _opened(self._path)
        except OSError:
            return
        lock(self._file, shared=self._shared)

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


class WriteLock:
    """The lock of the one run that writes.

    Errors: `StoreLocked`, which names the run that holds it.
    """

    def __init__(self, store: Path) -> None:
        self._path = path = store / "lock"
        try:
            self._file = _opened(path)
            lock_to_write(self._file, path)
        except BlockingIOError as taken:
            self._file.seek(0)
            holder = self._file.read().strip() or "another run"
            self._file.close()
            raise StoreLocked(
                f"{store}: locked by {holder}. Wait for it to end, or use another --store."
                + (f" If it was killed, remove {taken.filename}." if taken.filename else "")
            ) from None
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written ({reason(error)}). Choose another --store."
            ) from error
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"process {os.getpid()}")
        self._file.flush()

    def release(self) -> None:
        """Let the next run in."""
        self._file.truncate(0)
        self._file.close()
        unlock_to_write(self._path)


def _opened(path: Path) -> IO[str]:
    """A file to lock, made where it is missing; never what a link leads to."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666), "r+")


def _write(path: Path, data: bytes) -> None:
    """Write a file that is not there yet."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
