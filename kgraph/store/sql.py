"""Asks in SQL what the tables of a store say, in a process that can be killed, and gives typed rows back."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kgraph.errors import InternalError, QueryError, StoreError
from kgraph.store._cells import IRI, Cells
from kgraph.store._graph import Busy
from kgraph.store._sql_process import Answer, Process
from kgraph.store.guard import MAX_BYTES
from kgraph.store.named import NamedQuery
from kgraph.store.query import MEMORY_BYTES, TIMEOUT_S, Limits, Result, stopped
from kgraph.store.reading import Reader
from kgraph.system_calls import cores
from kgraph.tables import named, setup

_MOST_THREADS = 4
_START_S = 60.0
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Tables:
    """The tables of one generation, asked one question after the other. A context manager: leaving it ends its process.

    `parts` are the files of each table, asked for when a question first names it. After a question that had to be
    stopped the next one starts another process, which ends with the thread that asked first.
    """

    def __init__(
        self, parts: Mapping[str, Sequence[tuple[Path, frozenset[str]]]], *, limits: Limits | None = None
    ) -> None:
        self._parts = parts
        self._limits = limits or Limits()
        self._process: Process | None = None
        self._names: frozenset[str] = frozenset()

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._process:
            self._process.kill()
            self._process = None

    def stop(self) -> None:
        """Kill the process while another thread asks it, which is told so."""
        if self._process:
            self._process.stop()

    @property
    def pid(self) -> int | None:
        """The number of the process that answers; None where there is none yet."""
        return self._process.pid if self._process else None

    def open(self) -> None:
        """Have a process that has every view, so that no question waits for another one. Errors: those of `ask`."""
        self._opened(named(""))

    def ask(
        self, query: NamedQuery, values: Mapping[str, str] | None = None, *, most: int | None = None
    ) -> Result:
        """The rows of a question in SQL, with these values of its parameters; the first so many, where not all are wanted.

        Errors: `QueryError` for one that is broken or refused (with line and column), `QueryTimeout` for one that ran
        past its limits, `StoreError` for files that cannot be read, `UsageError` for a parameter that it has not, `Busy`.
        """
        if len(query.text.encode("utf-8", "replace")) > MAX_BYTES:
            raise QueryError(
                f"{query.name}: the question is larger than {MAX_BYTES // 1024} kB. Write it shorter."
            )
        types = {name: IRI if type_ == IRI else _XSD + type_ for name, type_ in query.types.items()}
        request = {"query": query.text, "arguments": query.arguments(values or {}), "types": types, "most": most}  # fmt: skip
        process, limits = self._opened(named(query.text)), self._limits
        answer = process.ask(request, timeout_s=limits.timeout_s, max_bytes=limits.result_bytes)
        result = _result(answer, query.name, limits)
        return result if most is None else replace(result, total=answer.total)

    def _opened(self, names: frozenset[str]) -> Process:
        """A process that has these views; no question's deadline counts that it makes them."""
        if self._process and self._process.alive and names <= self._names:
            return self._process
        self.close()
        self._names |= names
        made = setup(self._parts, self._names)
        with_these = {
            "files": made.files, "dead": made.dead, "views": made.sql, "memory_bytes": self._limits.memory_bytes,
            "threads": min(cores(), _MOST_THREADS), "parent": os.getpid(),
        }  # fmt: skip
        try:
            self._process = Process(with_these)
        except OSError as error:
            raise Busy(f"no process can be started ({error.strerror}). Try again in a moment.") from error
        first: dict[str, Any] = {"query": "SELECT 1", "arguments": {}, "types": {}, "most": None}
        _result(self._process.ask(first, timeout_s=_START_S, max_bytes=1024), "tables", self._limits)
        return self._process


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


def _result(answer: Answer, name: str, limits: Limits) -> Result:
    if error := stopped(answer.kind, name, limits):
        raise error
    match answer.kind:
        case "rows":
            columns: list[tuple[str, str | None]] = json.loads(answer.pieces[0])
            names = tuple(column for column, _ in columns)
            return Result(
                variables=names, terms=Cells(names, [told for _, told in columns], answer.pieces[1:])
            )
        case "query-error":
            behind = ":" if answer.message[:1].isdigit() else ": "
            raise QueryError(f"{name}{behind}{answer.message.rstrip('.')}.")
        case "store-error":
            raise StoreError(
                f"{name}: the tables cannot be read ({answer.message[:200]}). Build the store again."
            )
    raise InternalError(f"{name}: the process that asks tables answered {answer.kind!r}. Please report it.")
