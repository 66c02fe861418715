"""The elements of HTML that are open at a place of an article, and whether they show what stands there."""

from collections import Counter
from typing import Literal

from kgraph.read.markdown.html_tags import BREAKS, Tag

Shown = Literal["no", "before", "behind"]

_ENDED_BY = {
    "p": frozenset(BREAKS), "li": frozenset({"li"}), "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}), "tr": frozenset({"tr", "tbody", "tfoot"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"}),
}  # fmt: skip
"""Elements whose end tag may be left out, and the tags that end them then."""


class _Names:
    """Names of open elements, the innermost last."""

    __slots__ = ("_count", "_names")

    def __init__(self) -> None:
        self._names: list[str] = []
        self._count: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._names)

    @property
    def outermost(self) -> str:
        return self._names[0]

    @property
    def innermost(self) -> str:
        return self._names[-1]

    def open(self, name: str) -> None:
        self._names.append(name)
        self._count[name] += 1

    def holds(self, name: str) -> bool:
        return self._count[name] > 0

    def close(self, name: str) -> None:
        """End the innermost element of that name, and those open within it; nothing where there is none."""
        if not self._count[name]:
            return
        last = ""
        while last != name:
            last = self._names.pop()
            self._count[last] -= 1

    def clear(self) -> None:
        self._names.clear()
        self._count.clear()


class OpenElements:
    """What is open around a place: elements that show what they hold, and within them one that does not."""

    __slots__ = ("_hidden", "_shown")

    def __init__(self) -> None:
        self._shown = _Names()
        self._hidden = _Names()
        """From the hidden element on."""

    @property
    def hide(self) -> bool:
        """Whether nothing is seen of what stands here."""
        return len(self._hidden) > 0

    def take(self, tag: Tag) -> bool:
        """Take note of a tag that is seen; whether it begins a hidden element."""
        if tag.opens and not tag.closes:
            (self._hidden if tag.hidden else self._shown).open(tag.name)
            return tag.hidden
        if not tag.opens:
            self._shown.close(tag.name)
        return False

    def within_hidden(self, tag: Tag) -> Shown:
        """Take note of a tag in a hidden element; whether that goes on, or ended before the tag or behind it."""
        hidden, name = self._hidden, tag.name
        if tag.opens:
            while hidden and name in _ENDED_BY.get(hidden.innermost, ()):
                hidden.close(hidden.innermost)  # `<tr hidden><td>a<tr>` ends the cell and the row
            if not hidden:
                return "before"
            if not tag.closes:
                hidden.open(name)
        elif hidden.holds(name):
            hidden.close(name)
            return "no" if hidden else "behind"
        elif self._shown.holds(name):  # the end of what the hidden element stands in is its end, too
            hidden.clear()
            return "before"
        return "no"

    def leave_block(self) -> bool:
        """Whether the hidden element goes on behind its HTML block: a paragraph ends where Markdown begins."""
        if self._hidden and self._hidden.outermost == "p":
            self._hidden.clear()
        return self.hide

    def leave(self) -> None:
        """End the hidden element, as the end of the list item or quotation it stands in does."""
        self._hidden.clear()
