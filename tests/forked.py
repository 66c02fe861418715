"""`kgraph` in a process that is forked from one that has loaded it: the same run without the start.

Most of what a short command costs is the interpreter's start and its imports. One process a session pays for them
(`tests.forking`); each command is a child of it that goes on as `python -m kgraph`, with the folder, variables, umask
and pipes that it is given, and ends as every interpreter does. `test_forked` holds it to what a started one says.

It is not for tests of the start itself, of what is imported, of signals, of memory, of the tree of processes or of
streams other than pipes: these start a process.
"""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests.shared_corpora import ROOT

MESSAGE = 1 << 17
_HEEDED_AT_THE_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "KGRAPH_LEXICON")
"""What an interpreter, or a module as it is imported, looks for in the variables."""
_WITHOUT_THREADS = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""For numpy and Arrow, which start threads as they are imported: no fork would have them."""
_ONE_AT_A_TIME = threading.Lock()


def run(
    arguments: Sequence[str], place: Path, environment: Mapping[str, str], given: bytes = b"",
    *, umask: int = -1, timeout: float = 60, module: str = "kgraph",
) -> "subprocess.CompletedProcess[bytes]":  # fmt: skip
    """Run `kgraph`, or another module, with `arguments` in the folder `place` to its end; `given` is its standard input.

    It is started afresh where forks cannot be had, where a variable would make the start another one, and where the order is
    too long for a message.
    Errors: `subprocess.TimeoutExpired`, whereupon it is killed.
    """
    if sys.platform != "linux" or _heeded(environment) != _heeded(_usual()):
        return started(arguments, place, environment, given, umask=umask, timeout=timeout, module=module)
    order = json.dumps(
        {"module": module, "arguments": arguments, "place": str(place), "environment": dict(environment), "umask": umask}
    ).encode()  # fmt: skip
    if len(order) > MESSAGE:
        return started(arguments, place, environment, given, umask=umask, timeout=timeout, module=module)
    with _ONE_AT_A_TIME:
        return _forked([module, *arguments], order, given, timeout)


def started(
    arguments: Sequence[str], place: Path, environment: Mapping[str, str], given: bytes = b"",
    *, umask: int = -1, timeout: float = 60, module: str = "kgraph", preexec_fn: Callable[[], None] | None = None,
) -> "subprocess.CompletedProcess[bytes]":  # fmt: skip
    """The same by a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=place, env=environment, input=given, capture_output=True,
        timeout=timeout, check=False, umask=umask, preexec_fn=preexec_fn,
    )  # fmt: skip


def _forked(
    command: list[str], order: bytes, given: bytes, timeout: float
) -> "subprocess.CompletedProcess[bytes]":
    (stdin, into), (out, stdout), (err, stderr) = (os.pipe() for _ in range(3))
    door, _ = _parent()
    socket.send_fds(door, [order], [stdin, stdout, stderr])
    for end in (stdin, stdout, stderr):
        os.close(end)
    number = int(door.recv(MESSAGE))
    late = threading.Event()
    clock = threading.Timer(timeout, _kill, (number, late))
    clock.start()
    said: dict[int, bytes] = {}
    beside = [
        threading.Thread(target=_write, args=(into, given)),
        threading.Thread(target=lambda: said.update({err: _read(err)})),
    ]
    for thread in beside:
        thread.start()
    answer = _read(out)
    for thread in beside:
        thread.join()
    code = int(door.recv(MESSAGE))
    clock.cancel()
    if late.is_set():
        raise subprocess.TimeoutExpired(command, timeout, answer, said[err])
    return subprocess.CompletedProcess(command, code, answer, said[err])


def _heeded(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_HEEDED_AT_THE_START)}


def _usual() -> dict[str, str]:
    """The variables with which the process that forks has started."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KGRAPH", "PYTHON"))}
    return kept | {"PYTHONPATH": str(ROOT)}


def _kill(number: int, late: threading.Event) -> None:
    late.set()
    with suppress(ProcessLookupError):  # it may just have ended
        os.kill(number, 9)


def _write(number: int, data: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(number, "wb") as pipe:
        pipe.write(data)


def _read(number: int) -> bytes:
    with os.fdopen(number, "rb") as pipe:
        return pipe.read()


@cache
def _parent() -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
    """The way to the process that forks, and itself. It ends when the way is closed: with this process at the latest."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    # By pipes: what is known of a stream, such as that nobody can go back in it, is what it is as Python starts.
    process = subprocess.Popen(
        [sys.executable, "-c", f"from tests.forking import serve; serve({theirs.fileno()})"],
        cwd=ROOT, env=_usual() | _WITHOUT_THREADS, pass_fds=[theirs.fileno()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    theirs.close()
    if not ours.recv(MESSAGE):
        raise RuntimeError(process.communicate()[1].decode())
    return ours, process
