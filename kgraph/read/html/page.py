"""A page → its document: tree, main text, notes and entries, markers, blocks."""

from collections.abc import Iterator
from dataclasses import replace

from kgraph.codes import problem
from kgraph.known import Signs
from kgraph.model import Document, Problem
from kgraph.read.html.distill import bibliography_of
from kgraph.read.html.entries import entries_of
from kgraph.read.html.entry import Entries
from kgraph.read.html.labels import ordinals_of
from kgraph.read.html.links import Links
from kgraph.read.html.main_text import main_of
from kgraph.read.html.marks import Mark, marks_of
from kgraph.read.html.metadata import metadata_of
from kgraph.read.html.reads import READS
from kgraph.read.html.streamed import show_streamed
from kgraph.read.html.tree import Node, Page, parse
from kgraph.read.html.walk import Walk
from kgraph.read.html.walls import refuse_wall
from kgraph.spans import SourceText, Span


def read_html(source: SourceText, fetched: str | None = None) -> Document:
    """The article of a page; what stands around it is dropped, with the reason.

    `fetched` is the address that it was fetched from: it stands above what the page says of itself, and relative links
    lead from there. Errors: `InputError` for a page that is a wall (a log-in, a consent form, an error) and has no article.
    """
    page = parse(source.text)
    show_streamed(page)
    main = main_of(page)
    metadata = metadata_of(page, main)
    links = Links(page, metadata.url, fetched)
    if fetched:
        metadata = replace(metadata, url=fetched)
    ordinals = ordinals_of(page)
    entries = entries_of(page, links, ordinals)
    marks = list(marks_of(page, links, entries))
    nodes = [main, *_outside(main, entries)]
    body = Walk(page, links, entries, marks, ordinals, READS).read(nodes)
    text = " ".join(block.text for block in body.blocks)
    refuse_wall(source.name, page, main, metadata, text, cites=bool(body.markers or body.entries))
    named, records = bibliography_of(page)
    if named:
        metadata = replace(metadata, bibliography=named)
    return Document(
        source=source,
        format="html",
        metadata=metadata,
        blocks=tuple(body.blocks),
        markers=tuple(sorted(body.markers, key=lambda m: (m.block, m.start))),
        entries=tuple(body.entries),
        dropped=tuple(sorted([*body.dropped, *_around(page, nodes)])),
        exhibits=tuple(body.exhibits),
        signs=Signs(),
        bibliography=tuple(records),
        problems=tuple(_problems(page, marks)),
    )


_LISTS = frozenset({"ol", "ul", "dl", "tbody"})


def _outside(main: Node, entries: Entries) -> Iterator[Node]:
    """The entries that stand outside of the main text: notes in a footer, a list behind the article."""
    last = -1
    for entry in entries.found:
        parent = entry.node.parent
        if parent is None or main.holds(entry.node) or entry.node.number <= last:
            continue
        whole = parent if parent.name in _LISTS else entry.node
        if not whole.holds(main):
            last = whole.last
            yield whole


def _around(page: Page, nodes: list[Node]) -> Iterator[tuple[int, int, str]]:
    """What stands before, between and behind the parts that are read."""
    at = 0
    for node in sorted(nodes, key=lambda n: n.start):
        if page.text[at : node.start].strip():
            yield at, node.start, "chrome"
        at = max(at, node.end)
    if page.text[at:].strip():
        yield at, len(page.text), "chrome"


def _problems(page: Page, marks: list[Mark]) -> Iterator[Problem]:
    for mark in marks:
        if mark.misprints is not None:
            printed, label = mark.misprints
            yield problem(
                "marker-target-mismatch", f"the marker prints {printed!r} and leads to entry {label!r}",
                Span(mark.node.start, mark.node.end),
            )  # fmt: skip
    if page.cut is not None:
        yield problem(
            "page-cut", f"only the first {len(page.nodes):,} elements were read", Span(page.cut, page.cut)
        )
    elif page.unclosed is not None:
        words = "nothing closes what begins here; what follows was not read as text"
        yield problem("page-cut", words, Span(page.unclosed, page.unclosed + 1))
    elif page.ends_in is not None:
        end = len(page.text)
        yield problem(
            "page-cut", f"the page ends within <{page.ends_in}>: what followed is lost", Span(end, end)
        )
