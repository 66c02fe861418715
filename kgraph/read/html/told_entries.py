"""The elements of a page that signs tell to be entries: classes, roles and types, of their own or of the list around them."""

from collections.abc import Iterator, Mapping

from kgraph import late_re as re
from kgraph.read.html.conventions import ENTRY_BY_SIGN, LIST_BY_SIGN, Kind
from kgraph.read.html.tree import HEADINGS, Node, Page

_IN_MODULE = re.compile(r"__(?:foot|end)notes\b")
"""What a list of notes is called by makers of style sheets who set the component before: `Post_a1b2__footnotes`."""
_CLASS_CHARS = 300
_TEXINFO = re.compile(r"FOOT\d{1,4}")
"""How Texinfo calls the places of its notes."""
_LETTERED = frozenset(
    f".reflist-{case}" for case in ("lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "lower-greek")
)
"""How an encyclopedia calls the list of a group of notes, by the letters that number it."""


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


def headed_notes(page: Page) -> Iterator[tuple[Node, Kind, Node | None]]:
    """The notes of Texinfo, each with the heading above it that prints its number: `<h5><a id="FOOT1" href="#DOCF1">(1)</a></h5><p>…`."""
    if not any(map(_TEXINFO.fullmatch, page.named)):
        return
    for node in page.nodes:
        if not any(_TEXINFO.fullmatch(name) for name in node.names):
            continue
        heading = node if node.name in HEADINGS else node.parent
        if heading is None or heading.name not in HEADINGS or heading.parent is None:
            continue
        beside = list(heading.parent.elements())
        note = next((n for n in beside if n.number > heading.last), None)
        if note is not None and note.name not in HEADINGS:
            yield note, "note", heading


def _is_list(node: Node) -> bool:
    """Whether an element that is called an entry holds a list of them: `<div class="footnote"><ol><li>`."""
    return any(child.name in ("ol", "ul") for child in node.elements()) and node.name not in ("li", "td")


def _of_group(node: Node, kind: Kind) -> Kind:
    """What the items of a list are: those of a group of an encyclopedia (`[note 1]`, `[a]`) are notes."""
    if node.get("data-mw-group"):
        return "note"
    around = (node, *(above for above, _ in zip(node.above(), range(2), strict=False)))
    return kind if all(_LETTERED.isdisjoint(each.signs) for each in around) else "note"


def _pairs(node: Node, kind: Kind) -> Iterator[tuple[Node, Kind, Node | None]]:
    label: Node | None = None
    for child in node.elements():
        if child.name == "dt":
            label = child
        elif child.name == "dd" and label is not None:
            yield child, kind, label
            label = None
