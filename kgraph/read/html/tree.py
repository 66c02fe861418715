"""Tags → one tree of elements, each with its place in the file; what is not closed is closed as browsers do.

The rules are the part of the HTML standard that tells where text stands: implied ends, elements without an end, tags that
close what was never opened. Formatting that crosses blocks ends with the block.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kgraph.read.html.signs import signs_of
from kgraph.read.html.tokens import attributes_of, tokens, unescaped

_VOID_NAMES = ("area base br col embed hr img input link meta param source track wbr basefont frame keygen",)
_END_IS_WRITTEN = frozenset({"div", "article", "main", "section", "table", "ul", "ol", "blockquote"})
"""Elements whose end tag nobody may leave out."""
VOID = frozenset(" ".join(_VOID_NAMES).split())
_BLOCKS_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search",
    "section summary table tbody td tfoot th thead title tr ul d-article dt-article d-appendix d-bibliography d-abstract",
)
BLOCKS = frozenset(" ".join(_BLOCKS_NAMES).split())
"""Elements that begin a block of their own."""
_ENDS_PARAGRAPH = BLOCKS - {
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "option",
    "optgroup",
    "title",
    "head",
    "body",
    "html",
}
_SCOPES = frozenset({"table", "td", "th", "caption", "html", "button", "template", "object"})
"""What an end tag, written or implied, does not look beyond."""
_END_ALL = frozenset({"table", "body", "html", "button", "datalist", "noscript", "select", "template"})
"""Elements whose end tag ends whatever is open in them."""
HEADINGS = {f"h{n}": n for n in range(1, 7)}
"""Headings, with their levels."""
_IMPLIED: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "thead": (frozenset({"thead", "tbody", "tfoot", "caption", "colgroup"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot", "caption", "colgroup"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot", "caption", "colgroup"}), frozenset({"table"})),
    "a": (frozenset({"a"}), BLOCKS),
}
"""A tag → the open elements that it ends, and those beyond which it does not look."""
MAX_DEPTH = 200
"""What is nested deeper hangs on the element at that depth: its text is read, its nesting is not."""
MAX_ELEMENTS = 250_000
"""A page with more is read so far."""


@dataclass(slots=True, eq=False)
class Node:
    """One element: `[start, end)` with its tags; `children` are elements, and places of text."""

    name: str
    start: int
    inner: int
    """Where its content begins."""
    end: int
    parent: "Node | None"
    attributes: Mapping[str, str]
    number: int
    """Its place among the elements of the page."""
    children: "list[Node | tuple[int, int]]" = field(default_factory=list)
    last: int = 0
    """The number of the last element in it."""
    _left_out: str | None = ""
    """Why it is no body text; an empty text where nobody has asked."""
    _signs: frozenset[str] | None = None

    def get(self, name: str) -> str:
        """The value of an attribute; an empty text where it has none."""
        return self.attributes.get(name, "")

    @property
    def id(self) -> str:
        """Its id, if it has one."""
        return self.attributes.get("id", "")

    @property
    def names(self) -> tuple[str, ...]:
        """What a link may call it: its id, and the name of an anchor."""
        own = self.attributes.get("id", "")
        name = self.attributes.get("name", "") if self.name == "a" else ""
        if not name:
            return (own,) if own else ()
        return (own, name) if own else (name,)

    @property
    def signs(self) -> frozenset[str]:
        """What tables know it by: `name`, `.class`, `name.class`, `[attribute]`, `[attribute=value]`, in lower case."""
        if self._signs is None:
            self._signs = signs_of(self.name, self.attributes)
        return self._signs

    def left_out(self, why: "Callable[[Node], str | None]") -> str | None:
        """What `why` says of it, which is asked once: always the same function, of an element that changes no more."""
        if self._left_out == "":
            self._left_out = why(self)
        return self._left_out

    def holds(self, other: "Node") -> bool:
        """Whether `other` stands in it, or is it."""
        return self.number <= other.number <= self.last

    def elements(self) -> "Iterator[Node]":
        """The elements directly in it."""
        return (child for child in self.children if isinstance(child, Node))

    def above(self) -> "Iterator[Node]":
        """The elements that it stands in, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The tree of a page: all elements in order, and those that an id, or a name of a link, names."""

    text: str
    root: Node
    nodes: tuple[Node, ...]
    named: Mapping[str, Node]
    comments: tuple[tuple[int, int], ...]
    cut: int | None = None
    """Where reading ended before the end of the page."""
    unclosed: int | None = None
    """Where a comment, a script or an attribute begins that nothing closes, and that takes the rest of the page with it."""
    ends_in: str | None = None
    """The name of the element that the page ends in, where that shows that its end is lost."""

    def words(self, node: Node, limit: int = 400) -> str:
        """The text of an element in one line, markup dropped, cut after `limit` characters."""
        found: list[str] = []
        room = limit * 2
        stack: list[Node | tuple[int, int]] = [node]
        while stack and room > 0:
            item = stack.pop()
            if isinstance(item, Node):
                if item.name not in _NO_WORDS:
                    stack.extend(reversed(item.children))
                    if item.name in BLOCKS or item.name == "br":
                        found.append(" ")
                continue
            start, end = item
            found.append(self.text[start : min(end, start + room)])
            room -= end - start
        return " ".join(unescaped("".join(found)).split())[:limit]


_NO_WORDS = frozenset({"script", "style", "template", "svg", "noscript"})


def parse(text: str, *, attributes: Callable[[str, int, int], Mapping[str, str]] = attributes_of) -> Page:
    """The tree of a page; never raises. Broken markup is read as browsers read it.

    `attributes` gives those of a tag that stand at `[start, end)` of the text.
    """
    return _Builder(text, attributes).build()


_NONE: Mapping[str, str] = {}


class _Builder:
    def __init__(self, text: str, attributes: Callable[[str, int, int], Mapping[str, str]]) -> None:
        self.text, self.attributes = text, attributes
        self.root = Node("#root", 0, 0, len(text), None, {}, 0)
        self.stack = [self.root]
        self.nodes = [self.root]
        self.open: defaultdict[str, int] = defaultdict(int)
        """How many elements of each name are open."""
        self.flat: defaultdict[str, int] = defaultdict(int)
        """Those of them that were too deep for the stack: their end tags end nothing."""
        self.comments: list[tuple[int, int]] = []

    def build(self) -> Page:
        cut = unclosed = None
        for kind, start, end, name, attributes, is_single in tokens(self.text):
            if kind == "text":
                self.stack[-1].children.append((start, end))
            elif kind == "open":
                if len(self.nodes) >= MAX_ELEMENTS:
                    cut = start
                    break
                self._open(name, start, end, attributes, is_single)
            elif kind == "close":
                self._close(name, start, end)
            else:
                self.comments.append((start, end))
                if end == len(self.text) and not self.text.endswith(">"):
                    unclosed = start
        end = cut if cut is not None else len(self.text)
        ends_in = self._ends_in() if cut is None and unclosed is None else None
        last = self.stack[-1]
        if unclosed is None and cut is None and last.name in ("script", "style", "textarea", "title"):
            unclosed = last.start
        self._end(1, end)
        self.root.last = len(self.nodes) - 1
        named: dict[str, Node] = {}
        for node in self.nodes:
            if node.attributes:
                for name in node.names:
                    named.setdefault(name, node)
        return Page(
            text=self.text, root=self.root, nodes=tuple(self.nodes), named=named, comments=tuple(self.comments),
            cut=cut, unclosed=unclosed, ends_in=ends_in,
        )  # fmt: skip

    def _ends_in(self) -> str | None:
        """The element that the page ends in, where both `<html>` and `<body>` are open too: whole pages end all three."""
        names = [node.name for node in self.stack]
        if "html" not in names or "body" not in names:
            return None
        return next((name for name in reversed(names) if name in _END_IS_WRITTEN), None)

    def _open(self, name: str, at: int, inner: int, written: tuple[int, int], is_single: bool) -> None:
        if name in _ENDS_PARAGRAPH and self.open["p"]:
            self._end_within("p", _SCOPES, at)
        if name in HEADINGS and self.stack[-1].name in HEADINGS:
            self._end(len(self.stack) - 1, at)
        if implied := _IMPLIED.get(name):
            ended, beyond = implied
            for each in ended:
                if self.open[each]:
                    self._end_within(each, beyond, at)
        start, end = written
        attributes = self.attributes(self.text, start, end) if end > start else _NONE
        node = Node(name, at, inner, inner, self.stack[-1], attributes, len(self.nodes))
        node.last = node.number
        self.nodes.append(node)
        self.stack[-1].children.append(node)
        if name in VOID or is_single:
            return
        if len(self.stack) >= MAX_DEPTH:
            self.flat[name] += 1
            return
        self.stack.append(node)
        self.open[name] += 1

    def _close(self, name: str, at: int, after: int) -> None:
        if self.flat[name]:
            self.flat[name] -= 1
            return
        if not self.open[name]:
            if name == "br":
                self._open(name, at, after, (0, 0), False)
            return
        scopes = _SCOPES - {name} if name in BLOCKS else BLOCKS
        for i in range(len(self.stack) - 1, 0, -1):
            if self.stack[i].name == name:
                self._end(i, at, after)
                return
            if self.stack[i].name in scopes and name not in _END_ALL:
                return

    def _end_within(self, name: str, beyond: frozenset[str], at: int) -> None:
        """End the nearest open element of a name, unless one of `beyond` is nearer."""
        if not self.open[name]:
            return
        for i in range(len(self.stack) - 1, 0, -1):
            if self.stack[i].name == name:
                self._end(i, at)
                return
            if self.stack[i].name in beyond:
                return

    def _end(self, first: int, at: int, after: int | None = None) -> None:
        """End the open elements from the one at `first` on; `after` is the end of its tag, where it has one."""
        while len(self.stack) > first:
            node = self.stack.pop()
            self.open[node.name] -= 1
            node.end = after if after is not None and len(self.stack) == first else at
            node.last = len(self.nodes) - 1
