"""The entries of a page that its syntax tells: notes, and entries of reference lists, with what each is called."""

from collections.abc import Mapping
from urllib.parse import unquote

from kgraph.read.html.conventions import Kind
from kgraph.read.html.entry import Entries, Entry, called_by_links
from kgraph.read.html.labels import Printed, bare, leads_back, printed_label
from kgraph.read.html.links import Links
from kgraph.read.html.loose_notes import loose_notes
from kgraph.read.html.notes_leading_back import Inside, leading_back
from kgraph.read.html.told_entries import headed_notes, told_entries
from kgraph.read.html.tree import HEADINGS, Node, Page


def entries_of(page: Page, links: Links, ordinals: Mapping[int, int]) -> Entries:
    """The entries that signs tell, and those that a number of the text leads to and that lead back."""
    told = [*told_entries(page), *headed_notes(page)]
    inside = Inside([node for node, _, _ in told])
    back: list[tuple[Node, Kind, Node | None]] = [
        (node, "note", None) for node in leading_back(page, links, inside)
    ]
    loose = list(loose_notes(page, Inside([*(n for n, _, _ in told), *(n for n, _, _ in back)])))
    found = Entries()
    last = -1
    alone: list[tuple[Node, Kind, Node | None]] = [(node, "note", number) for node, number in loose]
    for node, kind, label in sorted([*told, *back, *alone], key=lambda each: each[0].number):
        if node.number > last:
            found.add(_entry(page, links, ordinals, node, kind, label))
            last = node.last
    return called_by_links(page, links, found)


def _entry(
    page: Page, links: Links, ordinals: Mapping[int, int], node: Node, kind: Kind, beside: Node | None
) -> Entry:
    within = page.nodes[node.number : node.last + 1]
    skipped = {n.number for n in within if leads_back(page, links, n, node)}
    if beside is not None and (node.holds(beside) or beside.name in HEADINGS):
        skipped.add(beside.number)
    named = [*within, *(page.nodes[beside.number : beside.last + 1] if beside else ())]
    ids = {name for n in named for name in n.names}
    printed = (
        Printed(bare(page.words(beside, 60)) or None)
        if beside
        else printed_label(page, links, node, ordinals.get(node.number))
    )
    if printed.element is not None:
        skipped.add(printed.element)
    label = unquote(node.id) if _is_called_by_id(node) else printed.label
    name = next((n.id for n in within if n.id), None) if kind == "reference" else None
    return Entry(
        node=node, kind=kind, label=label or name, ids=frozenset(ids), skipped=frozenset(skipped), is_printed=label is not None and label == printed.label, head=printed.head
    )  # fmt: skip


def _is_called_by_id(node: Node) -> bool:
    """Whether an entry is called by its id: one of an encyclopedia."""
    listed = node.parent is not None and ".mw-references" in node.parent.signs
    return node.id.startswith("cite_note") or (bool(node.id) and listed)
