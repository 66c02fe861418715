"""Markdown → `Document`, on pyromark's events and byte ranges (CommonMark, GFM tables, footnotes, math)."""

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pyromark
from pyromark import Options

from kgraph.model import Block, BlockKind, Document, Metadata, Problem
from kgraph.read import _definitions, _front_matter, _html_tags, _masks, _plain_text
from kgraph.read._blocks import BlockBuilder
from kgraph.spans import SourceText, Span

SUFFIXES = (".md", ".markdown", ".qmd", ".rmd", ".mdx", ".mkd")

_PARSER = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_MATH
)
_WIDTHS = bytes(0 if 0x80 <= byte < 0xC0 else 1 for byte in range(256))
_DELIMITERS = frozenset({"**", "***", "__", "___"})
_CITES = ("d-cite", "dt-cite")
"""Distill's elements for citations, of either version."""
_KEY = re.compile(r"\^?(?=[^\s]*\d)[\w:.#-]{1,60}|@[^\s\]]{1,200}")
_HEADING_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}\n]{0,200}\}\s*$")


def read_markdown(source: SourceText) -> Document:
    """The blocks of a Markdown article; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    text = source.text
    front = _front_matter.find(text)
    metadata, flaw = _front_matter.parse(text[:front]) if front else (Metadata(), None)
    problems = []
    if flaw:
        problems.append(
            Problem(
                code="front-matter-unread",
                severity="warning",
                message=f"the front matter was not read: {flaw}",
                span=Span(0, front),
            )
        )
    reader = _Reader(text)
    body = text
    if front:
        reader.dropped.append((0, front, "front-matter"))
        body = _masks.blank(body, [(0, front)])
    body, templates = _masks.mask_templates(body)
    reader.dropped.extend((start, end, "template") for start, end in templates)
    if _plain_text.is_pasted(body, front):
        for start, end in _plain_text.lines(body, front):
            reader.read_fragment(body[start:end], start, "paragraph")
    else:
        reader.read(_masks.mask_money(body), 0)
    blocks = _definitions.insert(text, body, reader.blocks, reader.dropped)
    return Document(
        source=source,
        format="markdown",
        metadata=metadata,
        blocks=tuple(blocks),
        dropped=tuple(sorted(reader.dropped)),
        problems=tuple(problems),
    )


def _code_points(data: bytes) -> list[int]:
    """For each byte offset of UTF-8 `data`, how many code points begin before it."""
    return list(accumulate(data.translate(_WIDTHS), initial=0))


class _Reader:
    """Turns parser events into blocks. One instance an article; `read` may be called for parts of it."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.blocks: list[Block] = []
        self.dropped: list[tuple[int, int, str]] = []
        self._builder: BlockBuilder | None = None
        self._kind: BlockKind = "paragraph"
        self._begin = 0
        self._section: list[tuple[int, str]] = []
        self._headings: tuple[str, ...] = ()
        self._lists: list[tuple[int, int]] = []
        self._ordinals: list[int | None] = []
        self._list_count = self._table = self._row = self._column = 0
        self._level = self._quotes = self._images = self._depth = 0
        self._definition: str | None = None
        self._links: list[tuple[int, int, dict[str, Any]]] = []
        self._strong: list[int] = []
        self._tags: list[tuple[_html_tags.Tag, int, int]] = []
        self._hidden: list[int] = []
        self._fixed_kind: BlockKind | None = None
        self._html_ordinal: int | None = None
        self._handlers: dict[str, Callable[[Any, int, int], None]] = {
            "Text": self._text, "Start": self._start, "End": self._end, "Code": self._code,
            "InlineMath": self._math, "DisplayMath": self._math, "InlineHtml": self._inline_html,
            "FootnoteReference": self._footnote, "TaskListMarker": self._task_box, "Html": self._html_line,
        }  # fmt: skip
        self._starts: dict[str, Callable[[Any, int, int], None]] = {
            "Paragraph": self._open, "Heading": self._open_heading, "List": self._open_list,
            "Item": self._open_item, "TableCell": self._open_cell, "Link": self._open_link,
            "Image": self._open_image, "Strong": self._open_strong, "Emphasis": self._open_strong, "BlockQuote": self._open_quote,
            "CodeBlock": self._drop_code, "HtmlBlock": self._html_block, "Table": self._open_table,
            "TableHead": self._open_head, "TableRow": self._open_row, "FootnoteDefinition": self._open_definition,
        }  # fmt: skip
        self._ends: dict[str, Callable[[int, int], None]] = {
            "Paragraph": self._close, "Heading": self._close_heading, "List": self._close_list,
            "Item": self._close_item, "TableCell": self._close, "Link": self._close_link, "Image": self._close_image,
            "Strong": self._close_strong, "Emphasis": self._close_emphasis, "BlockQuote": self._close_quote, "CodeBlock": self._end_code,
            "FootnoteDefinition": self._close_definition,
        }  # fmt: skip

    def read(self, text: str, base: int) -> None:
        """Append the blocks of `text`, which stands in the source at `base`."""
        handlers, skip_text = self._handlers, False
        table = None if text.isascii() else _code_points(text.encode("utf-8", "replace"))
        # The parser cuts text at every bracket: pieces that follow each other are put together again.
        pieces: list[str] = []
        first = last = -1
        events: Any = _PARSER.events_with_range(text)
        for event, place in events:
            start, end = place["start"], place["end"]
            if table:
                start, end = table[start], table[end]
            if type(event) is dict:
                value = event.get("Text")
                if value is not None:
                    if skip_text:
                        continue
                    if start == last and end - start == len(value) and value not in _DELIMITERS:
                        pieces.append(value)
                        last = end
                        continue
                    if pieces:
                        self._text("".join(pieces), first + base, last + base)
                        pieces.clear()
                        last = -1
                    if end - start == len(value) and value not in _DELIMITERS:
                        pieces.append(value)
                        first, last = start, end
                    else:
                        self._text(value, start + base, end + base)
                    continue
                if pieces:
                    self._text("".join(pieces), first + base, last + base)
                    pieces.clear()
                    last = -1
                [(kind, value)] = event.items()
                if skip_text:
                    if kind == "End" and value == "CodeBlock":
                        skip_text = False
                    continue
                if kind == "Start" and type(value) is dict and "CodeBlock" in value:
                    skip_text = True
                handlers[kind](value, start + base, end + base)
            else:
                if pieces:
                    self._text("".join(pieces), first + base, last + base)
                    pieces.clear()
                    last = -1
                self._line_break(event, start + base, end + base)
        if self._builder:
            self._close(self._begin, base + len(text))

    def read_fragment(self, text: str, base: int, kind: BlockKind) -> None:
        """Append what `text`, one chunk of HTML or one pasted line, holds; its block has `kind`."""
        stripped = text.lstrip()
        base += len(text) - len(stripped)
        outer, self._fixed_kind = self._fixed_kind, None if kind == "paragraph" else kind
        self._depth += 1
        self.read(_masks.mask_money(_masks.mask_templates(stripped)[0]), base)
        self._depth -= 1
        self._fixed_kind = outer

    # inline pieces

    def _block(self, start: int) -> BlockBuilder:
        if self._builder is None:
            self._open(None, start, start)
        assert self._builder is not None
        return self._builder

    def _text(self, value: str, start: int, end: int) -> None:
        if self._images:
            return
        if self._hidden:
            return
        if value in _DELIMITERS:
            return
        builder = self._builder or self._block(start)
        builder.text(value.replace(_masks.MONEY, "$") if _masks.MONEY in value else value, start, end)

    def _code(self, value: str, start: int, end: int) -> None:
        if self._images or self._hidden:
            return
        builder = self._block(start)
        at = builder.plain
        raw = self.source[start:end]
        ticks = len(raw) - len(raw.lstrip("`"))
        inner = raw.find(value, ticks) if value else -1
        if inner >= 0:
            builder.text(value, start + inner, start + inner + len(value))
        else:
            builder.text(value.replace(_masks.MONEY, "$"), start, end)
        builder.mark("code", at, "", start, end)

    def _math(self, _: str, start: int, end: int) -> None:
        if self._images or self._hidden:
            return
        builder = self._block(start)
        at = builder.plain
        builder.text(self.source[start:end], start, end)
        builder.mark("math", at, "", start, end)

    def _footnote(self, key: str, start: int, end: int) -> None:
        if self._images or self._hidden:
            return
        self._block(start).atom("footnote", key, start, end)

    def _task_box(self, _: bool, start: int, end: int) -> None:
        self.dropped.append((start, end, "task-box"))

    def _line_break(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self.dropped.append((start, end, "rule"))
        elif self._builder and not self._images and not self._hidden:
            self._builder.text("\n", start, end)

    def _open_link(self, value: dict[str, Any], start: int, _: int) -> None:
        self._links.append((self._block(start).plain, start, value))

    def _close_link(self, _: int, end: int) -> None:
        plain, start, value = self._links.pop()
        builder = self._builder
        if builder is None or self._images or self._hidden:
            return
        text = builder.tail(min(80, builder.plain - plain))
        if value["link_type"] in ("Reference", "Shortcut", "Collapsed") and _KEY.fullmatch(text):
            # `[1][2]` with a definition of 2 is two markers to a reader, one link to CommonMark.
            if builder.plain - plain == len(text):
                builder.unlink(plain, start, end, self.source[start:end])
            return
        builder.mark("link", plain, value["dest_url"], start, end)

    def _open_image(self, value: dict[str, Any], start: int, end: int) -> None:
        self._images += 1
        if self._images == 1:
            self.dropped.append((start, end, "image"))

    def _close_image(self, *_: int) -> None:
        self._images -= 1

    def _open_strong(self, _: Any, start: int, __: int) -> None:
        self._strong.append(self._block(start).plain)

    def _close_strong(self, start: int, end: int, kind: str = "strong") -> None:
        plain = self._strong.pop()
        if self._builder and plain < self._builder.plain:
            self._builder.mark(kind, plain, "", start, end)

    def _close_emphasis(self, start: int, end: int) -> None:
        self._close_strong(start, end, "emphasis")

    def _inline_html(self, raw: str, start: int, end: int) -> None:
        if raw.startswith("<!--"):
            self.dropped.append((start, end, "comment"))
            return
        tag = _html_tags.parse_tag(raw)
        if tag is None or self._images:
            return
        self.dropped.append((start, end, "html"))
        if tag.opens and not tag.closes:
            self._open_tag(tag, start)
        elif tag.closes and not tag.opens:
            self._close_tag(tag.name, start, end)
        elif tag.name == "br" and not self._hidden:
            self._block(start).text("\n", start, end)
        elif tag.name in _CITES or (tag.name == "a" and "id" in tag.attributes):
            self._open_tag(tag, start)
            self._close_tag(tag.name, start, end)

    def _open_tag(self, tag: _html_tags.Tag, start: int) -> None:
        if tag.hidden or tag.name in ("script", "style"):
            self._hidden.append(start)
        builder = self._block(start)
        anchor = tag.attributes.get("id") or tag.attributes.get("name")
        if anchor and not self._hidden:
            builder.mark("anchor", builder.plain, anchor, start, start)
        self._tags.append((tag, builder.plain, start))

    def _close_tag(self, name: str, start: int, end: int) -> None:
        depth = next((i for i in range(len(self._tags) - 1, -1, -1) if self._tags[i][0].name == name), None)
        builder = self._builder
        if depth is None or builder is None:
            return
        tag, plain, begin = self._tags[depth]
        del self._tags[depth:]
        if self._hidden and begin <= self._hidden[-1]:
            while self._hidden and begin <= self._hidden[-1]:
                self._hidden.pop()
            self.dropped.append((begin, end, "hidden"))
            return
        if self._hidden or plain > builder.plain:
            return
        if name == "sup":
            builder.mark("sup", plain, "", begin, end)
        elif name == "a" and tag.attributes.get("href"):
            builder.mark("link", plain, tag.attributes["href"], begin, end)
        elif name in _CITES:
            keys = tag.attributes.get("key") or tag.attributes.get("bibtex-key") or ""
            builder.truncate(plain)  # the element shows its keys, whatever it holds
            builder.atom("cite", keys, begin, end)
        elif name in ("d-footnote", "dt-fn"):
            builder.notes.append((plain, builder.plain))
        elif name in ("code", "kbd", "samp"):
            builder.mark("code", plain, "", begin, end)

    # blocks

    def _start(self, value: Any, start: int, end: int) -> None:
        name, payload = (value, None) if type(value) is str else next(iter(value.items()))
        handler = self._starts.get(name)
        if handler:
            handler(payload, start, end)

    def _end(self, value: Any, start: int, end: int) -> None:
        name = value if type(value) is str else next(iter(value))
        handler = self._ends.get(name)
        if handler:
            handler(start, end)

    def _open(self, _: Any, start: int, __: int) -> None:
        if self._builder:
            self._close(self._begin, start)
        self._builder = BlockBuilder()
        self._begin = start
        self._kind = (
            "footnote" if self._definition is not None
            else self._fixed_kind if self._fixed_kind
            else "item" if self._lists
            else "quote" if self._quotes
            else "paragraph"
        )  # fmt: skip

    def _close(self, start: int, end: int) -> None:
        builder, self._builder = self._builder, None
        if builder is None:
            return
        if self._hidden:
            self.dropped.append((self._hidden[0], end, "hidden"))
            self._hidden.clear()
        self._tags.clear()
        self.blocks.extend(
            builder.build(
                self._kind,
                Span(self._begin, end),
                section=self._headings,
                level=self._level,
                ordinal=self._ordinals[-1] if self._ordinals and self._kind == "item" else self._html_ordinal,
                lists=tuple(self._lists),
                table=self._table if self._kind == "cell" else 0,
                row=self._row,
                column=self._column,
                definition=self._definition,
            )
        )

    def _open_heading(self, value: dict[str, Any], start: int, end: int) -> None:
        self._open(None, start, end)
        self._kind = "heading"
        self._level = int(value["level"][1])

    def _close_heading(self, start: int, end: int) -> None:
        level, count = self._level, len(self.blocks)
        while self._section and self._section[-1][0] >= level:
            self._section.pop()
        self._headings = tuple(text for _, text in self._section)
        self._close(start, end)
        self._level = 0
        if len(self.blocks) > count:
            block = self.blocks[count]
            title = " ".join(_HEADING_ATTRIBUTES.sub("", block.text).replace("\ufffc", "").split())
            self._section.append((level, title))
            self._headings = tuple(text for _, text in self._section)

    def _open_list(self, first: int | None, start: int, _: int) -> None:
        self._close(self._begin, start)
        self._list_count += 1
        self._lists.append((self._list_count, 0))
        self._ordinals.append(None if first is None else first - 1)

    def _close_list(self, start: int, end: int) -> None:
        self._close(self._begin, end)
        self._lists.pop()
        self._ordinals.pop()

    def _open_item(self, _: Any, start: int, end: int) -> None:
        self._close(self._begin, start)
        number, item = self._lists[-1]
        self._lists[-1] = (number, item + 1)
        if self._ordinals[-1] is not None:
            self._ordinals[-1] += 1

    def _close_item(self, start: int, end: int) -> None:
        self._close(self._begin, end)

    def _open_quote(self, _: Any, start: int, __: int) -> None:
        self._close(self._begin, start)
        self._quotes += 1

    def _close_quote(self, start: int, end: int) -> None:
        self._close(self._begin, end)
        self._quotes -= 1

    def _open_table(self, _: Any, start: int, __: int) -> None:
        self._close(self._begin, start)
        self._table += 1
        self._row = -1

    def _open_head(self, *_: Any) -> None:
        self._row, self._column = 0, 0

    def _open_row(self, *_: Any) -> None:
        self._row, self._column = self._row + 1, 0

    def _open_cell(self, _: Any, start: int, end: int) -> None:
        self._open(None, start, end)
        self._kind = "cell"
        self._column += 1

    def _open_definition(self, key: str, start: int, _: int) -> None:
        self._close(self._begin, start)
        self._definition = "^" + key

    def _close_definition(self, start: int, end: int) -> None:
        self._close(self._begin, end)
        self._definition = None

    def _drop_code(self, _: Any, start: int, end: int) -> None:
        self._close(self._begin, start)
        self.dropped.append((start, end, "code"))

    def _end_code(self, *_: int) -> None:
        pass

    def _html_line(self, *_: Any) -> None:
        """A line of an HTML block: the block was read as a whole when it started."""

    def _html_block(self, _: Any, start: int, end: int) -> None:
        self._close(self._begin, start)
        raw = self.source[start:end]
        if self._depth > 2:
            self.dropped.append((start, end, "html"))
            return
        chunks, dropped = _html_tags.split_block(raw)
        self.dropped.extend((start + a, start + b, reason) for a, b, reason in dropped)
        for chunk in chunks:
            body = raw[chunk.start : chunk.end]
            if _html_tags.TAG.sub("", body).strip():
                if self._depth or not body.lstrip().startswith("<"):
                    body = body if not self._depth else _blank_tags(body)
                self._html_ordinal = chunk.ordinal
                self.read_fragment(body, start + chunk.start, _kind(chunk.kind))
                self._html_ordinal = None


def _blank_tags(text: str) -> str:
    return _html_tags.TAG.sub(lambda m: re.sub(r"[^\r\n]", " ", m[0]), text)


def _kind(name: str) -> BlockKind:
    kinds: dict[str, BlockKind] = {
        "item": "item",
        "cell": "cell",
        "caption": "caption",
        "quote": "quote",
        "heading": "heading",
    }
    return kinds.get(name, "paragraph")
