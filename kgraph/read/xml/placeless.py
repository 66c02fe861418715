"""Trees of XML whose places nobody asks for, as those of the parts of a Word file: working them out takes longer than parsing."""

from kgraph.read.xml.local_names import local_name
from kgraph.read.xml.tree import MAX_DEPTH, MAX_NODES, Builder, Cut, Element, Text, Tree
from kgraph.spans import SourceText

_NOTHING: dict[str, str] = {}


def parse_placeless(source: SourceText, *, without: frozenset[str] = frozenset()) -> Tree:
    """The tree of `source`, as `parse` makes it, without comments; all stands at 0, but where the file breaks."""
    return _Placeless(source, without).tree()


class _Names(dict[str, str]):
    """Name as written → the name without its prefix, empty for an element that is left out."""

    def __init__(self, without: frozenset[str]) -> None:
        self._without = without

    def __missing__(self, name: str) -> str:
        bare = local_name(name)
        self[name] = "" if bare in self._without else bare
        return self[name]


class _Placeless(Builder):
    """Each event is one call, since a part has ten thousand of them."""

    def __init__(self, source: SourceText, without: frozenset[str]) -> None:
        super().__init__(source, without)
        self._named, self._bare = _Names(without), _Names(frozenset())
        self._parser.CommentHandler = self._parser.ProcessingInstructionHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.left:
            self.left += 1
            return
        bare = self._named[name]
        if not bare:
            self.left = 1
            return
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._too_many()
        open_, names = self.open, self._bare
        if len(open_) >= MAX_DEPTH:
            raise Cut(f"elements within elements more than {MAX_DEPTH} deep", 0)
        element = Element(bare, {names[n]: v for n, v in attributes.items()} if attributes else _NOTHING, 0)
        if open_:
            holder = open_[-1]
            if holder.children:
                holder.children.append(element)
            else:
                holder.children = [element]
        elif self._tree.root is None:
            self._tree.root = element
        open_.append(element)

    def _end(self, name: str) -> None:
        if self.left:
            self.left -= 1
        else:
            self.open.pop()

    def _characters(self, text: str) -> None:
        if self.left or not self.open:
            return
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._too_many()
        holder = self.open[-1]
        if holder.children:
            holder.children.append(Text(text, 0, 0))
        else:
            holder.children = [Text(text, 0, 0)]

    def _node(self, place: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._too_many()

    def _too_many(self) -> None:
        raise Cut(f"more than {MAX_NODES:,} elements and texts", super()._place())

    def _place(self) -> int:
        return 0
