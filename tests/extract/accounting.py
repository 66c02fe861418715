"""What must hold of every extraction, whatever the text was."""

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise

from kgraph.extract import counts
from kgraph.extract.text.places import source_span
from kgraph.model import Block, Document, Extraction, ReferenceEntry
from kgraph.spans import SourceText, Span

_WITHIN = ("footnote", "cell", "caption")
"""Blocks that a format may set amid a sentence: notes, boxes and pictures of wikitext."""
_UNSEEN = frozenset({"comment", "code", "hidden", "front-matter"})
"""Reasons with which a stretch of the source is dropped that no block may show."""


def check(found: Extraction, beside: Mapping[str, str] | None = None) -> None:
    """Raises AssertionError where a span does not slice what it says, a token went missing or text stands twice.

    `beside` are the bibliographies next to the article, by the names that entries give for them.
    """
    text = found.document.source.text
    size = len(text)
    for marker in found.markers:
        assert found.document.source.words(marker.span) == marker.raw
        assert marker.status in ("resolved", "dangling", "ambiguous", "unresolvable")
        assert marker.claim is None or 0 <= marker.claim < len(found.claims)
        assert (marker.status == "resolved") == bool(marker.sources)
        for i in marker.entries:
            assert 0 <= i < len(found.references)
    for token in found.ignored:
        assert found.document.source.words(token.span) == token.raw
        assert token.reason
    _check_tokens(found)
    _check_told(found)
    known = {s.id for s in found.sources}
    records = {record.key for record in found.document.bibliography if record.file is None}
    for entry in found.references:
        assert entry.source in known
        if (entry.label or "") in records:  # told by its fields, not as it stands in the file
            assert 0 <= entry.span.start <= entry.span.end <= size
        else:
            _check_entry(entry, found.document.source, beside or {})
    for claim in found.claims:
        assert 0 <= claim.span.start < claim.span.end <= size
        assert claim.text.strip() == claim.text != ""
        assert set(claim.sources) <= known
        assert claim.support != "none" or not claim.labels
    assert len({c.id for c in found.claims}) == len(found.claims)
    for problem in found.problems:
        of_file = size if problem.file is None else len((beside or {}).get(problem.file, ""))
        assert 0 <= problem.span.start <= problem.span.end <= of_file
        assert "\n" not in problem.message
    tally = counts(found)
    assert Counter(m.status for m in found.markers) == Counter(
        {s: tally[s] for s in ("resolved", "dangling", "ambiguous", "unresolvable") if tally[s]}
    )
    assert tally["ignored"] == len(found.ignored)
    _check_document(found.document)
    _check_sentences(found)


def _check_tokens(found: Extraction) -> None:
    """No character is part of two tokens, but of a note in place (`^[Cf. @moss2001]`) and of one that stands in it."""
    text = found.document.source.text
    spans = [*(m.span for m in found.markers), *(t.span for t in found.ignored)]
    notes = [b.span for b in found.document.blocks if (b.definition or "").startswith("^")]
    in_place = {s for s in spans if any(s.start < n.start and n.end <= s.end for n in notes)}
    units = _units(found.document)
    _parted(text, [s for s in spans if s not in in_place and s not in units], "tokens")
    _nested(text, spans)


def _check_told(found: Extraction) -> None:
    """No marker that syntax tells vanishes: it is one that cites, is ignored with a reason, or stands in an entry."""
    spans = [m.span for m in found.markers] + [t.span for t in found.ignored]
    spans += [e.span for e in found.references if e.file is None]
    spans.sort()
    for known in found.document.markers:
        span = known.span or source_span(found.document.blocks[known.block], known.start, known.end)
        taken = any(s.start < span.end and span.start < s.end for s in spans)
        assert taken or span.start == span.end, f"told, and lost: {found.document.source.words(span)!r}"


def _check_entry(entry: ReferenceEntry, article: SourceText, beside: Mapping[str, str]) -> None:
    """The span of an entry counts into the file it comes from: a bibliography, where one is named."""
    start, end = entry.span
    assert 0 <= start <= end
    if entry.file is None:
        assert end <= len(article.text)
        assert entry.text == article.words(entry.span)
    elif end and entry.file in beside:
        text = beside[entry.file]
        assert end <= len(text)
        assert (
            entry.label is None or entry.label in text[start:end] or _as_json(text[start:end]) == entry.label
        )


def _as_json(written: str) -> str:
    """The label that a JSON value is, half characters replaced as a reader replaces them."""
    return re.sub(r"[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", str(json.loads(written)))


def _check_document(document: Document) -> None:
    """No character of the source stands in two blocks, and none that nobody sees in any."""
    text = document.source.text
    runs = [span for block in document.blocks for span in _shown(block)]
    _parted(text, runs, "blocks")
    unseen = sorted((start, end) for start, end, reason in document.dropped if reason in _UNSEEN)
    at = 0
    for start, end in sorted(runs):
        while at < len(unseen) and unseen[at][1] <= start:
            at += 1
        for first, last in unseen[at:]:
            if first >= end:
                break
            shown = text[max(start, first) : min(end, last)]
            plain = _plain(document, max(start, first), min(end, last))
            assert not plain.strip(), f"dropped, and yet shown: {shown!r}"


def _shown(block: Block) -> Iterator[Span]:
    """What a block shows of the source: not a note in place, for which a sign stands there and which has a block of its own."""
    for (plain, start, end), stop in zip(
        block.runs, [*(run[0] for run in block.runs[1:]), len(block.text)], strict=True
    ):
        if end > start and block.text[plain:stop] != "\ufffc":
            yield Span(start, end)


def _plain(document: Document, first: int, last: int) -> str:
    """What blocks show for the source between two offsets: spaces, where a comment was blanked."""
    parts = []
    for block in document.blocks:
        ends = [run[0] for run in block.runs[1:]] + [len(block.text)]
        for (plain, start, end), stop in zip(block.runs, ends, strict=True):
            a, b = max(start, first), min(end, last)
            if a < b:
                linear = end - start == stop - plain
                whole = (a, b) == (start, end)  # a marker may have a comment within it
                parts.append(
                    block.text[plain + a - start : plain + b - start]
                    if linear
                    else block.text[plain:stop]
                    if whole
                    else ""
                )
    return "".join(parts)


def _check_sentences(found: Extraction) -> None:
    """No sentence overlaps another: claims of rows repeat their cells; what `_WITHIN` says stands within others."""
    text = found.document.source.text
    claims = [c.span for c in found.claims if c.kind not in ("row", *_WITHIN)]
    units = _units(found.document)
    _parted(text, claims, "claims", units)
    _nested(text, (c.span for c in found.claims if c.kind in _WITHIN), units)
    _nested(text, (n.span for n in found.not_claims), units)


def _units(document: Document) -> set[Span]:
    """Stretches of the source that stand for other words, as a macro does: all that these words say stands there."""
    units = set[Span]()
    for block in document.blocks:
        ends = [run[0] for run in block.runs[1:]] + [len(block.text)]
        for (plain, start, end), stop in zip(block.runs, ends, strict=True):
            if 1 < stop - plain != end - start:
                units.add(Span(start, end))
    return units


def _parted(text: str, spans: Iterable[Span], what: str, units: Container[Span] = ()) -> None:
    for (_, end), (start, stop) in pairwise(sorted(spans)):
        assert start >= end or Span(start, end) in units, f"two {what} share {text[start : min(end, stop)]!r}"


def _nested(text: str, spans: Iterable[Span], units: Container[Span] = ()) -> None:
    """A note within another one is all of it within."""
    ends: list[int] = []
    for start, end in sorted(spans, key=lambda s: (s.start, -s.end)):
        while ends and ends[-1] <= start:
            ends.pop()
        parted = not ends or end <= ends[-1] or Span(start, ends[-1]) in units
        assert parted, f"two sentences share {text[start : ends[-1]]!r}"
        ends.append(end)
