"""Answers to the ready questions as people read them: sources by their names, no IRIs."""

from collections.abc import Sequence
from typing import Any

_BESIDE = {"claim": "claim_text", "title": "source"}
"""Column that need not be shown → the one beside which it says nothing more."""


def for_people(store: str, columns: Sequence[str], rows: Sequence[Any]) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows with each source by its name, and without columns that others speak for.

    A source that is none has the title beside it, where there is one.
    """
    from kgraph.jobs.names import called
    from kgraph.store import Iri

    names = called(store, (cell for row in rows for cell in row if isinstance(cell, Iri)))
    shown = [i for i, column in enumerate(columns) if _BESIDE.get(column) not in columns]
    title = columns.index("title") if "title" in columns else None
    out = []
    for row in rows:
        cells = [names.get(cell, cell) if isinstance(cell, Iri) else cell for cell in row]
        if title is not None and "source" in columns and cells[columns.index("source")] is None:
            cells[columns.index("source")] = cells[title]
        out.append([cells[i] for i in shown])
    return [columns[i] for i in shown], out
