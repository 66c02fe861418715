"""The bytes of a file from front to back, decompressed as they come: never more at once than was asked for, and no bombs."""

import io
import zlib
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


class Stream:
    """A file as a stream of decompressed bytes, which `by` names: "", `gz` or `zst`. A context manager.

    `seek` goes forward only. `most` is how many bytes may be read at once, by whoever reads.
    Errors: `OSError`, `infile.Unfit`, of which a bomb is one, `EOFError`, `zlib.error`; as of `infile.read_regular`.
    """

    def __init__(self, file: str, by: str = "") -> None:
        self.most = _FREE_BYTES
        self.last = b""
        """What was read last."""
        self._file: BinaryIO = infile.stream(file, buffering=0)
        self._taken = self._at = 0
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
        while size and (part := self._source.read(min(size, _CHUNK * 16))):
            parts.append(part)
            size -= len(part)
            self._at += len(part)
            if self._at > _FREE_BYTES and self._at > _MOST_RATIO * self._taken:
                raise bomb()
        self.last = b"".join(parts)
        return self.last

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
        data = self._file.read(size) or b""
        self._taken += len(data)
        return data

    def _decoder(self, by: str) -> Source:
        raw = _Counted(self._raw)
        if by == "gz":
            return _Gzip(raw)
        if by == "zst":
            import pyarrow

            packed: Source = pyarrow.CompressedInputStream(pyarrow.PythonFile(raw, mode="r"), "zstd")
            return packed
        return raw


class _Counted:
    """The raw bytes, as pyarrow wants a file to look."""

    closed = False

    def __init__(self, read: Any) -> None:
        self.read = read

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
