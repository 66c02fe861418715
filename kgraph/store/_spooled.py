"""The graph of a generation as a file of N-Quads, for the processes that answer questions in SPARQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kgraph.errors import OutputError
from kgraph.store.reading import Reader


@contextmanager
def spooled(reader: Reader) -> Iterator[Path]:
    """A file with every named graph, and with the default graph, which has what these say (decisions/0008).

    Errors: `StoreError`; `OutputError` where there is no room for it.
    """
    with tempfile.NamedTemporaryFile(prefix="kgraph-", suffix=".nq") as file:
        try:
            _write(reader, file)
        except OSError as error:
            raise OutputError(
                f"{tempfile.gettempdir()}: no room for the graph ({error.strerror}). Make room there."
            ) from error
        yield Path(file.name)


def _write(reader: Reader, file: IO[bytes]) -> None:
    for graph, nquads in reader.graphs(runs=True):
        file.write(nquads)
        # Literals hold no line ends: this is the end of a line, and of nothing else.
        file.write(nquads.replace(f" <{graph}> .\n".encode(), b" .\n"))
    file.flush()
