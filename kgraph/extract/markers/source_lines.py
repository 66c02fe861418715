"""Lines and brackets that only say where what stands above comes from: `Source: [A](u)`, `(来源：[A](u))`, `[Source](u)`."""

import re
from collections.abc import Iterator

from kgraph import identifiers
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.model import Inline

_NAME = rf"(?:{patterns_of('patterns.source_lines')})"
_HEAD = re.compile(rf"(?<![^\W_]){_NAME}\s?[:：]", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|\n|[.!?。！？…|][\"”»’)\]*_]{0,3})\s{0,3}[(（\[【]?\s{0,2}$")
"""What a source line stands behind: nothing, a line end, a stop, another field; with a bracket of its own or without."""
_LOOK_BACK_CHARS = 12
_JOINED = re.compile(r"[\s,;，；、·•|/&]{0,5}(?:(?:and|und|et|y|e|和|及)\s)?")
"""What stands between the links of a line."""
_ENDS = re.compile(r"\s?[)）\]】][.。]?|[.。]?\s{0,3}(?:$|\n)|[.。](?=\s)")
_WORD = re.compile(rf"{_NAME}(?:\s?\d{{1,3}})?", re.IGNORECASE)
_FIELD = r"[^\W\d_][^|:：\n]{0,30}[:：][^|\n]{0,60}\|\s{0,3}"
_SAID = re.compile(rf"(?:{_FIELD}){{0,3}}(?:{_NAME})?\s?[:：]?[\s|,;.·•/&()，；、。（）]{{0,60}}", re.IGNORECASE)


def in_source_lines(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`Source: [A](u) | [B](u)`, `([source 1](u) · [source 2](v))`. Not `Source: [A](u), which says so`."""
    links = [n for n in marks.inlines if n.kind == "link" and n.end > n.start and n.target[:1] != "#"]
    links = [n for i, n in enumerate(links) if not i or n.start >= links[i - 1].end]
    if not links or marks.block.definition or marks.block.kind == "heading":
        return
    heads = [(m.start(), m.end()) for m in _HEAD.finditer(marks.text)]
    done = -1
    for first, link in enumerate(links):
        if first <= done:
            continue
        while len(heads) > 1 and heads[1][1] <= link.start:
            del heads[0]
        named = bool(heads) and _JOINED.fullmatch(marks.text, heads[0][1], link.start) is not None
        if not named and not _is_word(marks.text, link):
            continue
        begin = heads[0][0] if named else link.start
        last = _last(marks.text, links, first, words=not named)
        done = last
        before = marks.text[max(0, begin - _LOOK_BACK_CHARS) : begin]
        if _BEGINS.search(before) and _ENDS.match(marks.text, links[last].end):
            yield from (_token(n, evidence.declared) for n in links[first : last + 1])


def is_source_line(text: str) -> bool:
    """Whether `text`, from which the markers were taken, says no more than that they are sources.

    >>> [is_source_line(text) for text in ("Source:", "Date: May 2 | Sources: ,", "Sources say so.")]
    [True, True, False]
    """
    return len(text) < 200 and _SAID.fullmatch(text) is not None and _HEAD.search(text) is not None


def head_before(text: str, at: int) -> int:
    """Where the head of the source line begins whose first link is at `at`; `at` where it is not the first."""
    begin = max(0, at - 60)
    heads = [m for m in _HEAD.finditer(text, begin, at) if not text[m.end() : at].strip(" \t\n*_")]
    return heads[-1].start() if heads else at


def _last(text: str, links: list[Inline], first: int, *, words: bool) -> int:
    """The last of the links that stand together from `first` on; of `words`, each must be the word for a source."""
    last = first
    while (
        last + 1 < len(links)
        and _JOINED.fullmatch(text, links[last].end, links[last + 1].start)
        and (not words or _is_word(text, links[last + 1]))
    ):
        last += 1
    return last


def _is_word(text: str, link: Inline) -> bool:
    return _WORD.fullmatch(text, link.start, link.end) is not None


def _token(link: Inline, known: Declared) -> Token:
    url = identifiers.canonical_url(link.target)
    label = known.entry_at(link.target, url or "") or link.target
    return Token(-1, link.start, link.end, (label,), "source", target=link.target)
