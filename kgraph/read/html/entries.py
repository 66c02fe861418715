"""The entries of a page that its syntax tells: notes, and entries of reference lists, with what each is called."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from kgraph.read.html.conventions import ENTRY_BY_SIGN, LIST_BY_SIGN, Kind
from kgraph.read.html.entry import Entries, Entry, called_by_links
from kgraph.read.html.labels import Printed, bare, leads_back, printed_label
from kgraph.read.html.links import Links
from kgraph.read.html.loose_notes import loose_notes
from kgraph.read.html.notes_leading_back import Inside, leading_back
from kgraph.read.html.tree import Node, Page

_IN_MODULE = re.compile(r"__(?:foot|end)notes\b")
"""What a list of notes is called by makers of style sheets who set the component before: `Post_a1b2__footnotes`."""
_CLASS_CHARS = 300


def entries_of(page: Page, links: Links, ordinals: Mapping[int, int]) -> Entries:
    """The entries that signs tell, and those that a number of the text leads to and that lead back."""
    told = list(_told(page))
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


def _told(page: Page) -> "Iterator[tuple[Node, Kind, Node | None]]":
    """The elements that signs tell to be entries, each with the element of its label where that stands beside it."""
    last = -1
    lists: list[tuple[Node, Kind]] = []
    for node in page.nodes:
        if node.number <= last:
            continue
        while lists and lists[-1][0].last < node.number:
            lists.pop()
        signs = node.signs
        kind: Kind | None = None
        if len(signs) > 1:
            kind = next((ENTRY_BY_SIGN[s] for s in signs if s in ENTRY_BY_SIGN), None)
            of_list = next((LIST_BY_SIGN[s] for s in signs if s in LIST_BY_SIGN), None)
            if of_list is None and _IN_MODULE.search(node.get("class")[:_CLASS_CHARS]):
                of_list = "note"
            if kind is not None and _is_list(node):
                kind, of_list = None, kind
            if kind is None and of_list is not None and node.name not in ("li", "a", "sup"):
                lists.append((node, _of_group(node, of_list)))
        if kind is None and node.name == "li" and lists:
            kind = _of_group(node, lists[-1][1])
        if kind is None:
            continue
        if node.name == "dl":
            yield from _pairs(node, kind)
        else:
            yield node, kind, None
        last = node.last


def _is_list(node: Node) -> bool:
    """Whether an element that is called an entry holds a list of them: `<div class="footnote"><ol><li>`."""
    return any(child.name in ("ol", "ul") for child in node.elements()) and node.name not in ("li", "td")


def _of_group(node: Node, kind: Kind) -> Kind:
    """What the items of a list are: those of a group of an encyclopedia (`[note 1]`) are notes."""
    return "note" if node.get("data-mw-group") else kind


def _pairs(node: Node, kind: Kind) -> "Iterator[tuple[Node, Kind, Node | None]]":
    label: Node | None = None
    for child in node.elements():
        if child.name == "dt":
            label = child
        elif child.name == "dd" and label is not None:
            yield child, kind, label
            label = None


def _entry(
    page: Page, links: Links, ordinals: Mapping[int, int], node: Node, kind: Kind, beside: Node | None
) -> Entry:
    within = page.nodes[node.number : node.last + 1]
    skipped = {n.number for n in within if leads_back(page, links, n, node)}
    if beside is not None and node.holds(beside):
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
