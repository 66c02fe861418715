"""Trees of XML whose places nobody asks for, as those of the parts of a Word file: working them out takes longer than parsing."""

from kgraph.read.xml.tree import MAX_NODES, Builder, Cut, Text, Tree
from kgraph.spans import SourceText


def parse_placeless(source: SourceText, *, without: frozenset[str] = frozenset()) -> Tree:
    """The tree of `source`, as `parse` makes it; all stands at 0, but where the file breaks."""
    return _Placeless(source, without).tree()


class _Placeless(Builder):
    def _end(self, name: str) -> None:
        if self.left:
            self.left -= 1
        else:
            self.open.pop()

    def _characters(self, text: str) -> None:
        if self.open and not self.left:
            self._node(0)
            self.open[-1].hold(Text(text, 0, 0))

    def _node(self, place: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Cut(f"more than {MAX_NODES:,} elements and texts", super()._place())

    def _place(self) -> int:
        return 0
