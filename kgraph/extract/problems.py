"""Flaws of an article that show once its markers are resolved (semantics, section 8)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from kgraph.codes import problem
from kgraph.extract.lists.candidates import number_of
from kgraph.extract.values import Mention, Resolved
from kgraph.model import Marker, Problem, ReferenceEntry
from kgraph.spans import Span

MAX_RIVALS = 5
"""So many of the entries that an ambiguous marker may name are told."""


def find_problems(
    references: Sequence[ReferenceEntry],
    anchors: Mapping[str, Sequence[int]],
    marked: Sequence[tuple[Mention, Marker]],
    by_year: Collection[int] = (),
) -> list[Problem]:
    """The problems of markers, then of entries, each in order of the text; `by_year` are entries that print no label."""
    found = [p for mention, marker in marked for p in _of_marker(marker, mention.resolved, references)]
    cited = {i for mention, m in marked for i in (*m.entries, *mention.resolved.rivals)}
    linked = {s for _, m in marked if not m.entries for s in m.sources}
    # A link to another address of its source (an eprint's version) cites an entry too, if by no label.
    cited |= {i for i, entry in enumerate(references) if entry.source in linked}
    found += _duplicates(references, by_year)
    found += _of_entries(references, cited)
    found += _mismatches(references, anchors)
    return found


def _of_marker(marker: Marker, resolved: Resolved, references: Sequence[ReferenceEntry]) -> list[Problem]:
    raw = marker.raw if len(marker.raw) <= 80 else marker.raw[:77] + "…"
    out = []
    if marker.status == "unresolvable":
        out.append(
            problem(
                "marker-unresolvable",
                f"{raw!r} names a source only its generator knows",
                marker.span,
            )
        )
    elif resolved.missing and not (marker.status == "resolved" and not resolved.entries):
        names = ", ".join(resolved.missing)
        if resolved.status == "dangling" or len(resolved.missing) < len(marker.labels) or not marker.labels:
            code = "marker-dangling" if marker.labels else "marker-unresolvable"
            out.append(
                problem(
                    code,
                    f"{_on_one_line(raw)!r} names no entry ({names})",
                    marker.span,
                    _hint(resolved, references),
                )
            )
    if resolved.rivals:
        rivals = "; ".join(_title(references[i]) for i in resolved.rivals[:MAX_RIVALS])
        out.append(
            problem(
                "marker-ambiguous",
                f"{_on_one_line(raw)!r} may name {len(resolved.rivals)} entries: {rivals}",
                marker.span,
                "put letters behind the years, here and in the list (2010a, 2010b)",
            )
        )
    if resolved.flaw == "marker-target-mismatch":
        out.append(
            problem(
                "marker-target-mismatch",
                f"{raw!r} prints another label than the entry its link goes to",
                marker.span,
            )
        )
    elif resolved.flaw == "key-without-at" and marker.status == "resolved":
        out.append(
            problem(
                "key-without-at",
                f"{raw!r} is a bibliography key without its @",
                marker.span,
                f"write [@{marker.labels[0]}]",
            )
        )
    return out


def _hint(resolved: Resolved, references: Sequence[ReferenceEntry]) -> str:
    if not resolved.near:
        return "add the entry or correct the label"
    near = references[resolved.near[0]]
    return f"add the entry or correct the label; near to it is {near.label or _title(near)!r}"


def _title(entry: ReferenceEntry) -> str:
    return " ".join((entry.title or entry.text)[:50].split())


def _on_one_line(raw: str) -> str:
    return " ".join(raw.split())


def _duplicates(references: Sequence[ReferenceEntry], by_year: Collection[int]) -> list[Problem]:
    out = []
    labels: Counter[tuple[int, str]] = Counter()
    sources: dict[tuple[int, str], ReferenceEntry] = {}
    for i, entry in enumerate(references):
        if entry.label is not None and i not in by_year:
            labels[entry.list, entry.label] += 1
            if labels[entry.list, entry.label] == 2:
                out.append(
                    problem(
                        "label-duplicate",
                        f"two entries{_in_file(entry)} are labelled {entry.label!r}",
                        _place(entry),
                    )
                )
        if entry.source is None:
            continue
        first = sources.setdefault((entry.list, entry.source), entry)
        if first is not entry and first.position != entry.position:
            out.append(
                problem(
                    "source-duplicate",
                    f"entry {_name(entry)}{_in_file(entry)} is the same source as entry {_name(first)}",
                    _place(entry),
                )
            )
    return out


def _of_entries(references: Sequence[ReferenceEntry], cited: set[int]) -> list[Problem]:
    by_position: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, entry in enumerate(references):
        by_position[entry.list, entry.position].append(i)
    out = []
    for members in by_position.values():
        entry = references[members[0]]
        if entry.file is None and not cited.intersection(members):
            out.append(problem("reference-uncited", f"entry {_name(entry)} is never cited", entry.span))
        if entry.file is None and not entry.links and (entry.source or "").startswith("urn:kgraph:"):
            out.append(
                problem(
                    "reference-without-link",
                    f"entry {_name(entry)} has neither link nor identifier",
                    entry.span,
                )
            )
    return out


def _mismatches(references: Sequence[ReferenceEntry], anchors: Mapping[str, Sequence[int]]) -> list[Problem]:
    """Entries whose printed label and anchor disagree: `[8] <a id="ref-9">`."""
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


def _name(entry: ReferenceEntry) -> str:
    if entry.label is not None:
        return f"{entry.label!r}"
    return f"{(entry.title or entry.text)[:50]!r}"


def _place(entry: ReferenceEntry) -> Span:
    """Where a flaw of an entry is told: in the article, whose first place stands for what is in another file."""
    return entry.span if entry.file is None else Span(0, 0)


def _in_file(entry: ReferenceEntry) -> str:
    return "" if entry.file is None else f" of {entry.file}"
