"""Rows of JSON Lines: a text a line, and its name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgraph import infile
from kgraph.archives._member import Member, Wanted, place, too_large
from kgraph.archives._stream import Stream

_CHUNK = 256 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns of a table hold the articles' texts and their names; without names rows are called by their number."""

    text: str = "text"
    name: str | None = None

    def without(self, column: str, there: list[str]) -> infile.Unfit:
        """The error of a table that has no such column."""
        shown = ", ".join(there[:_SHOWN]) + (", …" if len(there) > _SHOWN else "")
        option = "--text-column" if column == self.text else "--name-column"
        return infile.Unfit(f"no column {column!r} (it has: {shown or 'none'})", f"Give {option} NAME.")


def member(number: int, text: Any, name: Any, columns: Columns, wanted: Wanted) -> Member:
    """Row `number`, counted from 1, as an article."""
    if columns.name is None:
        path, unfit = f"row-{number}", ""
    elif isinstance(name, str | int) and not isinstance(name, bool):
        path, unfit = place(str(name))
    else:
        path, unfit = f"row-{number}", f"its column {columns.name!r} is no name"
    most = wanted(path)
    if not most:
        return Member(path)
    if not isinstance(text, str):
        unfit = unfit or f"its column {columns.text!r} is no text"
    data = text.encode("utf-8", "replace") if not unfit else None
    if data is not None and len(data) > most:
        data, unfit = None, too_large(most)
    return Member(path, data, unfit)


def members(file: str, wanted: Wanted, by: str, columns: Columns) -> Iterator[Member]:
    """The rows of a file of JSON Lines, compressed `by`; blank lines are none.

    Errors: `OSError`, `infile.Unfit`, also where the first row has no such column.
    """
    with Stream(file, by) as stream:
        for number, line in enumerate(_lines(stream), 1):
            if line is None:
                yield Member(f"row-{number}", unfit=too_large(_LONGEST_LINE))
                continue
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Member(f"row-{number}", unfit=f"no JSON ({' '.join(str(error).split())[:100]})")
                continue
            if not isinstance(row, dict):
                yield Member(f"row-{number}", unfit="no JSON object")
                continue
            if number == 1:
                for column in (columns.text, columns.name):
                    if column is not None and column not in row:
                        raise columns.without(column, list(row))
            name = row.get(columns.name) if columns.name else None
            yield member(number, row.get(columns.text), name, columns, wanted)


def _lines(stream: Stream) -> Iterator[bytes | None]:
    """The lines; None for one that is too long. Errors: `infile.Unfit` where they break off."""
    held = bytearray()
    dropped = False
    try:
        while chunk := stream.read(_CHUNK):
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                yield None if dropped else bytes(held + end)
                held.clear()
                dropped = False
            if not dropped:
                held += rest
            if len(held) > _LONGEST_LINE:
                held.clear()
                dropped = True
    except infile.Unfit:
        raise
    except Exception as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        raise infile.Unfit(f"broken or cut short ({why})", "Make it again.") from error
    if held or dropped:
        yield None if dropped else bytes(held)
