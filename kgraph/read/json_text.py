"""JSON → values whose texts know where they stand in the file."""

import json
import json.decoder
import json.scanner
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kgraph import late_re as re
from kgraph.errors import InputError
from kgraph.spans import SourceText

_HALVES = re.compile("[\ud800-\udfff]")


class Text(str):
    """A string of JSON, and where its characters stand in the file, without the quotation marks."""

    __slots__ = ("end", "start")
    start: int
    end: int


class _Decoder(json.JSONDecoder):
    """The decoder of the standard library, whose strings are `Text`; names of values are plain."""

    def __init__(self) -> None:
        super().__init__(strict=False)
        self.parse_string = _placed
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def _placed(text: str, begin: int, strict: bool) -> tuple[Text, int]:
    value, end = json.decoder.scanstring(text, begin, strict)  # type: ignore[attr-defined]
    placed = Text(value)
    placed.start, placed.end = begin, end - 1
    return placed, end


def decoded(text: str) -> Any:
    """The value that `text` is; each string in it is a `Text`.

    Errors: `ValueError` for what is no JSON, and for a number too long; `RecursionError` for what is nested too deeply.

    >>> found = decoded('{"a": ["bé"]}')["a"][0]
    >>> found, found.start, found.end
    ('bé', 8, 10)
    """
    return _Decoder().decode(text)


@contextmanager
def demanded(source: SourceText, kind: str, do: str) -> Iterator[None]:
    """Tell what reading JSON raises as people want it: which file is no `kind`, where, why, and what to `do`.

    Errors: `InputError` for a `ValueError` and a `RecursionError` of what is done within.
    """
    try:
        yield
    except RecursionError:
        raise InputError(f"{source.name}: no {kind} (its JSON is nested too deeply). {do}.") from None
    except ValueError as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        what = error.msg if isinstance(error, json.JSONDecodeError) else "a number too long"
        raise InputError(
            f"{source.where(at)}: no {kind} (found {what[:1].lower()}{what[1:]}, expected JSON). {do}."
        ) from None


def readable(value: Any) -> str | None:
    """A value that is text, on one line; None for any other, and for a blank one. Halves of characters are none."""
    return _HALVES.sub("\ufffd", " ".join(value.split())) or None if isinstance(value, str) else None


def address(value: Any) -> Text | None:
    """A value that is the address of a page.

    >>> address(decoded('"ftp://a.example"')) is None
    True
    """
    if not isinstance(value, Text) or not value.startswith(("http://", "https://")):
        return None
    return value if readable(value) == value and " " not in value else None


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def inner(value: Any, *names: str) -> Any:
    """What an object holds below `names`, one within the other; None where it does not.

    >>> inner({"a": {"b": 1}}, "a", "b"), inner({"a": []}, "a", "b") is None
    (1, True)
    """
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
