"""The two sides of a note that is printed as links: the number that leads to it, and the way back that it begins with."""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.model import Block, Inline
from kgraph.read.markdown.cuts import Whole, cut
from kgraph.spans import Span

_OF_NOTES = r"_?(?:ftn|edn|fn|ftnt|sd(?:foot|end)note|(?:foot|end)?-?note|cite)?[-_:]?(?:\w{0,12}[-_:])??"
_OF_PLACE = r"(?:ref(?:erence)?|anchor|anc|back|backlink|return|src)(?:[-_:]?\w{0,40}){0,3}"
_BACK = re.compile(rf"{_OF_NOTES}{_OF_PLACE}|sd(?:foot|end)note\d{{1,4}}anc", re.IGNORECASE)
"""How an anchor in the text is called that a note leads back to: `_ftnref1`, `fnref:1`, `footnote-anchor-1`, `sdfootnote1anc`."""
_TO_NOTE = re.compile(r"_?(?:ftn|edn|fn|ftnt)[-_:]?\w{1,40}|(?:foot|end)?note[-_:]?\w{1,40}", re.IGNORECASE)
"""How the anchor of a note is called."""
_LABEL = re.compile(r"\d{1,4}|[ivxlc]{1,7}|[a-z]|[*†‡§]{1,4}", re.IGNORECASE)
_WAYS = frozenset(["", "^", "↑", "↩", "⤴", "⏎", "↵"])
"""What a way back says that prints no number of its own."""
_AROUND = " \t\n[](){}^.:\u00a0\ufe0e"
"""What may stand around the number at the head of a note."""
_BACKWARD = re.compile(r"ref(?:erence)?|anchor|anc|backlink|back|return|src|note|sym|[^a-z\d]", re.IGNORECASE)
"""What tells the anchor of a mark from that of its note: without it they are one."""
_NUMBERED = re.compile(r"\s*\[?(\d{1,4})[\].:)]{1,2}\s*")
_DIGITS = re.compile(r"\d{1,4}")
_HEAD_CHARS = 12
"""How many characters a link stands at most behind the begin of its note."""
_MARK_CHARS = 10
"""How many characters a mark has at most, with its brackets."""


class Head(NamedTuple):
    """What a note begins with: what it is called, where its words start in its block, and the anchor it leads back to."""

    label: str
    end: int
    anchor: str


class Mark(NamedTuple):
    """A number that leads to a note: plain `[start, end)` of its block, and its label."""

    start: int
    end: int
    label: str
    anchor: str
    span: Span


def may_lead_back(block: Block) -> bool:
    """Whether a link or an arrow of the block leads back to the text."""
    return any(
        n.kind == "back" or (n.kind == "link" and "#" in n.target and _BACK.fullmatch(anchor_of(n)))
        for n in block.inlines
    )


def anchor_of(link: Inline) -> str:
    """The anchor that a link goes to, of this page or of any."""
    return link.target.partition("#")[2]


def kind_of(anchor: str) -> str:
    """What anchors that differ by their numbers alone have in common."""
    return _DIGITS.sub("", anchor)


def are_a_pair(mark: Mark, head: Head) -> bool:
    """Whether a mark leads to a note and that back: `_ftn1` and `_ftnref1`, `footnote-1` and `footnote-anchor-1`."""
    there, back = (_BACKWARD.sub("", anchor).casefold() for anchor in (mark.anchor, head.anchor))
    if there == back or there == back + mark.label.casefold():
        return True
    return back == mark.label.casefold() and _TO_NOTE.fullmatch(mark.anchor) is not None


def notes_apart(block: Block) -> Iterator[Block]:
    """A block in which notes stand on a line each as a block for each of them."""
    if "\n" not in block.text or block.definition or block.kind in ("heading", "cell"):
        yield block
        return
    starts = [0]
    for link in block.inlines:
        line = _line_start(block.text, link.start)
        words = block.text[link.start : link.end].strip(_AROUND)
        is_way = link.kind == "link" and line > starts[-1] and _BACK.fullmatch(anchor_of(link))
        if is_way and (words in _WAYS or _LABEL.fullmatch(words)):
            starts.append(line)
    if len(starts) == 1:
        yield block
        return
    whole = Whole(block.text, block.runs, block.inlines)
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        text, runs, inlines = cut(whole, [(start, end)])
        if text.strip() and runs:
            yield block._replace(text=text, runs=runs, inlines=inlines, span=Span(runs[0][1], runs[-1][2]))


def _line_start(text: str, at: int) -> int:
    """Where the line starts before whose first words nothing but signs stands up to `at`; -1 where words do."""
    start = at
    while start > 0 and at - start < _HEAD_CHARS and text[start - 1] in _AROUND and text[start - 1] != "\n":
        start -= 1
    return start if text[start - 1 : start] == "\n" else -1


def head_of(block: Block) -> Head | None:
    """The way back that a block begins with; the number of one that ends with an arrow back."""
    if block.definition or block.kind in ("heading", "cell"):
        return None
    if block.inlines and block.inlines[-1].kind == "back":
        printed = _NUMBERED.match(block.text) if block.ordinal is None else None
        label = printed[1] if printed else str(block.ordinal or "")
        return Head(label, printed.end() if printed else 0, block.inlines[-1].target[1:]) if label else None
    for link in block.inlines:
        if link.start > _HEAD_CHARS:
            return None
        if link.kind != "link" or link.end == link.start or block.text[: link.start].strip(_AROUND):
            continue
        words = block.text[link.start : link.end].strip(_AROUND)
        anchor = anchor_of(link)
        if not _BACK.fullmatch(anchor) or not (words in _WAYS or _LABEL.fullmatch(words)):
            return None
        label = words if words not in _WAYS else str(block.ordinal or "") or _last_number(anchor)
        end = link.end
        while end < len(block.text) and block.text[end] in _AROUND:
            end += 1
        return Head(label, end, anchor) if label else None
    return None


def _last_number(anchor: str) -> str:
    found = _DIGITS.findall(anchor)
    return found[-1] if found else ""


def marks_of(block: Block, head: Head | None, source: str) -> Iterator[Mark]:
    """The numbers of a block that lead to an anchor which is no way back."""
    if block.definition:
        return
    for link in block.inlines:
        if link.kind != "link" or "#" not in link.target or not 0 < link.end - link.start <= _MARK_CHARS:
            continue
        if head and link.start < head.end:
            continue
        label = block.text[link.start : link.end].strip(_AROUND)
        anchor = anchor_of(link)
        if not _LABEL.fullmatch(label) or not anchor or _BACK.fullmatch(anchor):
            continue
        start, end, span = link.start, link.end, link.span
        if (
            block.text[start - 1 : start] + block.text[end : end + 1] == "[]"
            and source[span.start - 1 : span.start] + source[span.end : span.end + 1] == "[]"
        ):
            start, end, span = start - 1, end + 1, Span(span.start - 1, span.end + 1)
        yield Mark(start, end, label, anchor, span)


def names_note(block: Block) -> bool:
    """Whether a link definition only says where such a link goes."""
    if not block.definition or block.definition.startswith("^") or not block.inlines:
        return False
    anchor = anchor_of(block.inlines[0])
    return bool(anchor) and bool(_BACK.fullmatch(anchor) or _TO_NOTE.fullmatch(anchor))
