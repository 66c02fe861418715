"""The citations of an article, as a rewriting must leave them."""

from collections.abc import Mapping

from kgraph.extract import Reading

Edges = tuple[tuple[str, frozenset[str]], ...]
"""Each claim with the sources that back it, in order."""


def edges_of(reading: Reading) -> Edges:
    """The claims of an article with their sources; one without a source is told too."""
    names = _names(reading)
    return tuple(
        (" ".join(claim.text.split()), frozenset(names.get(s, s) for s in claim.sources))
        for claim in reading.outcome.claims
    )


def _names(reading: Reading) -> Mapping[str, str]:
    """Sources without address and identifier by what their entries say, since their ids come of the entry as printed."""
    found: dict[str, str] = {}
    for entry in reading.references.entries:
        source = entry.source or ""
        if source.startswith("urn:kgraph:"):
            label = entry.label or ""
            said = entry.title or entry.text.replace(label, "", 1)
            found.setdefault(
                source, "said:" + " ".join("".join(c if c.isalnum() else " " for c in said).split())
            )
    return found


def difference(before: Edges, after: Edges) -> str | None:
    """What is not as it was, in words; None where all is."""
    if before == after:
        return None
    for a, b in zip(before, after, strict=False):
        if a[0] != b[0]:
            return f"the claim {a[0][:60]!r} would read {b[0][:60]!r}"
        if a[1] != b[1]:
            return f"the claim {a[0][:60]!r} would have other sources"
    return f"there would be {len(after)} claims where there are {len(before)}"
