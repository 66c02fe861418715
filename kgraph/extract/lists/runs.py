"""Lists that nothing announces: runs of numbered lines that are entries, and what proves them (semantics, section 3)."""

from collections.abc import Iterator, Sequence

from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.lists.article import Article
from kgraph.extract.lists.candidates import GrowingEntry, only_link
from kgraph.extract.lists.found import FoundList, Taken
from kgraph.extract.lists.numbered_lines import (
    LABEL_SIGNS,
    heads_source,
    is_note,
    numbered_entry,
)
from kgraph.extract.lists.run import Run
from kgraph.extract.lists.shape import ListShape
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.text.characters import RAISED_DIGITS
from kgraph.extract.text.places import lines

_DIGIT = re.compile(rf"[\d{RAISED_DIGITS}]")


def of_runs(article: Article, taken: Taken, shapes: Sequence[ListShape]) -> Iterator[FoundList]:
    """The runs that a row of `shapes` proves; the first that does tells what the list is."""
    for entries in filter(None, _runs(article, taken)):
        for run in Run(article, taken, entries).sure():
            ordered = article.labels_entries and not run.is_bracketed  # an ordered list beside them is one
            shape = (
                None
                if run.is_prose or ordered or run.is_contents or run.are_remarks
                else next((s for s in shapes if s.proof and s.proof(run)), None)
            )
            if shape:
                yield FoundList(tuple(entry.done() for entry in run.entries), shape.told())


def counts_up(run: Run) -> bool:
    """`[1] …`, `[2] …`, `[3] …`. Not `1. …`, `2. …`, nor the numbered paragraphs of a judgment."""
    return run.is_bracketed and run.counts_up


def are_notes(run: Run) -> bool:
    """Numbered notes, each with a way back to the text. Not numbered points."""
    return run.is_named_above and all(e.noted for e in run.entries)


def is_named(run: Run) -> bool:
    """Entries whose labels the text above names. Not an ordered list amid the text."""
    return run.is_named_above and (run.is_bracketed or run.ends_article or not run.is_ordered)


def ends_article(run: Run) -> bool:
    """Entries at the end, in brackets, behind a rule, or links by number from 1 on. Not an ordered list that only ends the text."""
    return run.ends_article and (run.is_bracketed or run.is_behind_rule or run.are_links_by_number)


def _runs(article: Article, taken: Taken) -> Iterator[list[GrowingEntry]]:
    """Runs of entries with further lines, in what no list has taken; some are empty."""
    run: list[GrowingEntry] = []
    for i, block in enumerate(article.blocks):
        if block.definition or (block.kind in ("heading", "cell") and not heads_source(block)):
            if block.kind == "heading":
                yield run
                run = []
            continue
        if not run and block.ordinal is None and not _DIGIT.search(block.text):
            continue  # it begins no entry, and none goes on
        labelled = block.ordinal is not None or block.text[0] in LABEL_SIGNS
        spans = entry_lines(block) if labelled else lines(block)
        for n, (start, end) in enumerate(spans):
            if taken.holds(i, start):
                continue
            found = numbered_entry(article, i, spans, n)
            if found and (not run or _follows(run[-1], found)):
                run.append(found)
            elif run and run[-1].noted and is_note(article, block, start):
                continue  # a remark between notes parts no list
            elif run and _goes_on(run[-1], article, i, start, end):
                run[-1].more.append((i, start, end))
            else:
                yield run
                run = [found] if found else []
    yield run


def _follows(before: GrowingEntry, found: GrowingEntry) -> bool:
    """Whether `found` continues the run: its number is not one the run starts again with."""
    number = int(found.labels[0][0] or 0)
    return number != 1 or int(before.labels[0][0] or 0) == 0


def _goes_on(last: GrowingEntry, article: Article, i: int, start: int, end: int) -> bool:
    """Whether a line of block `i` belongs to the entry `last` above it."""
    block = article.blocks[i]
    if i == last.block and not block.text[last.labels[-1][1] : last.end].strip():
        return True  # the label has a line of its own, so that the others are its entry
    if only_link(block, start, end):
        return True
    return i == last.last and (
        block.kind == "item" or bool(find_links(block, start, end)) or block.text[start].islower()
    )
