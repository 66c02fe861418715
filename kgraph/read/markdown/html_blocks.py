"""An HTML block inside Markdown → the chunks of text it shows, and what nobody sees of it."""

from functools import cache
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.markdown.html_tags import BREAKS, TAG, Tag, parse_tag
from kgraph.read.markdown.item_numbers import ItemNumbers
from kgraph.read.markdown.open_elements import OpenElements
from kgraph.read.markdown.tables import CellPlace, Tables

_CODE = frozenset({"pre", "xmp", "listing"})
_REASONS = {"<!--": "comment", **dict.fromkeys(_CODE, "code")}
"""Why what is no text is dropped; the rest is hidden."""
_CLOSERS = {"<!--": re.compile("--!?>"), "<?": re.compile(r"\?>"), "<![cdata[": re.compile(r"\]\]>")}


class Chunk(NamedTuple):
    """Text of an HTML block between two block-level tags: offsets into the block, its kind, its number in a list, its id, whether it is an entry, its place in a table."""

    start: int
    end: int
    kind: str
    ordinal: int | None = None
    anchor: str | None = None
    entry: bool = False
    place: CellPlace = CellPlace()


class Split(NamedTuple):
    """What an HTML block holds: its text with spaces for what nobody sees, its chunks, and what was dropped with the reason.

    `since` is where something begins that nobody sees and that the block does not end: an element, or, where
    `closer` is not None, what only a match of that ends (`<!--`, `<script>`).
    """

    text: str
    chunks: list[Chunk]
    dropped: list[tuple[int, int, str]]
    since: int | None
    closer: re.Pattern[str] | None


def split_block(
    raw: str,
    elements: OpenElements | None = None,
    tables: Tables | None = None,
    numbers: ItemNumbers | None = None,
) -> Split:
    """The text chunks of an HTML block, and what it drops; opens and ends some of the elements, tables and lists it stands in.

    Inline tags stay inside their chunk; block-level ones end it. What is not for reading (comments,
    scripts, styles, preformatted text, hidden elements) is dropped with its reason.

    >>> split = split_block("<p>One <!-- not [1] --> two.</p><p hidden>Three.</p>")
    >>> [" ".join(split.text[c.start : c.end].split()) for c in split.chunks]
    ['One two.']
    """
    return _Splitter(raw, elements or OpenElements(), tables or Tables(), numbers or ItemNumbers()).split()


class _Splitter:
    def __init__(self, raw: str, elements: OpenElements, tables: Tables, numbers: ItemNumbers) -> None:
        self.raw, self.elements, self.tables, self.numbers = raw, elements, tables, numbers
        self.chunks: list[Chunk] = []
        self.dropped: list[tuple[int, int, str]] = []
        self.start, self.kind = 0, "paragraph"
        self.ordinal: int | None = None
        self.anchor: str | None = None
        self.entry = False
        self.place = CellPlace()
        self.since: int | None = 0 if elements.hide else None
        self.closer: re.Pattern[str] | None = None

    def split(self) -> Split:
        for match in TAG.finditer(self.raw):
            if match[2] is None:
                self._no_text(match)
            elif tag := parse_tag(match[0]):
                self._tag(tag, *match.span())
        size = len(self.raw)
        if self.since is not None:
            self._show(size)
            if not self.elements.leave_block():
                self.since = None
        else:
            self._end_chunk(size)
        if self.closer:
            self.since = self.dropped[-1][0] if self.since is None else self.since
        text = _blank(self.raw, self.dropped)
        chunks = [c for c in self.chunks if text[c.start : c.end].strip()]
        return Split(text, chunks, self.dropped, self.since, self.closer)

    def _end_chunk(self, end: int) -> None:
        self.chunks.append(
            Chunk(self.start, end, self.kind, self.ordinal, self.anchor, self.entry, self.place)
        )

    def _show(self, at: int) -> None:
        """What is hidden ends here."""
        self.dropped.append((self.since or 0, at, "hidden"))

    def _no_text(self, match: re.Match[str]) -> None:
        """A comment, a script, an instruction: whatever it holds is no text, and no tag."""
        start, end = match.span()
        name = (
            match[1].lower()
            if match[1]
            else next((x for x in _CLOSERS if match[0].lower().startswith(x)), ">")
        )
        closer = _closer(name)
        if end == len(self.raw) and not closer.search(match[0], 2):
            self.closer = closer
        if self.since is not None:
            return
        self.dropped.append((start, end, _REASONS.get(name, "hidden")))
        if name in _CODE:
            self._end_chunk(start)
            self.start = end

    def _tag(self, tag: Tag, start: int, end: int) -> None:
        if self.since is not None:
            shown = self.elements.within_hidden(tag)
            if shown == "no":
                return
            self._show(start if shown == "before" else end)
            self.since = None
            if shown == "behind":
                if tag.name in BREAKS:
                    self._begin_chunk(tag, start, end)
                return
        if tag.name in BREAKS:
            self._begin_chunk(tag, start, end)
        elif tag.name == "img":
            self.dropped.append((start, end, "image"))
        if self.elements.take(tag):
            self.since = start

    def _begin_chunk(self, tag: Tag, start: int, end: int) -> None:
        """End the chunk before a block-level tag, and begin the next one behind it."""
        self._end_chunk(start)
        inner = (
            tag.name == "p" and tag.opens and self.kind == "item" and not self.raw[self.start : start].strip()
        )
        self.start = end
        if inner:
            return  # `<li id="fn1"><p>`: one item
        self.kind = BREAKS[tag.name] if tag.opens and not tag.closes else "paragraph"
        self.ordinal, self.place = self.numbers.next(tag), self.tables.place(tag, self.raw, end)
        self.anchor, self.entry = tag.attributes.get("id"), tag.opens and tag.is_entry


@cache
def _closer(name: str) -> re.Pattern[str]:
    """What ends the thing of that name: an element that holds no tags, or what `_CLOSERS` has."""
    return _CLOSERS.get(name) or re.compile(rf"</{name}\s*>" if name.isalpha() else name, re.IGNORECASE)


def _blank(raw: str, dropped: list[tuple[int, int, str]]) -> str:
    """`raw` with spaces for what was dropped, line ends in it too: a chunk goes on behind a comment."""
    parts, last = [], 0
    for start, end, _ in dropped:
        parts += [raw[last:start], " " * (end - start)]
        last = end
    return "".join((*parts, raw[last:]))
