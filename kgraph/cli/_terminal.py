"""What a person sees: untrusted text made visible, progress, tables. rich is loaded only on a terminal."""

import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    """`text` with control, ANSI and bidirectional characters and line ends escaped: one line, and no more.

    >>> visible("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return _CONTROLS.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode(), text)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is looking at `stream`."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def note(text: str) -> None:
    """A message for people, on standard error."""
    print(visible(text), file=sys.stderr)


class Progress:
    """A line on standard error that says how far the work is; silent where nobody looks."""

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._progress: Any = None
        self._task: Any = None

    def __enter__(self) -> "Progress":
        if is_terminal(sys.stderr):
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
            from rich.table import Column

            self._progress = Progress(
                TextColumn(self._verb), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[state]}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
                console=Console(stderr=True), transient=True, expand=True,
            )  # fmt: skip
            self._task = self._progress.add_task("", total=None, state="")
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    def at(self, done: int, total: int, state: str) -> None:
        """`done` of `total` are finished; `state` says more, cut where the line ends."""
        if self._progress:
            from rich.markup import escape

            self._progress.update(self._task, completed=done, total=total, state=escape(visible(state)))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], out: TextIO) -> None:
    """Rows as a table that fits the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(show_edge=False, pad_edge=False, header_style="bold")
    data = [["" if v is None else visible(" ".join(str(v).split("\n"))) for v in row] for row in rows]
    for i, column in enumerate(columns):
        numbers = (
            all(isinstance(row[i], int | float) for row in rows)
            if isinstance(rows, Sequence) and rows
            else False
        )
        shown.add_column(column.replace("_", " "), justify="right" if numbers else "left", overflow="fold")
    for row in data:
        shown.add_row(*(Text(cell) for cell in row))
    Console(file=out).print(shown)
