"""Files at addresses, by fsspec: `s3://bucket/posts`, `https://host/dump.tar.zst`. Users name them; articles never do."""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast
from urllib.parse import urlsplit

from kgraph.errors import UsageError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BUFFER_BYTES = 256 * 1024
_CONNECT_S, _SILENCE_S = 15.0, 60.0
"""How long a server may take to answer, and then to say nothing."""
_TAGS = (
    "ETag", "etag", "e_tag", "md5Hash", "content_hash", "Content-MD5", "Digest", "mtime", "LastModified", "last_modified", "Last-Modified", "updated",
)  # fmt: skip
"""What file systems call that which changes with a file, the surest first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a folder: its path from there, and its state: its size and a number that changes with it; None where nothing tells."""

    path: str
    size: int
    state: tuple[int, int] | None


def is_address(name: str) -> bool:
    """Whether a name is an address and no path.

    >>> is_address("s3://bucket/posts"), is_address("posts/a.md")
    (True, False)
    """
    return bool(_SCHEME.match(name))


def plain(address: str) -> str:
    """The address without what only opens the door: name and password, query, fragment. Its folders are parted by one slash.

    >>> plain("https://ann:secret@example.org/a//b.tar?signature=1")
    'https://example.org/a/b.tar'
    """
    parts = urlsplit(address)
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}{path}"


def is_folder(address: str) -> bool:
    """Whether a folder is there; False for a file. Errors: `OSError`; `UsageError` where fsspec is not installed."""
    with _told(address):
        system, path = _at(address)
        return bool(system.info(path)["type"] == "directory")


def files(folder: str) -> Iterator[Entry]:
    """The files below a folder, those of a folder sorted by name, before the folders in it. Errors: `OSError`."""
    with _told(folder):
        system, root = _at(folder)
    waiting = [root]
    start = len(root.rstrip("/")) + 1
    while waiting:
        place = waiting.pop()
        with _told(folder):
            infos = sorted(system.ls(place, detail=True), key=lambda info: str(info["name"]))
        for info in infos:
            name = str(info["name"])
            if info["type"] == "file" and name.rstrip("/") != place.rstrip("/"):
                yield Entry(name[start:], int(info.get("size") or 0), _state(system, name, info))
        folders = (str(i["name"]) for i in infos if i["type"] == "directory")
        waiting += sorted((f for f in folders if len(f.rstrip("/")) > len(place.rstrip("/"))), reverse=True)


def state(address: str) -> tuple[int, int] | None:
    """What tells that a file, or any file of a folder, has changed: a size and a number; None where nothing tells it."""
    try:
        with _told(address):
            system, path = _at(address)
            info = system.info(path)
            if info["type"] == "file":
                return _state(system, path, info)
        size, digest = 0, hashlib.sha256()
        for entry in files(address):
            if entry.state is None:
                return None
            size += entry.size
            digest.update(f"{entry.path}\0{entry.state}\0".encode("utf-8", "surrogatepass"))
    except OSError:
        return None
    return size, _number(digest.hexdigest())


def opened(address: str, *, parts: bool = False) -> BinaryIO:
    """A file to read, to be closed: from front to back, as any server gives it, or also in `parts`, as most do.

    Errors: `OSError`, also while it is read.
    """
    with _told(address):
        system, path = _at(address)
        if parts:
            return io.BufferedReader(_Parts(system.open(path, "rb"), address), _BUFFER_BYTES)
        # What is asked of a web server in one piece comes in one answer, and not block by block.
        whole = {"block_size": 0} if _is_web(address) else {}
        return cast(BinaryIO, _FrontToBack(system.open(path, "rb", **whole), address))


def read(address: str, most: int) -> bytes:
    """The bytes of a file, `most` of them at most. Errors: `OSError`."""
    [data] = read_many([address], most)
    if isinstance(data, OSError):
        raise data
    return data


def read_many(addresses: Sequence[str], most: int) -> list[bytes | OSError]:
    """Of each file its bytes, `most` at most, or why it cannot be read; asked for at once where the file system can."""
    with _told(addresses[0]):
        system = _at(addresses[0])[0]
        paths = [_at(address)[1] for address in addresses]
        found = system.cat_ranges(paths, [0] * len(paths), [most] * len(paths), on_error="return")
    return [
        data if isinstance(data, bytes) else _as_oserror(data, address)
        for data, address in zip(found, addresses, strict=True)
    ]


@contextmanager
def writing(address: str) -> Iterator[IO[bytes]]:
    """A file that is there when the block ends well, and else as it was. Errors: `OSError`."""
    with _told(address):
        system, path = _at(address)
        transaction = system.transaction
        transaction.__enter__()
        try:
            file: IO[bytes] = system.open(path, "wb")
        except BaseException:
            transaction.complete(commit=False)
            raise
    try:
        yield file
    except BaseException:
        with suppress(Exception):  # what is given up need not end well
            file.close()
            transaction.complete(commit=False)
        raise
    with _told(address):
        file.close()
        transaction.complete(commit=True)


class _Parts(io.RawIOBase):
    """A file of fsspec whose errors are those of files."""

    def __init__(self, file: Any, address: str) -> None:
        self._file, self._address = file, address

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def readinto(self, buffer: Any) -> int:
        with _told(self._address):
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        with _told(self._address):
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


class _FrontToBack(_Parts):
    """One that is read once; what came before it broke off is given before that is said."""

    def __init__(self, file: Any, address: str) -> None:
        super().__init__(file, address)
        self._held = memoryview(b"")
        self._place = 0

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        if not self._held:
            with _told(self._address):
                self._held = memoryview(self._file.read(_BUFFER_BYTES))
        data, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Pass over what lies before `offset`, which is counted from the beginning. Errors: `OSError` for one that was passed."""
        if whence != io.SEEK_SET or offset < self._place:
            raise io.UnsupportedOperation("it is read from front to back")
        with suppress(OSError):  # a stream of fsspec says that it is `seekable`, and is not
            super().seek(offset)
            self._held, self._place = memoryview(b""), offset
        while self._place < offset and self.read(min(offset - self._place, _BUFFER_BYTES)):
            pass
        return self._place

    def tell(self) -> int:
        return self._place


def _at(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    try:
        import fsspec
    except ImportError:
        raise UsageError(f"{plain(address)}: an address needs fsspec. Install: pip install 'kgraph[fsspec]'.") from None  # fmt: skip
    if "::" in address:
        raise OSError("an address within another one is not followed")
    options: dict[str, Any] = {"use_listings_cache": False}
    if _is_web(address):
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S, sock_read=_SILENCE_S)
        options["client_kwargs"] = {"timeout": timeout}
    system, path = fsspec.core.url_to_fs(address, **options)
    return system, str(path)


def _state(system: Any, path: str, info: Any) -> tuple[int, int] | None:
    tag = next((str(info[name]) for name in _TAGS if info.get(name)), None)
    if tag is None:
        try:
            tag = str(system.modified(path))
        except (NotImplementedError, OSError):
            return None
    return int(info.get("size") or 0), _number(tag)


def _number(tag: str) -> int:
    return int(hashlib.sha256(tag.encode("utf-8", "surrogatepass")).hexdigest()[:15], 16)


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Whatever a file system raises, as `OSError`; what opens the door is not in its words."""
    try:
        yield
    except (UsageError, MemoryError):
        raise
    except Exception as error:
        raise _as_oserror(error, address) from error


def _as_oserror(error: Exception, address: str) -> OSError:
    said = " ".join(str(error).split()).replace(address, plain(address))
    if query := urlsplit(address).query:
        said = said.replace(query, "…")
    return OSError(said[:200] or type(error).__name__)
