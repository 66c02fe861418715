"""The parser's events → blocks: what begins and ends them, and what stands around them."""

from collections import deque
from typing import Any

from kgraph.known import Exhibit
from kgraph.model import Block, BlockKind
from kgraph.read.markdown import directives, html_tags, masks, tex_math
from kgraph.read.markdown.blocks import NUMBERED, BlockBuilder, note_key
from kgraph.read.markdown.code_spans import without_code
from kgraph.read.markdown.events import events
from kgraph.read.markdown.headings import own_id, without_attributes
from kgraph.read.markdown.html_reader import HtmlReader
from kgraph.read.markdown.inlines import ENDS, EVENTS, STARTS
from kgraph.read.markdown.notes_in_place import mask_notes
from kgraph.read.markdown.tables import CellPlace
from kgraph.read.markdown.wide_rows import mask_wide_rows
from kgraph.spans import Span, made

_NO_CELL = CellPlace()


def mask_signs(text: str) -> str:
    """`text` with dollars that are money and delimiters of math as the parser wants them."""
    text = mask_wide_rows(masks.mask_inner_brackets(text))
    has_math = tex_math.may_hold_math(text)
    if "$" not in text and not has_math:
        return text
    bare = without_code(text)
    text = masks.mask_money(text, bare)
    return tex_math.mask(text, masks.mask_money(bare)) if has_math else text


class MarkdownReader(HtmlReader):
    """Turns parser events into blocks. One instance an article; `read` may be called for parts of it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.blocks: list[Block] = []
        self._kind: BlockKind = "paragraph"
        self._begin = 0
        self._section: list[tuple[int, str]] = []
        self._headings: tuple[str, ...] = ()
        self._lists: list[tuple[int, int]] = []
        self._ordinals: list[int | None] = []
        self._list_count = 0
        self._last_cell = self._place = CellPlace()
        self._level = self._quotes = self._noted = 0
        self._definition: str | None = None
        self._defined: set[str] = set()
        """The keys of the notes so far."""
        self._again = False
        """Whether the note that begins has the key of one before."""
        self._fixed_kind: BlockKind | None = None
        self.divs: deque[tuple[int, str]] = deque()
        """Where Pandoc's divs with an id begin, and the ids: `::: {#ref-lee}`."""

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above what comes next."""
        return self._headings

    def follow(self, before: "MarkdownReader") -> None:
        """Go on where `before` ended: below its headings, behind its lists and tables."""
        self._section, self._headings = list(before._section), before._headings
        self._list_count, self._noted = before._list_count, before._noted
        self._tables.count = before._tables.count

    def read(self, text: str, base: int) -> None:
        """Append the blocks of `text`, which stands in the source at `base`."""
        for kind, value, start, end in events(text, base):
            if start < self._unseen_until and not self._passes(kind, value, start, end):
                continue
            if kind == "Text":  # most of all events
                self._text(value, start, end)
            elif kind == "Start" or kind == "End":
                name, payload = (value, None) if type(value) is str else value.popitem()
                handler = (_STARTS if kind == "Start" else _ENDS).get(name)
                if handler:
                    handler(self, payload, start, end)
            elif value is None:
                self._line_break(kind, start, end)
            else:
                _EVENTS[kind](self, value, start, end)
        if self._builder:
            self._close(None, self._begin, base + len(text))

    def read_fragment(self, text: str, base: int, kind: BlockKind) -> None:
        """Append what `text`, one chunk of HTML or one pasted line, holds; its block has `kind`."""
        stripped = text.lstrip()
        base += len(text) - len(stripped)
        outer, self._fixed_kind = self._fixed_kind, None if kind == "paragraph" else kind
        self._depth += 1
        self._enter()
        self.read(mask_signs(masks.mask_templates(mask_notes(stripped))[0]), base)
        self._leave(base + len(stripped))
        self._depth -= 1
        self._fixed_kind = outer

    def _open(self, _: Any, start: int, __: int) -> BlockBuilder:
        if self._builder:
            self._close(None, self._begin, start)
        self._builder = builder = BlockBuilder()
        self._begin, self._place = start, self._html_place
        if self._html_entry:
            builder.mark("entry", 0, "", start, start)
            self._html_entry = False
        if self._again:
            builder.mark("again", 0, "", start, start)
            self._again = False
        if self._anchors or self.divs:
            while self.divs and self.divs[0][0] < start:
                self._anchors.append(self.divs.popleft()[1])
            for anchor in self._anchors:
                builder.mark("anchor", 0, anchor, start, start)
            self._anchors = []
        self._kind = (
            "footnote" if self._definition is not None
            else self._fixed_kind if self._fixed_kind
            else "item" if self._lists
            else "quote" if self._quotes
            else "paragraph"
        )  # fmt: skip
        return builder

    def _close(self, _: Any, start: int, end: int) -> None:
        builder, self._builder = self._builder, None
        if builder is None:
            return
        if self._hidden:
            self.dropped.append((self._hidden[0], end, "hidden"))
            self._hidden.clear()
        self._tags.clear()
        self._depths.clear()
        kind = self._kind
        ordinal = self._ordinals[-1] if kind == "item" and self._ordinals else self._html_ordinal
        place = self._place if kind == "cell" else _NO_CELL
        count = len(self.blocks)
        self.blocks += builder.build(
            kind, made(Span, (self._begin, end)),
            (self._headings, self._level, ordinal, tuple(self._lists), *place, self._definition), self._noted,
        )  # fmt: skip
        if builder.notes:
            self._noted += sum((b.definition or "").startswith(f"^{NUMBERED}") for b in self.blocks[count:])
        if builder.inlines and len(self.blocks) == count and not self._shows_image(self._begin):
            # An anchor on a line of its own is that of what stands below.
            anchors = [n.target for n in builder.inlines if n.kind == "anchor"]
            self._anchors = anchors[-html_tags.MAX_ANCHORS :]

    def _shows_image(self, begin: int) -> bool:
        return any(reason == "image" and start >= begin for start, _, reason in self.dropped[-4:])

    def _open_heading(self, value: dict[str, Any], start: int, end: int) -> None:
        builder = self._open(None, start, end)
        own = own_id(self.source, start, end)
        if own:
            builder.mark("anchor", 0, own, start, start)
        self._kind = "heading"
        self._level = int(value["level"][1])

    def _close_heading(self, _: Any, start: int, end: int) -> None:
        level, count = self._level, len(self.blocks)
        if start < self._unseen_until:  # a heading that nobody sees heads nothing
            self._level = 0
            self._close(None, start, end)
            return
        while self._section and self._section[-1][0] >= level:
            self._section.pop()
        self._headings = tuple(text for _, text in self._section)
        self._close(None, start, end)
        self._level = 0
        if len(self.blocks) > count:
            block = self.blocks[count]
            title = " ".join(without_attributes(block.text).replace("\ufffc", "").split())
            self._section.append((level, title))
            self._headings = tuple(text for _, text in self._section)

    def _end_block(self, _: Any, start: int, __: int) -> None:
        self._close(None, self._begin, start)

    def _open_list(self, first: int | None, start: int, _: int) -> None:
        self._close(None, self._begin, start)
        self._list_count += 1
        self._lists.append((self._list_count, 0))
        self._ordinals.append(None if first is None else first - 1)

    def _close_list(self, _: Any, start: int, end: int) -> None:
        self._close(None, self._begin, end)
        self._lists.pop()
        self._ordinals.pop()

    def _open_item(self, _: Any, start: int, end: int) -> None:
        self._close(None, self._begin, start)
        self._enter()
        number, item = self._lists[-1]
        self._lists[-1] = (number, item + 1)
        if self._ordinals[-1] is not None:
            self._ordinals[-1] += 1

    def _close_item(self, _: Any, start: int, end: int) -> None:
        self._close(None, self._begin, end)
        self._leave(end)

    def _open_quote(self, _: Any, start: int, __: int) -> None:
        self._close(None, self._begin, start)
        self._quotes += 1
        self._enter()

    def _close_quote(self, _: Any, start: int, end: int) -> None:
        self._close(None, self._begin, end)
        self._quotes -= 1
        self._leave(end)

    def _open_table(self, _: Any, start: int, __: int) -> None:
        self._close(None, self._begin, start)
        self._last_cell = CellPlace(self._tables.begin())

    def _open_row(self, *_: Any) -> None:
        self._last_cell = CellPlace(self._last_cell.table, self._last_cell.row + 1)

    def _open_cell(self, _: Any, start: int, end: int) -> None:
        self._open(None, start, end)
        self._kind = "cell"
        table, row, column = self._last_cell
        self._place = self._last_cell = CellPlace(table, row, column + 1)

    def _open_definition(self, key: str, start: int, _: int) -> None:
        self._close(None, self._begin, start)
        key = note_key(key)
        self._again = key in self._defined
        self._defined.add(key)
        self._definition = "^" + key
        self._enter()

    def _close_definition(self, _: Any, start: int, end: int) -> None:
        self._close(None, self._begin, end)
        self._definition = None
        self._leave(end)

    def _drop_code(self, value: Any, start: int, end: int) -> None:
        self._close(None, self._begin, start)
        fence, pieces = value
        info = fence.get("Fenced", "") if type(fence) is dict else ""
        held = directives.prose(info, self.source[start:end]) if "{" in info else None
        if held is None or self._depth > 1 or self._lists or self._quotes:
            self.dropped.append((start, end, "code"))
            if start >= self._unseen_until:
                words = [self.source[a:b] if b - a == len(piece) else piece for piece, a, b in pieces]
                self.exhibits.append(Exhibit("code", "".join(words).rstrip("\n"), Span(start, end)))
            return
        first, last = start + held[0], start + held[1]
        self.dropped += [(start, first, "template"), (last, end, "template")]
        self.read_fragment(self.source[first:last], first, held[2])


_EVENTS = EVENTS | {"Html": HtmlReader._html_line}
_STARTS = STARTS | {
    "Paragraph": MarkdownReader._open, "Heading": MarkdownReader._open_heading, "List": MarkdownReader._open_list,
    "Item": MarkdownReader._open_item, "TableCell": MarkdownReader._open_cell, "BlockQuote": MarkdownReader._open_quote,
    "CodeBlock": MarkdownReader._drop_code, "HtmlBlock": MarkdownReader._end_block, "Table": MarkdownReader._open_table,
    "TableRow": MarkdownReader._open_row, "FootnoteDefinition": MarkdownReader._open_definition,
}  # fmt: skip
_ENDS = ENDS | {
    "Paragraph": MarkdownReader._close, "Heading": MarkdownReader._close_heading, "List": MarkdownReader._close_list,
    "Item": MarkdownReader._close_item, "TableCell": MarkdownReader._close, "BlockQuote": MarkdownReader._close_quote,
    "FootnoteDefinition": MarkdownReader._close_definition, "HtmlBlock": HtmlReader._html_block,
}  # fmt: skip
