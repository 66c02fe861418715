"""What stands inside a block: the parser's inline events → pieces and marks of the block under construction."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from kgraph.read.markdown import html_tags, masks
from kgraph.read.markdown.blocks import BlockBuilder, note_key
from kgraph.read.markdown.events import DELIMITERS

_CITES = ("d-cite", "dt-cite")
"""Distill's elements for citations, of either version."""
_KEY = re.compile(r"\^?(?=[^\s]*\d)[\w:.#-]{1,60}\^?|@[^\s\]]{1,200}")
_BACK = frozenset(arrow + sign for arrow in "↩⤴⏎↵" for sign in ("", "\ufe0e", "\ufe0f"))
"""What the way back from a note to the text is printed as."""

Handler = Callable[[Any, Any, int, int], Any]
"""A method of a reader: takes what an event carries and the place of its construct in the source."""


class InlineReader(ABC):
    """The half of the reader that knows inline constructs; the other half says where blocks begin and end."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.dropped: list[tuple[int, int, str]] = []
        self._builder: BlockBuilder | None = None
        self._images = 0
        self._links: list[tuple[int, int, dict[str, Any]]] = []
        self._strong: list[int] = []
        self._tags: list[tuple[html_tags.Tag, int, int]] = []
        self._depths: dict[str, list[int]] = {}
        """Name of a tag → where in `_tags` those stand that are open."""
        self._hidden: list[int] = []

    def _block(self, start: int) -> BlockBuilder:
        """The block under construction; text that stands in none opens one at `start`."""
        if self._builder is None:
            self._builder = self._open(None, start, start)
        return self._builder

    @abstractmethod
    def _open(self, _: Any, start: int, __: int) -> BlockBuilder:
        """Begin a block at `start`."""

    def _text(self, value: str, start: int, end: int) -> None:
        if self._images or self._hidden or (len(value) < 4 and value in DELIMITERS):
            return
        builder = self._builder or self._block(start)
        builder.text(value.replace(masks.MONEY, "$") if masks.MONEY in value else value, start, end)

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
            builder.text(value.replace(masks.MONEY, "$"), start, end)
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
        self._block(start).atom("footnote", note_key(key), start, end)

    def _task_box(self, _: bool, start: int, end: int) -> None:
        self.dropped.append((start, end, "task-box"))

    def _line_break(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self.dropped.append((start, end, "rule"))
        elif self._builder and not self._images and not self._hidden:
            self._builder.text("\n", start, end)

    def _open_link(self, value: dict[str, Any], start: int, _: int) -> None:
        self._links.append((self._block(start).plain, start, value))

    def _close_link(self, _: Any, __: int, end: int) -> None:
        plain, start, value = self._links.pop()
        builder = self._builder
        if builder is None or self._images or self._hidden:
            return
        if builder.plain == plain and "://" in value["dest_url"] and self.source.startswith("[](", start):
            builder.atom(
                "link", value["dest_url"], start, end
            )  # an answer's marker: `It is so.[](https://…)`
            return
        text = builder.tail(min(80, builder.plain - plain))
        if value["link_type"] in ("Reference", "Shortcut", "Collapsed") and _KEY.fullmatch(text):
            # `[1][2]` with a definition of 2 is two markers to a reader, one link to CommonMark.
            if builder.plain - plain == len(text):
                builder.unlink(plain, start, end, self.source[start:end])
            return
        self._mark_link(builder, plain, value["dest_url"], start, end)

    def _mark_link(self, builder: BlockBuilder, plain: int, target: str, start: int, end: int) -> None:
        """Name the text since `plain` a link; an arrow that goes back to the text is none of the words."""
        if (
            target.startswith("#")
            and builder.plain - plain < 4
            and builder.tail(builder.plain - plain) in _BACK
        ):
            builder.truncate(plain)
            builder.mark("back", plain, target, start, end)
            self.dropped.append((start, end, "back-link"))
        else:
            builder.mark("link", plain, target, start, end)

    def _open_image(self, value: dict[str, Any], start: int, end: int) -> None:
        self._images += 1
        if self._images == 1:
            self.dropped.append((start, end, "image"))

    def _close_image(self, *_: Any) -> None:
        self._images -= 1

    def _open_strong(self, _: Any, start: int, __: int) -> None:
        self._strong.append(self._block(start).plain)

    def _close_strong(self, _: Any, start: int, end: int, kind: str = "strong") -> None:
        plain = self._strong.pop()
        if self._builder and plain < self._builder.plain:
            self._builder.mark(kind, plain, "", start, end)

    def _close_emphasis(self, _: Any, start: int, end: int) -> None:
        self._close_strong(None, start, end, "emphasis")

    def _inline_html(self, raw: str, start: int, end: int) -> None:
        if raw.startswith("<!--"):
            self.dropped.append((start, end, "comment"))
            return
        tag = html_tags.parse_tag(raw)
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

    def _open_tag(self, tag: html_tags.Tag, start: int) -> None:
        if tag.hidden or tag.name in ("script", "style"):
            self._hidden.append(start)
        builder = self._block(start)
        anchor = tag.attributes.get("id") or tag.attributes.get("name")
        if anchor and not self._hidden:
            builder.mark("anchor", builder.plain, anchor, start, start)
        self._depths.setdefault(tag.name, []).append(len(self._tags))
        self._tags.append((tag, builder.plain, start))

    def _close_tag(self, name: str, start: int, end: int) -> None:
        builder = self._builder
        if not self._depths.get(name) or builder is None:
            return
        depth = self._depths[name][-1]
        tag, plain, begin = self._tags[depth]
        for closed, _, _ in self._tags[depth:]:
            self._depths[closed.name].pop()
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
            self._mark_link(builder, plain, tag.attributes["href"], begin, end)
        elif name in _CITES:
            keys = tag.attributes.get("key") or tag.attributes.get("bibtex-key") or ""
            builder.truncate(plain)  # the element shows its keys, whatever it holds
            builder.atom("cite", keys, begin, end)
        elif name == "cite" and tag.attributes.get("index"):
            builder.atom("cite", "", start, end)  # by numbers that only the vendor knows
        elif name in ("d-footnote", "dt-fn"):
            builder.notes.append((plain, builder.plain))
        elif name in ("code", "kbd", "samp"):
            builder.mark("code", plain, "", begin, end)


# Tables of functions, not of bound methods: a reader that holds those holds itself, and with it its article.
EVENTS: dict[str, Handler] = {
    "Code": InlineReader._code, "InlineMath": InlineReader._math,
    "DisplayMath": InlineReader._math, "InlineHtml": InlineReader._inline_html,
    "FootnoteReference": InlineReader._footnote, "TaskListMarker": InlineReader._task_box,
}  # fmt: skip
STARTS: dict[str, Handler] = {
    "Link": InlineReader._open_link, "Image": InlineReader._open_image, "Strong": InlineReader._open_strong,
    "Emphasis": InlineReader._open_strong,
}  # fmt: skip
ENDS: dict[str, Handler] = {
    "Link": InlineReader._close_link, "Image": InlineReader._close_image, "Strong": InlineReader._close_strong,
    "Emphasis": InlineReader._close_emphasis,
}  # fmt: skip
