"""Counts what looks like a marker and is none, so that every token of a file is accounted for."""

import re
from bisect import bisect_right

from kgraph.model import Block, Document, Ignored, Marker, ReferenceEntry
from kgraph.spans import Span

_LOOKS_LIKE_MARKER = re.compile(
    r"\[\[?\^?\d{1,4}(?:\s{0,2}[,;–-]\s{0,2}\d{1,4}){0,30}\]|\[\\\[\d{1,4}\\\]\]|\\\[\d{1,4}\\\]|\[\^[\w-]{1,40}\]|【[^【】\n]{1,60}】|\ue200[^\ue200\ue201]{0,2000}\ue201|"
    r"\[-?@[^\]\n]{1,300}\]|:contentReference\[[^\[\]]{0,60}\]|<sup>\[?\d{1,4}[^<\n]{0,60}</sup>|<d-cite\b[^>]{0,300}>"
)


def account(
    document: Document, markers: list[Marker], references: list[ReferenceEntry], known: list[Ignored]
) -> list[Ignored]:
    """`known` and every other token of the source that no marker covers, each with its reason.

    Afterwards resolved + dangling + unresolvable + ignored is the number of tokens in the file.
    """
    text = document.source.text
    if not _LOOKS_LIKE_MARKER.search(text):
        return known
    covered = sorted(
        [(m.span.start, m.span.end) for m in markers] + [(i.span.start, i.span.end) for i in known]
    )
    starts = [s for s, _ in covered]
    entries = sorted((e.span.start, e.span.end) for e in references if e.file is None)
    entry_starts = [s for s, _ in entries]
    dropped = [(a, b, r) for a, b, r in document.dropped if r not in ("rule", "html")]
    code = _code(document.blocks)
    found = list(known)
    for match in _LOOKS_LIKE_MARKER.finditer(text):
        start, end = match.span()
        i = bisect_right(starts, start) - 1
        if (i >= 0 and covered[i][1] > start) or (i + 1 < len(covered) and covered[i + 1][0] < end):
            continue
        found.append(
            Ignored(match[0], Span(start, end), _reason(text, match, entries, entry_starts, dropped, code))
        )
    return sorted(found, key=lambda t: t.span)


def _reason(
    text: str,
    match: re.Match[str],
    entries: list[tuple[int, int]],
    entry_starts: list[int],
    dropped: list[tuple[int, int, str]],
    code: list[tuple[int, int, str]],
) -> str:
    start, end = match.span()
    reason = next((r for a, b, r in dropped if a <= start < b), None)
    if reason:
        return reason
    i = bisect_right(entry_starts, end) - 1
    if i >= 0 and (entries[i][1] > start or "\n" not in text[entries[i][1] : start]):
        return "entry"
    if text[end : end + 1] == ":":
        return "definition"
    return next((r for a, b, r in code if a <= start < b), "other")


def _code(blocks: tuple[Block, ...]) -> list[tuple[int, int, str]]:
    """Code, math and link destinations inside blocks: places whose tokens are never markers."""
    spans = []
    for block in blocks:
        for inline in block.inlines:
            if inline.kind in ("code", "math"):
                spans.append((inline.span.start, inline.span.end, inline.kind))
            elif inline.kind == "link":
                spans.append((inline.span.start, inline.span.end, "link"))
        if block.definition:
            spans.append((block.span.start, block.span.end, "definition"))
    return spans
