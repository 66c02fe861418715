"""JSON answers of services, looked into without trust: any shape gives a value or None."""

import json
from typing import Any


def parsed(content: bytes) -> Any:
    """The value of a JSON body; None where it is none (an error page in HTML, a cut body, a bomb).

    >>> parsed(b'{"a": 1}'), parsed(b"<html>"), parsed(b"[" * 100_000)
    ({'a': 1}, None, None)
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def at(value: Any, *path: str | int) -> Any:
    """The value at a path of keys and indices; None where any step of it is missing.

    >>> at({"a": [{"b": 1}]}, "a", 0, "b"), at({"a": []}, "a", 0, "b"), at("text", "a")
    (1, None, None)
    """
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def items(value: Any, *path: str | int, limit: int = 1000) -> list[Any]:
    """The list at a path, at most `limit` long; empty where there is none.

    >>> items({"a": [1, 2]}, "a"), items({"a": 1}, "a")
    ([1, 2], [])
    """
    found = at(value, *path)
    return found[:limit] if isinstance(found, list) else []
