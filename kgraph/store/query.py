"""Runs a user's SPARQL query in a process that can be killed, and gives typed rows back."""

import json
import os
import re
import subprocess
import sys
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph.errors import QueryError, QueryTimeout
from kgraph.store import generations, guard
from kgraph.store.oxigraph import Reader

TIMEOUT_S = 60.0
MEMORY_BYTES = 2 * 1024**3
MAX_RESULT_BYTES = 1024**3
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_INTEGERS = frozenset(
    [
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "unsignedInt",
        "unsignedLong",
    ]
)
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Iri(str):
    """An IRI in a row: a `str` that says what it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a query gives: rows of solutions, a truth value, or a graph.

    `terms` are the solutions in SPARQL-JSON's form, one mapping of variable to term a row; `lines` are
    N-Triples.
    """

    variables: tuple[str, ...] = ()
    terms: tuple[dict[str, dict[str, str]], ...] = ()
    boolean: bool | None = None
    lines: tuple[str, ...] | None = None

    @property
    def rows(self) -> list[Any]:
        """The solutions as named tuples: `Iri`, str, int, float or bool; None where unbound."""
        names = [
            re.sub(r"\W|^(?=\d)", "_", v).strip("_") or f"column{i}" for i, v in enumerate(self.variables)
        ]
        row = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        return [row(*(value(t.get(v)) for v in self.variables)) for t in self.terms]


def value(term: dict[str, str] | None) -> Any:
    """A SPARQL-JSON term as a Python value.

    >>> value({"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"})
    3
    """
    if term is None:
        return None
    text = term["value"]
    if term["type"] == "uri":
        return Iri(text)
    datatype = term.get("datatype", "").removeprefix(_XSD)
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype in ("decimal", "double", "float"):
            return float(text)
    except ValueError:
        return text
    return text in ("true", "1") if datatype == "boolean" else text


def run_query(
    store: str | Path,
    sparql: str,
    *,
    name: str = "query",
    timeout_s: float = TIMEOUT_S,
    memory_bytes: int = MEMORY_BYTES,
) -> Result:
    """The result of a query on the current generation of `store`; every named graph is part of the default graph.

    Errors: `QueryError` for a broken or refused query (with line and column), `QueryTimeout` for one that ran
    past `timeout_s` or `memory_bytes`, `StoreError` for a store that cannot be read.
    """
    guard.check(sparql, name)
    with Reader(store) as reader:
        request = {
            "db": str(reader.database.resolve()),
            "query": sparql,
            "memory_bytes": memory_bytes,
            "union": not guard.names_graphs(sparql),
        }
        header, data = _ask(request, name, timeout_s)
    kind = header["kind"]
    if kind == "query-error":
        raise _syntax(name, data.decode("utf-8", "replace"), sparql)
    if kind == "memory":
        raise _memory(name, memory_bytes)
    if kind == "store-error":
        raise generations.damaged(Path(store), RuntimeError(data.decode("utf-8", "replace")))
    if kind == "graph":
        return Result(lines=tuple(sorted(data.decode().splitlines())))
    answer = json.loads(data)
    if kind == "boolean":
        return Result(boolean=answer["boolean"])
    return Result(variables=tuple(answer["head"]["vars"]), terms=tuple(answer["results"]["bindings"]))


def _ask(request: dict[str, Any], name: str, timeout_s: float) -> tuple[dict[str, str], bytes]:
    # Run as a file, not as a module of the package: the child needs the engine and nothing else.
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-P", str(Path(__file__).with_name("_child.py"))]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    try:
        output, _ = child.communicate(json.dumps(request).encode() + b"\n", timeout=timeout_s)
    except subprocess.TimeoutExpired:
        raise QueryTimeout(
            f"{name}: stopped after {timeout_s:g} s. Ask for less, or allow more: --timeout SECONDS."
        ) from None
    finally:
        child.kill()
        child.communicate()
    head, found, data = output.partition(b"\n")
    if not found:
        # The engine ends its process when it cannot get memory, and on queries too deep for its stack.
        raise _memory(name, request["memory_bytes"])
    if len(data) > MAX_RESULT_BYTES:
        raise QueryTimeout(
            f"{name}: the result is larger than {MAX_RESULT_BYTES // 1024**2} MB. Add a LIMIT."
        )
    header: dict[str, str] = json.loads(head)
    return header, data


def _memory(name: str, memory_bytes: int) -> QueryTimeout:
    return QueryTimeout(
        f"{name}: stopped: it needs more than the {memory_bytes // 1024**2} MB a query may use, or is too deep for the engine. Ask for less."
    )


def _syntax(name: str, message: str, sparql: str) -> QueryError:
    """The engine's complaint with its place. What it expected is left out: its lists name LATERAL, not `}`."""
    match = _PLACE.search(message)
    if not match:
        return QueryError(f"{name}: {' '.join(message.split())[:300]}")
    line, column = int(match[1]), int(match[2])
    lines = sparql.split("\n")
    near = lines[line - 1][max(0, column - 20) : column + 15].strip() if line <= len(lines) else ""
    what = next((words for sign, words in _COMPLAINTS if sign in match[3]), "a broken query")
    return QueryError(
        f"{name}:{line}:{column}: {what} near {near!r}. kgraph query --list names queries to start from."
    )


_COMPLAINTS = (
    ("Prefix not found", "a prefix that no PREFIX line declares"),
    ("IRI parsing failed", "a broken IRI; a relative one needs a BASE line"),
)
