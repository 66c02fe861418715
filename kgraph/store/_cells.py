"""Rows of columns that each have one datatype, read as solutions.

A result of SQL may be large, and is most often written out once, row by row: it is held as the text in which it came.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any, overload

IRI = "IRI"
"""What stands in the place of a datatype where a column holds IRIs."""

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
Solution = dict[str, dict[str, str]]


class Cells(Sequence[Solution]):
    """The solutions in some pieces of JSON, each an array of rows; made anew whenever they are asked for.

    >>> list(Cells(("n",), ("http://www.w3.org/2001/XMLSchema#integer",), [b"[[3],[null]]"]))
    [{'n': {'type': 'literal', 'value': '3', 'datatype': 'http://www.w3.org/2001/XMLSchema#integer'}}, {}]
    """

    def __init__(
        self, names: Sequence[str], datatypes: Sequence[str | None], pieces: Sequence[bytes]
    ) -> None:
        self._pieces = pieces
        self._columns = [(name, _kind(datatype)) for name, datatype in zip(names, datatypes, strict=True)]

    @cached_property
    def _length(self) -> int:
        return sum(len(json.loads(piece)) for piece in self._pieces)

    def __len__(self) -> int:
        return self._length

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def __iter__(self) -> Iterator[Solution]:
        return (self._solution(row) for row in self.rows())

    @overload
    def __getitem__(self, index: int) -> Solution: ...
    @overload
    def __getitem__(self, index: slice) -> list[Solution]: ...
    def __getitem__(self, index: int | slice) -> Solution | list[Solution]:
        if isinstance(index, slice):
            return [self._solution(row) for row in islice(self.rows(), *index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._solution(next(islice(self.rows(), index, None)))

    def rows(self) -> Iterator[list[Any]]:
        """The rows as lists of texts and whole numbers, None where there is nothing."""
        return chain.from_iterable(json.loads(piece) for piece in self._pieces)

    def values(self, value: Callable[[dict[str, str]], Any]) -> Iterator[list[Any]]:
        """The rows, each cell that is no text and no whole number as `value` makes it of its term."""
        others = [
            (place, kind)
            for place, (_, kind) in enumerate(self._columns)
            if kind not in (_kind(None), _kind(_INTEGER))
        ]
        for row in self.rows():
            for place, kind in others:
                if row[place] is not None:
                    row[place] = value({**kind, "value": row[place]})
            yield row

    def _solution(self, row: list[Any]) -> Solution:
        return {
            name: {**kind, "value": str(cell)}
            for (name, kind), cell in zip(self._columns, row, strict=True)
            if cell is not None
        }


def _kind(datatype: str | None) -> dict[str, str]:
    if datatype == IRI:
        return {"type": "uri", "value": ""}
    return {"type": "literal", "value": "", **({"datatype": datatype} if datatype else {})}
