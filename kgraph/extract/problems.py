"""Flaws of an article that show once its markers are resolved (semantics, section 8)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kgraph.codes import in_file, problem
from kgraph.extract.label_mismatches import label_mismatches
from kgraph.extract.values import Mention, Resolved
from kgraph.model import Marker, Problem, ReferenceEntry

_CORRECT = "add the entry or correct the label"
MAX_RIVALS = 5
"""So many of the entries that an ambiguous marker may name are told."""
_MANY_TOKENS = 3
"""So many tokens that name nothing, and no other, show that the article was copied without its sources."""
_MOST_NAMED = 5
"""Bibliographies that a message names."""
_RAW_CHARS = 80
"""Characters of a marker that a message shows."""


def find_problems(
    references: Sequence[ReferenceEntry],
    anchors: Mapping[str, Sequence[int]],
    marked: Sequence[tuple[Mention, Marker]],
    searched: Sequence[str] = (),
    by_year: Collection[int] = (),
) -> list[Problem]:
    """The problems of markers, then of entries, each in order of the text.

    Keys were looked up in the files `searched`; `by_year` are entries that print no label.
    """
    looked = _LookedUp(searched, references)
    found = [p for mention, marker in marked for of in _OF_MARKERS if (p := of(marker, mention, looked))]
    cited = {i for mention, m in marked for i in (*m.entries, *mention.resolved.rivals)}
    linked = {s for _, m in marked if not m.entries for s in m.sources}
    linked |= {s for i in cited if references[i].same_as is not None and (s := references[i].source)}
    # A link to another address of its source (an eprint's version) cites an entry too, if by no label, and so does
    # a note that refers back to it.
    cited |= {i for i, entry in enumerate(references) if entry.source in linked}
    found += _duplicates(references, by_year)
    found += _of_entries(references, cited)
    found += label_mismatches(references, anchors)
    return found + _of_tokens(marked)


def _of_tokens(marked: Sequence[tuple[Mention, Marker]]) -> list[Problem]:
    """That most of an article's citations are tokens of a tool, of which none names anything."""
    opaque = [marker for mention, marker in marked if mention.token.opaque]
    lost = [marker for marker in opaque if marker.status == "unresolvable"]
    if len(lost) < _MANY_TOKENS or len(lost) < len(opaque) or len(lost) * 2 < len(marked):
        return []
    message = f"{len(lost)} of {len(marked)} citations are tokens that only the tool that wrote the article understands"
    return [problem("tokens-unexplained", message, lost[0].span)]


class _LookedUp(NamedTuple):
    """What the markers of an article were looked up in: files by key, entries by label."""

    searched: Sequence[str]
    references: Sequence[ReferenceEntry]


def _place(searched: Sequence[str]) -> tuple[str, str]:
    """Where a key was looked for, and what to do."""
    if not searched:
        return ", and no bibliography was found", "give the file that has it with --bibliography"
    return f" of {', '.join(searched[:_MOST_NAMED])}", "add the record, or give its file with --bibliography"


def _of_missing(marker: Marker, mention: Mention, looked: _LookedUp) -> Problem | None:
    resolved = mention.resolved
    if marker.status == "unresolvable":
        told = f"{_shown(marker)!r} names a source only its generator knows"
        return problem("marker-unresolvable", told, marker.span)
    if not resolved.missing or (marker.status == "resolved" and not resolved.entries):
        return None
    if resolved.status != "dangling" and len(resolved.missing) >= len(marker.labels) > 0:
        return None
    code = "marker-dangling" if marker.labels else "marker-unresolvable"
    where, hint = (
        _place(looked.searched) if mention.token.kind == "key" else ("", _hint(resolved, looked.references))
    )
    told = f"{_on_one_line(_shown(marker))!r} names no entry{where} ({', '.join(resolved.missing)})"
    return problem(code, told, marker.span, hint)


def _of_rivals(marker: Marker, mention: Mention, looked: _LookedUp) -> Problem | None:
    found = mention.resolved.rivals
    if not found:
        return None
    rivals = "; ".join(_title(looked.references[i]) for i in found[:MAX_RIVALS])
    told = f"{_on_one_line(_shown(marker))!r} may name {len(found)} entries: {rivals}"
    return problem("marker-ambiguous", told, marker.span)


def _of_flaw(marker: Marker, mention: Mention, looked: _LookedUp) -> Problem | None:
    flaw = mention.resolved.flaw
    if flaw == "marker-target-mismatch":
        told = f"{_shown(marker)!r} prints another label than the entry its link goes to"
        return problem(flaw, told, marker.span)
    if flaw == "key-without-at" and marker.status == "resolved":
        told = f"{_shown(marker)!r} is a bibliography key without its @"
        return problem(flaw, told, marker.span, f"write [@{marker.labels[0]}]")
    return None


_OF_MARKERS = (_of_missing, _of_rivals, _of_flaw)


def _shown(marker: Marker) -> str:
    """The marker as written, as far as a message shows it."""
    return marker.raw if len(marker.raw) <= _RAW_CHARS else marker.raw[: _RAW_CHARS - 3] + "…"


def _hint(resolved: Resolved, references: Sequence[ReferenceEntry]) -> str:
    if not resolved.near:
        return _CORRECT
    near = references[resolved.near[0]]
    return f"{_CORRECT}; near to it is {near.label or _title(near)!r}"


def _title(entry: ReferenceEntry) -> str:
    return " ".join((entry.title or entry.text)[:50].split())


def _on_one_line(raw: str) -> str:
    return " ".join(raw.split())


def _duplicates(references: Sequence[ReferenceEntry], by_year: Collection[int]) -> list[Problem]:
    out = []
    labels: Counter[tuple[int, str]] = Counter()
    sources: dict[tuple[int, str], ReferenceEntry] = {}
    for i, entry in enumerate(references):
        if entry.label is not None and i not in by_year and (entry.part or 1) == 1:
            labels[entry.list, entry.label] += 1
            if labels[entry.list, entry.label] == 2:
                out.append(
                    in_file(
                        "label-duplicate", f"two entries{_in_file(entry)} are labelled {entry.label!r}", entry
                    )
                )
        if entry.source is None or entry.same_as is not None or entry.locator is not None:
            continue  # a note that refers back, to another note or to a list
        first = sources.setdefault((entry.list, entry.source), entry)
        if first is not entry and first.position != entry.position:
            out.append(
                in_file(
                    "source-duplicate",
                    f"entry {_name(entry)}{_in_file(entry)} is the same source as entry {_name(first)}",
                    entry,
                )
            )
    return out


def _of_entries(references: Sequence[ReferenceEntry], cited: set[int]) -> list[Problem]:
    by_position: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, entry in enumerate(references):
        by_position[entry.list, entry.position].append(i)
    out = []
    meant = {references[i].source for i in cited}
    for members in by_position.values():
        entry = references[members[0]]
        is_noted = entry.label is None and entry.source in meant  # a note names it: `Moss, *Tides*, 12.`
        if entry.file is None and not is_noted and not cited.intersection(members):
            out.append(problem("reference-uncited", f"entry {_name(entry)} is never cited", entry.span))
        is_bare = not (entry.links or entry.same_as) and (entry.source or "").startswith("urn:kgraph:")
        if entry.file is None and is_bare:
            out.append(
                problem(
                    "reference-without-link",
                    f"entry {_name(entry)} has neither link nor identifier",
                    entry.span,
                )
            )
    return out


def _name(entry: ReferenceEntry) -> str:
    if entry.label is not None:
        return f"{entry.label!r}"
    return f"{(entry.title or entry.text)[:50]!r}"


def _in_file(entry: ReferenceEntry) -> str:
    return "" if entry.file is None else f" of {entry.file}"
