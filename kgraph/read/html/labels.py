"""What the entries of a page are called: what their reader sees; and the ways back from them to the text."""

from collections.abc import Mapping
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.html.conventions import ARROWS, BACK, LABELS
from kgraph.read.html.links import Links
from kgraph.read.html.tree import Node, Page

LABEL = re.compile(
    r"[\[(]?\s?(\d{1,4}(?:[a-z]|:\d{1,3})?|[ivxlc]{1,7}|[a-z]|[*†‡§¶#]{1,4}|(?:note|n\.?|fn)\s?\d{1,4})\s?[\])]?[.:]?",
    re.IGNORECASE,
)
"""The words of a link that is a marker whoever set it: `1`, `[12]`, `(a)`, `†`."""
_AROUND = " \t\n\r[](){}.:\u00a0\ufe0e\ufe0f"
_HEAD = re.compile(r"\s{0,9}[\[(]?(\d{1,4})[\]).:]{1,2}(?=\s|$)")
_OF_LABELS = frozenset({"a", "span", "b", "strong", "sup", "div", "p", "td"})
"""Elements that may hold nothing but the number of an entry."""
_MOST_LABEL_CHARS = 40
_HEAD_ELEMENTS = 6
"""Among so many elements at the head of an entry its label is looked for."""


class Printed(NamedTuple):
    """What an entry prints as its label, the number of the element that prints it, and how many characters at its head do."""

    label: str | None = None
    element: int | None = None
    head: int = 0


def ordinals_of(page: Page) -> Mapping[int, int]:
    """The number that a browser sets before each item of a numbered list, by the number of its element."""
    found: dict[int, int] = {}
    for node in page.nodes:
        if node.name == "ol":
            number = _integer(node.get("start"), 1) - 1
            for child in node.elements():
                if child.name == "li":
                    found[child.number] = number = _integer(child.get("value"), number + 1)
    return found


def _integer(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


def printed_label(page: Page, links: Links, node: Node, ordinal: int | None) -> Printed:
    """What an entry prints as its label: in an element that is called so, in the link that leads back, by its number in a
    list, or at the head of its words.
    """
    for n in page.nodes[node.number + 1 : min(node.last, node.number + _HEAD_ELEMENTS * 2) + 1]:
        words = bare(page.words(n, 60)) if not LABELS.isdisjoint(n.signs) else ""
        if words and words not in ARROWS and len(words) <= _MOST_LABEL_CHARS:
            return Printed(words, n.number)
    for n in page.nodes[node.number : min(node.last, node.number + _HEAD_ELEMENTS) + 1]:
        words = page.words(n, 20) if n.name == "a" and links.target(n) is not None else ""
        if words and LABEL.fullmatch(words) and page.words(node, 30).startswith(words):
            return Printed(bare(words), n.number)
    if ordinal is not None:
        return Printed(str(ordinal))
    whole = page.words(node, 30)
    for n in page.nodes[node.number + 1 : min(node.last, node.number + _HEAD_ELEMENTS) + 1]:
        words = page.words(n, 20)
        if n.name in _OF_LABELS and LABEL.fullmatch(words) and _HEAD.match(whole) and whole.startswith(words):
            return Printed(bare(words), n.number)
    head = _HEAD.match(whole)
    return Printed(head[1], head=head.end()) if head else Printed()


def bare(words: str) -> str:
    """A label without the brackets and arrows around it.

    >>> bare("[1]"), bare("^ 2."), bare("Lee (2010)")
    ('1', '2', 'Lee (2010)')
    """
    found = words.strip(_AROUND).lstrip("^↑ ").strip(_AROUND)
    return f"{found})" if found.count("(") > found.count(")") else found


def leads_back(page: Page, links: Links, n: Node, entry: Node) -> bool:
    """Whether an element of an entry is the way back to the text."""
    if not BACK.isdisjoint(n.signs):
        # the number of an entry may be its way back: that is read as its label first
        return not LABEL.fullmatch(page.words(n, 12)) or page.words(n, 12).strip(_AROUND) in ARROWS
    if n.name != "a" or not links.fragment(n):
        return False
    words = page.words(n, 20).strip().casefold()
    target = links.target(n)
    return words in ARROWS and (target is None or not entry.holds(target))
