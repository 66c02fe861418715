"""Lists of numbered notes: an entry that refers back (`Ibid., 15.`) says that the others are notes, too."""

from collections.abc import Iterator, Sequence

from kgraph.extract.entries.links import find_links
from kgraph.extract.lists.candidates import EntryCandidate
from kgraph.extract.lists.found import FoundList
from kgraph.extract.notes.back_references import BackReference, read_back
from kgraph.extract.notes.parts import whole_note, works_of
from kgraph.model import Block


def as_notes(found: FoundList, blocks: Sequence[Block]) -> FoundList:
    """`found`, where one of its numbered entries refers back, with an entry for each work that a note names.

    Matches `1. Ann Moss, *Tides* (Ulm: Cato, 2019), 3.` with `2. Ibid., 15.` below. Not a list of works.
    """
    entries = found.entries
    numbered = all((label or "").isdecimal() for e in entries for label, _ in e.labels)
    if not numbered or any(blocks[e.block].definition for e in entries):
        return found
    if all((back := _back(e, blocks)) is None or back.kind == "page" for e in entries):
        return found  # `Page 3` alone may be the title of a page
    return found._replace(entries=tuple(part for e in entries for part in _parts(e, blocks)))


def _words(entry: EntryCandidate) -> tuple[int, int]:
    return entry.labels[-1][1], entry.end


def _back(entry: EntryCandidate, blocks: Sequence[Block]) -> BackReference | None:
    """What an entry without a link refers back to."""
    block, (start, end) = blocks[entry.block], _words(entry)
    return None if find_links(block, start, end) else read_back(block.text[start:end].strip())


def _parts(entry: EntryCandidate, blocks: Sequence[Block]) -> Iterator[EntryCandidate]:
    """The entry, once for each work that it names; as it is where its lines stand in several blocks, or it names none."""
    if entry.more:
        yield entry
        return
    block, within = blocks[entry.block], _words(entry)
    works = works_of((block,), within)
    if not works and _back(entry, blocks) is None:
        yield entry
        return
    works = works or (whole_note((block,), within),)
    for number, work in enumerate(works, 1):
        yield entry._replace(
            work=(entry.block, work.start, work.end), part=number if len(works) > 1 else None
        )
