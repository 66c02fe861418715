"""The numbers of the items of HTML lists, which browsers show and nobody wrote."""

from kgraph import late_re as re
from kgraph.read.markdown.html_tags import Tag

_FIRST = re.compile(r"\d{1,6}")


class ItemNumbers:
    """Is shown the tags of an article in order."""

    def __init__(self) -> None:
        self._last: list[int | None] = []
        """The last number of each open list; None for a list without."""

    def next(self, tag: Tag) -> int | None:
        """The number of the item that `tag` begins; None where it begins none, or one of a list without."""
        if tag.name == "li":
            return self._item() if tag.opens and self._last else None
        if tag.name in ("ol", "ul"):
            self._list(tag)
        return None

    def _item(self) -> int | None:
        last = self._last[-1]
        self._last[-1] = None if last is None else last + 1
        return self._last[-1]

    def _list(self, tag: Tag) -> None:
        if tag.opens and not tag.closes:
            first = tag.attributes.get("start", "1")
            numbered = tag.name == "ol" and _FIRST.fullmatch(first)
            self._last.append(int(first) - 1 if numbered else None)
        elif self._last:
            self._last.pop()
