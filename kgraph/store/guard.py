"""Says in a sentence why a query is refused, before any engine sees it.

This is courtesy, not the guarantee: the guarantee is the process that runs the query, which can open nothing
and can be killed.
"""

import re
from collections.abc import Iterator

from kgraph.errors import QueryError

MAX_BYTES = 1024 * 1024
MAX_NESTING = 200
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n\r]*)|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)|(?P<long>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')"
    r"|(?P<string>\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')|(?P<variable>[?$]\w+)|(?P<tag>@[A-Za-z-]+)|(?P<name>(?<![\w.-])[\w.-]*:[\w.:%-]*)|(?P<word>[A-Za-z_]\w*)|(?P<open>[{(\[])|(?P<close>[})\]])",
    re.DOTALL,
)
_UPDATES = frozenset({"LOAD", "INSERT", "DELETE", "DROP", "CLEAR", "CREATE", "COPY", "MOVE", "ADD"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def check(query: str, name: str = "query") -> None:
    """Raise `QueryError` for a query that is too large, too deep, an update, or asks another server.

    >>> check("SELECT ?service { ?service a <http://x/LOAD> # SERVICE\\n }")
    """
    if len(query.encode("utf-8", "replace")) > MAX_BYTES:
        raise QueryError(
            f"{name}: the query is larger than {MAX_BYTES // 1024} kB. Put the values into a file of data instead."
        )
    depth = 0
    form = None
    for match in tokens(query):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
            if depth > MAX_NESTING:
                raise _error(
                    name, query, match.start(), f"nested deeper than {MAX_NESTING} levels", "Write it flatter"
                )
        elif kind == "close":
            depth -= 1
        elif kind == "word":
            word = match[0].upper()
            if word == "SERVICE":
                raise _error(
                    name,
                    query,
                    match.start(),
                    "SERVICE is refused: kgraph never asks another server",
                    "Fetch that data first and build it in",
                )
            if form is None and word in _FORMS:
                form = word
            if word in _UPDATES and depth == 0 and form is None:
                raise _error(
                    name,
                    query,
                    match.start(),
                    f"{word} is refused: queries only read",
                    "Change the graph with kgraph build",
                )


def tokens(query: str) -> Iterator[re.Match[str]]:
    """The tokens of a query but its comments; `lastgroup` says of what kind each is."""
    return (match for match in _TOKEN.finditer(query) if match.lastgroup != "comment")


def position(query: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    line = query.count("\n", 0, offset) + 1
    return line, offset - query.rfind("\n", 0, offset)


def _error(name: str, query: str, offset: int, what: str, do: str) -> QueryError:
    line, column = position(query, offset)
    return QueryError(f"{name}:{line}:{column}: {what}. {do}.")
