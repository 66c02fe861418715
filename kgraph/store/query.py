"""Runs a user's SPARQL query in a process that can be killed, and gives typed rows back."""

import io
import json
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph.errors import InternalError, KgraphError, QueryError, QueryTimeout, StoreError
from kgraph.keeper import Answer
from kgraph.rdf.vocab import PREFIXES
from kgraph.store import generations, guard
from kgraph.store._cells import Cells
from kgraph.store._dataset import named
from kgraph.store._graph import Busy, HeldGraph
from kgraph.store.reading import Reader

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
    N-Triples. `total` is how many solutions there are, where not all were wanted.
    """

    variables: tuple[str, ...] = ()
    terms: Sequence[dict[str, dict[str, str]]] = ()
    boolean: bool | None = None
    lines: tuple[str, ...] | None = None
    total: int | None = None

    @classmethod
    def of(cls, variables: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> "Result":
        """Rows of texts, as a query would have given them."""
        terms = (
            {v: {"type": "literal", "value": text} for v, text in zip(variables, row, strict=True)}
            for row in rows
        )
        return cls(variables=variables, terms=tuple(terms))

    @property
    def rows(self) -> list[Any]:
        """The solutions as named tuples: `Iri`, str, int, float or bool; None where unbound."""
        names = [
            re.sub(r"\W|^(?=\d)", "_", v).strip("_") or f"column{i}" for i, v in enumerate(self.variables)
        ]
        row = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        if isinstance(self.terms, Cells):
            return [row(*cells) for cells in self.terms.values(value)]
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
    note: Callable[[str], None] = lambda text: None,
) -> Result:
    """The result of a query on the current generation of `store`, whose default graph holds what all named graphs say.

    The graph is loaded first, which does not count as time of the query, or, where that would take more than a second, indexed
    on disk for all questions until the next build; whoever asks again and again holds a `Pool`. `note` is told in a sentence
    where that takes long.

    Errors: `QueryError` for a broken or refused query (with line and column), `QueryTimeout` for one that ran
    past `timeout_s` or `memory_bytes`, `StoreError` for a store that cannot be read, `OutputError` where the index of a
    large graph cannot be written, `Busy` where no process can be started.
    """
    request = question(sparql, name)
    graphs = named(sparql)
    limits = Limits(timeout_s=timeout_s, memory_bytes=memory_bytes)
    out = io.BytesIO()
    with Reader(store) as reader, closing(HeldGraph(reader, note, once=graphs is None)) as held:
        worker = held.worker(memory_bytes) if graphs is None else held.worker_of(graphs, memory_bytes, name)
        try:
            answer = worker.ask(request, out, timeout_s=timeout_s, max_bytes=MAX_RESULT_BYTES)
        finally:
            worker.kill()
        kind = checked(answer, sparql, name, held, limits)
    return result(kind, out.getvalue())


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may use."""

    timeout_s: float = TIMEOUT_S
    memory_bytes: int = MEMORY_BYTES
    result_bytes: int = MAX_RESULT_BYTES


def question(
    sparql: str,
    name: str = "query",
    *,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
    base: str | None = None,
) -> dict[str, Any]:
    """What a worker is asked. Graphs given here win over those of FROM (SPARQL 1.1 Protocol, 2.1.4).

    Relative IRIs are resolved against `base` where the query has no BASE; without either they are an error.

    Errors: `QueryError` for a query that is refused.
    """
    guard.check(sparql, name)
    given = default_graphs is not None or named_graphs is not None
    return {
        "query": sparql,
        "base": base,
        "default_graphs": list(default_graphs or ()) if given else None,
        "named_graphs": list(named_graphs or ()) if given else None,
    }


def stopped(kind: str, name: str, limits: Limits) -> KgraphError | None:
    """The error of a question that was ended before it was answered, by its kind of answer; None for one that was not."""
    match kind:
        case "timeout":
            return QueryTimeout(
                f"{name}: stopped after {limits.timeout_s:g} s. Ask for less, or allow more: --timeout SECONDS."
            )
        case "large":
            return QueryTimeout(
                f"{name}: the result is larger than {limits.result_bytes // 1024**2} MB. Add a LIMIT."
            )
        case "memory" | "died":
            # The engine ends its process when it cannot get memory, and on queries too deep for its stack.
            return _memory(name, limits.memory_bytes)
        case "killed":
            return StoreError(
                f"{name}: the process that ran it was killed from outside, perhaps because this machine is short of memory. Ask again."
            )
    return None


def checked(answer: Answer, sparql: str, name: str, held: HeldGraph, limits: Limits) -> str:
    """What the answer is: `solutions`, `boolean` or `graph`. Errors: those of `run_query`."""
    if answer.kind in ("timeout", "memory", "died"):
        held.check()
    if error := stopped(answer.kind, name, limits):
        raise error
    match answer.kind:
        case "query-error":
            raise _syntax(name, answer.message, sparql)
        case "store-error":
            held.check()
            raise generations.damaged(held.reader.path, RuntimeError(answer.message))
        case "fault":
            raise Busy(f"no process can be started ({answer.message}). Try again in a moment.")
        case "solutions" | "boolean" | "graph":
            return answer.kind
    raise InternalError(f"{name}: the process that runs queries answered {answer.kind!r}. Please report it.")


def result(kind: str, answer: bytes) -> Result:
    """What a worker wrote, as a `Result`; `kind` says what it is."""
    if kind == "graph":
        return Result(lines=tuple(sorted(answer.decode().splitlines())))
    data = json.loads(answer)
    if kind == "boolean":
        return Result(boolean=data["boolean"])
    return Result(variables=tuple(data["head"]["vars"]), terms=tuple(data["results"]["bindings"]))


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
    hint = _prefixes(sparql) if _NO_PREFIX in match[3] else ""
    return QueryError(
        f"{name}:{line}:{column}: {what} near {near!r}. {hint or 'kgraph query --list names queries to start from.'}"
    )


def _prefixes(sparql: str) -> str:
    """The lines that declare those of the project's prefixes that a query uses and does not declare."""
    declared = {p.lower() for p in re.findall(r"PREFIX\s+([\w-]*):", sparql, re.IGNORECASE)}
    used = dict.fromkeys(re.findall(r"(?<![\w<:/#?$-])([a-z0-9]+):(?=\w)", sparql))
    lines = [f"PREFIX {p}: <{PREFIXES[p]}>" for p in used if p in PREFIXES and p not in declared]
    return f"Add: {' '.join(lines)}" if lines else ""


_NO_PREFIX = "Prefix not found"
_COMPLAINTS = (
    (_NO_PREFIX, "a prefix that no PREFIX line declares"),
    ("IRI parsing failed", "a broken IRI; a relative one needs a BASE line"),
)
