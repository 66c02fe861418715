"""The text of one block while it is put together: white space as browsers set it, and where each part of it stands."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from kgraph import late_re as re
from kgraph.model import Inline, Run
from kgraph.read.html.tokens import ENTITY
from kgraph.spans import Span

_WHITE = " \t\r\n\f"
_APART = re.compile(rf"[ \t\r\n\f]{{2,}}+|[\t\r\n\f]|\u00ad|{ENTITY.pattern}")
"""What a page does not show as it stands."""
_SPACE = " \t\r\n\f\u00a0"
_SOFT_HYPHEN = "\u00ad"
"""Says where a word may be parted at the end of a line; no page shows it elsewhere."""
OBJECT = "\ufffc"


@dataclass(slots=True)
class Cited:
    """A marker in a block: plain `[start, end)`, its kind and labels, and the whole of it in the file."""

    start: int
    end: int
    kind: str
    labels: tuple[str, ...]
    span: Span
    locator: str | None = None


@dataclass(slots=True)
class BlockText:
    """Plain text, its runs, its inlines, and the markers in it."""

    text: str = ""
    runs: list[Run] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)


class Writer:
    """Takes the parts of a block in order."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.inlines: list[Inline] = []
        self.cited: list[Cited] = []
        self.plain = 0
        self._at_space = True
        """Whether a space that follows is one too many."""

    def text(self, start: int, end: int) -> None:
        """Append what the file has at `[start, end)`."""
        source, at = self._source, self._behind_space(start, end)
        for match in _APART.finditer(source, start, end):
            first, last = match.span()
            if first > at:
                self._add(source[at:first], at, first)
            if source[first] == "&":
                self._add(unescape(match[0]).replace(_SOFT_HYPHEN, ""), first, last)
            elif source[first] != _SOFT_HYPHEN and not self._at_space:
                self._add(" ", first, last)
            at = self._behind_space(last, end)
        if at < end:
            self._add(source[at:end], at, end)

    def _behind_space(self, at: int, end: int) -> int:
        """Where the text at `at` goes on: behind a single space that would be one too many."""
        if not self._at_space or self._source[at : at + 1] != " " or at >= end:
            return at
        return at if at + 1 < end and self._source[at + 1] in _WHITE else at + 1

    def unit(self, text: str, start: int, end: int) -> None:
        """Append `text` for all that the file has at `[start, end)`."""
        if text:
            self._parts.append(text)
            self._runs.append((self.plain, start, end))
            self.plain += len(text)
            self._at_space = text[-1] in " \n"

    def line(self, start: int, end: int) -> None:
        """A line break, for `[start, end)` of the file."""
        if self.plain:
            self.unit("\n", start, end)

    def space(self, at: int) -> None:
        """A space that the page sets without one in the file."""
        if not self._at_space:
            self.unit(" ", at, at)

    @property
    def ends_line(self) -> bool:
        """Whether a line break is the last of it."""
        return bool(self._parts) and self._parts[-1][-1:] == "\n"

    def _add(self, text: str, start: int, end: int) -> None:
        if not text:
            return  # `&#1;` names no character that text may have
        runs = self._runs
        if len(text) == end - start:
            if runs:
                plain, first, last = runs[-1]
                if last == start and self.plain - plain == last - first:
                    runs[-1] = (plain, first, end)
                    self._parts.append(text)
                    self.plain += len(text)
                    self._at_space = text[-1] == " "
                    return
            runs.append((self.plain, start, end))
        else:
            runs.append((self.plain, start, end))
        self._parts.append(text)
        self.plain += len(text)
        self._at_space = text[-1] in " \n"

    def finished(self) -> BlockText | None:
        """What was appended, without white space at either side; None where that is nothing."""
        text = "".join(self._parts)
        first = len(text) - len(text.lstrip(_SPACE))
        last = len(text.rstrip(_SPACE))
        if last <= first:
            return None
        cited = [c for c in self.cited if c.end > first and c.start < last]
        whole = BlockText(text, self._runs, self.inlines, cited)
        whole = joined(whole, self._source) if len(cited) else whole
        last = len(whole.text.rstrip(_SPACE))
        first = len(whole.text) - len(whole.text.lstrip(_SPACE))
        return cut(whole, first, last) if first or last < len(whole.text) else _sorted(whole)


def cut(whole: BlockText, first: int, last: int) -> BlockText:
    """What stands in plain `[first, last)`."""
    runs: list[Run] = []
    for i, (plain, start, end) in enumerate(whole.runs):
        stop = whole.runs[i + 1][0] if i + 1 < len(whole.runs) else len(whole.text)
        if stop <= first or plain >= last:
            continue
        if end - start == stop - plain:
            begin, finish = max(plain, first), min(stop, last)
            runs.append((begin - first, start + begin - plain, start + finish - plain))
        else:
            runs.append((max(plain, first) - first, start, end))
    inlines = [
        n._replace(start=max(n.start, first) - first, end=min(n.end, last) - first)
        for n in whole.inlines
        if (n.start < last and n.end > first) or (n.start == n.end and first <= n.start <= last)
    ]
    cited = [
        replace(c, start=max(c.start, first) - first, end=min(c.end, last) - first)
        for c in whole.cited
        if c.start < last and c.end > first
    ]
    return _sorted(BlockText(whole.text[first:last], runs, inlines, cited))


def _sorted(whole: BlockText) -> BlockText:
    text = whole.text
    trimmed: list[Inline] = []
    for n in whole.inlines:
        start, end = n.start, n.end
        while start < end and text[start] in _SPACE:
            start += 1
        while end > start and text[end - 1] in _SPACE:
            end -= 1
        if n.end > n.start and start == end:
            continue
        trimmed.append(n._replace(start=start, end=end) if (start, end) != (n.start, n.end) else n)
    trimmed.sort(key=_by_place)
    return BlockText(text, whole.runs, trimmed, whole.cited)


def _by_place(n: Inline) -> tuple[int, int, int]:
    return n.start, -n.end, n.span.start


_BETWEEN = re.compile(r"[\s,;]{0,3}")
_DASH = re.compile(r"\s?[–—‑-]\s?")
_OPENS = re.compile(r"[\[(]\s?$")
_CLOSES = re.compile(r"\s?[\])]")
_MOST_RANGE = 200


def joined(whole: BlockText, source: str) -> BlockText:
    """The markers with the brackets that hold nothing but them: `[`, `1`, `, `, `2`, `]` are one; so is a range, `1–3`.

    Matches `[<a>1</a>, <a>2</a>]`, `<sup>1</sup>–<sup>3</sup>`. Not `<sup>1</sup> <sup>2</sup>`, which are two.
    """
    text, cited = whole.text, whole.cited
    out: list[Cited] = []
    i = 0
    while i < len(cited):
        last = i
        while (
            last + 1 < len(cited)
            and cited[last + 1].kind == cited[i].kind
            and (
                _BETWEEN.fullmatch(text, cited[last].end, cited[last + 1].start)
                or _DASH.fullmatch(text, cited[last].end, cited[last + 1].start)
            )
        ):
            last += 1
        opening = _OPENS.search(text[max(0, cited[i].start - 2) : cited[i].start])
        closing = _CLOSES.match(text, cited[last].end)
        if opening and closing and cited[i].kind in _IN_BRACKETS:
            group = cited[i : last + 1]
            start, end = cited[i].start - len(opening[0]), closing.end()
            span = Span(_source(whole, start).start, _source(whole, end - 1).end)
            out.append(Cited(start, end, _IN_BRACKETS[cited[i].kind], _labels(text, group), span))
        else:
            out += _ranges(text, cited[i : last + 1])
        i = last + 1
    return BlockText(text, whole.runs, whole.inlines, out)


_IN_BRACKETS = {"printed": "printed", "cite-link": "printed"}
"""What a marker is that stands in brackets by itself: words of authors and years go with them."""


def _labels(text: str, group: Sequence[Cited]) -> tuple[str, ...]:
    """The labels of markers side by side, ranges among them whole."""
    found: list[str] = []
    for i, each in enumerate(group):
        if i and _DASH.fullmatch(text, group[i - 1].end, each.start):
            found += _between(found, each.labels)
        found += each.labels
    return tuple(dict.fromkeys(found))


def _between(before: Sequence[str], labels: Sequence[str]) -> list[str]:
    first, last = (before[-1] if before else ""), (labels[0] if labels else "")
    if (
        first.isdecimal()
        and last.isdecimal()
        and len(first) < 5
        and len(last) < 5
        and int(first) < int(last) <= int(first) + _MOST_RANGE
    ):
        return [str(n) for n in range(int(first) + 1, int(last))]
    return []


def _ranges(text: str, group: Sequence[Cited]) -> list[Cited]:
    """Markers side by side, two that a dash joins into a range as one."""
    out: list[Cited] = []
    for each in group:
        if out and _DASH.fullmatch(text, out[-1].end, each.start):
            more = _between(out[-1].labels, each.labels)
            before = out.pop()
            span = Span(before.span.start, each.span.end)
            out.append(
                Cited(
                    before.start,
                    each.end,
                    before.kind,
                    tuple(dict.fromkeys((*before.labels, *more, *each.labels))),
                    span,
                )
            )
        else:
            out.append(each)
    return out


def _source(whole: BlockText, at: int) -> Span:
    """Where the file has the character at plain `at`."""
    i = max(bisect_right(whole.runs, at, key=_plain) - 1, 0)
    plain, start, end = whole.runs[i]
    stop = whole.runs[i + 1][0] if i + 1 < len(whole.runs) else len(whole.text)
    return (
        Span(start + at - plain, start + at - plain + 1) if end - start == stop - plain else Span(start, end)
    )


def _plain(run: Run) -> int:
    return run[0]
