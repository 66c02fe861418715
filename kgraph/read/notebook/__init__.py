"""Jupyter notebook → `Document`: its Markdown cells are one article; code, outputs and raw cells are code."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kgraph.known import Exhibit
from kgraph.model import Document
from kgraph.read.cells import document_of_cells
from kgraph.read.json_strings import cell_of
from kgraph.read.notebook.json_cells import JsonCell, read_json
from kgraph.spans import Cell, SourceText, Span


def read_notebook(source: SourceText) -> Document:
    """The blocks of the Markdown cells of a notebook (nbformat 4), each cell read by itself.

    Spans are code points of the file as it stands, escapes of JSON included; places are told by cell and line.

    Errors: `InputError` for what is no such notebook.
    """
    notebook = read_json(source)
    document = document_of_cells(source, tuple(_texts(source.text, notebook.cells)), "notebook")
    first = document.metadata
    exhibits = [*document.exhibits, *_code(source.text, notebook.cells)]
    return replace(
        document,
        exhibits=tuple(sorted(exhibits, key=lambda e: e.span)),
        metadata=replace(
            first, title=first.title or notebook.title, authors=first.authors or notebook.authors
        ),
    )


def _code(text: str, cells: Iterable[JsonCell]) -> Iterator[Exhibit]:
    for cell in cells:
        if cell.kind == "code":
            found = cell_of(text, cell.number, cell.strings)
            if found.text.strip():
                yield Exhibit("code", found.text.strip("\n"), Span(found.start, found.end))


def _texts(text: str, cells: Iterable[JsonCell]) -> Iterator[Cell]:
    for cell in cells:
        if cell.kind == "markdown":
            found = cell_of(text, cell.number, cell.strings)
            if found.text:
                yield found
