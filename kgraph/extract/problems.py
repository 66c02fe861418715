"""Flaws of an article that show once its markers are resolved (semantics, section 8)."""

from collections import Counter, defaultdict

from kgraph.extract.resolve import Resolved
from kgraph.model import Marker, Problem, ReferenceEntry, Severity
from kgraph.spans import Span


def find_problems(
    references: list[ReferenceEntry],
    anchors: dict[str, list[int]],
    markers: list[Marker],
    resolutions: list[Resolved],
) -> list[Problem]:
    """The problems of markers, then of entries, each in order of the text."""
    found = [
        p for marker, resolved in zip(markers, resolutions, strict=True) for p in _of_marker(marker, resolved)
    ]
    cited = {i for m in markers for i in m.entries}
    linked = {s for m in markers if not m.entries for s in m.sources}
    # A link to another address of its source (an eprint's version) cites an entry too, if by no label.
    cited |= {i for i, entry in enumerate(references) if entry.source in linked}
    found += _duplicates(references)
    found += _of_entries(references, cited)
    found += _mismatches(references, anchors)
    return found


def _problem(code: str, severity: Severity, message: str, span: Span, hint: str | None = None) -> Problem:
    return Problem(code=code, severity=severity, message=" ".join(message.split()), span=span, hint=hint)


def _of_marker(marker: Marker, resolved: Resolved) -> list[Problem]:
    raw = marker.raw if len(marker.raw) <= 80 else marker.raw[:77] + "…"
    out = []
    if marker.status == "unresolvable":
        out.append(
            _problem(
                "marker-unresolvable",
                "warning",
                f"{raw!r} names a source only its generator knows",
                marker.span,
            )
        )
    elif resolved.missing and not (marker.status == "resolved" and not resolved.entries):
        names = ", ".join(resolved.missing)
        if resolved.status == "dangling" or len(resolved.missing) < len(marker.labels) or not marker.labels:
            code = "marker-dangling" if marker.labels else "marker-unresolvable"
            out.append(
                _problem(
                    code,
                    "warning",
                    f"{raw!r} names no entry ({names})",
                    marker.span,
                    "add the entry or correct the label",
                )
            )
    if resolved.flaw == "marker-target-mismatch":
        out.append(
            _problem(
                "marker-target-mismatch",
                "warning",
                f"{raw!r} prints another label than the entry its link goes to",
                marker.span,
            )
        )
    elif resolved.flaw == "key-without-at" and marker.status == "resolved":
        out.append(
            _problem(
                "key-without-at",
                "warning",
                f"{raw!r} is a bibliography key without its @",
                marker.span,
                f"write [@{marker.labels[0]}]",
            )
        )
    return out


def _duplicates(references: list[ReferenceEntry]) -> list[Problem]:
    out = []
    labels: Counter[tuple[int, str]] = Counter()
    sources: dict[tuple[int, str], ReferenceEntry] = {}
    for entry in references:
        if entry.label is not None:
            labels[entry.list, entry.label] += 1
            if labels[entry.list, entry.label] == 2:
                out.append(
                    _problem(
                        "label-duplicate",
                        "warning",
                        f"two entries{_in_file(entry)} are labelled {entry.label!r}",
                        _place(entry),
                    )
                )
        if entry.source is None:
            continue
        first = sources.setdefault((entry.list, entry.source), entry)
        if first is not entry and first.position != entry.position:
            out.append(
                _problem(
                    "source-duplicate",
                    "note",
                    f"entry {_name(entry)}{_in_file(entry)} is the same source as entry {_name(first)}",
                    _place(entry),
                )
            )
    return out


def _of_entries(references: list[ReferenceEntry], cited: set[int]) -> list[Problem]:
    by_position: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, entry in enumerate(references):
        by_position[entry.list, entry.position].append(i)
    out = []
    for members in by_position.values():
        entry = references[members[0]]
        if entry.file is None and not cited.intersection(members):
            out.append(
                _problem("reference-uncited", "note", f"entry {_name(entry)} is never cited", entry.span)
            )
        if entry.file is None and not entry.links and (entry.source or "").startswith("urn:kgraph:"):
            out.append(
                _problem(
                    "reference-without-link",
                    "note",
                    f"entry {_name(entry)} has neither link nor identifier",
                    entry.span,
                )
            )
    return out


def _mismatches(references: list[ReferenceEntry], anchors: dict[str, list[int]]) -> list[Problem]:
    """Entries whose printed label and anchor disagree: `[8] <a id="ref-9">`."""
    out = []
    for anchor, members in anchors.items():
        name, _, number = anchor.rpartition("-")
        number = number.lstrip("refREF_.:")
        if any(c.isdigit() for c in name):
            continue  # `page-9-0`, the first anchor of a page, says nothing of labels
        for i in members:
            label = references[i].label
            if number.isdecimal() and label is not None and label.isdecimal() and int(number) != int(label):
                out.append(
                    _problem(
                        "label-anchor-mismatch",
                        "warning",
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
