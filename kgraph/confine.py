"""What the kernel keeps a child process from that reads what strangers wrote. Only such a child calls this.

Source of the filter: seccomp(2), prctl(2); of what may be opened: landlock(7).
"""

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress

from kgraph.system_calls import limit, memory_bytes

_PARENT_DEATH, _NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 1, 38, 1, 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_X32 = 0x40000000
_CALLS = {
    "x86_64": (0xC000003E, 317, (41, 42, 53, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, 277, (198, 203, 199, 221, 117, 281, 425)),
}
"""A machine's audit architecture, its number of the call seccomp, and of those refused: socket, connect, socketpair, execve, ptrace, execveat, io_uring_setup."""

_NEW_RULES, _ADD_RULE, _RESTRICT = 444, 445, 446
"""The calls of landlock, alike on all machines."""
_BENEATH, _READ_FILE, _READ_FOLDER = 1, 1 << 2, 1 << 3
_RIGHTS = (13, 14, 15, 15, 16)
"""How many rights to files the kernel's versions of landlock know, from the first on; later ones know no more."""


def limit_memory(more_bytes: int) -> None:
    """Let this process take so much more memory than it has now; what asks for more is a `MemoryError`.

    Where the system counts no memory, or keeps no limit, nothing happens (`system_calls.missing` says so).
    """
    if used := memory_bytes():
        limit("RLIMIT_AS", used[0] + more_bytes)
    limit("RLIMIT_CORE", 0)


def refuse_connections() -> bool:
    """Have the kernel refuse connections and other programs from now on; False where it cannot."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, seccomp, calls = _CALLS[platform.machine()]
    # Offsets into struct seccomp_data: 0 is the number of the call, 4 the architecture it was made for.
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    for test, number in ((_AT_LEAST, _X32), *((_EQUAL, call) for call in calls)):
        program += [(test, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    program.append((_RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    given = Program(len(program), ctypes.addressof(code))
    try:
        libc = ctypes.CDLL(None)
        promised = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        return promised and bool(libc.syscall(seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(given)) == 0)
    except (OSError, AttributeError):
        return False


def open_only(paths: Iterable[str]) -> bool:
    """Have the kernel let this process open these files and folders alone, and only to read; False where it cannot.

    Holds for threads that are started from now on. What is open stays open; a path that is not there is passed over.
    """
    if sys.platform != "linux":
        return False
    try:
        libc = ctypes.CDLL(None)
        version = libc.syscall(_NEW_RULES, None, 0, 1)
        if version < 1:
            return False
        known = (1 << _RIGHTS[min(version, len(_RIGHTS)) - 1]) - 1
        rules = libc.syscall(_NEW_RULES, ctypes.create_string_buffer(struct.pack("=Q", known)), 8, 0)
        for path in paths:
            with suppress(FileNotFoundError):
                _let_read(libc, rules, path)
        promised = rules >= 0 and libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        return promised and bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    except (OSError, AttributeError):
        return False


def _let_read(libc: ctypes.CDLL, rules: int, path: str) -> None:
    there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112 - as above
        libc.syscall(_ADD_RULE, rules, _BENEATH, ctypes.create_string_buffer(struct.pack("=Qi", rights, there)), 0)  # fmt: skip
    finally:
        os.close(there)


def end_with(parent: int) -> None:
    """Have the kernel kill this process when the thread ends that started it, also while it is busy.

    `parent` is the process of that thread: should it be gone already, this one ends now. Elsewhere than on Linux
    nothing happens: there such a child ends when it next reads from its parent.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)
