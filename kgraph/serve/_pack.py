"""The process that packs the page's columns: `python -m kgraph.serve._pack STORE`.

On standard output a line of JSON (`generation`; else `error`, of the store, or `fault`, of ours), then the columns as
gzipped JSON. It ends when its standard input does.
"""

import json
import os
import sys
import threading

from kgraph.errors import StoreError
from kgraph.jobs.explore import packed_columns


def main() -> None:
    """Pack once."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    packed = b""
    try:
        generation, packed = packed_columns(sys.argv[1])
        told = {"generation": generation}
    except StoreError as error:
        told = {"error": str(error)}
    except Exception as error:
        told = {"fault": f"{type(error).__name__}: {error}"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + packed)
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    os.read(0, 1)  # not through sys.stdin, whose lock must be free when the interpreter ends
    os._exit(1)


if __name__ == "__main__":
    main()
