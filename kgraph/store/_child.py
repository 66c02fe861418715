"""The process that runs one user's query, so that it can be killed.

Protocol: a line of JSON on standard input (`db`, `query`, `memory_bytes`, `union` of all graphs), then on standard output a line of
JSON (`kind`: solutions, boolean, graph or error; `message`), then the result's bytes: SPARQL-JSON or
N-Triples. Source of the precautions: a short query can crash or hang the engine, and `SERVICE` connects with
no switch to forbid it. The limit on file descriptors is the guarantee that nothing is opened.
"""

import json
import resource
import sys


def main() -> None:
    """Read one request, answer it, end."""
    request = json.loads(sys.stdin.buffer.readline())
    import pyoxigraph

    out = sys.stdout.buffer
    try:
        store = pyoxigraph.Store.read_only(request["db"])
        _limit(request["memory_bytes"])
        result = store.query(request["query"], use_default_graph_as_union=request["union"])
        if isinstance(result, pyoxigraph.QueryTriples):
            kind, data = "graph", result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        else:
            kind = "boolean" if isinstance(result, pyoxigraph.QueryBoolean) else "solutions"
            data = result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""
    except (SyntaxError, ValueError) as error:
        kind, data = "query-error", str(error).encode()
    except MemoryError:
        kind, data = "memory", b""
    except (OSError, RuntimeError) as error:
        kind, data = "store-error", str(error).encode()
    out.write(json.dumps({"kind": kind}).encode() + b"\n")
    out.write(data)
    out.flush()


def _limit(memory_bytes: int) -> None:
    with open("/proc/self/statm") as file:  # noqa: PTH123 - pathlib would be the child's slowest import
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory_bytes, used + memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    main()
