"""Checks of markers: brackets that do not close, groups out of order, where markers stand, what tools left."""

import re
from collections.abc import Iterator, Sequence

from kgraph.audit.article import Article, Found
from kgraph.audit.known import residues
from kgraph.audit.words import words
from kgraph.edits import Edit
from kgraph.identifiers import tracking_parameters, without_parameters
from kgraph.model import Block, Marker
from kgraph.spans import Span

_ANCHORED = re.compile(r"\[{1,3}(\^?[\w.-]{1,40})\]\((#[\w:.-]{0,80})\]{1,2}(?!\()")
"""`[[4](#ref-4]]`: the parenthesis is missing."""
_NO_PARENTHESIS = re.compile(r"\[(\d{1,4})\]\((#ref[\w-]{0,40}|#fn[\w-]{0,40}|#cite[\w-]{0,40})(?=[\s.,;]|$)", re.MULTILINE)  # fmt: skip
_OPEN = re.compile(r"\[{1,2}(?P<sign>\^|@)?(?P<label>[\w.:-]{1,40})")
_CLOSED = re.compile(r"(?P<sign>\^|@)?(?P<label>[\w.:-]{1,40})(?:\]|\]\(#[\w:.-]{0,80}\))?$")
_BRACKET = re.compile(r"[\[\]](?<!\\.)")
"""A bracket that no backslash goes before."""
_LOOK_BACK = 130
_MORE_NUMBERS = re.compile(r"\s?[,–:-]\s?-?[\d.]")
_SENTENCE_AND_LINE = re.compile(r"\n[^\[\]]{0,400}?[.!?][\"”’)]{0,2}\s|[.!?][\"”’)\]]{0,2}[ \t]{0,3}\r?\n")
_STOP = ".!?。！？"
_CLOSERS = "\"'”’»*_)）」』"
_TAG = re.compile(
    r"[\[<](?:(?<=\[)(?:cite_start\]|cite_end\]|/?cite\]|span_\d{1,4}\]\((?:start|end)_span\))|(?<=<)/?(?:think|thinking|antArtifact|oai_citation|grok-card)\b[^>\n]{0,80}>)"
)
_TOKENS = re.compile(
    r":?contentReference\[[^\[\]\n]{0,60}\](?:\{[^{}\n]{0,60}\})?|\[oai_citation[:_]\d{1,4}[‡†][^\]\n]{0,120}\](?:\([^)\n]{0,300}\))?"
)
_MIN_OTHER_WAY = 3
_RARER = 0.25


def unbalanced(article: Article) -> Iterator[Found]:
    """`[[2](#ref-2)`, `[[4](#ref-4]]`, `[2 or so.`. Not `[see [3](#ref-3)]`, `[0, 12)`, `:-]`."""
    if not article.own and not article.markers:
        return
    labels = {entry.label for entry in article.entries if entry.label}
    by_sign = {m.raw[:2] for m in article.markers}
    text = article.shown
    for block in article.reading.document.blocks:
        start, end = block.span
        if block.definition or (
            article.entry_at(start) is not None and article.entry_at(end - 1) is not None
        ):
            continue
        taken: list[Span] = []
        for match in (*_ANCHORED.finditer(text, start, end), *_NO_PARENTHESIS.finditer(text, start, end)):
            if match[1].lstrip("^") in labels or match[2].startswith("#ref"):
                span = Span(*match.span())
                taken.append(span)
                right = (
                    f"[[{match[1]}]({match[2]})]"
                    if match[0].startswith("[[")
                    else f"[{match[1]}]({match[2]})"
                )
                yield Found(span, f"{match[0]!r} does not close", f"write {right}", (Edit(*span, right),))
        yield from _unpaired(article, block, labels, taken, by_sign)


def _unpaired(
    article: Article, block: Block, labels: set[str], taken: Sequence[Span], by_sign: set[str]
) -> Iterator[Found]:
    """Brackets that nothing opens or closes, beside a label of the list."""
    text, (start, end) = article.shown, block.span
    opened, extra = _pairless(text, start, end)
    for at in opened:
        match = _OPEN.match(text, at, end)
        if match and match["label"].rstrip(".:-") in labels and _free(at, taken):
            found = _open(article, match, by_sign)
            if found and article.entry_at(at) is None:
                yield found
    for at in extra:
        if _free(at, taken) and article.entry_at(at) is None:
            yield from _closed(article, at, start, labels)


def _pairless(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """The brackets in `[start, end)` that nothing closes, and those that nothing opens; a pair holds no end of a sentence and of a line."""
    waiting: list[int] = []
    opened: list[int] = []
    extra: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        at = match.start()
        if text[at] == "[":
            waiting.append(at)
        elif not waiting:
            extra.append(at)
        elif _SENTENCE_AND_LINE.search(text, waiting[-1], at):
            opened.append(waiting.pop())
            extra.append(at)
        else:
            waiting.pop()
    return sorted((*opened, *waiting)), extra


def _free(at: int, taken: Sequence[Span]) -> bool:
    return not any(span.start <= at < span.end for span in taken)


def _open(article: Article, match: re.Match[str], by_sign: set[str]) -> Found | None:
    """A bracket that opens before a label and never closes."""
    text, end = article.shown, match.end()
    bare = not match[0].startswith("[[") and not match["sign"]
    if bare and (_MORE_NUMBERS.match(text, end) or not any(sign[:1] == "[" for sign in by_sign)):
        return None
    if bare and not (match["label"].isdigit() and len(match["label"]) < 4):
        return None
    whole = re.compile(r"\[\[(\^?[\w.:-]{1,40})\]\((#[\w:.-]{0,80})\)").match(text, match.start())
    if whole:
        at = whole.end()
        return Found(
            Span(match.start(), at),
            f"{whole[0]!r} lacks a bracket",
            f"write {whole[0]}]",
            (Edit(at, at, "]"),),
        )
    shown = article.text[
        match.start() : min(
            end + 12, match.string.find("\n", end) if "\n" in match.string[end:] else end + 12
        )
    ]
    return Found(Span(match.start(), end), f"the bracket of {shown.strip()!r} does not close", "close it")


def _closed(article: Article, at: int, start: int, labels: set[str]) -> Iterator[Found]:
    """A bracket that closes behind a label and never opened."""
    before = article.shown[max(start, at - _LOOK_BACK) : at]
    match = _CLOSED.search(before)
    if not match or match["label"].strip(".:-") not in labels or not match["label"].isalnum():
        return
    begin = at - len(before) + match.start()
    inside = match[0].endswith((")", "]"))
    previous = article.shown[begin - 1 : begin]
    if not inside and (previous.isalnum() or previous in "-–.," or not match["label"].isdigit()):
        return
    begin -= inside and previous == "["
    yield Found(
        Span(begin, at + 1),
        f"{article.text[begin : at + 1]!r} has a bracket too many",
        "open it, or take it out",
    )


def unsorted(article: Article) -> Iterator[Found]:
    """`[5][3]`, `[6, 4]`. Not `[1][3]`."""
    for group in article.groups:
        numbers = [int(x) for m in group for x in m.labels if x.isdecimal() and len(x) < 7]
        if len(numbers) == sum(len(m.labels) for m in group) and numbers != sorted(numbers):
            span = Span(group[0].span.start, group[-1].span.end)
            told = article.text[span.start : span.end]
            yield Found(span, f"the numbers of {told!r} do not ascend", "sort them", tuple(_sorted(group)))


def _sorted(group: Sequence[Marker]) -> Iterator[Edit]:
    """Tokens of one number each trade places."""
    if any(len(m.labels) != 1 for m in group):
        return
    for place, marker in zip(group, sorted(group, key=lambda m: int(m.labels[0])), strict=True):
        if place.raw != marker.raw:
            yield Edit(place.span.start, place.span.end, marker.raw)


def repeated(article: Article) -> Iterator[Found]:
    """`[3][3]`. Not `[3] … [3]`."""
    for group in article.groups:
        labels = [label for m in group for label in (*m.labels,)]
        twice = sorted({x for x in labels if labels.count(x) > 1})
        if not twice:
            continue
        span = Span(group[0].span.start, group[-1].span.end)
        edits, seen = [], set[tuple[str, ...]]()
        for before, marker in zip((None, *group), group, strict=False):
            if marker.labels in seen and before:
                edits.append(Edit(before.span.end, marker.span.end, ""))
            seen.add(marker.labels)
        told = article.text[span.start : span.end]
        yield Found(span, f"{told!r} names {', '.join(twice)} twice", "drop one", tuple(edits))


def mixed_placement(article: Article) -> Iterator[Found]:
    """`water. [1]` in an article of `water [1].`. Not behind a quotation that ends with its stop."""
    before, behind = [], []
    for group in article.groups:
        at, end = group[0].span.start, group[-1].span.end
        ahead = article.text[max(0, at - 40) : at].rstrip(" \t")[-1:]
        follows = article.text[end : end + 4].lstrip(" \t*_")[:1]
        if follows and follows in _STOP:
            before.append(group)
        elif ahead and ahead in _STOP and not (follows and follows in _CLOSERS):
            behind.append(group)
    rare, usual = sorted((before, behind), key=len)
    if not rare or len(usual) < _MIN_OTHER_WAY or len(rare) >= _RARER * (len(rare) + len(usual)):
        return
    way = "before" if rare is before else "behind"
    for group in rare:
        span = Span(group[0].span.start, group[-1].span.end)
        yield Found(
            span,
            f"stands {way} the stop, where {len(usual)} others stand on its other side",
            "choose one way",
        )


def residue(article: Article) -> Iterator[Found]:
    """`[cite_start]`, `citeturn0search1`, `?utm_source=chatgpt.com`. Not a word about such tokens in code."""
    seen: list[Span] = []
    for _, marker in residues(article):
        seen.append(marker.span)
        yield Found(
            marker.span,
            f"{marker.raw!r} is what a tool left of a citation",
            "find the source and cite it, or take the token out",
        )
    for token in article.reading.ignored:
        if token.reason == "generator-tag" and token.raw.strip():
            seen.append(token.span)
            yield Found(
                token.span, f"{token.raw!r} is a tag of a tool", "take it out", (Edit(*token.span, ""),)
            )
    text = article.shown
    for pattern, safe, sign in ((_TAG, True, ""), (_TOKENS, False, "content"), (_TOKENS, False, "oai_")):
        for match in pattern.finditer(text) if sign in text else ():
            span = Span(*match.span())
            if not any(s.start < span.end and span.start < s.end for s in seen):
                seen.append(span)
                hint = "take it out" if safe else "find the source and cite it, or take the token out"
                yield Found(
                    span, f"{match[0]!r} is what a tool left", hint, (Edit(*span, ""),) if safe else ()
                )
    for address in article.addresses:
        named = [
            v
            for n, v in tracking_parameters(address.url)
            if n.lower() == "utm_source" and v.casefold() in words("tools")
        ]
        if named:
            right = without_parameters(address.url, lambda n, v: n.lower().startswith("utm_"))
            yield Found(
                address.span,
                f"the link says that it came from {named[0]}",
                f"write {right}",
                (Edit(*address.span, right),),
            )
