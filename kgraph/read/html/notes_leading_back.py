"""Notes that nothing but links tells: a number of the text leads to them, and they lead back to it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from kgraph import late_re as re
from kgraph.read.html.conventions import ARROWS
from kgraph.read.html.labels import LABEL
from kgraph.read.html.links import Links
from kgraph.read.html.tree import HEADINGS, Node, Page

_HOLDERS = frozenset({"li", "p", "dd", "tr", "aside", "div", "blockquote", "section"})
"""What an entry is, where only a link back tells it."""
_NUMBER_AT_HEAD = re.compile(r"[\[(]?(\d{1,4})[\]).:]{0,2}(?!\d)\s{0,3}")
_MOST_ELEMENTS = 80
_MOST_CHARS = 4000
"""What holds more is no note."""


class Inside:
    """Which elements stand in others."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = sorted(nodes, key=_number)
        self._starts = [node.number for node in self._nodes]

    def holds(self, node: Node) -> bool:
        """Whether an element stands in one of them."""
        i = bisect_right(self._starts, node.number) - 1
        return i >= 0 and self._nodes[i].holds(node)


def _number(node: Node) -> int:
    return node.number


def leading_back(page: Page, links: Links, known: Inside) -> Iterator[Node]:
    """What a number of the text leads to, where a link in it leads back to that number."""
    seen: set[int] = set()
    named = _places_in(page, links)
    for link in page.nodes:
        if link.name != "a":
            continue
        target = links.target(link)
        if (
            target is None
            or known.holds(target)
            or known.holds(link)
            or not LABEL.fullmatch(page.words(link, 20))
        ):
            continue
        holder = _holder(target)
        if (
            holder is None
            or holder.holds(link)
            or holder.number in seen
            or holder.end - holder.start > _MOST_CHARS
        ):
            continue
        seen.add(holder.number)
        places = {
            link.number,
            *(
                n.number
                for n, _ in zip(link.above(), range(3), strict=False)
                if n.name in ("sup", "span", "a")
            ),
        }
        for back in page.nodes[holder.number : holder.last + 1]:
            there = links.target(back) if back.name == "a" else None
            if (
                there is not None
                and _is_way_back(page, back, holder)
                and (there.number in places or (there.last < link.number and there.parent is link.parent))
            ):
                yield holder
                break
        else:
            if _is_numbered_so(page, link, target, holder) and named[holder.number] == 1:
                yield holder


def _places_in(page: Page, links: Links) -> Counter[int]:
    """How many places that links of the page name stand in each element that may be a note."""
    places = {target.number: target for n in page.nodes if n.name == "a" and (target := links.target(n))}
    holders = (_holder(target) for target in places.values())
    return Counter(holder.number for holder in holders if holder is not None)


def _is_numbered_so(page: Page, link: Node, target: Node, holder: Node) -> bool:
    """Whether a raised or bracketed number leads down to what is headed by the same number: `<p id="n1"><sup>1</sup> Moss …`.

    Not `section [2](#methods)`, whose place is headed by a title.
    """
    words = page.words(link, 20)
    is_sign = words[:1] in "[(" or any(n.name == "sup" for n in (*link.elements(), *islice(link.above(), 2)))
    if (
        not is_sign
        or holder.number < link.number
        or any(n.name in HEADINGS for n in page.nodes[holder.number : holder.last + 1])
    ):
        return False
    head = _NUMBER_AT_HEAD.match(page.words(holder, 400))
    return head is not None and head[1] == words.strip("[](). ") and head.end() < len(page.words(holder, 400))


def _holder(target: Node) -> Node | None:
    for node in (target, *target.above()):
        if node.name in ("td", "th", "dt"):
            continue
        if node.name in _HOLDERS or (node is target and node.name == "article"):
            return node if node.last - node.number <= _MOST_ELEMENTS else None
        if node.name in ("body", "main", "article", "ol", "ul", "table") or node.name in HEADINGS:
            return None
    return None


def _is_way_back(page: Page, link: Node, holder: Node) -> bool:
    """Whether a link heads a note, or is an arrow in it; those of a paragraph of the text stand behind its words."""
    words = page.words(link, 20)
    return words.strip().casefold() in ARROWS or page.words(holder, 40).startswith(words)
