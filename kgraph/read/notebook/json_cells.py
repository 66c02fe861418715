"""The cells of a notebook out of its JSON, and where their strings stand.

The parser of the standard library reads, and skips, all values; only the way down to `cells[…].source` is walked by
hand, since it alone must say where what it reads stands.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kgraph import late_re as re
from kgraph.errors import InputError
from kgraph.read.json_text import demanded
from kgraph.spans import SourceText, Span

VERSION = 4
"""The format of notebooks that is read."""

_SPACE = re.compile(r"[ \t\n\r]*+")
_HALVES = re.compile("[\ud800-\udfff]")
_DECODER = json.JSONDecoder()
_DO = "Open it in Jupyter and save it again, or leave it out"


class JsonCell(NamedTuple):
    """A cell: its number from 1, `markdown`, `code` or `raw`, and the strings of its source without quotation marks."""

    number: int
    kind: str
    strings: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The cells of a notebook, and what it says of itself."""

    cells: tuple[JsonCell, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()


def read_json(source: SourceText) -> Notebook:
    """The notebook that `source` is.

    Errors: `InputError` for what is no JSON, not of nbformat 4, or has cells that are none.
    """
    with demanded(source, "notebook", _DO):
        return _Walk(source).notebook()


class _Walk:
    """Goes through the JSON of a notebook, from its first character to its last."""

    def __init__(self, source: SourceText) -> None:
        self._source, self._text = source, source.text
        self._at = 0

    def notebook(self) -> Notebook:
        cells: tuple[JsonCell, ...] | None = None
        version, metadata = None, None
        for key in self._keys("the notebook"):
            if key == "cells":
                cells = tuple(self._cells())
            elif key == "nbformat":
                version = self._value()
            elif key == "metadata":
                metadata = self._value()
            else:
                self._value()
        self._skip()
        if self._at < len(self._text):
            raise json.JSONDecodeError("more behind its end", self._text, self._at)
        if version != VERSION or cells is None:
            found = "no cells" if version == VERSION else f"nbformat {_shown(version)}"
            self._refuse(f"found {found}, expected cells of nbformat {VERSION}", 0)
        return Notebook(cells=cells or (), title=_title(metadata), authors=tuple(_authors(metadata)))

    def _cells(self) -> Iterator[JsonCell]:
        for number, _ in enumerate(self._items("cells"), 1):
            kind: Any = None
            strings: tuple[Span, ...] = ()
            begin = self._at
            for key in self._keys(f"cell {number}"):
                if key == "source":
                    strings = tuple(self._strings(f"the source of cell {number}"))
                elif key == "cell_type":
                    kind = self._value()
                else:
                    self._value()
            if not isinstance(kind, str):
                self._refuse(f"cell {number} has no cell_type", begin)
            yield JsonCell(number, kind or "", strings)

    def _strings(self, name: str) -> Iterator[Span]:
        """The strings of a source: one, or a list of them."""
        if self._sign() == '"':
            yield self._string()
            return
        for _ in self._items(name):
            if self._sign() != '"':
                self._refuse(f"{name} is no text", self._at)
            yield self._string()

    # JSON

    def _sign(self) -> str:
        self._skip()
        return self._text[self._at : self._at + 1]

    def _skip(self) -> None:
        if found := _SPACE.match(self._text, self._at):
            self._at = found.end()

    def _value(self) -> Any:
        self._skip()
        value, self._at = _DECODER.raw_decode(self._text, self._at)
        return value

    def _string(self) -> Span:
        begin = self._at + 1
        self._value()
        return Span(begin, self._at - 1)

    def _items(self, name: str) -> Iterator[None]:
        """Stops before each item of a list."""
        return self._members(name, "[", "]")

    def _keys(self, name: str) -> Iterator[str]:
        """Stops before each value of an object, with its key."""
        for _ in self._members(name, "{", "}"):
            if self._sign() != '"':
                raise json.JSONDecodeError("no name of a value", self._text, self._at)
            key = self._value()
            if self._sign() != ":":
                raise json.JSONDecodeError("no colon", self._text, self._at)
            self._at += 1
            yield key

    def _members(self, name: str, opening: str, closing: str) -> Iterator[None]:
        if self._sign() != opening:
            kind = "a list" if opening == "[" else "an object"
            if not self._sign():
                raise json.JSONDecodeError("its end", self._text, self._at)
            self._refuse(f"{name} is not {kind}", self._at)
        self._at += 1
        if self._sign() == closing:
            self._at += 1
            return
        while True:
            self._skip()
            yield
            sign = self._sign()
            self._at += 1
            if sign == closing:
                return
            if sign != ",":
                raise json.JSONDecodeError("no comma", self._text, self._at - 1)

    def _refuse(self, what: str, at: int) -> None:
        raise InputError(f"{self._source.where(at)}: no notebook ({what}). {_DO}.")


def _shown(value: Any) -> str:
    return str(value)[:20] if isinstance(value, int | float) else "unknown"


def _title(metadata: Any) -> str | None:
    return _words(metadata.get("title")) if isinstance(metadata, dict) else None


def _authors(metadata: Any) -> Iterator[str]:
    authors = metadata.get("authors") if isinstance(metadata, dict) else None
    for author in authors if isinstance(authors, list) else ():
        if name := _words(author.get("name")) if isinstance(author, dict) else None:
            yield name


def _words(value: Any) -> str | None:
    """A value that is text, on one line; halves of characters are none."""
    return _HALVES.sub("\ufffd", " ".join(value.split())) or None if isinstance(value, str) else None
