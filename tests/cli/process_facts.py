"""What a process of Python is given and how it has started, as JSON: of a fork and of a started one it must be the same."""

import gc
import json
import locale
import os
import random
import resource
import signal
import stat
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path


def facts() -> dict[str, object]:
    return {
        "arguments": sys.argv[1:],
        "name": __spec__.name if __spec__ else None,
        "folder": os.getcwd(),  # noqa: PTH109
        "temporary folder": tempfile.gettempdir(),
        "variables": dict(sorted(os.environ.items())),
        "zone": time.tzname,
        "umask": os.umask(0o22),
        "who": (os.getuid(), os.getgid(), os.getgroups(), os.getpgrp(), os.getsid(0), os.nice(0)),
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")},
        "descriptors": {int(p.name): _kind(int(p.name)) for p in Path("/proc/self/fd").iterdir() if _kind(int(p.name))},
        "threads": (len([*Path("/proc/self/task").iterdir()]), threading.active_count()),
        "signals": {s.name: str(signal.getsignal(s)) for s in signal.valid_signals() if isinstance(s, signal.Signals)},
        "held signals": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, ()))),
        "timers": (signal.getitimer(signal.ITIMER_PROF), signal.getitimer(signal.ITIMER_REAL)),
        "streams": [_manner(s) for s in (sys.stdin, sys.stdout, sys.stderr)],
        "flags": str(sys.flags),
        "places": sys.path,
        "locale": locale.setlocale(locale.LC_ALL),
        "encodings": (sys.getfilesystemencoding(), locale.getpreferredencoding(), sys.getdefaultencoding()),
        "collector": (gc.isenabled(), gc.get_threshold()),
        "warnings": [str(w[:2]) for w in warnings.filters],
        "recursion": sys.getrecursionlimit(),
        "hooks": (sys.excepthook is sys.__excepthook__, threading.excepthook is threading.__excepthook__, sys.gettrace()),
    }  # fmt: skip


def _kind(number: int) -> int:
    try:
        return stat.S_IFMT(os.fstat(number).st_mode)
    except OSError:
        return 0  # of the folder that is being listed


def _manner(stream: object) -> list[object]:
    names = ("name", "mode", "encoding", "errors", "newlines", "line_buffering", "write_through", "closed")
    asked = ("isatty", "seekable", "readable", "writable", "fileno")
    return [getattr(stream, name, None) for name in names] + [getattr(stream, name)() for name in asked]


if __name__ == "__main__":
    print(json.dumps({"facts": facts(), "given": sys.stdin.read(), "chance": random.random()}))
    sys.stdout.flush()
    if sys.argv[1:] == ["raises"]:
        raise ValueError("at the end")
    if sys.argv[1:] == ["sleeps"]:
        time.sleep(600)
    sys.exit(7)
