"""Whether what was found in a generated article is what was put into it."""

from bisect import bisect_left

from kgraph.model import Extraction
from tests.extract.grammar import Written

_UNTOLD = frozenset({"code", "math", "comment", "hidden", "html", "image", "front-matter", "template"})
"""Reasons with which no token that a reader sees may be ignored."""


def check_facts(written: Written, found: Extraction) -> None:
    """Raises AssertionError where what nobody sees was found, or what everybody sees was lost or found twice."""
    _check_tokens(written, found)
    _check_words(written, found)


def _check_tokens(written: Written, found: Extraction) -> None:
    text = written.text
    named = {label for m in found.markers for label in m.labels}
    places = sorted(
        [*((m.span, None) for m in found.markers), *((i.span, i.reason) for i in found.ignored)],
        key=lambda p: p[0],
    )
    ends = [span.end for span, _ in places]
    for form, labels, place in written.facts.tokens:
        if place != "seen":
            assert not named & set(labels), f"{form} is {place}, and yet a marker"
            continue
        start = text.index(form)
        end = start + len(form)
        over = []
        for span, reason in places[bisect_left(ends, start + 1) :]:
            if span.start >= end:
                break
            over.append(reason)
        assert len(over) == 1, f"{form} is accounted for {len(over)} times: {over}"
        assert over[0] not in _UNTOLD, f"{form} is seen, and yet ignored as {over[0]}"


def _check_words(written: Written, found: Extraction) -> None:
    text = written.text
    claims = [c.text for c in found.claims if c.kind != "row"]
    rejected = [text[n.span.start : n.span.end] for n in found.not_claims]
    entries = [r.text for r in found.references if r.file is None]
    told = [" ".join(filter(None, (r.label, r.title, r.url, r.date, *r.authors))) for r in found.references]
    all_claims, all_told = "\n".join(c.text for c in found.claims), "\n".join(told)
    for word, place in written.facts.words.items():
        if place == "unseen":
            assert word not in all_claims, f"{word} is unseen, and yet in a claim"
            assert word not in all_told, f"{word} is unseen, and yet in an entry"
            continue
        times = sum(word in t for t in claims) + sum(word in t for t in entries)
        if not times or word not in written.facts.inner:
            times += sum(word in t for t in rejected)
        assert times == 1, f"{word} ({place}) is accounted for {times} times"
