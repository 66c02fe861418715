"""The members of a ZIP archive held in memory, each as far as it can be had: of one that is cut, those before the cut.

The list of members stands at the end of an archive. Where that is lost, members are found by the headers before each, as
`zip -FF` and 7-Zip do. Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kgraph.errors import InputError

MOST_MEMBERS = 10_000
_HEADER = struct.Struct("<4sHHHHHLLLHH")
_SIGN = b"PK\x03\x04"
_ENCRYPTED, _SIZES_BEHIND, _IS_UTF8 = 0x1, 0x8, 0x800
_BROKEN = (zipfile.BadZipFile, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What zipfile raises of broken files."""


class _Member(NamedTuple):
    """Where a member stands in the archive: its name as written, its method, and its packed bytes."""

    name: str
    method: int
    is_encrypted: bool
    start: int
    end: int
    crc: int | None
    """The checksum of what it holds; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """What could be had of a member: its bytes, and what is wrong with them, or ""."""

    data: bytes
    flaw: str = ""


class Zipped:
    """A ZIP archive. `cut` says whether its end is lost, so that members may be.

    Errors: `InputError`, where there is no member to be had at all, or more than are read.
    """

    def __init__(self, path: str, data: bytes, kind: str) -> None:
        self._path, self._data, self._kind = path, data, kind
        self.cut = False
        try:
            found = list(_listed(data))
        except _BROKEN as error:
            found = list(_met(data))
            self.cut = True
            if not found:
                raise InputError(
                    f"{path}: no {kind} (found no ZIP archive: {said(error)}). Save it again."
                ) from error
        if len(found) > MOST_MEMBERS:
            raise InputError(f"{path}: no {kind} (found {len(found):,} parts). Leave it out.")
        self._members: Mapping[str, _Member] = {m.name.lstrip("/").lower(): m for m in reversed(found)}
        self.names: Mapping[str, str] = {key: m.name for key, m in sorted(self._members.items())}
        """Names in lower case → as they are written, in order of the former."""
        self.order = tuple(m.name for m in found)
        """Names as they are written, in the order of the archive."""

    def read(self, name: str, most: int) -> Part | None:
        """A member by its name in whatever case; None where there is none.

        Errors: `InputError` for one of more than `most` bytes, for an encrypted one, and one packed in a way that is not read.
        """
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.is_encrypted:
            raise InputError(f"{self._path}: {name} in it is encrypted. Save it without a password.")
        if member.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(
                f"{self._path}: {name} in it is packed by method {member.method} (expected stored or deflated). Save it again."
            )
        part = _unpacked(self._data, member, most)
        if part is None:
            raise InputError(
                f"{self._path}: {name} in it is too large (more than {most:,} bytes). Split the file."
            )
        return part


def _listed(data: bytes) -> Iterator[_Member]:
    """The members that the list at the end names. Errors: those of zipfile."""
    for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
        if info.is_dir():
            continue
        at = info.header_offset
        sign, *_, name, extra = _HEADER.unpack_from(data, at)
        if sign != _SIGN:
            raise zipfile.BadZipFile("a member is not where the list says")
        start = at + _HEADER.size + name + extra
        encrypted = bool(info.flag_bits & _ENCRYPTED)
        yield _Member(
            info.filename, info.compress_type, encrypted, start, start + info.compress_size, info.CRC
        )


def _met(data: bytes) -> Iterator[_Member]:
    """The members whose headers are met from the beginning on."""
    at = data.find(_SIGN) if data.startswith(b"PK") else -1
    count = 0
    while at >= 0 and at + _HEADER.size <= len(data) and count <= MOST_MEMBERS:
        _, _, flags, method, _, _, crc, packed, _, name, extra = _HEADER.unpack_from(data, at)
        start = at + _HEADER.size + name + extra
        written = data[at + _HEADER.size : at + _HEADER.size + name]
        known = not flags & _SIZES_BEHIND
        behind = min(start + packed, len(data)) if known else start
        following = data.find(_SIGN, behind)
        end = behind if known else (following if following >= 0 else len(data))
        if written and not written.endswith(b"/") and start <= len(data):
            called = written.decode("utf-8" if flags & _IS_UTF8 else "cp437", "replace")
            count += 1
            yield _Member(called, method, bool(flags & _ENCRYPTED), start, end, crc if known else None)
        at = following


def _unpacked(data: bytes, member: _Member, most: int) -> Part | None:
    """The bytes of a member up to where they break; None for more than `most`, which are not held."""
    packed = memoryview(data)[member.start : member.end]
    if member.method == zipfile.ZIP_STORED:
        unpacked = (bytes(packed), "") if len(packed) <= most else None
    else:
        unpacked = _inflated(packed, most)
    if unpacked is None:
        return None
    found, flaw = unpacked
    if not flaw and member.crc is not None and zlib.crc32(found) != member.crc:
        flaw = "some of its bytes are wrong" if member.end <= len(data) else "it is cut"
    return Part(found, flaw)


_STEP = 65_536


def _inflated(packed: memoryview, most: int) -> tuple[bytes, str] | None:
    unpack, parts, size = zlib.decompressobj(-zlib.MAX_WBITS), list[bytes](), 0
    at = 0
    try:
        while not unpack.eof:
            fed = unpack.unconsumed_tail or packed[at : at + _STEP]
            at += 0 if unpack.unconsumed_tail else _STEP
            found = unpack.decompress(fed, min(_STEP * 16, most + 1 - size))
            if not fed and not found:
                return b"".join(parts), "it is cut"
            size += len(found)
            if size > most:
                return None
            parts.append(found)
    except zlib.error:
        return b"".join(parts), "some of its bytes are wrong"
    return b"".join(parts), ""


def said(error: Exception) -> str:
    """What an error says, on one line."""
    return " ".join(str(error).split())[:100] or type(error).__name__
