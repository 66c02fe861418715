"""The process that has loaded kgraph and forks for each command: what `tests.forked` asks.

It runs nothing of kgraph itself, so that no command finds what another one, or the start, has left: no thread, no open
file, no value that is kept. What the forks share are modules, and the seed of hashes.
"""

import atexit
import gc
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import kgraph
from kgraph.engine import _child, _worker
from tests.forked import MESSAGE

_NOT_FLUSHED = 120
"""What Python ends with where its streams cannot be flushed."""
_ALSO = (
    "bs4", "charset_normalizer", "duckdb", "ftfy", "hashlib", "logging", "lxml.etree", "lxml.html", "networkx", "pathspec.gitignore",
    "pyarrow", "pyarrow.compute", "pyarrow.parquet", "pyoxigraph", "rdflib", "requests", "rich.console", "rich.markup", "rich.table", "rich.text", "rustworkx", "tldextract", "yaml",
)  # fmt: skip
"""What kgraph imports where it is needed."""


def serve(number: int) -> None:
    """Fork a child for each order that comes through a socket; reply its number, then what it ended with."""
    _load()
    gc.collect()
    gc.freeze()
    door = socket.socket(fileno=number)
    door.send(b"loaded")
    while True:
        order, streams, *_ = socket.recv_fds(door, MESSAGE, 3)
        if not order:
            return
        child = os.fork()
        if child == 0:
            door.close()
            asked = json.loads(order)
            _become(asked, streams)
            _end(_run(asked["module"]))
        for end in streams:
            os.close(end)
        with suppress(BrokenPipeError):
            door.send(b"%d" % child)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(BrokenPipeError):
            door.send(b"%d" % code)


def _load() -> None:
    heard = list(warnings.filters)
    for module in pkgutil.walk_packages(kgraph.__path__, "kgraph."):
        if not module.name.endswith(".__main__"):
            import_module(module.name)
    for name in _ALSO:
        import_module(name)
    warnings.filters[:] = heard  # type: ignore[index]
    assert _threads() == 1, "threads do not survive a fork"
    assert tempfile.tempdir is None, "a folder that variables name is kept"


def _threads() -> int:
    return len([*Path("/proc/self/task").iterdir()])


def _become(order: dict[str, Any], streams: Sequence[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["place"])
    if order["umask"] >= 0:
        os.umask(order["umask"])
    sys.path[0] = order["place"]
    sys.argv = ["-m", *order["arguments"]]
    vars(_worker)["subprocess"] = SimpleNamespace(
        Popen=_reader, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL
    )


def _run(module: str) -> int:
    """Do what `python -m` does; the code to end with."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as error:
        assert isinstance(error.code, int)
        return error.code
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """End as an interpreter does: wait for threads, run what is to be run at the end, flush. Modules are not torn down."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = _NOT_FLUSHED
    os._exit(code)


def _reader(command: Sequence[str], **how: Any) -> "_Reader | subprocess.Popen[bytes]":
    """The process that reads articles: forked too where the command is but one thread; `tests/engine` starts real ones."""
    return _Reader(how["env"]) if _threads() == 1 else subprocess.Popen(command, **how)


class _Reader:
    """What a `kgraph.engine._worker.Worker` asks of a `Popen`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        jobs, into = os.pipe()
        out, answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for number, stream in enumerate((jobs, answers, nowhere)):
                os.dup2(stream, number)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            gc.freeze()  # what the command still holds is the command's to end
            os.environ.update(environment)
            try:
                _child.main()
            finally:
                os._exit(0)
        os.close(jobs)
        os.close(answers)
        self.stdin, self.stdout = os.fdopen(into, "wb", 0), os.fdopen(out, "rb", 0)

    def kill(self) -> None:
        os.kill(self.pid, 9)

    def wait(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
