"""Whether the blocks of an article have all that was found in it: every claim, every marker, all words."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from kgraph.blocks import ShownBlock, shown_blocks
from kgraph.model import Extraction


def faults(extraction: Extraction) -> list[str]:
    """What the blocks of an article lack, one line each."""
    blocks = shown_blocks(extraction)
    return [
        *_disorder(blocks),
        *_claims(extraction, blocks),
        *_markers(extraction, blocks),
        *_words(extraction, blocks),
    ]


def _disorder(blocks: list[ShownBlock]) -> Iterator[str]:
    for block in blocks:
        places = [(m.start, -m.end) for m in block.marks]
        if places != sorted(places) or any(not 0 <= m.start <= m.end <= len(block.text) for m in block.marks):
            yield f"marks {block.marks} of {block.text[:60]!r}"
        if "\ufffc" in block.text:
            yield f"a sign for a marker in {block.text[:60]!r}"


def _claims(extraction: Extraction, blocks: list[ShownBlock]) -> Iterator[str]:
    """The words of a claim stand in its marks. There may be more, signs that are none of its words; in place of a marker
    that is words of the sentence (`As \\citet{moss} says`) the claim has a name.
    """
    marked: dict[str | int | None, list[tuple[str, str]]] = defaultdict(list)
    for block in blocks:
        for mark in block.marks:
            if mark.kind == "claim":
                inner = sorted(
                    (max(m.start, mark.start), m.end)
                    for m in block.marks
                    if m.kind == "marker" and m.end <= mark.end
                )
                marked[mark.value].append(
                    (block.text[mark.start : mark.end], _without(block.text, mark.start, mark.end, inner))
                )
    for claim in extraction.claims:
        found = marked.get(claim.id, [])
        if not found:
            yield f"no mark of claim {claim.text[:60]!r} at {tuple(claim.span)}"
        elif not _stands_in(claim.text, "".join(w for w, _ in found)) and not _stands_in(
            "".join(w for _, w in found), claim.text
        ):
            yield f"claim {claim.text[:60]!r} is marked as {found}"


def _without(text: str, start: int, end: int, markers: list[tuple[int, int]]) -> str:
    parts = []
    for first, last in markers:
        parts.append(text[start : max(first, start)])
        start = max(start, last)
    return "".join((*parts, text[start:end]))


def _stands_in(words: str, text: str) -> bool:
    """Whether the letters of `words` stand in `text`, in their order."""
    letters = iter(_bare(text))
    return all(letter in letters for letter in _bare(words))


def _markers(extraction: Extraction, blocks: list[ShownBlock]) -> Iterator[str]:
    count = Counter(mark.value for block in blocks for mark in block.marks if mark.kind == "marker")
    for marker in extraction.markers:
        if count[marker.span.start] != 1:
            yield f"{count[marker.span.start]} marks of marker {marker.raw[:40]!r} at {tuple(marker.span)}"


def _words(extraction: Extraction, blocks: list[ShownBlock]) -> Iterator[str]:
    """No letter of the body is lost."""
    body = [b for b in extraction.document.blocks if b.definition is None or b.definition.startswith("^")]
    lost = Counter(_bare("".join(b.text for b in body)))
    lost.subtract(_bare("".join(block.text for block in blocks)))
    if lost := +lost:
        yield f"lost: {dict(lost)}"


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
