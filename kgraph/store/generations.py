"""The folder of a store: generations, of which one is current, and who may write the next.

    STORE/kgraph-store        the mark of a store
    STORE/lock                held by the one run that writes; names it
    STORE/current             the current generation and its digest, replaced by renaming
    STORE/gen-000007.json     a generation: the shards it consists of, with their digests; readers lock it
    STORE/shards/             what they consist of (`_shard`)
    STORE/explorer/           what was worked out of one, to be looked at (`_kept`)

Of shards that have the same article the newest, which is named last, is right. Nothing that was written is changed:
a writer adds shards and a list, and moves the pointer when they are complete on disk. A reader keeps the generation it
opened. Locks are flocks: they die with their process, so that none is ever stale (`system_calls` says what stands in
for them elsewhere). What has no mark was not made by kgraph, and stays (decisions/0010).
"""

import hashlib
import json
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from kgraph.errors import OutputError, StoreError, StoreLocked
from kgraph.infile import read_regular, reason
from kgraph.store import _indexes, _kept, _own
from kgraph.store._shard import Shard
from kgraph.system_calls import lock, lock_to_write, unlock_to_write

FORMAT = 5
"""Of what a store holds; 5: blocks, and how claims are backed, 4: tables and graphs in shards, 3: a database a generation."""
_MADE_BY = "kgraph"
_LARGEST_LIST = 16 * 1024 * 1024
_LIST = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_NAME = re.compile(r"gen-(\d{6,9})\.json")
_POINTER = re.compile(r"(gen-\d{6,9})\.json ([0-9a-f]{64})\n")
_OLDER = re.compile(r"(gen-\d{6,9})(?: [0-9a-f]{64})?\n")


class Pointer(NamedTuple):
    """The current generation: its name, and the digest of its list, which tells it from any other."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What a store holds at one time: its shards, the oldest first; the `base` of its IRIs; the graph of the `run` that wrote it."""

    base: str | None = None
    shards: tuple[Shard, ...] = ()
    run: str = ""


def load(store: Path, pointer: Pointer, *, oldest: int = FORMAT) -> Generation:
    """The generation that is pointed to. Errors: `StoreError` where it is not as it was written, or of a format that is older or newer."""
    path = store / f"{pointer.name}.json"
    try:
        text = read_regular(str(path), _LARGEST_LIST)
        if hashlib.sha256(text).hexdigest() != pointer.digest:
            raise ValueError(f"{path.name} is not as it was written")
        data: dict[str, Any] = json.loads(text)
        if data["format"] > FORMAT:
            raise StoreError(
                f"{store}: written by a newer kgraph (format {data['format']}, this one knows {FORMAT}). Upgrade kgraph or build anew elsewhere: kgraph build ARTICLES… --store NEW."
            )
        if data["format"] < oldest:
            raise _older(store)
        shards = tuple(Shard(**each) for each in data["shards"])
        return Generation(base=data["base"], shards=shards, run=data["run"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(store, error) from error


def save(store: Path, name: str, generation: Generation) -> Pointer:
    """Write a generation, durably. Its shards are: from here on none of them changes. Errors: `OSError`."""
    data = {
        "made_by": _MADE_BY, "format": FORMAT, "base": generation.base, "run": generation.run,
        "shards": [shard.json() for shard in generation.shards],
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, indent=0).encode("utf-8", "replace")
    _write(store / f"{name}.json", text)
    return Pointer(name, hashlib.sha256(text).hexdigest())


def damaged(store: Path, error: BaseException) -> StoreError:
    """The error for a store that cannot be read, with what to do."""
    what = " ".join(str(error).split())[:160]
    return StoreError(
        f"{store}: store damaged ({what}). Rebuild it: kgraph build ARTICLES… --store NEW, or remove the folder first."
    )


def _older(store: Path) -> StoreError:
    return StoreError(
        f"{store}: written by an older kgraph, in another format than {FORMAT}. Run kgraph upgrade {store}, then kgraph build ARTICLES… again."
    )


def current(store: Path) -> Pointer:
    """What the store points to.

    Errors: `StoreError` where there is no store, or none that is whole, or one of an older format.
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
    older = _OLDER.fullmatch(text)
    if older and (store / older[1] / "db").is_dir():
        raise _older(store)
    match = _POINTER.fullmatch(text)
    if not match or not os.path.lexists(store / f"{match[1]}.json"):
        raise damaged(store, ValueError(f"the pointer names {text[:40]!r}, which is not there"))
    return Pointer(match[1], match[2])


def format_of(store: Path) -> int:
    """In which format a store is; 0 for one that is of none with shards, or not as it was written."""
    try:
        pointer = _POINTER.fullmatch(read_regular(str(store / "current"), 200).decode("ascii"))
        return (
            int(json.loads(read_regular(str(store / f"{pointer[1]}.json"), _LARGEST_LIST))["format"])
            if pointer
            else 0
        )
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def exists(store: Path) -> bool:
    """Whether a store was ever committed at this path."""
    return (store / "current").exists() or _lost_its_pointer(store)


def _lost_its_pointer(store: Path) -> bool:
    """Whether there was a pointer once: no second generation is begun before the first is pointed to."""
    try:
        return any(number > 1 for number in own_numbers(store))
    except OSError:
        return False


def own_numbers(store: Path) -> dict[int, dict[str, Any]]:
    """The generations that kgraph made and that are whole: number → what is in the list."""
    found = {}
    for path in store.iterdir():
        match = _NAME.fullmatch(path.name)
        if match and _own.is_file(path):
            with suppress(OSError, ValueError):
                data = json.loads(read_regular(str(path), _LARGEST_LIST))
                if isinstance(data, dict) and data.get("made_by") == _MADE_BY:
                    found[int(match[1])] = data
    return found


def claim(store: Path) -> None:
    """Make the folder `store` a store, or see that it is one. Errors: those of `_own.claim`."""
    _own.claim(store, holds_one=_holds_a_store)


def _holds_a_store(folder: Path) -> bool:
    """Whether the folder has lost its mark alone."""
    try:
        current(folder)
    except StoreError as error:
        return "older kgraph" in str(error)
    return True


def point_to(store: Path, pointer: Pointer) -> None:
    """Make a generation the current one, in one step that survives a crash. Errors: `OSError`."""
    before, new = store / "current", store / "current.new"
    new.unlink(missing_ok=True)
    _write(new, f"{pointer.name}.json {pointer.digest}\n".encode())
    with suppress(FileNotFoundError):
        new.chmod(stat.S_IMODE(before.stat().st_mode))
    new.replace(before)
    _own.sync_folder(store)


def next_name(store: Path) -> str:
    """The name of the next generation."""
    number = max(own_numbers(store), default=0) + 1
    while os.path.lexists(store / f"gen-{number:06d}.json"):
        number += 1
    return f"gen-{number:06d}"


def clean(store: Path, keep: str) -> None:
    """Remove what kgraph made of every generation but the current one, whose name is to `keep`, that no reader holds.

    Only the writer may call this, and only while it writes no shard. Errors: `OSError`.
    """
    for number in own_numbers(store):
        name = f"gen-{number:06d}"
        path = store / f"{name}.json"
        if name != keep:
            with suppress(OSError), Hold(path, shared=False):
                path.unlink()
    used = {shard["name"] for data in own_numbers(store).values() for shard in data.get("shards", ())}
    for shard in _own.shards(store / "shards"):
        if shard.name not in used:
            _own.remove_shard(shard)
    with suppress(StoreError):
        digest = current(store).digest
        _indexes.clean(store, digest)
        _kept.clean(store, digest)


class Hold:
    """A reader's lock on a generation; `shared=False` is the cleaner's, which no reader lets through.

    Errors: `OSError` where the list is not there (any more), `BlockingIOError` where the lock is taken.
    """

    def __init__(self, path: Path, *, shared: bool = True) -> None:
        if not _own.is_file(path):  # a pipe would be waited for
            raise FileNotFoundError(path)
        self._file: IO[bytes] = os.fdopen(os.open(path, _LIST), "rb")
        try:
            lock(self._file, shared=shared)  # type: ignore[arg-type]
            if not os.fstat(self._file.fileno()).st_nlink:
                raise FileNotFoundError(path)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "Hold":
        return self

    def __exit__(self, *_: object) -> None:
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
        unlock_to_write(self._file, self._path)
        self._file.close()


def _opened(path: Path) -> IO[str]:
    """A file to lock, made where it is missing; never what a link leads to."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666), "r+")


def _write(path: Path, data: bytes) -> None:
    """Write a file that is not there yet."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
