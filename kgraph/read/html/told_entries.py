"""The elements of a page that signs tell to be entries: classes, roles and types, of their own or of the list around them."""

from collections.abc import Iterator, Mapping

from kgraph import late_re as re
from kgraph.read.html.conventions import ENTRY_BY_SIGN, LIST_BY_SIGN, Kind
from kgraph.read.html.tree import Node, Page

_IN_MODULE = re.compile(r"__(?:foot|end)notes\b")
"""What a list of notes is called by makers of style sheets who set the component before: `Post_a1b2__footnotes`."""
_CLASS_CHARS = 300


def told_entries(page: Page) -> Iterator[tuple[Node, Kind, Node | None]]:
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
            kind = None if signs.isdisjoint(ENTRY_BY_SIGN) else _first(ENTRY_BY_SIGN, signs)
            of_list = None if signs.isdisjoint(LIST_BY_SIGN) else _first(LIST_BY_SIGN, signs)
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


def _first(kinds: Mapping[str, Kind], signs: frozenset[str]) -> Kind:
    """The kind of the first row that an element has a sign of."""
    return next(kind for sign, kind in kinds.items() if sign in signs)


def _is_list(node: Node) -> bool:
    """Whether an element that is called an entry holds a list of them: `<div class="footnote"><ol><li>`."""
    return any(child.name in ("ol", "ul") for child in node.elements()) and node.name not in ("li", "td")


def _of_group(node: Node, kind: Kind) -> Kind:
    """What the items of a list are: those of a group of an encyclopedia (`[note 1]`) are notes."""
    return "note" if node.get("data-mw-group") else kind


def _pairs(node: Node, kind: Kind) -> Iterator[tuple[Node, Kind, Node | None]]:
    label: Node | None = None
    for child in node.elements():
        if child.name == "dt":
            label = child
        elif child.name == "dd" and label is not None:
            yield child, kind, label
            label = None
