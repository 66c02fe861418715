"""Members of tar files, read once from front to back."""

import tarfile
import zlib
from collections.abc import Iterator
from typing import Any

from kgraph import infile
from kgraph.archives._member import Member, Wanted, place, too_large
from kgraph.archives._stream import Stream

_LONGEST_HEADER = 1024 * 1024
_FAULTS = (tarfile.TarError, zlib.error, OSError, ValueError, EOFError, IndexError, KeyError, OverflowError)
"""What tarfile and the decompressors raise of broken files."""


def members(file: str, wanted: Wanted, by: str) -> Iterator[Member]:
    """The members of a tar file, compressed `by`. Errors: `OSError`, `infile.Unfit`, also where it breaks off in the middle."""
    with Stream(file, by) as stream:
        stream.most = _LONGEST_HEADER
        last = ""
        try:
            archive: Any = tarfile.open(fileobj=stream, mode="r:")  # type: ignore[call-overload]  # noqa: SIM115
            while (info := archive.next()) is not None:
                archive.members.clear()  # or it would remember all of them
                if info.isdir():
                    continue
                path, unfit = place(info.name)
                last = path
                most = wanted(path)
                if not most:
                    yield Member(path)
                    continue
                unfit = unfit or _unfit(info, most)
                data = None
                if not unfit:
                    stream.most = most + 1
                    data = archive.extractfile(info).read(most + 1)
                    stream.most = _LONGEST_HEADER
                    if len(data) < info.size:
                        raise EOFError("unexpected end of data")
                yield Member(path, data, unfit)
        except infile.Unfit:
            raise
        except _FAULTS as error:
            raise _broken(last, " ".join(str(error).split())[:120] or type(error).__name__) from error
        # tarfile takes a broken header for the end; a true one is a block of zeros.
        if len(stream.last) < 512 or stream.last.strip(b"\0"):
            raise _broken(last, "its end is not marked")


def _broken(last: str, why: str) -> infile.Unfit:
    behind = f"broken or cut short behind {last[-80:]}" if last else "no tar file, or cut short"
    return infile.Unfit(f"{behind} ({why})", "Make it again.")


def _unfit(info: tarfile.TarInfo, most: int) -> str:
    """Why a member is not read, by its header; "" for one that is."""
    if info.issym() or info.islnk():
        return "a link is not followed"
    if not info.isreg() or info.issparse():
        return "no regular file"
    return too_large(most) if info.size > most else ""
