"""The process that runs users' queries, so that it can be killed.

Protocol: on standard input a line of JSON (`quads`, a file of N-Quads, and `memory_bytes`), then one a query (`query`, `base`,
`timeout_s`, `default_graphs`, `named_graphs`). For each query pieces on standard output, each behind its length (four
bytes, big-endian): SPARQL-JSON or N-Triples as the engine finds it, so that no answer is held whole; then a length of
zero and one piece of JSON that says what the others were (`kind`: solutions, boolean, graph, query-error, memory or
store-error; `message`; `resident`, the bytes the process holds by now). Source of the precautions: a short query can
crash or hang the engine, and `SERVICE` connects with no switch to forbid it. The guarantee that nothing is connected
to is the kernel's: a filter of system calls (`confine`), or, where there is none, the limit on file descriptors.
"""

import json
import math
import sys
import time
from typing import Any

from kgraph.confine import limit_memory, refuse_connections
from kgraph.system_calls import limit, memory_bytes


def main() -> None:
    """Load the graph, then answer until standard input ends."""
    import pyoxigraph

    line = sys.stdin.buffer.readline()
    if not line:
        return
    setup = json.loads(line)
    store, broken = None, ""
    try:
        loaded = pyoxigraph.Store()
        loaded.bulk_load(path=setup["quads"], format=pyoxigraph.RdfFormat.N_QUADS)
        store = loaded
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        broken = str(error)
    limit_memory(setup["memory_bytes"])
    if not refuse_connections():
        limit("RLIMIT_NOFILE", 0)
    out = _Pieces()
    for line in sys.stdin.buffer:
        kind, message = ("store-error", broken) if store is None else _answer(store, json.loads(line), out)
        out.end(
            json.dumps({"kind": kind, "message": message, "resident": (memory_bytes() or (0, 0))[1]}).encode()
        )


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


if __name__ == "__main__":
    main()
