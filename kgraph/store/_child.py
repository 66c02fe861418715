"""The process that runs users' queries, so that it can be killed.

Protocol: on standard input a line of JSON (`db`, `memory_bytes`), then one a query (`query`, `base`,
`timeout_s`, `default_graphs`, `named_graphs`). For each query pieces on standard output, each behind its length (four
bytes, big-endian): SPARQL-JSON or N-Triples as the engine finds it, so that no answer is held whole; then a length of
zero and one piece of JSON that says what the others were (`kind`: solutions, boolean, graph, query-error, memory or
store-error; `message`; `resident`, the bytes the process holds by now). Source of the precautions: a short query can crash or hang the engine, and `SERVICE` connects
with no switch to forbid it. The guarantee that nothing is connected to is the kernel's: a filter of system calls
(seccomp(2)), or, where there is none, the limit on file descriptors.
"""

import ctypes
import errno
import json
import math
import platform
import resource
import struct
import sys
from typing import Any

_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_X32 = 0x40000000
_CALLS = {
    "x86_64": (0xC000003E, 317, (41, 42, 53, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, 277, (198, 203, 199, 221, 117, 281, 425)),
}
"""A machine's audit architecture, its number of the call seccomp, and of those refused: socket, connect, socketpair, execve, ptrace, execveat, io_uring_setup."""


def main() -> None:
    """Open the database, then answer until standard input ends."""
    import pyoxigraph

    line = sys.stdin.buffer.readline()
    if not line:
        return
    setup = json.loads(line)
    store, broken = None, ""
    try:
        store = pyoxigraph.Store.read_only(setup["db"])
    except (OSError, RuntimeError) as error:
        broken = str(error)
    _limit(setup["memory_bytes"])
    if not _seal():
        # The engine opens the files of a large store when it first needs them: there such queries now fail.
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    out = _Pieces()
    for line in sys.stdin.buffer:
        kind, message = ("store-error", broken) if store is None else _answer(store, json.loads(line), out)
        out.end(json.dumps({"kind": kind, "message": message, "resident": _memory()[1]}).encode())


class _Pieces:
    """Standard output, each piece behind its length; what the engine writes its results to."""

    def write(self, data: bytes) -> int:
        if data:  # a length of zero ends the answer
            self._put(data)
        return len(data)

    def flush(self) -> None:
        sys.stdout.buffer.flush()

    def end(self, data: bytes) -> None:
        self._put(b"")
        self._put(data)
        self.flush()

    @staticmethod
    def _put(data: bytes) -> None:
        sys.stdout.buffer.write(len(data).to_bytes(4, "big"))
        sys.stdout.buffer.write(data)


def _answer(store: Any, request: dict[str, Any], out: Any) -> tuple[str, str]:
    import pyoxigraph

    # Should our parent die while we are busy, nobody is left to kill us but the kernel.
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + request["timeout_s"]) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    graphs: dict[str, Any] = {}
    try:
        if request["default_graphs"] is not None:
            graphs["default_graph"] = [pyoxigraph.NamedNode(g) for g in request["default_graphs"]]
        if request["named_graphs"] is not None:
            graphs["named_graphs"] = [pyoxigraph.NamedNode(g) for g in request["named_graphs"]]
        result = store.query(request["query"], base_iri=request["base"], **graphs)
        if isinstance(result, pyoxigraph.QueryTriples):
            result.serialize(out, format=pyoxigraph.RdfFormat.N_TRIPLES)
            return "graph", ""
        kind = "boolean" if isinstance(result, pyoxigraph.QueryBoolean) else "solutions"
        result.serialize(out, format=pyoxigraph.QueryResultsFormat.JSON)
        return kind, ""
    except (SyntaxError, ValueError) as error:
        return "query-error", str(error)
    except MemoryError:
        return "memory", ""
    except (OSError, RuntimeError) as error:
        return "store-error", str(error)


def _limit(memory_bytes: int) -> None:
    used = _memory()[0]
    resource.setrlimit(resource.RLIMIT_AS, (used + memory_bytes, used + memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _memory() -> tuple[int, int]:
    """The bytes this process has addresses for, and those it holds."""
    with open("/proc/self/statm") as file:  # noqa: PTH123 - pathlib would be the child's slowest import
        addressed, resident = file.read().split()[:2]
    return int(addressed) * resource.getpagesize(), int(resident) * resource.getpagesize()


def _seal() -> bool:
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


if __name__ == "__main__":
    main()
