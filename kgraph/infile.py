"""The bytes of a regular file, and of nothing else: devices, pipes and endless files are never waited for."""

import os
import stat
from typing import BinaryIO

from kgraph import addresses
from kgraph.errors import InputError

_LONGEST = 4000
"""Bytes of a path that systems take at once (PATH_MAX is 4,096 or less); longer ones are gone along in steps."""
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Unfit(ValueError):
    """A file that is not read: `reason` says why, `hint` what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


def read_bytes(file: str, max_bytes: int, *, name: str | None = None) -> bytes:
    """The bytes of a regular file no larger than `max_bytes`; `name` is what messages call it.

    Errors: `InputError` for anything else.
    """
    try:
        return read_regular(file, max_bytes)
    except Unfit as error:
        raise InputError(f"{name or file}: {error.reason}. {error.hint}") from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"{name or file}: cannot be read ({reason(error)}). Check the path and its permissions."
        ) from error


def read_regular(file: str, max_bytes: int, *, links: bool = True) -> bytes:
    """The bytes of a regular file no larger than `max_bytes`; without `links` no part of its path may be one.

    Errors: `OSError`; `Unfit` for what is no regular file, and for too large a one; `ValueError` for no path at all.
    """
    descriptor = opened(file, links=links)
    try:
        size = os.fstat(descriptor).st_size
        if size > max_bytes:
            raise too_large(f"{size:,} bytes", max_bytes)
        parts: list[bytes] = []
        left = max_bytes + 1
        # The size says little: a file may grow while it is read, and those that a kernel makes up say 0.
        while left and (part := os.read(descriptor, min(left, max(size + 1, 65_536)))):
            parts.append(part)
            left -= len(part)
    finally:
        os.close(descriptor)
    if not left:
        raise too_large("more", max_bytes)
    return b"".join(parts)


def read_address(address: str, max_bytes: int, *, name: str) -> bytes:
    """The bytes of the file at an address, no larger than `max_bytes`; `name` is what messages call it.

    A function of its own, so that no name that an article or a settings file gives is ever taken for an address.
    Errors: `InputError` for what cannot be read.
    """
    try:
        data = addresses.read(address, max_bytes + 1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({reason(error)}). Check the address and who may read it.") from error  # fmt: skip
    if len(data) > max_bytes:
        raise InputError(f"{name}: too large (found more, expected at most {max_bytes:,}). Split it.")
    return data


def read_start(file: str, most: int) -> bytes:
    """The first bytes of a regular file, `most` of them at most.

    Errors: as of `read_regular`.
    """
    descriptor = opened(file)
    try:
        return os.read(descriptor, most)
    finally:
        os.close(descriptor)


def stream(file: str, *, buffering: int = -1, parts: bool = False) -> BinaryIO:
    """A regular file, or that at an address, to read and to be closed; one at an address has `parts`, or is read from front to back.

    Errors: as of `read_regular`.
    """
    if addresses.is_address(file):
        return addresses.opened(file, parts=parts)
    return os.fdopen(opened(file), "rb", buffering=buffering)


def too_large(found: str, max_bytes: int) -> Unfit:
    """The error of a file that is larger than it may be; `found` says how large it is."""
    return Unfit(f"too large (found {found}, expected at most {max_bytes:,})", "Split it.")


def reason(error: Exception) -> str:
    """Why the system refused, in its words."""
    return getattr(error, "strerror", None) or str(error)


def opened(file: str, *, links: bool = True) -> int:
    """A descriptor of a regular file, to be closed. Errors: as of `read_regular`."""
    follow = 0 if links else os.O_NOFOLLOW
    parent, name = None, file
    if not links or len(os.fsencode(file)) > _LONGEST:
        parent, name = _parent(file, follow)
    try:
        # Looked at first, since merely opening some devices does something; and again, since it may be another by now.
        _demand_regular(os.stat(name, dir_fd=parent, follow_symlinks=links))
        descriptor = os.open(name, _READ | follow, dir_fd=parent)
    finally:
        if parent is not None:
            os.close(parent)
    try:
        _demand_regular(os.fstat(descriptor))
    except Unfit:
        os.close(descriptor)
        raise
    return descriptor


def _parent(file: str, follow: int) -> tuple[int, str]:
    """The folder of `file`, opened step by step, and the name of the file in it."""
    *folders, name = [part for part in file.split("/") if part] or ["."]
    here = os.open("/" if file.startswith("/") else ".", _STEP)
    for folder in folders:
        above = here
        try:
            here = os.open(folder, _STEP | follow, dir_fd=above)
        finally:
            os.close(above)
    return here, name


def _demand_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unfit("no regular file", "Leave it out.")
