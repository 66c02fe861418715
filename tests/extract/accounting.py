"""What must hold of every extraction, whatever the text was."""

from collections import Counter
from itertools import pairwise

from kgraph.extract import counts
from kgraph.model import Extraction


def check(found: Extraction) -> None:
    """Raises AssertionError where a span does not slice what it says, or a token went missing."""
    text = found.document.source.text
    size = len(text)
    for marker in found.markers:
        assert text[marker.span.start : marker.span.end] == marker.raw
        assert marker.status in ("resolved", "dangling", "unresolvable")
        assert marker.claim is None or 0 <= marker.claim < len(found.claims)
        assert (marker.status == "resolved") == bool(marker.sources)
        for i in marker.entries:
            assert 0 <= i < len(found.references)
    for token in found.ignored:
        assert text[token.span.start : token.span.end] == token.raw
        assert token.reason
    places = [(t.span.start, t.span.end) for t in (*found.markers, *found.ignored)]
    places.sort()
    for (_, end), (start, _) in pairwise(places):
        assert start >= end, f"two tokens share {text[start:end]!r}"
    known = {s.id for s in found.sources}
    for entry in found.references:
        assert 0 <= entry.span.start <= entry.span.end <= size
        if entry.file is None:
            assert entry.text == text[entry.span.start : entry.span.end]
        assert entry.source in known
    for claim in found.claims:
        assert 0 <= claim.span.start < claim.span.end <= size
        assert claim.text.strip() == claim.text != ""
        assert set(claim.sources) <= known
        assert claim.support != "none" or not claim.labels
    assert len({c.id for c in found.claims}) == len(found.claims)
    for problem in found.problems:
        assert 0 <= problem.span.start <= problem.span.end <= size
        assert "\n" not in problem.message
    tally = counts(found)
    assert Counter(m.status for m in found.markers) == Counter(
        {s: tally[s] for s in ("resolved", "dangling", "unresolvable") if tally[s]}
    )
    assert tally["ignored"] == len(found.ignored)
