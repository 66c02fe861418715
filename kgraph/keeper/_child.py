"""What a fork of the keeper does: answers queries, so limited that it can do nothing else, until it is killed.

Protocol, on its socket: a piece of JSON (`memory_bytes`; `alone`: answer from what follows, not from what the keeper
holds); N-Quads in pieces, up to an empty one: graphs to hold beside; then a piece of JSON a query (`query`, `base`, `timeout_s`,
`default_graphs`, `named_graphs`). For each query pieces: SPARQL-JSON or N-Triples as the engine finds it, so that
no answer is held whole; an empty one; and one of JSON that says what the others were (`kind`: solutions, boolean, graph,
query-error, memory or store-error; `message`; `own_bytes`, what the process holds by now that is its own).

Source of the precautions: a short query can crash or hang the engine, and `SERVICE` connects with no switch to
forbid it. The guarantee that nothing is connected to is the kernel's: a filter of system calls (`confine`), or,
where there is none, the limit on file descriptors.
"""

import json
import math
import os
import socket
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NoReturn

from kgraph.confine import end_with, limit_memory, refuse_connections
from kgraph.keeper import _frames
from kgraph.system_calls import limit, memory_bytes, pages_given

_WRITTEN_AT_ONCE = 64 * 1024


def run(asked: socket.socket, graph: Any, index: str | None, keeper: int) -> NoReturn:
    """Answer until nobody can ask, then end the process: nothing of the keeper's own code runs in a fork."""
    try:
        end_with(keeper)
        _killed_first()
        _answer_all(asked, graph, index)
    except (EOFError, OSError):
        os._exit(0)  # who asked is no more
    finally:
        os._exit(1)


def _killed_first() -> None:
    """Where memory runs out the kernel ends a fork, not the keeper, whose pages it counts as ours."""
    if sys.platform == "linux":
        with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
            file.write("1000")


def _answer_all(asked: socket.socket, graph: Any, index: str | None) -> None:
    stream = asked.makefile("rb")
    out = _Pieces(asked.makefile("wb", buffering=_WRITTEN_AT_ONCE))
    setup = json.loads(_frames.piece(stream))
    broken = ""
    store = None
    try:
        store = _opened(graph, None if setup["alone"] else index, alone=setup["alone"])
        _hold(store, _frames.pieces(stream))
    except (ValueError, SyntaxError, OSError, RuntimeError) as error:
        store, broken = None, str(error)
    own = _OwnMemory()
    limit_memory(setup["memory_bytes"])
    if not refuse_connections():
        # The engine opens the files of a large database when it first needs them: there such queries now fail.
        limit("RLIMIT_NOFILE", 0)
    while True:
        request = json.loads(_frames.piece(stream))
        kind, message = ("store-error", broken) if store is None else _answer(store, request, out)
        out.end({"kind": kind, "message": message, "own_bytes": own.bytes()})


def _opened(graph: Any, index: str | None, *, alone: bool) -> Any:
    import pyoxigraph

    if alone:
        return pyoxigraph.Store()
    return graph if index is None else pyoxigraph.Store.read_only(index)


def _hold(store: Any, pieces: Iterable[bytes]) -> None:
    import pyoxigraph

    for piece in pieces:
        store.load(piece, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


class _OwnMemory:
    """What this process holds that it does not share with the keeper: what it took, and the pages it wrote to."""

    def __init__(self) -> None:
        self._before = self._now()

    def bytes(self) -> int:
        """At most so many: a page that was given twice counts twice."""
        (resident, given), (was_resident, was_given) = self._now(), self._before
        return max(0, resident - was_resident) + min(given - was_given, resident)

    @staticmethod
    def _now() -> tuple[int, int]:
        return (memory_bytes() or (0, 0))[1], pages_given()


class _Pieces:
    """The fork's socket, each piece behind its length; what the engine writes its results to."""

    def __init__(self, out: Any) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        if data:  # an empty one ends the answer
            self._out.write(_frames.head(len(data)))
            self._out.write(data)
        return len(data)

    def flush(self) -> None:
        self._out.flush()

    def end(self, value: Any) -> None:
        self._out.write(_frames.head(0) + _frames.message(value))
        self._out.flush()


def _answer(store: Any, request: dict[str, Any], out: Any) -> tuple[str, str]:
    import pyoxigraph

    # Should whoever asks and the keeper die while we are busy, nobody is left to kill us but the kernel.
    limit("RLIMIT_CPU", math.ceil(time.process_time() + request["timeout_s"]) + 2, raisable=True)
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
