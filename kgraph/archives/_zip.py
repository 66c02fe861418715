"""Members of ZIP files, by their central directory."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kgraph import infile
from kgraph.archives._member import Member, Wanted, place, too_large
from kgraph.archives._stream import bomb, demand_seekable, is_bomb

MAX_DIRECTORY_BYTES = 64 * 1024 * 1024
"""The list of members is held in memory, at some eight times its size."""
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those whose every step can be bounded."""
_MADE_BY_DOS = 0
_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError, IndexError,
)  # fmt: skip
"""What zipfile raises of broken files."""


def members(file: str, wanted: Wanted) -> Iterator[Member]:
    """The members of a ZIP file, in its order. Errors: `OSError`, `infile.Unfit`."""
    with infile.stream(file, parts=True) as raw:
        demand_seekable(raw)
        packed = raw.seek(0, io.SEEK_END)
        _demand_small(raw, packed)
        try:
            archive = zipfile.ZipFile(raw)
        except infile.Unfit:
            raise
        except _FAULTS as error:
            raise infile.Unfit(f"no ZIP file, or cut short ({_why(error)})", "Make it again.") from error
        given = 0
        for info in archive.infolist():
            if info.is_dir():
                continue
            path, unfit = place(_name(info))
            most = wanted(path)
            if not most:
                yield Member(path)
                continue
            unfit = unfit or _unfit(info, most)
            data = None
            if not unfit:
                try:
                    with archive.open(info) as stream:
                        data = stream.read(most + 1)
                    given += len(data)
                    if is_bomb(packed, given):
                        raise bomb()
                    if len(data) > most:
                        data, unfit = None, too_large(most)
                except infile.Unfit:
                    raise
                except _FAULTS as error:
                    unfit = f"it cannot be decompressed ({_why(error)})"
            yield Member(path, data, unfit)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was written, before zipfile cuts it at a NUL; with slashes where a DOS program wrote none."""
    name = info.orig_filename
    return name.replace("\\", "/") if info.create_system == _MADE_BY_DOS and "/" not in name else name


def _unfit(info: zipfile.ZipInfo, most: int) -> str:
    """Why a member is not read, by what the directory says of it; "" for one that is."""
    mode = info.external_attr >> 16
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if stat.S_ISLNK(mode):
        return "a link is not followed"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "no regular file"
    if info.compress_type not in _METHODS:
        return f"compressed by method {info.compress_type} (expected stored or deflated)"
    return too_large(most) if info.file_size > most else ""


def _demand_small(raw: BinaryIO, size: int) -> None:
    """Errors: `Unfit` for a list of members that is too long to be held, by the record at the end."""
    start = max(0, size - 65_557)  # the record, a comment of 64 KiB, and the locator before it
    raw.seek(start)
    tail = raw.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise infile.Unfit("no ZIP file, or cut short", "Make it again.")
    [directory] = struct.unpack_from("<I", tail, at + 12)
    if directory == 0xFFFFFFFF and at >= 20 and tail[at - 20 : at - 16] == _LOCATOR:
        [place_of] = struct.unpack_from("<Q", tail, at - 12)
        raw.seek(min(place_of, size))
        record = raw.read(56)
        if len(record) == 56 and record.startswith(_END64):
            [directory] = struct.unpack_from("<Q", record, 40)
    if directory > MAX_DIRECTORY_BYTES:
        raise infile.Unfit(
            f"its list of members is too long (found {directory:,} bytes, expected at most {MAX_DIRECTORY_BYTES:,})",
            "Split it, or pack it as .tar.gz.",
        )
    raw.seek(0)


def _why(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
