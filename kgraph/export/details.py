"""What the view of one article needs beside the columns: its blocks and text, markers, reference entries and problems."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kgraph.export._of_rows import Rows

STATUSES = ("resolved", "dangling", "unresolvable", "ambiguous")

_MARKERS = ("start", "end", "status", "claim", "text", "sources", "entries", "passage")
_REFERENCES = ("entry", "label", "list", "position", "text", "title", "source", "start", "end", "file")
_PROBLEMS = ("code", "severity", "message", "start", "end", "line", "file")
_BLOCKS = (
    "position", "kind", "level", "text", "start", "end", "label", "lists", "table", "row", "column", "marks",
)  # fmt: skip
_WANTED = {"markers": _MARKERS, "references": _REFERENCES, "problems": _PROBLEMS, "blocks": _BLOCKS}

_Given = Mapping[str, Iterable[tuple[Any, ...]]]
"""Table → rows of one article, with the columns of `_WANTED`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One article. `text` is as written, None where it is not at hand; a block is [kind, level, text, start, end, label, lists,
    table, row, column, marks], and there are none where the store was built before there were. A marker is [start, end, status, claim id, as written, source IRIs, label, passage]; a reference
    [label, list, position, as printed, title, source IRI, start, end, file]; a problem
    [code, severity, message, start, end, line, file].
    """

    path: str
    text: str | None
    blocks: list[list[Any]] | None
    markers: list[list[Any]]
    references: list[list[Any]]
    problems: list[list[Any]]

    def json(self) -> dict[str, Any]:
        """The value the page reads."""
        return {
            "blocks": self.blocks,
            "text": self.text,
            "markers": self.markers,
            "references": self.references,
            "problems": self.problems,
        }


def detail(rows: Rows, path: str, text: str | None) -> Detail:
    """The detail of the article at `path`, whose rows alone `rows` gives; `text` is what it was read from."""
    return _detail(path, text, {table: rows(table, columns) for table, columns in _WANTED.items()})


def details(rows: Rows, texts: Mapping[str, str] | None) -> Iterator[Detail]:
    """The detail of every article, by path; `texts` maps path to text, as far as it can be had. Without it there are no blocks either."""
    held: dict[str, dict[str, list[tuple[Any, ...]]]] = {
        path: defaultdict(list) for (path,) in rows("articles", ("article",))
    }
    for table, columns in _WANTED.items():
        if texts is None and table == "blocks":
            continue
        for path, *values in rows(table, ("article", *columns)):
            held[path][table].append(tuple(values))
    for path in sorted(held):
        yield _detail(
            path, None if texts is None else texts.get(path), {table: held[path][table] for table in _WANTED}
        )


def _detail(path: str, text: str | None, given: _Given) -> Detail:
    references = sorted(given["references"], key=lambda r: (r[2], r[3], r[1] or ""))
    labels = {entry: label for entry, label, *_ in references}
    return Detail(
        path=path, text=text, blocks=[_block(row) for row in sorted(given["blocks"])] or None,
        markers=[_marker(row, labels) for row in sorted(given["markers"], key=lambda m: (m[0], m[1]))],
        references=[list(row[1:]) for row in references],
        problems=sorted((list(row) for row in given["problems"]), key=lambda p: (p[3], p[0], p[2])),
    )  # fmt: skip


def _block(row: tuple[Any, ...]) -> list[Any]:
    _, *values, marks = row
    return [*values, json.loads(marks) if marks else []]


def _marker(row: tuple[Any, ...], labels: Mapping[str, str | None]) -> list[Any]:
    start, end, status, claim, text, sources, entries, passage = row
    named = [label for entry in entries if (label := labels.get(entry))]
    return [
        start, end, STATUSES.index(status), claim.rpartition("#")[2] if claim else None, text, list(sources),
        ", ".join(named), passage,
    ]  # fmt: skip
