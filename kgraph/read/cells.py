"""Texts that a file of JSON holds under escapes, each read as Markdown by itself → one `Document`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from kgraph.known import Exhibit, KnownEntry, KnownMarker, Signs
from kgraph.model import Block, Document, Metadata, Problem
from kgraph.read.markdown import read_parts
from kgraph.read.markdown.known import leftover_in, signs
from kgraph.spans import Cell, SourceText

FurtherMarkers = Callable[[Cell, int, Sequence[Block]], Iterable[KnownMarker]]
"""What marks of a cell mean by the syntax of the format: the cell, the number of its first block, its blocks."""


def document_of_cells(
    source: SourceText, cells: tuple[Cell, ...], format: str, *, further: FurtherMarkers | None = None
) -> Document:
    """The blocks of the `cells`, in order of the file; all between them is code, as JSON is.

    The metadata are those that the text of the first cell states. Spans are code points of the file as it stands, its
    escapes included; places are told by cell and line.
    """
    parts = read_parts([cell.text for cell in cells])
    dropped = list(_between(cells, len(source.text)))
    blocks: list[Block] = []
    exhibits: list[Exhibit] = []
    markers: list[KnownMarker] = []
    entries: list[KnownEntry] = []
    problems: list[Problem] = []
    for cell, part in zip(cells, parts, strict=True):
        first_block = len(blocks)
        own = [_moved(block, cell) for block in part.blocks]
        told = [_moved_marker(marker, cell, first_block) for marker in part.markers]
        told += further(cell, first_block, own) if further else ()
        markers += sorted(told, key=lambda marker: (marker.block, marker.start))
        entries += (entry._replace(block=first_block + entry.block) for entry in part.entries)
        blocks += own
        exhibits += (e._replace(span=cell.span(*e.span)) for e in part.exhibits)
        dropped += ((*cell.span(start, end), reason) for start, end, reason in part.dropped)
        problems += (replace(p, span=cell.span(*p.span)) for p in part.problems)
    return Document(
        source=replace(source, cells=cells),
        format=format,
        metadata=parts[0].metadata if parts else Metadata(),
        blocks=tuple(blocks),
        markers=tuple(markers),
        entries=tuple(entries),
        signs=_signs(cells, blocks),
        dropped=tuple(sorted(dropped)),
        exhibits=tuple(exhibits),
        problems=tuple(problems),
    )


def _between(cells: Sequence[Cell], end: int) -> Iterator[tuple[int, int, str]]:
    """What stands before, between and behind the texts of the cells: code, as JSON is."""
    last = 0
    for cell in cells:
        yield last, cell.start, "code"
        last = cell.end
    yield last, end, "code"


def _moved(block: Block, cell: Cell) -> Block:
    """`block`, its places those of the file in place of the cell's text."""
    return block._replace(
        runs=tuple(_runs(block, cell)),
        inlines=tuple(inline._replace(span=cell.span(*inline.span)) for inline in block.inlines),
        span=cell.span(*block.span),
    )


def _moved_marker(marker: KnownMarker, cell: Cell, first_block: int) -> KnownMarker:
    span = marker.span and cell.span(*marker.span)
    return marker._replace(block=first_block + marker.block, span=span)


def _signs(cells: Iterable[Cell], blocks: Iterable[Block]) -> Signs:
    found = [(cell, signs(cell.text, ())) for cell in cells]
    return Signs(
        tuple((*cell.span(*escape),) for cell, own in found for escape in own.escapes),
        tuple(cell.span(*span) for cell, own in found for span in own.lookalikes),
        leftover_in(blocks),
    )


def _runs(block: Block, cell: Cell) -> Iterator[tuple[int, int, int]]:
    """The runs of `block`, cut where an escape of JSON stands."""
    ends = [run[0] for run in block.runs[1:]] + [len(block.text)]
    for (plain, start, end), stop in zip(block.runs, ends, strict=True):
        if end - start != stop - plain:
            yield plain, *cell.span(start, end)
            continue
        for at, first, last in cell.pieces(start, end):
            yield plain + at - start, first, last
