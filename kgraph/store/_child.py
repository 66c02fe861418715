"""The process that runs users' queries, so that it can be killed.

Protocol: on standard input a line of JSON (`db`, `memory_bytes`), then one a query (`query`, `base`,
`timeout_s`, `default_graphs`, `named_graphs`). For each query a line of JSON on standard output (`kind`: solutions,
boolean, graph, query-error, memory or store-error; `bytes`), then so many bytes: SPARQL-JSON, N-Triples or a
message. Source of the precautions: a short query can crash or hang the engine, and `SERVICE` connects with
no switch to forbid it. The guarantee that nothing is connected to is the kernel's: a filter of system calls
(`confine`), or, where there is none, the limit on file descriptors.
"""

import json
import math
import resource
import sys
from typing import Any

from kgraph.confine import limit_memory, refuse_connections


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
    limit_memory(setup["memory_bytes"])
    if not refuse_connections():
        # The engine opens the files of a large store when it first needs them: there such queries now fail.
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    for line in sys.stdin.buffer:
        kind, data = ("store-error", broken.encode()) if store is None else _answer(store, json.loads(line))
        out = sys.stdout.buffer
        out.write(json.dumps({"kind": kind, "bytes": len(data)}).encode() + b"\n")
        out.write(data)
        out.flush()


def _answer(store: Any, request: dict[str, Any]) -> tuple[str, bytes]:
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
            return "graph", result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        kind = "boolean" if isinstance(result, pyoxigraph.QueryBoolean) else "solutions"
        return kind, result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""
    except (SyntaxError, ValueError) as error:
        return "query-error", str(error).encode()
    except MemoryError:
        return "memory", b""
    except (OSError, RuntimeError) as error:
        return "store-error", str(error).encode()


if __name__ == "__main__":
    main()
