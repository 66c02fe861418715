"""What stands inside a block: the parser's inline events → pieces and marks of the block under construction."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from kgraph import late_re as re
from kgraph.read.markdown import html_tags, masks, notes_in_place
from kgraph.read.markdown.blocks import BlockBuilder, note_key
from kgraph.read.markdown.events import DELIMITERS
from kgraph.read.markdown.parted_words import parts_words
from kgraph.read.markdown.pictures import Pictures
from kgraph.read.mathml import formula_text
from kgraph.spans import Span

_CITES = ("d-cite", "dt-cite")
"""Distill's elements for citations, of either version."""
_KEY = re.compile(r"\^?(?=[^\s]*\d)[\w:.#-]{1,60}\^?|@[^\s\]]{1,200}")
_BY_LABEL = frozenset({"Reference", "Shortcut", "Collapsed"})
"""Links whose destinations stand in definitions."""
_BACK = frozenset(arrow + sign for arrow in "↩⤴⏎↵" for sign in ("", "\ufe0e", "\ufe0f"))
"""What the way back from a note to the text is printed as."""

Handler = Callable[[Any, Any, int, int], Any]
"""A method of a reader: takes what an event carries and the place of its construct in the source."""


class InlineReader(Pictures):
    """The half of the reader that knows inline constructs; the other half says where blocks begin and end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self._builder: BlockBuilder | None = None
        self._side: str | None = None
        """What the label before a sidenote calls it."""
        self._links: list[tuple[int, int, dict[str, Any]]] = []
        self._strong: list[int] = []
        self._tags: list[tuple[html_tags.Tag, int, int]] = []
        self._depths: dict[str, list[int]] = {}
        """Name of a tag → where in `_tags` those stand that are open."""

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
            if self._images:
                self._instead.append(masks.restored(value))
            return
        builder = self._builder or self._block(start)
        if notes_in_place.OPENS in value or notes_in_place.CLOSES in value:
            self._text_with_notes(builder, value, start, end)
            return
        builder.text(masks.restored(value), start, end)

    def _text_with_notes(self, builder: BlockBuilder, value: str, start: int, end: int) -> None:
        """Text with signs that begin and end notes in it; the signs are part of the notes."""
        at = 0
        for sign in notes_in_place.ENDS.finditer(value) if len(value) == end - start else ():
            opens = sign[0] == notes_in_place.OPENS
            stop = sign.start() if opens else sign.end()
            builder.text(value[at:stop], start + at, start + stop)
            at = stop
            if opens:
                builder.opened = builder.plain, notes_in_place.key_at(self.source, start + stop)
            elif builder.opened:
                builder.note(*builder.opened)
                builder.opened = None
        builder.text(value[at:], start + at, end)

    def _code(self, value: str, start: int, end: int) -> None:
        if self._images or self._hidden:
            if self._images:
                self._instead.append(value)
            return
        builder = self._block(start)
        at = builder.plain
        raw = self.source[start:end]
        ticks = len(raw) - len(raw.lstrip("`"))
        own = raw[ticks : len(raw) - ticks]
        if len(own.strip()) == len(value) or len(own) == len(value):  # a template in code is code
            value = own.strip() if len(own) != len(value) else own
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
        if builder.plain == plain and value["dest_url"].startswith("cite:"):
            keys = value["dest_url"].removeprefix("cite:").rpartition(masks.NO_SPACE)[2]
            builder.atom("cite", keys.replace("@", "").replace("&", ""), start, end)
            return
        if builder.plain == plain and "://" in value["dest_url"] and self.source.startswith("[](", start):
            builder.atom(
                "link", value["dest_url"], start, end
            )  # an answer's marker: `It is so.[](https://…)`
            return
        text = builder.tail(min(80, builder.plain - plain))
        in_code = any(n.kind == "code" and n.start == plain for n in builder.inlines[-1:])
        if value["link_type"] in _BY_LABEL and _KEY.fullmatch(text) and not in_code:
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
            self._comment(raw, start, end)
            return
        tag = html_tags.parse_tag(raw)
        if tag is None or self._images:
            return
        self.dropped.append((start, end, "html"))
        self._show_tag(tag.name, tag.attributes, start, end)
        if self._builder and not self._hidden and parts_words(tag, self.source, end):
            self._builder.space(start, end)
        whole = tag.opens == tag.closes
        shut = whole and (tag.name in _CITES or (tag.name == "a" and "id" in tag.attributes))
        if shut or (tag.opens and not whole):
            self._open_tag(tag, start)
        if shut or (tag.closes and not whole):
            self._close_tag(tag.name, start, end)
        if whole and tag.name == "br" and not self._hidden:
            self._block(start).text("\n", start, end)

    def _comment(self, raw: str, start: int, end: int) -> None:
        """A comment ends at `--!>` to a browser, which shows what follows up to the `-->` of the parser."""
        comment = html_tags.TAG.match(raw)
        size = comment.end() if comment and len(raw) == end - start else end - start
        self.dropped.append((start, start + size, "comment"))
        if raw[size:]:
            self._text(raw[size:], start + size, end)

    def _open_tag(self, tag: html_tags.Tag, start: int) -> None:
        if tag.hidden:
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
            since = end
            while self._hidden and begin <= self._hidden[-1]:
                since = self._hidden.pop()
            if since == begin:
                self.dropped.append((since, end, "hidden"))
                return
            self.dropped.append((since, start, "hidden"))  # it ends with the element it stands in
        if self._hidden or plain > builder.plain:
            return
        ends = next(ends for fits, ends in _ELEMENTS if fits(tag))
        ends(self, tag, plain, Span(begin, end), Span(start, end))

    def _raised(self, _: html_tags.Tag, plain: int, whole: Span, __: Span) -> None:
        self._block(whole.start).mark("sup", plain, "", *whole)

    def _shown_link(self, tag: html_tags.Tag, plain: int, whole: Span, _: Span) -> None:
        self._mark_link(self._block(whole.start), plain, tag.attributes["href"], *whole)

    def _formula(self, _: html_tags.Tag, plain: int, whole: Span, __: Span) -> None:
        builder, tex = self._block(whole.start), formula_text(self.source[whole.start : whole.end])
        builder.truncate(plain)
        if tex:
            builder.text(f"${html_tags.unescaped(tex)}$", *whole)
            builder.mark("math", plain, "", *whole)

    def _keys(self, tag: html_tags.Tag, plain: int, whole: Span, _: Span) -> None:
        keys = tag.attributes.get("key") or tag.attributes.get("bibtex-key") or ""
        (builder := self._block(whole.start)).truncate(plain)  # the element shows its keys, whatever it holds
        builder.atom("cite", keys, *whole)

    def _numbers_of_vendor(self, _: html_tags.Tag, __: int, whole: Span, closer: Span) -> None:
        self._block(whole.start).atom("cite", "", *closer)  # by numbers that only the vendor knows

    def _note(self, tag: html_tags.Tag, plain: int, whole: Span, _: Span) -> None:
        key, prose = self._side or tag.attributes.get("id"), notes_in_place.is_prose(tag)
        self._block(whole.start).note(plain, key, whole, is_prose=prose)
        self._side = None

    def _toggle(self, tag: html_tags.Tag, plain: int, whole: Span, _: Span) -> None:
        builder = self._block(whole.start)
        self._side = tag.attributes.get("for")
        if not any(map(str.isalpha, builder.tail(builder.plain - plain))):
            builder.truncate(plain)  # its number, or a sign

    def _shown_code(self, _: html_tags.Tag, plain: int, whole: Span, __: Span) -> None:
        self._block(whole.start).mark("code", plain, "", *whole)


def _only_text(_: InlineReader, __: html_tags.Tag, ___: int, ____: Span, _____: Span) -> None:
    """What stands in the element is text like any other."""


_ELEMENTS: tuple[
    tuple[Callable[[html_tags.Tag], bool], Callable[[InlineReader, html_tags.Tag, int, Span, Span], None]],
    ...,
] = (
    (lambda tag: tag.name == "sup", InlineReader._raised),
    (lambda tag: tag.name == "a" and bool(tag.attributes.get("href")), InlineReader._shown_link),
    (lambda tag: tag.name == "math", InlineReader._formula),
    (lambda tag: tag.name in _CITES, InlineReader._keys),
    (lambda tag: tag.name == "cite" and bool(tag.attributes.get("index")), InlineReader._numbers_of_vendor),
    (notes_in_place.is_note, InlineReader._note),
    (notes_in_place.is_toggle, InlineReader._toggle),
    (lambda tag: tag.name in ("code", "kbd", "samp", "pre"), InlineReader._shown_code),
    (lambda _: True, _only_text),
)
"""Elements that mean something, and what becomes of one at its end: its plain text starts at an offset, it fills a span."""

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
