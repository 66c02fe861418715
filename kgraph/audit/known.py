"""Flaws that reading the article has found already."""

import re
from collections.abc import Callable, Iterator

from kgraph.audit.article import Article, Found
from kgraph.edits import Edit
from kgraph.extract.values import Mention
from kgraph.model import Marker

_PRINTED = re.compile(r"\[{1,2}\^?(\d{1,5})\]\(#")
Check = Callable[[Article], Iterator[Found]]
RESIDUE_CONVENTIONS = frozenset(
    {"turn-id", "turn-id-in-brackets", "private-use", "content-reference", "render-tag", "retrieved", "span-tag"}
)  # fmt: skip
"""Conventions whose tokens are nothing that a reader could follow, even where a list has their number."""


def problems(*codes: str) -> Check:
    """A check that finds what reading reported under `codes`."""

    def find(article: Article) -> Iterator[Found]:
        for problem in article.reading.problems:
            if problem.code in codes:
                yield Found(
                    problem.span, problem.message, problem.hint, file=problem.file, place=problem.place
                )

    return find


def dangling(article: Article) -> Iterator[Found]:
    """`[7]` where the list ends at 6. Not the words of `[444][12]`, a link to a page of 444.hu that `[12]: https://…` gives."""
    text, entries = article.text, article.entries
    words = {
        m.span.start
        for m in article.markers
        for e in (entries[i] for i in m.entries)
        if text[m.span.start - 1 : m.span.start] == "]"
        and e.file is None
        and text.startswith(f"[{e.label}]:", e.span.start)
    }
    for found in problems("marker-dangling")(article):
        if found.file is not None or found.span.end not in words:
            yield found


def keys_without_at(article: Article) -> Iterator[Found]:
    """`[lee2010]`. Not `[@lee2010]`."""
    for found in problems("key-without-at")(article):
        at = found.span.start + 1
        yield found._replace(edits=(Edit(at, at, "@"),))


def mismatches(article: Article) -> Iterator[Found]:
    """`[[3](#ref-2)]`, `[[4](#ref-)]`. Not `[2](#2-the-steps)`."""
    places = {(m.span, m.raw): (mention, m) for mention, m in article.reading.marked}
    by_label = {(e.list, e.label): i for i, e in article.own}
    anchors = {i: name for name, entries in article.reading.references.anchors.items() for i in entries}
    for problem in article.reading.problems:
        if problem.code != "marker-target-mismatch":
            continue
        known = next((both for (span, _), both in places.items() if span == problem.span), None)
        yield (
            _mismatch(article, problem.message, known, by_label, anchors)
            if known
            else Found(problem.span, problem.message)
        )


def _printed_wrong(article: Article, marker: Marker, message: str) -> Found:
    """A marker that goes to an entry and prints another number; what it was to say, its writer knows."""
    label = article.entries[marker.entries[0]].label or ""
    printed = _PRINTED.match(marker.raw)
    if printed is None or not label.isdecimal():
        return Found(marker.span, message)
    start = marker.span.start + printed.start(1)
    edit = Edit(start, marker.span.start + printed.end(1), label)
    return Found(marker.span, message, f"print {label}, where the link goes", (edit,), asks=True)


def _mismatch(
    article: Article,
    message: str,
    known: tuple[Mention, Marker],
    by_label: dict[tuple[int, str | None], int],
    anchors: dict[int, str],
) -> Found:
    """The finding of one marker: where its target is nothing, the printed number tells what is meant."""
    mention, marker = known
    target = mention.token.target or ""
    entries = mention.resolved.entries
    own = by_label.get((mention.resolved.list or 0, marker.labels[0] if marker.labels else None))
    if entries and target[1:] in anchors.values():
        return _printed_wrong(article, marker, message)
    if not entries or own not in anchors:
        return Found(marker.span, message)
    at = marker.raw.find(f"({target})")
    if at < 0:
        return Found(marker.span, message)
    start = marker.span.start + at + 1
    edit = Edit(start, start + len(target), "#" + anchors[own])
    what = f"{marker.raw!r} goes nowhere: no entry has the anchor {target!r}"
    return Found(marker.span, what, f"link to #{anchors[own]}", (edit,))


def unresolvable(article: Article) -> Iterator[Found]:
    """`【4†source】`. Tokens that are no brackets of numbers are `generator-residue`."""
    residue = {m.span for _, m in residues(article)}
    for found in problems("marker-unresolvable")(article):
        if found.span not in residue:
            yield found


def residues(article: Article) -> Iterator[tuple[Mention, Marker]]:
    """Tokens of tools that stood for a source: `citeturn0search1`, `:contentReference[oaicite:2]{index=2}`."""
    for mention, marker in article.reading.marked:
        if mention.token.convention in RESIDUE_CONVENTIONS:
            yield mention, marker


def nothing(article: Article) -> Iterator[Found]:
    """What is found only when all the rest is: comments that silence nothing (`silence`)."""
    yield from ()
