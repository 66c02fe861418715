"""The bytes of a file from front to back, decompressed as they come: never more at once than was asked for, and no bombs."""

import bz2
import io
import zlib
from collections.abc import Callable
from types import TracebackType
from typing import Any, BinaryIO, Protocol

from kgraph import infile

_CHUNK = 64 * 1024
_FREE_BYTES = 256 * 1024 * 1024
_MOST_RATIO = 250
"""Beyond the first of these a stream may be so many times as long as what it was made of: texts are three to ten times."""


class Source(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, `size` at most; none at the end."""


class _Gzip:
    """gzip, member after member. The standard library's own reads ahead no less, but does not tell a cut end from an end."""

    def __init__(self, raw: Source) -> None:
        self._raw, self._held = raw, b""
        self._inflate: Any = None

    def read(self, size: int) -> bytes:
        while True:
            if not self._held:
                self._held = self._raw.read(_CHUNK)
            if not self._held:
                if self._inflate is not None:
                    raise EOFError("cut short")
                return b""
            if self._inflate is None:
                if not self._held.strip(b"\0"):  # padding, as on tapes
                    self._held = b""
                    continue
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
            data = self._inflate.decompress(self._held, size)
            self._held = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._held = self._inflate.unused_data
                self._inflate = None
            if data:
                return bytes(data)


class _Bzip2:
    """bzip2, stream after stream. `begin` is where in the file the stream began that was read from last."""

    def __init__(self, raw: "_Counted") -> None:
        self._raw, self._held = raw, b""
        self._inflate: bz2.BZ2Decompressor | None = None
        self.begin = 0

    def read(self, size: int) -> bytes:
        """The next bytes, all of one stream."""
        while True:
            if not self._held and (self._inflate is None or self._inflate.needs_input):
                self._held = self._raw.read(_CHUNK)
                if not self._held and self._inflate is not None:
                    raise EOFError("cut short")
            if self._inflate is None:
                if not self._held:
                    return b""
                self._inflate = bz2.BZ2Decompressor()
                self.begin = self._raw.tell() - len(self._held)
            data = self._inflate.decompress(self._held, size)
            self._held = self._inflate.unused_data
            if self._inflate.eof:
                self._inflate = None
            if data:
                return data


class Stream:
    """A file as a stream of decompressed bytes, which `by` names: "", `bz2`, `gz` or `zst`. A context manager.

    `seek` goes forward only. `most` is how many bytes may be read at once, by whoever reads.
    Errors: `OSError`, `infile.Unfit`, of which a bomb is one, `EOFError`, `zlib.error`; as of `infile.read_regular`.
    """

    def __init__(self, file: str, by: str = "") -> None:
        self.most = _FREE_BYTES
        self.last = b""
        """What was read last."""
        self._file: BinaryIO = infile.stream(file, buffering=0)
        self._taken = self._at = 0
        self._by = by
        self._end: int | None = None
        self._source: Source = self._decoder(by)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes; fewer only at the end."""
        if not 0 <= size <= self.most:
            raise infile.Unfit(f"a part of it is longer than {self.most:,} bytes", "Make it again.")
        parts: list[bytes] = []
        while size and (part := self.some(min(size, _CHUNK * 16))):
            parts.append(part)
            size -= len(part)
        self.last = b"".join(parts)
        return self.last

    def some(self, size: int) -> bytes:
        """The next bytes, `size` at most and often fewer; none at the end. Those of bzip2 are of one stream of it."""
        part = self._source.read(size)
        self._at += len(part)
        if self._at > _FREE_BYTES and self._at > _MOST_RATIO * self._taken:
            raise bomb()
        return part

    def jump(self, place: int, end: int | None = None) -> None:
        """Go on at byte `place` of the file, up to `end`: where compressed streams begin, or anywhere in what is not compressed."""
        self._file.seek(place)
        self._end = end
        self._source = self._decoder(self._by)

    @property
    def begin(self) -> int:
        """Where in the file the stream of bzip2 began that the last bytes are of; 0 in other files."""
        return self._source.begin if isinstance(self._source, _Bzip2) else 0

    @property
    def place(self) -> int:
        """How far the file itself was read, in bytes."""
        return self._file.tell()

    def tell(self) -> int:
        """How many bytes were read or passed over."""
        return self._at

    def seek(self, place: int) -> int:
        """Pass over what lies before `place`."""
        if place < self._at:
            raise infile.Unfit("it leads back to what was read already", "Make it again.")
        while self._at < place and self.read(min(place - self._at, _CHUNK * 16)):
            pass
        return self._at

    def _raw(self, size: int) -> bytes:
        if self._end is not None:
            size = min(size, self._end - self._file.tell())
        data = self._file.read(size) or b""
        self._taken += len(data)
        return data

    def _decoder(self, by: str) -> Source:
        raw = _Counted(self._raw, self._file.tell)
        if by == "gz":
            return _Gzip(raw)
        if by == "bz2":
            return _Bzip2(raw)
        if by == "zst":
            import pyarrow

            packed: Source = pyarrow.CompressedInputStream(pyarrow.PythonFile(raw, mode="r"), "zstd")
            return packed
        return raw


class _Counted:
    """The raw bytes, as pyarrow wants a file to look."""

    closed = False

    def __init__(self, read: Callable[[int], bytes], tell: Callable[[], int]) -> None:
        self.read, self.tell = read, tell

    def close(self) -> None:
        """Whoever opened the file closes it."""


def demand_seekable(raw: BinaryIO) -> None:
    """Errors: `infile.Unfit` for a file that comes from front to back only, as some servers give it."""
    try:
        end = raw.seek(0, io.SEEK_END)
        raw.seek(max(0, end - 1))
        raw.read(1)
        raw.seek(0)
    except OSError as error:
        raise infile.Unfit("its list of members stands at its end, and the server gives no parts of it", "Pack it as .tar.gz or .jsonl.gz, or fetch it first.") from error  # fmt: skip


def bomb() -> infile.Unfit:
    """The error of what grows beyond measure."""
    return infile.Unfit(
        f"what is left of it was not read: it grows more than {_MOST_RATIO} times when it is decompressed",
        "Pack it otherwise, if it means well.",
    )


def is_bomb(taken: int, given: int) -> bool:
    """Whether `given` bytes are more than may come of `taken` packed ones."""
    return given > _FREE_BYTES and given > _MOST_RATIO * taken
