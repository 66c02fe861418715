"""XML → a tree of elements and texts, each with its place in the file.

Nothing is loaded and nothing expands: no document type, no external entity, no entity within an entity. The parser is
expat, since it alone tells where in the file each piece stands.
"""

from dataclasses import dataclass, field
from html.entities import html5
from typing import NamedTuple, TypeAlias
from xml.parsers import expat

from kgraph import late_re as re
from kgraph.codes import problem
from kgraph.errors import InputError
from kgraph.model import Problem
from kgraph.read.xml.local_names import local_name
from kgraph.spans import SourceText, Span

MAX_DEPTH = 200
"""Elements within elements; articles have some 20."""
MAX_NODES = 250_000
"""Elements and texts of one file; a long article has 20,000."""
_ENTITY_CHARS = 64
"""No entity that stands for a character or a name is longer."""
_REFERENCE = re.compile(r"&[^;&\s]{1,64};")
_NOTHING: dict[str, str] = {}
_NO_CHILDREN: list["Node"] = []
"""Of every element that holds nothing, which are many."""


class Text(NamedTuple):
    """A text and its place in the file: one to one where equally long, else one character or entity."""

    text: str
    start: int
    end: int


class Element:
    """An element: its name and its attributes without prefixes, what it holds, and its place, tags included."""

    __slots__ = ("attributes", "children", "end", "name", "start")

    def __init__(self, name: str, attributes: dict[str, str], start: int) -> None:
        self.name, self.attributes = name, attributes
        self.start, self.end = start, start
        self.children: list[Node] = _NO_CHILDREN

    def hold(self, child: "Node") -> None:
        """Takes a further child."""
        if self.children is _NO_CHILDREN:
            self.children = [child]
        else:
            self.children.append(child)

    def get(self, name: str) -> str:
        """The value of an attribute, empty where there is none."""
        return self.attributes.get(name, "")

    def elements(self, *names: str) -> "list[Element]":
        """The elements right within this one that are called so; all of them where no name is given."""
        found = [child for child in self.children if child.__class__ is Element]
        return [child for child in found if child.name in names] if names else found

    def first(self, *path: str) -> "Element | None":
        """The first element down a path of names."""
        here = self
        for name in path:
            for child in here.children:
                if child.__class__ is Element and child.name == name:
                    here = child
                    break
            else:
                return None
        return here

    def all(self, *names: str) -> "list[Element]":
        """The elements of these names anywhere within this one, in order; none within another of them."""
        found: list[Element] = []
        waiting: list[Element] = [self]
        while waiting:
            here = waiting.pop()
            if here.name in names and here is not self:
                found.append(here)
            elif here.children:
                waiting += [child for child in reversed(here.children) if child.__class__ is Element]
        return found

    def by_name(self) -> "dict[str, list[Element]]":
        """Every element within this one, by name, in order: one look where much is asked for."""
        found: dict[str, list[Element]] = {}
        waiting: list[Element] = self.elements()[::-1]
        while waiting:
            here = waiting.pop()
            found.setdefault(here.name, []).append(here)
            waiting += [child for child in reversed(here.children) if child.__class__ is Element]
        return found

    def words(self, without: frozenset[str] = frozenset()) -> str:
        """Its text on one line, that of elements called as in `without` left out."""
        parts: list[str] = []
        waiting: list[Node] = [self]
        while waiting:
            here = waiting.pop()
            if isinstance(here, Text):
                parts.append(here.text)
            elif here is self or here.name not in without:
                waiting += reversed(here.children)
        return " ".join("".join(parts).split())

    @property
    def tag(self) -> Span:
        """The place of its opening tag, and of all that stands before what it holds."""
        return Span(self.start, self.children[0].start if self.children else self.end)

    @property
    def span(self) -> Span:
        """Its place, tags included."""
        return Span(self.start, self.end)


Node: TypeAlias = "Element | Text"


@dataclass(slots=True)
class Tree:
    """What was read of a file: its outermost element, comments and instructions, and what was wrong."""

    root: Element | None = None
    comments: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Cut(Exception):
    """More than is read: why, and the place."""


def parse(source: SourceText, *, without: frozenset[str] = frozenset()) -> Tree:
    """The tree of `source`, as far as it is well-formed: where it breaks, that is a problem, and what is open ends there.

    Elements called as in `without` are left out, and all that is in them.

    Errors: `InputError` for entities made of entities, which grow without end.
    """
    return Builder(source, without).tree()


def broken_at(tree: Tree) -> int:
    """Where a file breaks; its beginning where it does not."""
    return next((p.span.start for p in tree.problems if p.code == "markup-broken"), 0)


class Builder:
    """Takes the events of the parser, one after the other."""

    def __init__(self, source: SourceText, without: frozenset[str]) -> None:
        self._without, self.left = without, 0
        self._source, self._text = source, source.text
        # What stands before the declaration makes it none, though only white space does.
        self._lead = len(source.text) - len(source.text.lstrip())
        self._data = source.text[self._lead :].encode("utf-8", "replace")
        self._ascii = len(self._data) == len(self._text) - self._lead
        self._byte = self.nodes = 0
        self._at = self._lead
        self.open: list[Element] = []
        self._entities: dict[str, str | None] = {}
        self._left_out: set[str] = set()
        self._tree = Tree()
        self._parser = parser = expat.ParserCreate("utf-8")
        # An undeclared entity is then passed over as an unread one of the document type would be.
        parser.UseForeignDTD(True)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._declared
        parser.SkippedEntityHandler = self._skipped
        parser.DefaultHandler = self._other

    def tree(self) -> Tree:
        """The tree, as far as the file is well-formed."""
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            self._byte_moved(self._parser.ErrorByteIndex)
            self._cut(f"no well-formed XML ({expat.errors.messages.get(error.code) or error})", self._at)
        except Cut as cut:
            self._cut(*cut.args)
        return self._tree

    def _cut(self, why: str, place: int) -> None:
        place = min(place, len(self._text))
        message = f"{why}; what follows is left out"
        self._tree.problems.append(problem("markup-broken", message, Span(place, place)))
        for element in self.open:
            element.end = place
        self.open.clear()

    # where the parser is

    def _place(self) -> int:
        index = self._parser.CurrentByteIndex
        if self._ascii:
            return index + self._lead
        self._byte_moved(index)
        return self._at

    def _byte_moved(self, index: int) -> None:
        if index >= self._byte:
            self._at += len(self._data[self._byte : index].decode("utf-8", "replace"))
            self._byte = index

    def _behind(self, sign: str, at: int) -> int:
        found = self._text.find(sign, at)
        return found + len(sign) if found >= 0 else len(self._text)

    # events

    def _node(self, place: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Cut(f"more than {MAX_NODES:,} elements and texts", place)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.left or (self._without and local_name(name) in self._without):
            self.left += 1
            return
        place = self._place()
        self._node(place)
        if len(self.open) >= MAX_DEPTH:
            raise Cut(f"elements within elements more than {MAX_DEPTH} deep", place)
        bare = {local_name(n): v for n, v in attributes.items()} if attributes else _NOTHING
        element = Element(local_name(name), bare, place)
        if self.open:
            self.open[-1].hold(element)
        elif self._tree.root is None:
            self._tree.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        if self.left:
            self.left -= 1
            return
        element = self.open.pop()
        place = self._place()
        # Of an empty tag the parser tells its end, of any other the beginning of its closing one.
        is_empty = not element.children and self._text[place - 2 : place] == "/>"
        element.end = place if is_empty else self._behind(">", place)

    def _characters(self, text: str) -> None:
        if not self.open or self.left:
            return
        place = self._place()
        self._node(place)
        if self._text.startswith(text, place):
            end = place + len(text)
        elif self._text[place : place + 1] == "&":
            end = self._behind(";", place)
        else:  # a line end of two characters, or of another one
            end = place + (2 if self._text.startswith("\r\n", place) else 1)
        self.open[-1].hold(Text(text, place, end))

    def _comment(self, _: str) -> None:
        place = self._place()
        self._tree.comments.append(Span(place, self._behind("-->", place)))

    def _instruction(self, *_: str) -> None:
        place = self._place()
        self._tree.comments.append(Span(place, self._behind("?>", place)))

    def _declared(
        self, name: str, is_parameter: bool, value: str | None, _base: str | None, _file: str | None,
        _public: str | None, _notation: str | None,
    ) -> None:  # fmt: skip
        if is_parameter:
            return
        if value is not None and ("&" in value or len(value) > _ENTITY_CHARS):
            where = self._source.where(self._place())
            raise InputError(
                f"{where}: an entity made of entities, or long (found {name[:40]!r}). Leave the file out."
            )
        self._entities.setdefault(name, value if value is not None and "<" not in value else None)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if is_parameter or not self.open or self.left:
            return
        place = self._place()
        value = self._entities.get(name) if name in self._entities else html5.get(f"{name};")
        if value is not None:
            self._node(place)
            self.open[-1].hold(Text(value, place, self._behind(";", place)))
        elif name not in self._left_out:
            self._left_out.add(name)
            told = f"the entity {name[:40]!r} is not read; it is left out wherever it stands"
            self._tree.problems.append(problem("entity-unread", told, Span(place, self._behind(";", place))))

    def _other(self, written: str) -> None:
        if self.open and _REFERENCE.fullmatch(written):  # one that stands in a file of its own
            self._skipped(written[1:-1], False)
