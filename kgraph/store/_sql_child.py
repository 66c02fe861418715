"""The process that answers questions in SQL, so that it can be killed. It runs as a bare file.

Protocol: lines of JSON on standard input. The first says which files may be read (`files`), which rows of them are dead
(`dead`), how the views over them are made (`views`), how much memory may be used (`memory_bytes`, `threads`), and who its
`parent` is. Each further line is a question: `query`, `arguments` by the name of their parameter, `types` of columns
that are more than their text, `timeout_s`, and `most`, how many rows are wanted (null: all). For each question pieces of JSON on standard output, each behind its length
(four bytes, big-endian): names and datatypes of the columns, then rows by the thousand; then a length of zero and one
piece that says what the others were (`kind`: rows, query-error, memory or store-error; `message`; `total`, how many rows there are).

SQL of users runs here. What it may not do is refused three times: by a look at what kind of statement it is, in a transaction
that only reads; by the engine, which is told its files and then locked; and by the kernel (`confine`), for everything that
the engine could be talked into.

The engine is `_duckdb`, which `duckdb` gives names to: half of the time in which this process is ready went into the rest of that
package, which is for data frames.
"""

import datetime
import decimal
import json
import math
import sys
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kgraph.confine import end_with, limit_memory, open_only, refuse_connections
from kgraph.system_calls import limit

if TYPE_CHECKING:
    import _duckdb as duckdb

_ROWS_A_PIECE = 2_000
_OF_VALUES = (datetime, decimal, uuid)
"""What the engine imports for values of some types: later it could open no file of theirs."""
_MACHINE = ("/proc/self/cgroup", "/sys/fs/cgroup", "/sys/devices/system/cpu/online", "/proc/self/statm")
"""What the engine asks when it starts, how many processors and how much memory there are, and we ask later."""
_LOCKED: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "errors_as_json": True,
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = (
    "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
)  # fmt: skip
_DATATYPES = {
    **dict.fromkeys(_INTEGERS, _XSD + "integer"),
    "boolean": _XSD + "boolean", "decimal": _XSD + "decimal", "float": _XSD + "double", "double": _XSD + "double",
    "date": _XSD + "date", "timestamp": _XSD + "dateTime",
}  # fmt: skip
"""Type of the engine → datatype of its values in a result; what is not here is text."""
_ZONED = ("timestamp with time zone", "time with time zone")
"""Types that the engine gives only where a further library is installed."""


def main() -> None:
    """Make the views, then answer until standard input ends."""
    import _duckdb as duckdb

    line = sys.stdin.buffer.readline()
    if not line:
        return
    setup = json.loads(line)
    end_with(setup["parent"])
    open_only((*setup["files"], *_MACHINE))  # before the engine starts threads, which inherit it
    connection, broken = None, ""
    try:
        connection = _opened(setup)
    except duckdb.Error as error:
        broken = _message(error, "")
    limit_memory(setup["memory_bytes"])
    refuse_connections()
    limit("RLIMIT_FSIZE", 0)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        # Should our parent die while we are busy, nobody is left to kill us but the kernel.
        seconds = time.process_time() + request["timeout_s"] * setup["threads"]
        limit("RLIMIT_CPU", math.ceil(seconds) + 2, raisable=True)
        kind, message, total = (
            ("store-error", broken, 0) if connection is None else _answer(connection, request)
        )
        _put(b"")
        _put(json.dumps({"kind": kind, "message": message, "total": total}).encode())
        sys.stdout.buffer.flush()


def _put(piece: bytes) -> None:
    sys.stdout.buffer.write(len(piece).to_bytes(4, "big"))
    sys.stdout.buffer.write(piece)


def _opened(setup: dict[str, Any]) -> "duckdb.DuckDBPyConnection":
    import _duckdb as duckdb

    # The engine's own limit is the lower one: it ends a question, where the kernel's may end the process.
    own = f"{setup['memory_bytes'] * 3 // 4 // 1024**2}MB"
    connection = duckdb.connect(config={**_LOCKED, "threads": setup["threads"], "memory_limit": own})
    connection.execute("CREATE TABLE dead (number INTEGER, key VARCHAR)")
    for number, keys in enumerate(setup["dead"]):
        connection.execute("INSERT INTO dead SELECT $number, unnest($keys)", {"number": number, "keys": keys})
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute(setup["views"])
    connection.execute("SET allowed_paths = $files", {"files": setup["files"]})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _answer(connection: "duckdb.DuckDBPyConnection", request: dict[str, Any]) -> tuple[str, str, int]:
    """What became of the question: its kind, a sentence where there are no rows, and how many there are."""
    import _duckdb as duckdb

    sql, arguments = request["query"], request["arguments"]
    try:
        statements = connection.extract_statements(sql)
        if refused := _refused(statements, arguments) or _copies(sql):
            return "query-error", refused, 0
        connection.execute("BEGIN TRANSACTION READ ONLY")
        try:
            own = {name: arguments[name] for name in statements[0].named_parameters}
            found = connection.execute(statements[0], own)
            if zoned := [name for name, type_, *_ in found.description or () if type_.id in _ZONED]:
                return (
                    "query-error",
                    f"column {zoned[0]} has times with a zone. Write CAST(… AS VARCHAR) around it.",
                    0,
                )
            return "rows", "", _write(found, request["types"], request["most"])
        finally:
            connection.execute("ROLLBACK")
    except (duckdb.OutOfMemoryException, MemoryError):
        return "memory", "", 0
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
        return "store-error", _message(error, sql), 0
    except duckdb.Error as error:
        return "query-error", _message(error, sql), 0


def _refused(statements: list[Any], arguments: dict[str, Any]) -> str:
    """Why these are not one question that only reads; "" where they are."""
    import _duckdb as duckdb

    if len(statements) != 1:
        return f"holds {len(statements)} statements. Ask one question at a time."
    if statements[0].type != duckdb.StatementType.SELECT:
        return f"{statements[0].type.name} is refused: questions only read. Begin with SELECT, FROM or WITH."
    missing = sorted(set(statements[0].named_parameters) - set(arguments))
    if missing:
        return f"no value for ${missing[0]}. Declare it: -- param {missing[0]}: what it is."
    return ""


def _copies(sql: str) -> str:
    """Why this may write a file, which a `SELECT` can: `WITH a AS (COPY … TO …)`; "" where it cannot."""
    import _duckdb as duckdb

    text = sql.encode()
    starts = [start for start, _ in duckdb.tokenize(sql)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start:end].strip().lower() == b"copy":
            return f"{_place(text, start)}COPY is refused: questions only read. Quote it where it is a name."
    return ""


def _write(found: "duckdb.DuckDBPyConnection", types: dict[str, str], most: int | None) -> int:
    """The columns, then the rows, each cell as its text or, where it is text or a whole number, as it is; how many rows there are."""
    own = [type_.id for _, type_, *_ in found.description or ()]
    names = _distinct([name for name, *_ in found.description or ()])
    given = [types.get(name) for name in names]
    datatypes = [told or _DATATYPES.get(type_) for told, type_ in zip(given, own, strict=True)]
    _put(json.dumps(list(zip(names, datatypes, strict=True))).encode())
    texts = [_GIVEN.get(told or "", _TEXTS.get(type_, str)) for told, type_ in zip(given, own, strict=True)]
    shown = [(i, text) for i, text in enumerate(texts) if text is not _as_it_is]
    total = 0
    while rows := found.fetchmany(_ROWS_A_PIECE):
        wanted = rows if most is None else rows[: max(0, most - total)]
        total += len(rows)
        if wanted:
            _put(json.dumps(_shown(wanted, shown) if shown else wanted, ensure_ascii=False).encode())
    return total


def _shown(rows: list[tuple[Any, ...]], texts: list[tuple[int, Callable[[Any], Any]]]) -> list[list[Any]]:
    out = [list(row) for row in rows]
    for row in out:
        for i, text in texts:
            if row[i] is not None:
                row[i] = text(row[i])
    return out


def _distinct(names: list[str]) -> list[str]:
    """The names, those that came before with a number."""
    out: dict[str, None] = {}
    for name in names:
        own, number = name, 0
        while own in out:
            number += 1
            own = f"{name}_{number}"
        out[own] = None
    return list(out)


def _number(value: float) -> str:
    return {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(str(value), str(value))


def _decimal(value: Any) -> str:
    return f"{value.normalize():f}" if value else "0"


def _list(value: list[Any]) -> str:
    return "; ".join(str(each) for each in value)


def _moment(value: str) -> str:
    """As the graph's engine writes it, in the fewest digits."""
    if not value.endswith("Z"):
        return value
    whole, _, fraction = value.removesuffix("Z").partition(".")
    kept = fraction.rstrip("0")
    return f"{whole}.{kept}Z" if kept else f"{whole}Z"


def _as_it_is(value: Any) -> Any:
    return value


_TEXTS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("varchar", *_INTEGERS), _as_it_is),
    "boolean": lambda value: "true" if value else "false",
    "decimal": _decimal,
    "float": _number,
    "double": _number,
    "timestamp": lambda value: value.isoformat(),
    "blob": lambda value: value.hex(),
    "list": _list,
    "array": _list,
}
"""Type of the engine → the text of a value; for others it is Python's."""
_GIVEN: dict[str, Callable[[Any], Any]] = {_XSD + "dateTime": _moment}
"""Datatype that a question gives a column of texts → the text of a value."""


def _message(error: "duckdb.Error", sql: str) -> str:
    """The engine's complaint in a line, behind line and column where it says a place."""
    _, brace, told = str(error).partition("{")
    try:
        found = json.loads(brace + told)
    except ValueError:
        return " ".join(str(error).split())
    said = " ".join(found["exception_message"].split())
    return _place(sql.encode(), int(found["position"])) + said if "position" in found else said


def _place(sql: bytes, offset: int) -> str:
    """Line and column of a byte, from 1, as they stand before a sentence."""
    before = sql[:offset].decode(errors="ignore")
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "


if __name__ == "__main__":
    main()
