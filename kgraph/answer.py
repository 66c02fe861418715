"""The rows of an answer as people hold them: a list, which a notebook shows as a table."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from kgraph.many import many

_SHOWN = 5
_SHOWN_IN_A_NOTEBOOK = 50
_WIDEST = 300
"""Characters of a cell that a notebook shows."""


class Answer(list[Any]):
    """A list of rows, each a named tuple with the `columns`.

    >>> Answer([(1, "a")], ("n", "letter"))
    1 row of n, letter:
    (1, 'a')
    """

    def __init__(self, rows: Iterable[Any], columns: Sequence[str]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)

    def __repr__(self) -> str:
        head = f"{many(len(self), 'row')} of {', '.join(self.columns)}"
        more = [f"… and {len(self) - _SHOWN:,} more"] if len(self) > _SHOWN else []
        return "\n".join([head + ":" * bool(self), *map(repr, self[:_SHOWN]), *more])

    def _repr_html_(self) -> str:
        """What a notebook shows: the first rows as a table, without script, style sheet or address to fetch."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>"
            for row in self[:_SHOWN_IN_A_NOTEBOOK]
        )
        left = len(self) - _SHOWN_IN_A_NOTEBOOK
        more = f"<p>… and {left:,} more</p>" if left > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    """A value as text; an address as a link, which nothing but a click follows."""
    if value is None:
        return ""
    text = str(value)
    shown = escape(text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…")
    if text.startswith(("https://", "http://")):
        return f'<a href="{escape(text)}" rel="noopener noreferrer nofollow">{shown}</a>'
    return shown
