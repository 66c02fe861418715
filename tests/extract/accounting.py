"""What must hold of every extraction, whatever the text was."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from kgraph.extract import counts
from kgraph.model import Extraction, ReferenceEntry


def check(found: Extraction, beside: Mapping[str, str] | None = None) -> None:
    """Raises AssertionError where a span does not slice what it says, or a token went missing.

    `beside` are the texts of the bibliographies next to the article, by the names that entries give for them.
    """
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
        assert entry.source in known
        _check_entry(entry, text, beside or {})
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


def _check_entry(entry: ReferenceEntry, article: str, beside: Mapping[str, str]) -> None:
    """The span of an entry counts into the file it comes from: a bibliography, where one is named."""
    start, end = entry.span
    assert 0 <= start <= end
    if entry.file is None:
        assert end <= len(article)
        assert entry.text == article[start:end]
    elif end and entry.file in beside:
        assert end <= len(beside[entry.file])
        assert entry.label is None or entry.label in beside[entry.file][start:end]
