"""Notes that nothing but their numbers tells: `<p><sup>1</sup> Moss …`, where the text above raises 1, without any link."""

from collections.abc import Iterator

from kgraph import late_re as re
from kgraph.read.html.notes_leading_back import Inside
from kgraph.read.html.tree import BLOCKS, Node, Page

_HOLDERS = frozenset({"p", "li", "div", "aside", "small"})
_SET_APART = frozenset({"b", "strong", "i", "em", "span", "small"})
"""What may stand around the number at the head of a note."""
_ISOTOPE = re.compile(r"[A-Z][a-z]?(?![A-Za-z])|\d")
"""What stands behind a raised number that is none of a note: `<sup>14</sup>C`."""
_LEAST = 2
"""So many notes count up from 1; one alone, which is called a note, is one."""
_MOST_WITHIN = 4
"""So many elements may stand in one that raises a number."""
_OF_NOTES = frozenset({".footnote", ".endnote", ".note"})


def loose_notes(page: Page, known: Inside) -> Iterator[tuple[Node, Node]]:
    """The notes, each with the element that prints its number: they count up from 1, and each number is raised above.

    Not an isotope at the head of a paragraph (`<sup>14</sup>C`), nor a number that nothing raises.
    """
    raised: dict[int, Node] = {}
    found: list[tuple[Node, Node]] = []
    for node in page.nodes:
        if node.name != "sup" or node.last - node.number > _MOST_WITHIN or known.holds(node):
            continue
        if any(n.name == "a" for n in node.elements()):
            continue
        words = page.words(node, 8).strip("[]() ")
        if not words.isdecimal() or len(words) > 3:
            continue
        number, holder = int(words), _headed_by(page, node)
        if holder is None or number not in raised:
            raised.setdefault(number, node)
        elif number == len(found) + 1:
            found.append((holder, node))
    called = [not _OF_NOTES.isdisjoint(holder.signs) for holder, _ in found]
    if len(found) >= _LEAST or any(called):
        yield from found


def _headed_by(page: Page, number: Node) -> Node | None:
    """The paragraph that a raised number heads, words behind it."""
    node = number
    for above in number.above():
        if not _is_first(page, node, above):
            return None
        if above.name in _HOLDERS:
            inner = page.nodes[above.number + 1 : above.last + 1]
            glued = _ISOTOPE.match(page.text, number.end) is not None
            return None if glued or any(n.name in BLOCKS for n in inner) else above
        if above.name not in _SET_APART:
            return None
        node = above
    return None


def _is_first(page: Page, node: Node, above: Node) -> bool:
    """Whether an element is the first thing in another, white space apart."""
    for child in above.children:
        if child is node:
            return True
        if isinstance(child, Node) or page.text[child[0] : child[1]].strip():
            return False
    return False
