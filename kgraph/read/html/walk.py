"""The walk through the tree of a page, element by element."""

from collections.abc import Callable, Collection, Mapping, Sequence

from kgraph.known import Exhibit, ExhibitKind
from kgraph.read.html.entry import Entries
from kgraph.read.html.links import Links
from kgraph.read.html.marks import Mark
from kgraph.read.html.tree import Node, Page
from kgraph.read.html.written import Body, Place, Written
from kgraph.spans import Span

_OWN_NUMBERS = frozenset({".ltx_note_mark", ".ltx_tag_note", ".ltx_note_type"})
"""What prints the number of a note in the note itself."""

Read = tuple[Collection[str], Callable[["Walk", Node], bool], Callable[["Walk", Node], None]]
"""The names of the elements that a row is for, all where it has none; which of them it reads, and how."""


class Walk:
    """Goes through the elements of a page in order, each by the first row of a table that fits."""

    def __init__(
        self,
        page: Page,
        links: Links,
        entries: Entries,
        marks: Sequence[Mark],
        ordinals: Mapping[int, int],
        reads: Sequence[Read],
    ) -> None:
        self._reads = reads
        self._reads_of: dict[str, list[Read]] = {}
        """Name of an element → the rows that are for it."""
        self.page, self.links, self.ordinals = page, links, ordinals
        self.marks = {mark.node.number: mark for mark in marks}
        self.entries = {entry.node.number: entry for entry in entries.found}
        self.skipped = {number for entry in entries.found for number in entry.skipped}
        self.holders = _holders(entries)
        """The elements that hold entries."""
        self.named = {name for node in page.nodes if node.name == "a" and (name := links.fragment(node))}
        self.out = Written(page.text)
        self.numbers = {"list": 0, "table": 0}

    def read(self, nodes: Sequence[Node]) -> Body:
        """The blocks of what `nodes` hold, one after the other."""
        for node in nodes:
            if node.number in self.entries:
                self.element(node)
            else:
                self.children(node)
            self.flush(node.end)
        self.out.body.dropped += ((start, end, "comment") for start, end in self.page.comments)
        return self.out.body

    def children(self, node: Node) -> None:
        """Reads what stands in an element."""
        for child in node.children:
            if isinstance(child, Node):
                self.element(child)
            else:
                self.out.text(*child)

    def element(self, node: Node) -> None:
        """Reads one element."""
        rows = self._reads_of.get(node.name)
        if rows is None:
            rows = self._reads_of[node.name] = [
                row for row in self._reads if not row[0] or node.name in row[0]
            ]
        for _, fits, read in rows:
            if fits(self, node):
                read(self, node)
                return

    def drop(self, node: Node, reason: str) -> None:
        """Leaves an element out."""
        self.out.body.dropped.append((node.start, node.end, reason))

    def show(self, node: Node, kind: ExhibitKind, words: str) -> None:
        """Leaves an element out that a reader sees: these words, or a picture that they stand in for."""
        self.drop(node, kind)
        self.out.body.exhibits.append(Exhibit(kind, words, Span(node.start, node.end)))

    def anchor(self, node: Node) -> None:
        """An id that a link of the page names stands before the words that follow."""
        for name in node.names:
            if name in self.named:
                self.out.mark("anchor", self.out.writer.plain, name, Span(node.start, node.inner))

    def flush(self, at: int) -> None:
        """Ends the block at hand; the notes that stood in it follow."""
        self.out.flush(at)
        notes, self.out.notes = self.out.notes, []
        for node, label in notes:
            before, opened = self.out.place, self.out.without_markup()
            self.out.place = Place("footnote", definition=f"^{label}" if label else None)
            inner = next(
                (n for n in self.page.nodes[node.number : node.last + 1] if ".ltx_note_content" in n.signs),
                node,
            )
            for child in inner.children:
                if not isinstance(child, Node):
                    self.out.text(*child)
                elif _OWN_NUMBERS.isdisjoint(child.signs):
                    self.element(child)
            self.flush(node.end)
            self.out.place = before
            self.out.with_markup(opened, node.end)


def _holders(entries: Entries) -> frozenset[int]:
    found: set[int] = set()
    for entry in entries.found:
        for node in entry.node.above():
            if node.number in found:
                break
            found.add(node.number)
    return frozenset(found)
