"""Processes that a server starts of its own modules, and that end when it does."""

import os
import subprocess
import sys
import threading


def started(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """`python -m kgraph.serve.MODULE ARGUMENTS`, whose standard output is read. Errors: `OSError`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-P", "-m", f"kgraph.serve.{module}", *arguments]
    # Its standard input stays open, and tells it when we are gone.
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, process_group=0
    )  # fmt: skip


def end_with_parent() -> None:
    """End this process when its standard input does."""
    threading.Thread(target=_end, daemon=True).start()


def _end() -> None:
    os.read(0, 1)  # not through sys.stdin, whose lock must be free when the interpreter ends
    os._exit(1)
