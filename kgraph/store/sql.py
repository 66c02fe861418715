"""Asks in SQL what the tables of a store say, in a process that can be killed, and gives typed rows back."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kgraph.errors import InternalError, QueryError, StoreError
from kgraph.store._cells import IRI, Cells
from kgraph.store._worker import Answer, Child
from kgraph.store.guard import MAX_BYTES
from kgraph.store.named import NamedQuery
from kgraph.store.oxigraph import Reader
from kgraph.store.query import MEMORY_BYTES, TIMEOUT_S, Limits, Result, stopped
from kgraph.system_calls import cores
from kgraph.tables import Part, setup

_MOST_THREADS = 4
_START_S = 60.0
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Tables:
    """The tables of one generation, asked one question after the other. A context manager: leaving it ends its process.

    `parts` are the files of each table. After a question that had to be stopped the next one starts anew.
    """

    def __init__(self, parts: Mapping[str, Sequence[Part]], *, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._threads = min(cores(), _MOST_THREADS)
        made = setup(parts)
        self._setup = {
            "files": made.files, "dead": made.dead, "views": made.sql, "memory_bytes": self._limits.memory_bytes,
            "threads": self._threads,
        }  # fmt: skip
        self._child: Child | None = None

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._child:
            self._child.kill()
            self._child = None

    def ask(self, query: NamedQuery, values: Mapping[str, str] | None = None) -> Result:
        """The rows of a question in SQL, with these values of its parameters.

        Errors: `QueryError` for one that is broken or refused (with line and column), `QueryTimeout` for one that ran
        past its limits, `StoreError` for files that cannot be read, `UsageError` for a parameter that it has not.
        """
        if len(query.text.encode("utf-8", "replace")) > MAX_BYTES:
            raise QueryError(
                f"{query.name}: the question is larger than {MAX_BYTES // 1024} kB. Write it shorter."
            )
        child = self._child if self._child and self._child.alive else self._start()
        types = {name: IRI if type_ == IRI else _XSD + type_ for name, type_ in query.types.items()}
        request = {"query": query.text, "arguments": query.arguments(values or {}), "types": types}
        pieces = _Pieces()
        limits = self._limits
        answer = child.ask(request, pieces, timeout_s=limits.timeout_s, max_bytes=limits.result_bytes)
        _check(answer, query.name, limits)
        return pieces.result()

    def _start(self) -> Child:
        """A process that has made its views: no question's deadline counts that."""
        self.close()
        self._child = Child("_sql_child.py", {**self._setup, "parent": os.getpid()})
        first = {"query": "SELECT 1", "arguments": {}, "types": {}}
        _check(self._child.ask(first, _Pieces(), timeout_s=_START_S, max_bytes=1024), "tables", self._limits)
        return self._child


class _Pieces:
    """What a child writes: first the columns, then rows, piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> None:
        self._pieces.append(piece)

    def result(self) -> Result:
        columns: list[tuple[str, str | None]] = json.loads(self._pieces[0])
        names = tuple(name for name, _ in columns)
        return Result(variables=names, terms=Cells(names, [told for _, told in columns], self._pieces[1:]))


def run_sql(
    store: str | Path,
    query: NamedQuery,
    values: Mapping[str, str] | None = None,
    *,
    timeout_s: float = TIMEOUT_S,
    memory_bytes: int = MEMORY_BYTES,
) -> Result:
    """The rows of a question in SQL on the current generation of `store`; text of one's own is one by `parse_query`.

    Errors: those of `Tables.ask`; `StoreError` for a store that cannot be read.
    """
    limits = Limits(timeout_s=timeout_s, memory_bytes=memory_bytes)
    with Reader(store) as reader, Tables(reader.tables(), limits=limits) as tables:
        return tables.ask(query, values)


def _check(answer: Answer, name: str, limits: Limits) -> None:
    if error := stopped(answer, name, limits):
        raise error
    match answer.kind:
        case "rows":
            return
        case "query-error":
            behind = ":" if answer.message[:1].isdigit() else ": "
            raise QueryError(f"{name}{behind}{answer.message.rstrip('.')}.")
        case "store-error":
            raise StoreError(
                f"{name}: the tables cannot be read ({answer.message[:200]}). Build the store again."
            )
    raise InternalError(f"{name}: the process that asks tables answered {answer.kind!r}. Please report it.")
