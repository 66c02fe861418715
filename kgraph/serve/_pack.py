"""The process that works out what the page shows: `python -m kgraph.serve._pack STORE PART…`.

On standard output lines of JSON: before each step `done`, `of` and `words`; for each part `part`, `generation` and `bytes`, then so
many bytes of gzipped JSON; at the end, where it fails, `error`, of the store, or `fault`, of ours. It ends when its standard input does.
"""

import json
import sys
from typing import Any

from kgraph.errors import KgraphError
from kgraph.jobs.packed import Explorer
from kgraph.serve._child import end_with_parent
from kgraph.store import Reader


def main() -> None:
    """Pack once."""
    end_with_parent()
    try:
        with Reader(sys.argv[1]) as reader, Explorer(reader, at=_at) as explorer:
            for name in sys.argv[2:]:
                data = explorer.part(name)
                _tell({"part": name, "generation": reader.name, "bytes": len(data)}, data)
    except KgraphError as error:
        _tell({"error": str(error)})
    except Exception as error:
        _tell({"fault": f"{type(error).__name__}: {error}"})


def _at(done: int, of: int, words: str) -> None:
    _tell({"done": done, "of": of, "words": words})


def _tell(said: dict[str, Any], data: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
