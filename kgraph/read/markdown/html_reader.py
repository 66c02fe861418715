"""HTML between the blocks of Markdown: what its text becomes, and what is hidden until it ends."""

from abc import abstractmethod
from html import unescape
from typing import Any

from kgraph import late_re as re
from kgraph.known import Exhibit
from kgraph.model import BlockKind
from kgraph.read.markdown import html_tags
from kgraph.read.markdown.html_blocks import split_block
from kgraph.read.markdown.inlines import InlineReader
from kgraph.read.markdown.item_numbers import ItemNumbers
from kgraph.read.markdown.open_elements import OpenElements
from kgraph.read.markdown.tables import CellPlace, Tables
from kgraph.spans import Span

_DEEPEST = 2
"""So many times may HTML stand in what was read of HTML."""
_KINDS: dict[str, BlockKind] = {
    "item": "item", "cell": "cell", "caption": "caption", "quote": "quote", "heading": "heading",
}  # fmt: skip
_WORDS = frozenset({"Link", "Strong", "Emphasis"})
"""What stands in a block, and neither begins nor ends one."""
_OUTER = re.compile(r"^<[^<>]*>|</[^<>]*>\Z")
"""The tags of an element that holds no tags to Markdown, though it may to a page."""
_TAGS_ALONE = re.compile(r"(?:[ \t]*<[^<>\n]{1,300}>)+[ \t]*\r?\n")


class HtmlReader(InlineReader):
    """The part of the reader that knows HTML blocks, and elements around Markdown."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = self._containers = 0
        self._html_lines: list[tuple[int, int]] = []
        self._html_ordinal: int | None = None
        self._html_entry = False
        self._html_place = CellPlace()
        self._tables = Tables()
        self._numbers = ItemNumbers()
        """A list of HTML goes on behind blank lines, in a block of its own for Markdown."""
        self._anchors: list[str] = []
        """Anchors that stand on lines of their own: they name the block that follows."""
        self._elements = OpenElements()
        self._unseen_until = 0
        """Nothing that begins before is seen: it stands in a hidden element that an earlier block opened."""
        self._unseen_since, self._unseen_within = -1, 0
        """Where that begins, -1 where it is named as dropped already; how many containers of Markdown it stands in."""
        self._next: dict[re.Pattern[str], int] = {}

    @abstractmethod
    def read_fragment(self, text: str, base: int, kind: BlockKind) -> None:
        """Append what `text`, one chunk of HTML or one pasted line, holds; its block has `kind`."""

    def _passes(self, kind: str, value: Any, start: int, end: int) -> bool:
        """Whether an event in what is hidden counts all the same: blocks and lists begin and end there, too."""
        if kind == "InlineHtml" and self._elements.hide:
            tag = html_tags.parse_tag(value)
            if tag and self._elements.within_hidden(tag) != "no":
                self._show(end)
        elif kind == "Text" and end > self._unseen_until and len(value) == end - start:
            self._text(value[self._unseen_until - start :], self._unseen_until, end)
        if kind == "Start" or kind == "End":
            return (value if type(value) is str else next(iter(value))) not in _WORDS
        return kind == "Html"

    def _hide(self, since: int, until: int) -> None:
        """Show nothing between two places of the source."""
        self._show(self._unseen_until)
        self._unseen_since, self._unseen_until, self._unseen_within = since, until, self._containers

    def _show(self, at: int) -> None:
        """Name what was hidden as dropped, up to `at`, where it ends unless it ended before."""
        if self._unseen_since >= 0:
            self.dropped.append((self._unseen_since, min(at, self._unseen_until), "hidden"))
            self._unseen_since = -1
        self._unseen_until = at

    def end(self) -> None:
        """Name what is still hidden at the end of the article."""
        self._show(min(self._unseen_until, len(self.source)))

    def _show_image(self, words: str, start: int, end: int) -> None:
        if start >= self._unseen_until and not self._hidden:
            self.exhibits.append(Exhibit("image", " ".join(words.split()), Span(start, end)))

    def _enter(self) -> None:
        self._containers += 1

    def _leave(self, end: int) -> None:
        """Leave a list item, a quotation, a note or a fragment; what is hidden since within it ends there."""
        if self._unseen_until > end and self._unseen_within == self._containers:
            self._elements.leave()
            self._show(end)
        self._containers -= 1

    def _html_line(self, _: Any, start: int, end: int) -> None:
        self._html_lines.append((start, end))

    def _html_block(self, _: Any, start: int, end: int) -> None:
        raw = self._html_text(start, end)
        if self._depth > _DEEPEST:
            self.dropped.append((start, end, "html"))
            return
        elements = self._elements
        was_hidden = elements.hide
        if start < self._unseen_until and not was_hidden:  # in a comment or a script that goes on
            raw = raw[self._unseen_until - start :]
            start = min(end, self._unseen_until)
        split = split_block(raw, elements, self._tables, self._numbers)
        dropped = split.dropped
        if was_hidden:
            if split.since == 0:
                return  # none of it is seen
            self._show(start + dropped.pop(0)[1])
        if split.since is not None:
            dropped.pop()  # told where it ends
        self.dropped += [(start + a, start + b, reason) for a, b, reason in dropped]
        self.exhibits += (
            _exhibit(raw[a:b], Span(start + a, start + b), why)
            for a, b, why in dropped
            if why in ("code", "image")
        )
        for chunk in split.chunks:
            text = split.text[chunk.start : chunk.end]
            if not html_tags.TAG.sub("", text).strip():
                continue
            self._html_ordinal, self._html_entry = chunk.ordinal, chunk.entry
            self._html_place = chunk.place
            if chunk.anchor:
                self._anchors.append(chunk.anchor)
            text = _blank_tags(text) if self._depth else _joined(text)
            self.read_fragment(text, start + chunk.start, _KINDS.get(chunk.kind, "paragraph"))
            self._html_ordinal, self._html_entry, self._html_place = None, False, CellPlace()
        if split.since is not None:
            until = len(self.source) + 1 if split.closer is None else self._end_of(split.closer, end)
            self._hide(start + split.since, until)
            return
        opened = html_tags.open_tags(raw)
        self._html_entry = bool(opened) and opened[-1].is_entry
        if "id=" in raw:
            self._anchors = [tag.attributes["id"] for tag in opened if tag.attributes.get("id")]

    def _html_text(self, start: int, end: int) -> str:
        """The source of an HTML block, spaces for the marks of the quotations it stands in."""
        parts, last = [], start
        for first, stop in self._html_lines:
            parts += [" " * (first - last), self.source[first:stop]]
            last = stop
        self._html_lines = []
        return "".join(parts).ljust(end - start)

    def _end_of(self, closer: re.Pattern[str], at: int) -> int:
        """Where the next match of `closer` from `at` on ends; behind the article where there is none."""
        if self._next.get(closer, -1) < at:
            found = closer.search(self.source, at)
            self._next[closer] = found.end() if found else len(self.source) + 1
        return self._next[closer]


def _exhibit(raw: str, span: Span, reason: str) -> Exhibit:
    """An element for code, or for a picture."""
    if reason == "code":
        return Exhibit("code", unescape(html_tags.TAG.sub("", _OUTER.sub("", raw))).strip("\n"), span)
    tag = html_tags.parse_tag(raw)
    return Exhibit("image", " ".join((tag.attributes.get("alt", "") if tag else "").split()), span)


def _blank_tags(text: str) -> str:
    return html_tags.TAG.sub(lambda m: re.sub(r"[^\r\n]", " ", m[0]), text)


def _joined(text: str) -> str:
    """`text`, the tags that fill its first line on one line with what follows: else they begin an HTML block anew."""
    text_from = len(text) - len(text.lstrip())
    alone = _TAGS_ALONE.match(text, text_from)
    if alone is None:
        return text
    return text[: alone.start()] + re.sub(r"[\r\n]", " ", alone[0]) + text[alone.end() :]
