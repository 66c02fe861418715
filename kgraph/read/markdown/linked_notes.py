"""Notes that word processors and sites export as links: a number that leads to a note, and a note that begins with the way back.

Both sides must be there; then the number is the mark of a footnote, and the paragraph its note.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from kgraph.model import Block, Inline
from kgraph.read.markdown.cuts import Whole, cut
from kgraph.read.markdown.ways_back import (
    Head,
    Mark,
    are_a_pair,
    head_of,
    kind_of,
    marks_of,
    may_lead_back,
    names_note,
    notes_apart,
)

_MOST_PARAGRAPHS = 6
"""So many paragraphs between two notes belong to the first."""


def as_footnotes(blocks: list[Block], source: str) -> list[Block]:
    """`blocks` with footnotes for what is printed as links to notes and back.

    Matches `It is.[[1]](#_ftn1)` with `[[1]](#_ftnref1) Moss, *Tides*.` below. Not `[1](#ref-1)` with `[1] Moss` and no way back.
    """
    if not any(map(may_lead_back, blocks)):
        return blocks
    before, blocks = blocks, [part for block in blocks for part in notes_apart(block)]
    heads = {i: head for i, block in enumerate(blocks) if (head := head_of(block)) is not None}
    times = Counter(head.label for head in heads.values())
    marks = {
        i: found for i, block in enumerate(blocks) if (found := list(marks_of(block, heads.get(i), source)))
    }
    by_label = {mark.label: mark for found in marks.values() for mark in found}
    paired = {
        kind_of(head.anchor)
        for head in heads.values()
        if times[head.label] == 1 and head.label in by_label and are_a_pair(by_label[head.label], head)
    }
    if not paired:
        return before
    notes = {i: h for i, h in heads.items() if times[h.label] == 1 and kind_of(h.anchor) in paired}
    owners = _paragraphs(blocks, notes, marks)
    labels = {head.label for head in notes.values()}
    out: list[Block] = []
    for i, block in enumerate(blocks):
        if names_note(block):
            continue
        start = notes[i].end if i in notes else 0
        own = [mark for mark in marks.get(i, ()) if mark.label in labels and mark.start >= start]
        if i not in owners and not own:
            out.append(block)
        elif block.text[start:].strip():
            out.append(_with_marks(block, start, own, owners.get(i)))
    return out


def _paragraphs(
    blocks: Sequence[Block], notes: Mapping[int, Head], marks: Mapping[int, Sequence[Mark]]
) -> dict[int, str]:
    """Block → the note that it is a paragraph of: what stands up to the next note, and at the last the first behind its head."""
    owners = {i: head.label for i, head in notes.items()}
    starts = sorted(notes)
    for at, following in zip(starts, [*starts[1:], len(blocks)], strict=True):
        more = range(at + 1, min(following, at + 1 + _MOST_PARAGRAPHS))
        if following == len(blocks) or len(more) < following - at - 1:
            more = more[: not blocks[at].text[notes[at].end :].strip()]
        between = [blocks[i] for i in more]
        if any(b.kind == "heading" or b.definition or b.kind == "cell" for b in between):
            continue
        if any(i in marks for i in more):
            continue  # what cites is text again
        owners.update(dict.fromkeys(more, notes[at].label))
    return owners


def _with_marks(block: Block, start: int, marks: Sequence[Mark], note: str | None) -> Block:
    """The block from `start` on, a footnote for each of `marks`; where it is a paragraph of `note`, as a paragraph of a footnote."""
    ranges, at = [], start
    for mark in marks:
        ranges.append((at, mark.start))
        at = mark.end
    ranges.append((at, len(block.text)))
    whole = Whole(block.text, block.runs, [n for n in block.inlines if n.kind != "link" or n.end > n.start])
    text, runs, inlines = cut(whole, ranges, [Inline("footnote", 0, 0, m.label, m.span) for m in marks])
    block = block._replace(text=text, runs=runs, inlines=inlines)
    return (
        block
        if note is None
        else block._replace(kind="footnote", definition=f"^{note}", ordinal=None, lists=())
    )
