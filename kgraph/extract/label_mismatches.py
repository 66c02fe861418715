"""Entries whose printed label and anchor disagree."""

from collections.abc import Mapping, Sequence

from kgraph.codes import problem
from kgraph.extract.lists.candidates import number_of
from kgraph.model import Problem, ReferenceEntry


def label_mismatches(
    references: Sequence[ReferenceEntry], anchors: Mapping[str, Sequence[int]]
) -> list[Problem]:
    """The problem of each entry whose printed label and anchor disagree: `[8] <a id="ref-9">`. Not `[8] <a id="page-9-0">`."""
    out = []
    for anchor, members in anchors.items():
        name, _, number = anchor.rpartition("-")
        number = number.lstrip("refREF_.:")
        if any(c.isdigit() for c in name):
            continue  # `page-9-0`, the first anchor of a page, says nothing of labels
        for i in members:
            label = references[i].label
            anchored, labelled = number_of(number), number_of(label)
            if anchored is not None and labelled is not None and anchored != labelled:
                out.append(
                    problem(
                        "label-anchor-mismatch",
                        f"entry {label} has the anchor {anchor!r}",
                        references[i].span,
                    )
                )
    return sorted(out, key=lambda p: p.span)
