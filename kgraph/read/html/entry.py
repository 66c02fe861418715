"""A note or an entry of a page, and all of them, asked by what stands in them."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from kgraph.read.html.conventions import Kind
from kgraph.read.html.labels import LABEL, bare
from kgraph.read.html.links import Links
from kgraph.read.html.tree import Node, Page


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A note or an entry: its element, what it is called, the ids that lead to it, and what of it is no words of it."""

    node: Node
    kind: Kind
    label: str | None
    ids: frozenset[str]
    skipped: frozenset[int] = frozenset()
    """The numbers of the elements that print its label or lead back."""
    is_printed: bool = False
    """Whether its label is what the reader sees, not its id."""
    head: int = 0
    """So many characters at its head print its label."""


@dataclass(slots=True)
class Entries:
    """The entries of a page, in order, asked by what stands in them."""

    found: list[Entry] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _by_id: dict[str, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Takes one in, which stands behind those that are there."""
        self.found.append(entry)
        self._starts.append(entry.node.number)
        for name in entry.ids:
            self._by_id.setdefault(name, entry)

    def of(self, node: Node | None) -> Entry | None:
        """The entry that an element stands in, or names."""
        if node is None:
            return None
        i = bisect_right(self._starts, node.number) - 1
        if i >= 0 and self.found[i].node.holds(node):
            return self.found[i]
        return self._by_id.get(node.id) if node.id else None

    def called(self, label: str) -> Entry | None:
        """The first entry that is called so."""
        return next((entry for entry in self.found if entry.label == label), None) if label else None

    def named(self, name: str) -> Entry | None:
        """The entry of an id."""
        return self._by_id.get(name)


def called_by_links(page: Page, links: Links, entries: Entries) -> Entries:
    """`entries`, those that print no label called what the first link to them prints."""
    if all(entry.label for entry in entries.found):
        return entries
    names: dict[int, str] = {}
    for link in page.nodes:
        entry = entries.of(links.target(link)) if link.name == "a" else None
        if entry is None or entry.label or entry.node.holds(link) or entry.node.number in names:
            continue
        words = page.words(link, 20)
        if LABEL.fullmatch(words):
            names[entry.node.number] = bare(words)
    out = Entries()
    for entry in entries.found:
        out.add(replace(entry, label=entry.label or names.get(entry.node.number)))
    return out
