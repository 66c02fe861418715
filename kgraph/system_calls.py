"""What only some systems have. Each call says what is done where it is missing; `missing` names what that is here.

No other file imports `fcntl` or `resource`, so that reading articles and building graphs need neither.
"""

import os
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]

_DESCRIPTORS = 512
"""How many files a process may surely hold where nobody can be asked: what C runtimes allow."""


def missing() -> tuple[str, ...]:
    """What this system lacks, and what is done instead; one sentence each."""
    found = []
    if fcntl is None:
        found.append("flock: a run that writes makes lock.held in its store, old generations of it stay")
    if resource is None:
        found.append(
            "setrlimit: no cap on the memory of queries and of pages that are read; what keeps a query from connecting is kgraph's look at its text"
        )
    elif memory_bytes() is None:
        found.append("/proc: no cap on the memory of queries and of pages that are read")
    return tuple(found)


def cores() -> int:
    """How many processors this process may use; all of the machine's, where it cannot be asked."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lock(file: IO[str], *, shared: bool) -> None:
    """Lock an open file, shared or alone, until it is closed or the process ends.

    Without flock a shared lock locks nothing, and nobody has the file alone: who would, cannot know of the others.

    Errors: `BlockingIOError` where the lock is taken.
    """
    if fcntl is not None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    elif not shared:
        raise BlockingIOError


def lock_to_write(file: IO[str], path: Path) -> None:
    """Lock the open file at `path` alone, until `unlock_to_write` or the end of the process.

    Without flock the lock is a file beside it, which a process that is killed leaves behind.

    Errors: `BlockingIOError` where the lock is taken; its `filename` is that of a file that may have been left behind.
    """
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    try:
        os.close(os.open(_held(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError as error:
        raise BlockingIOError(error.errno, "locked", str(_held(path))) from None


def unlock_to_write(file: IO[str], path: Path) -> None:
    """Give up the lock of `lock_to_write`; the file is closed by who opened it.

    To close it is not enough: a process that another thread is just starting holds it open until its program begins.
    """
    if fcntl is None:
        _held(path).unlink(missing_ok=True)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)


def _held(path: Path) -> Path:
    return path.with_name(f"{path.name}.held")


def limit(name: str, most: int, *, raisable: bool = False) -> bool:
    """Keep this process to `most` of a resource, such as `RLIMIT_AS`; False where the system keeps none."""
    if resource is None:
        return False
    resource.setrlimit(getattr(resource, name), (most, resource.RLIM_INFINITY if raisable else most))
    return True


def descriptors(wanted: int) -> int:
    """How many files this process may hold: up to `wanted`, for which its limit is raised as far as it may be."""
    if resource is None:
        return min(wanted, _DESCRIPTORS)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else soft


def memory_bytes() -> tuple[int, int] | None:
    """The bytes of this process's addresses, and of those that are in memory; None where the system does not say."""
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123 - pathlib would be a child's slowest import
            pages = file.read().split()
    except FileNotFoundError:
        return None
    size = os.sysconf("SC_PAGE_SIZE")
    return int(pages[0]) * size, int(pages[1]) * size


def pages_given() -> int:
    """The bytes of the pages this process was given one by one, its copies of shared ones among them; 0 where nobody counts."""
    return (
        0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()
    )
