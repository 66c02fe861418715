"""The details of an article as a page keeps them: what the page has anyway is told by its place, and columns are by themselves.

Problems are among the columns. The text as written comes out of the claims, blocks come out of the text, and entries and
markers are pieces of it. web/src/slim.ts puts them together again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from kgraph.export._edits import edits
from kgraph.export.details import Detail

MARKS = ("as it is", "claim", "marker", "piece")
"""What the value of a mark is: itself, the place of a claim or of a marker after the one before, or a piece of the block's source."""


class Known(NamedTuple):
    """What the page has beside the details: the claims of an article by where they begin, as (id, text, start, end); source → row."""

    claims: Sequence[tuple[str, str, int, int]]
    sources: Mapping[str, int]


def slim(detail: Detail, known: Known) -> dict[str, Any]:
    """The value that the page reads."""
    text = detail.text or ""
    places = {claim[0]: place for place, claim in enumerate(known.claims)}
    return {
        "text": None if detail.text is None else _text(text, known.claims),
        "blocks": None if detail.blocks is None else _blocks(detail, text, places),
        "markers": _markers(detail, text, places, known.sources),
        "references": _references(detail, text, known.sources),
    }


def alone(detail: Detail, known: Known) -> dict[str, Any]:
    """The same for a page that shows claims alone: without text, blocks and entries, and without how markers are written."""
    unwritten = [[*marker[:4], "", *marker[5:]] for marker in detail.markers]
    return slim(replace(detail, text=None, blocks=None, markers=unwritten, references=[]), known)


def _text(text: str, claims: Sequence[tuple[str, str, int, int]]) -> dict[str, Any]:
    """What lies between the claims, and how each is written; a claim that begins in another is passed by."""
    between, steps, added = [], [], []
    done = 0
    for _, said, start, end in claims:
        if start < done:
            continue
        between.append(text[done:start])
        how, more = edits(said, text[start:end])
        steps.append(how)
        added.append(more)
        done = end
    return {"between": [*between, text[done:]], "steps": steps, "added": added}


def _blocks(detail: Detail, text: str, places: Mapping[str, int]) -> dict[str, Any]:
    assert detail.blocks is not None
    kinds, levels, texts, starts, ends, *rest, marks = zip(*detail.blocks, strict=True)
    told = [edits(text[start:end], block) for start, end, block in zip(starts, ends, texts, strict=True)]
    return {
        "kind": coded(kinds), "level": coded(levels), "rest": [coded(column) for column in rest],
        "start": _after(starts), "length": _lengths(starts, ends),
        "steps": [steps for steps, _ in told], "added": [added for _, added in told],
        "marks": _marks(detail, text, places, marks),
    }  # fmt: skip


def _marks(detail: Detail, text: str, places: Mapping[str, int], marks: Iterable[Any]) -> dict[str, Any]:
    begins = [marker[0] for marker in detail.markers]
    kinds: list[tuple[str, int]] = []
    starts, lengths, values, counts = [], [], [], []
    claim = marker = 0
    assert detail.blocks is not None
    for block, own in zip(detail.blocks, marks, strict=True):
        counts.append(len(own))
        before = 0
        for kind, start, end, value in own:
            starts.append(start - before)
            lengths.append(end - start)
            before = start
            how, said = 0, value
            if kind == "claim" and value in places:
                how, said, claim = 1, places[value] - claim, places[value]
            elif (
                kind == "marker" and (at := bisect_left(begins, value)) < len(begins) and begins[at] == value
            ):
                how, said, marker = 2, at - marker, at
            elif isinstance(value, str) and (at := text.find(value, block[3], block[4])) >= 0:
                how, said = 3, [at - block[3], len(value)]
            kinds.append((kind, how))
            values.append(said)
    return {"count": counts, "kind": coded(kinds), "start": starts, "length": lengths, "value": values}


def _markers(
    detail: Detail, text: str, places: Mapping[str, int], sources: Mapping[str, int]
) -> dict[str, Any]:
    if not detail.markers:
        return {}
    starts, ends, statuses, claims, written, cited, labels, passages = zip(*detail.markers, strict=True)
    return {
        "start": _after(starts), "length": _lengths(starts, ends), "status": statuses, "label": labels, "passage": coded(passages),
        "claim": [places.get(claim, -1) for claim in claims],
        "written": coded(_pieces(written, text, starts, ends)),
        "sources": [[sources.get(source, source) for source in those] for those in cited],
    }  # fmt: skip


def _references(detail: Detail, text: str, sources: Mapping[str, int]) -> dict[str, Any]:
    if not detail.references:
        return {}
    labels, lists, positions, printed, titles, cited, starts, ends, files = zip(
        *detail.references, strict=True
    )
    return {
        "label": labels, "list": coded(lists), "position": positions, "printed": coded(_pieces(printed, text, starts, ends)),
        "title": [_title(title, whole) for title, whole in zip(titles, printed, strict=True)],
        "source": [sources.get(source, source) for source in cited],
        "start": _after(starts), "length": _lengths(starts, ends), "file": coded(files),
    }  # fmt: skip


def _title(title: str | None, printed: str | None) -> Any:
    """Where in the entry as it is printed the title stands, and how long it is; or itself."""
    at = (printed or "").find(title) if title else -1
    return title if at < 0 or title is None else [at, len(title)]


def _pieces(values: Iterable[str | None], text: str, starts: Iterable[int], ends: Iterable[int]) -> list[Any]:
    """0 for what is the piece of the text at its place."""
    return [
        0 if text and value == text[start:end] else value
        for value, start, end in zip(values, starts, ends, strict=True)
    ]


def coded(column: Iterable[Any]) -> list[Any]:
    """A column's different values, then for each row which it is.

    >>> coded(["item", "item", "heading"])
    [['item', 'heading'], [0, 0, 1]]
    """
    numbers: dict[Any, int] = {}
    rows = [numbers.setdefault(value, len(numbers)) for value in column]
    return [list(numbers), rows]


def _after(numbers: Iterable[int]) -> list[int]:
    """Each by how much it is more than the one before."""
    before, out = 0, []
    for number in numbers:
        out.append(number - before)
        before = number
    return out


def _lengths(starts: Iterable[int], ends: Iterable[int]) -> list[int]:
    return [end - start for start, end in zip(starts, ends, strict=True)]
