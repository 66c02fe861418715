"""A file that is whole or not there: written beside its place, then moved."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kgraph import addresses
from kgraph.errors import OutputError


@contextmanager
def replacing(path: Path | str) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of `path` when the block ends well; else nothing changes.

    It has the permissions of what it replaces, and where there was nothing, those that the umask leaves. A pipe or a
    device is written into, never replaced; through a link, what it leads to is.

    At an address (`s3://bucket/file`) it is there when its file system has all of it.
    Errors: `OutputError` where it cannot be written: no room, no permission, no such folder.
    """
    if isinstance(path, str) and addresses.is_address(path):
        try:
            with addresses.writing(path) as file:
                yield file
        except OSError as error:
            raise OutputError(f"{addresses.plain(path)}: cannot be written ({error.strerror or error}). Check the address, and who may write there.") from error  # fmt: skip
        return
    temporary: Path | None = None
    try:
        place = Path(os.path.realpath(path))
        before = place.stat() if os.path.lexists(place) else None
        if before and not stat.S_ISREG(before.st_mode) and not stat.S_ISDIR(before.st_mode):
            with place.open("wb") as stream:
                yield stream
            return
        beside = place.with_name(f".kgraph-{secrets.token_hex(8)}")
        # What replaces a file may be private: until it is like that one, nobody else can read it.
        file_mode = 0o600 if before else 0o666
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, file_mode)
        temporary = beside
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if before:
                _make_like(file.fileno(), before)
            os.fsync(file.fileno())
        temporary.replace(place)
        temporary = None
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Make room or choose another place."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _make_like(descriptor: int, before: os.stat_result) -> None:
    """Give a file owner, group and permissions of another, as far as the system lets us."""
    with suppress(PermissionError):
        os.fchown(descriptor, before.st_uid, before.st_gid)
    mode = before.st_mode & 0o777
    if os.fstat(descriptor).st_gid != before.st_gid:
        mode &= ~stat.S_IRWXG  # what another group was let do is not for ours
    os.fchmod(descriptor, mode)


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, so that a full disk leaves what was there before.

    Errors: `OutputError`.
    """
    with replacing(path) as file:
        file.write(data)
