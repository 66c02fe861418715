"""Goes through the lines of an article of reStructuredText once, and lays its blocks down."""

from collections.abc import Callable
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.codes import problem
from kgraph.model import BlockKind
from kgraph.read.rst.head import FIELD
from kgraph.read.rst.shown_apart import ShownApart
from kgraph.read.rst.tables import is_border
from kgraph.read.running_text import RunningText
from kgraph.read.typed_text import MAX_DEPTH
from kgraph.spans import Span

_SECTION = re.compile(r"([!-/:-@\[-`{-~])\1{1,}$")
_ITEM = re.compile(
    r"(?:[-*+•‣]|(?:\d{1,4}|#|[A-Za-z]|[ivxlc]{1,6})[.)]|\((?:\d{1,4}|#|[A-Za-z])\))[ \t]{1,8}(?=\S)"
)
_NUMBER = re.compile(r"\(?(\d{1,4})[.)]")
_EXPLICIT = re.compile(r"\.\.(?:[ \t]{1,8}|$)")
_NOTE = re.compile(r"\[(\d{1,6}|#[\w.:+-]{0,80}|\*|[A-Za-z][\w.:+-]{0,80})\](?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"([A-Za-z][\w:+.-]{0,40})::(?:[ \t]+|$)")
_SHOWN = frozenset(
    ("note", "warning", "tip", "hint", "important", "caution", "danger", "attention", "error", "admonition", "seealso", "epigraph", "highlights",
     "pull-quote", "topic", "sidebar", "container", "compound", "class", "versionadded", "versionchanged", "deprecated", "centered", "rst-class", "abstract", "parsed-note")
)  # fmt: skip
"""Directives whose content is text; of a figure its caption is."""


class _At(NamedTuple):
    """Where blocks stand: the indent of their lines, how deep, and in what."""

    indent: int
    depth: int
    kind: BlockKind
    lists: tuple[tuple[int, int], ...]


class RstReader(ShownApart):
    """Goes through the lines of an article once."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._styles: list[str] = []
        self._open: list[tuple[int, int, str]] = []
        """Number, item and sign of the list that is open in each body."""

    def read(self) -> None:
        """Reads all of it."""
        self._body(self.head(), len(self.lines), _At(0, 0, "paragraph", ()))

    def _body(self, i: int, end: int, at: _At) -> None:
        """The blocks of the lines `[i, end)`; the least indent of them is theirs."""
        indent = min((line.indent for line in self.lines[i:end] if not line.is_blank), default=0)
        at = at._replace(indent=indent)
        self._open.append((0, 0, ""))
        while i < end:
            if self.lines[i].is_blank:
                i += 1
            else:
                i = next(after for row in _ROWS if (after := row(self, i, end, at)) > i)
        self._open.pop()

    def _further_in(self, i: int, end: int, at: _At) -> int:
        if self.lines[i].indent <= at.indent:
            return i
        stop = self._deeper(i, end, at.indent)
        self._inner(i, stop, at.depth, "quote" if at.kind == "paragraph" else at.kind, at.lists)
        return stop

    def _headed(self, i: int, end: int, at: _At) -> int:
        after = self._heading(i, end, self.line(i))
        if after > i:
            self._open[-1] = (0, 0, "")
        return after

    def _marked(self, i: int, end: int, at: _At) -> int:
        explicit = _EXPLICIT.match(self.line(i))
        if explicit is None:
            return i
        is_empty = self.line(i) == ".." and i + 1 < end and self.lines[i + 1].is_blank
        # An empty comment ends what stands before it, and takes nothing of what follows.
        stop = i + 1 if is_empty else self._deeper(i + 1, end, at.indent)
        start = self.lines[i].start + self.lines[i].indent + explicit.end()
        self._explicit(i, stop, start, at.depth, at.kind, at.lists)
        return stop

    def _listed(self, i: int, end: int, at: _At) -> int:
        written = self.line(i)
        bullet = _ITEM.match(written)
        if bullet is None:
            return i
        stop = self._deeper(i + 1, end, at.indent)
        number, item, sign = self._open[-1]
        if not number or _style(bullet[0]) != sign:
            number, item, sign = self.sheet.new_list(), 0, _style(bullet[0])
        self._open[-1] = (number, item + 1, sign)
        told = _NUMBER.match(written)
        ordinal = int(told[1]) if told else None
        self._item(i, stop, bullet.end(), at.depth, (*at.lists, (number, item + 1)), ordinal)
        return stop

    def _tried(self, i: int, end: int, at: _At) -> int:
        if not self.line(i).startswith(">>> "):
            return i
        stop = self._paragraph_end(i, end)
        return self.show(i, stop, "code", i, stop)

    def _tabled(self, i: int, end: int, at: _At) -> int:
        return self.table(i, end) if is_border(self.line(i)) else i

    def _fields(self, i: int, end: int, at: _At) -> int:
        if at.kind == "item" or not FIELD.match(self.line(i)):
            return i
        return self.drop(i, self._deeper(i + 1, end, at.indent), "front-matter")

    def _plain(self, i: int, end: int, at: _At) -> int:
        self._open[-1] = (0, 0, "")
        return self._paragraph(i, end, at.indent, at.kind, at.lists)

    def _inner(
        self, i: int, end: int, depth: int, kind: BlockKind, lists: tuple[tuple[int, int], ...]
    ) -> None:
        if depth < MAX_DEPTH:
            self._body(i, end, _At(0, depth + 1, kind, lists))
        elif i < end:
            self._put(self.lines[i].start, self.lines[end - 1].end, kind, lists)

    def _deeper(self, i: int, end: int, indent: int) -> int:
        """Behind the lines from `i` on that are blank or stand further in; blank ones at their end left out."""
        last = i
        while i < end and (self.lines[i].is_blank or self.lines[i].indent > indent):
            i += 1
            if not self.lines[i - 1].is_blank:
                last = i
        return last

    def _paragraph_end(self, i: int, end: int) -> int:
        while i < end and not self.lines[i].is_blank:
            i += 1
        return i

    def _heading(self, i: int, end: int, written: str) -> int:
        """Behind a heading that begins at line `i`, or a rule; `i` where neither does."""
        over = _SECTION.match(written)
        at = i + 1 if over and i + 2 < end and not self.lines[i + 1].is_blank else i
        below = self.line(at + 1) if at + 1 < end else ""
        if over and (at == i or below != written):
            rule = over and len(written) >= 4 and (i + 1 == end or self.lines[i + 1].is_blank)
            return self.drop(i, i + 1, "rule") if rule else i
        if (
            not _SECTION.match(below)
            or len(below) < min(len(self.line(at)), 4)
            or len(below) < 2
            or self.lines[at + 1].indent
        ):
            return i
        style = ("over " if over else "") + below[0]
        if style not in self._styles:
            self._styles.append(style)
        into = RunningText()
        self.words(self.lines[at].start, self.lines[at].end, into)
        self.sheet.heading(into, self._styles.index(style) + 1)
        return at + 2

    def _paragraph(
        self, i: int, end: int, indent: int, kind: BlockKind, lists: tuple[tuple[int, int], ...]
    ) -> int:
        stop = i
        while stop < end and not self.lines[stop].is_blank and self.lines[stop].indent == indent:
            stop += 1
            if stop < end and _EXPLICIT.match(self.line(stop)):
                break
        last = self.lines[stop - 1].end
        literal = self.text[max(self.lines[i].start, last - 2) : last] == "::"
        self._put(self.lines[i].start, last - (1 if literal else 0), kind, lists)
        following = stop
        while following < end and self.lines[following].is_blank:
            following += 1
        if literal and following < end and self.lines[following].indent > indent:
            last = self._deeper(following, end, indent)
            return self.show(following, last, "code", following, last)
        return stop

    def _put(
        self,
        start: int,
        end: int,
        kind: BlockKind,
        lists: tuple[tuple[int, int], ...],
        ordinal: int | None = None,
    ) -> None:
        into = RunningText()
        self.words(start, end, into)
        if into.text() not in (":", ""):
            self.sheet.put(kind, into, lists=lists, ordinal=ordinal)

    def _item(
        self,
        i: int,
        stop: int,
        width: int,
        depth: int,
        lists: tuple[tuple[int, int], ...],
        ordinal: int | None,
    ) -> None:
        line = self.lines[i]
        start = line.start + line.indent + width
        own = i + 1
        inner = line.indent + width
        while (
            own < stop
            and not self.lines[own].is_blank
            and self.lines[own].indent == inner
            and not _ITEM.match(self.line(own))
        ):
            own += 1
        self._put(start, self.lines[own - 1].end, "item", lists, ordinal)
        if own < stop:
            self._inner(own, stop, depth, "item", lists)

    def _explicit(
        self, i: int, stop: int, at: int, depth: int, kind: BlockKind, lists: tuple[tuple[int, int], ...]
    ) -> None:
        """Notes, directives, targets, comments: what `..` begins."""
        end = self.lines[max(stop - 1, i)].end
        rest = self.text[at : self.lines[i].end]
        if note := _NOTE.match(rest):
            self._defined(note[1], at + note.end(), end)
        elif directive := _DIRECTIVE.match(rest):
            self._directive(directive[1], i, stop, at + directive.end(), depth, kind, lists)
        else:
            self.sheet.drop(self.lines[i].start, end, "definition" if rest[:1] in ("_", "|") else "comment")

    def _defined(self, key: str, start: int, end: int) -> None:
        into = RunningText()
        self.words(start, end, into)
        if key == "#":
            key = self.numbered(1)
            self.sheet.put("footnote", into, definition=f"^{key}")
        elif key.startswith("#"):
            self.sheet.put("footnote", into, definition=f"^{key[1:]}")
        else:
            self.sheet.entry(into, key)

    def _directive(
        self,
        name: str,
        i: int,
        stop: int,
        at: int,
        depth: int,
        kind: BlockKind,
        lists: tuple[tuple[int, int], ...],
    ) -> None:
        line = self.lines[i]
        told = self.text[at : line.end]
        if name in ("include", "literalinclude"):
            span = Span(line.start, line.end)
            self.sheet.problems.append(problem("include-unread", f"{told.strip()!r} is not read", span))
        if name == "bibliography":
            self.bibliography += told.split()
        body = i + 1
        while body < stop and not self.lines[body].is_blank and FIELD.match(self.line(body)):
            body += 1
        shown = name in _SHOWN or name == "figure" or (name == "only" and "html" in told)
        if not shown:
            self.shown_apart(name, i, body, max(stop, i + 1), told)
            return
        if name == "figure":
            self.sheet.show(line.start, line.end, "image", self.instead(i + 1, body))
        if (
            told.strip()
            and name not in ("figure", "only", "class", "container", "rst-class")
            and name != "admonition"
        ):
            self._put(at, line.end, "paragraph", ())
        self._inner(
            body,
            stop,
            depth,
            "caption" if name == "figure" else "paragraph" if kind != "item" else kind,
            lists,
        )


_ROWS: tuple[Callable[[RstReader, int, int, _At], int], ...] = (
    RstReader._further_in, RstReader._headed, RstReader._marked, RstReader._listed, RstReader._tried, RstReader._tabled, RstReader._fields,
    RstReader._plain,
)  # fmt: skip
"""What a line may begin, the first that it does: each gives back where to go on, or where it was."""


def _style(sign: str) -> str:
    """What tells one list from another beside it."""
    bare = sign.strip()
    return re.sub(r"\w+|#", "1", bare)
