"""Answers in flight: small ones in memory, larger ones in files without a name, so much of them and no more.

An answer is written whole before its first byte is sent, so that a slow reader holds no worker; and a reader that does
not read costs disk, not memory.
"""

import io
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO

from kgraph.errors import KgraphError

IN_MEMORY = 64 * 1024
"""An answer up to this size needs no file."""


class Full(KgraphError):
    """There is no room for another large answer now."""


class Room:
    """What all answers in flight may take together: `files` above `IN_MEMORY`, and bytes in them. Safe for threads."""

    def __init__(self, *, files: int, bytes: int) -> None:
        self._lock = threading.Lock()
        self._files, self._bytes = files, bytes
        self._closed = False

    @contextmanager
    def spool(self) -> Iterator["Spool"]:
        """A spool to fill. Whoever reads it closes it; where filling it fails it is closed here.

        Errors: `Full`, when it is written to.
        """
        spool = Spool(self)
        try:
            yield spool
        except BaseException:
            spool.close()
            raise
        spool.rewind()

    def take(self, size: int, files: int) -> None:
        """Count bytes and files in. Errors: `Full`."""
        with self._lock:
            if self._closed:
                raise Full("the server is stopping.")
            if self._files < files or self._bytes < size:
                raise Full("too many large answers wait to be read. Try again in a moment, or ask for less.")
            self._files -= files
            self._bytes -= size

    def give(self, size: int, files: int) -> None:
        """Count bytes and files out."""
        with self._lock:
            self._files += files
            self._bytes += size

    def close(self) -> None:
        """Let nothing more be written: whoever still fills a spool is told with `Full`."""
        self._closed = True


class Spool:
    """Bytes that are written once, then read once."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._file: IO[bytes] = io.BytesIO()
        self._taken = 0
        """Of the room; nothing while all is in memory."""
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append; how many bytes were written. Errors: `Full`, also where the disk is."""
        if self._taken:
            self._take(len(data))
        elif self.size + len(data) > IN_MEMORY:
            self._take(self.size + len(data), files=1)
            self._move()
        self.size += len(data)
        try:
            return self._file.write(data)
        except OSError as error:
            raise _no_room(error) from error

    def _take(self, size: int, files: int = 0) -> None:
        self._room.take(size, files)
        self._taken += size

    def _move(self) -> None:
        """Out of memory into a file."""
        try:
            file = tempfile.TemporaryFile(dir=_folder())  # noqa: SIM115 - closed by `close`
        except OSError as error:
            raise _no_room(error) from error
        self._file.seek(0)
        shutil.copyfileobj(self._file, file)
        self._file = file

    def read(self, count: int = -1) -> bytes:
        """The next bytes; none at the end."""
        return self._file.read(count)

    def lines(self) -> Iterator[str]:
        """The text line by line, without line ends."""
        for line in self._file:
            yield line.decode().removesuffix("\n")

    def flush(self) -> None:
        """Have all that was written on disk. Errors: `Full`, where the disk is."""
        try:
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from error

    def rewind(self) -> None:
        """Begin to read. Errors: `Full`, where the disk is."""
        self.flush()
        self._file.seek(0)

    def close(self) -> None:
        """Give the room back."""
        if self._taken:
            self._room.give(self._taken, files=1)
            self._taken = 0
        self._file.close()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _no_room(error: OSError) -> Full:
    return Full(f"no room for a large answer ({error.strerror}). Ask for less, or try again in a moment.")


def _folder() -> str | None:
    """Where large files go: $TMPDIR, else /var/tmp, which is on a disk where /tmp often is memory."""
    return "/var/tmp" if "TMPDIR" not in os.environ and os.access("/var/tmp", os.W_OK) else None
