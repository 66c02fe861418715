"""Lines and brackets that only say where what stands above comes from: `Source: [A](u)`, `(来源：[A](u))`, `[Source](u)`."""

from collections.abc import Iterator

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.sentences.source_words import JOIN, SOURCE, source_heads
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.model import Inline
from kgraph.spans import Span

_BEGINS = re.compile(r"(?:^|\n|[.!?。！？…|][\"”»’)\]*_]{0,3})\s{0,3}[(（\[【]?\s{0,2}$")
"""What a source line stands behind: nothing, a line end, a stop, another field; with a bracket of its own or without."""
_LOOK_BACK_CHARS = 12
_JOINED = re.compile(rf"[\s,;，；、·•|/&]{{0,5}}(?:{JOIN}\s?)?", re.IGNORECASE)
"""What stands between the links of a line."""
_ENDS = re.compile(r"\s?[)）\]】][.。]?|[.。]?\s{0,3}(?:$|\n)|[.。](?=\s)")
_WORD = re.compile(rf"{SOURCE}(?:\s?\d{{1,3}})?", re.IGNORECASE)


def in_source_lines(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`Source: [A](u) | [B](u)`, `([source 1](u) · [source 2](v))`. Not `Source: [A](u), which says so`."""
    if marks.block.definition or marks.block.kind == "heading":
        return
    heads = source_heads(marks.text, 0, len(marks.text)) if "://" in marks.text or marks.inlines else []
    if not heads and not any(n.kind == "link" and _is_word(marks.text, n) for n in marks.inlines):
        return
    if heads and not marks.text[: heads[0][0]].strip("(（[【 ") and _heads_section(marks, evidence):
        return  # it says where all below comes from
    links = _links(marks)
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


def _heads_section(marks: Marks, evidence: Evidence) -> bool:
    return marks.block.span.start in evidence.heads_of_sections


def _links(marks: Marks) -> list[Inline]:
    """The links to pages, in words or written out; none within another."""
    found: list[Inline] = []
    for start, end, url in find_links(marks.block, 0, len(marks.text)):
        if end > start and url[:1] != "#" and (not found or start >= found[-1].end):
            found.append(Inline("link", start, end, url, Span(start, end)))
    return found


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
