"""Markers that stand together, and what stands between them."""

import re
from collections.abc import Sequence

from kgraph.extract import Reading
from kgraph.model import Marker

_BETWEEN = re.compile(r"[ \t]{0,6}[,;]?[ \t]{0,6}")
_NOTE = re.compile(r"\[\^(\d{1,5})\]")
Group = tuple[Marker, ...]


def markers_of(reading: Reading) -> tuple[Marker, ...]:
    """Every marker, in order of the text; tokens that name notes without works among them."""
    references = reading.references
    notes = {e.list for i, e in enumerate(references.entries) if i in references.notes}
    found = [m for _, m in reading.marked]
    if len(notes) == 1:
        for token in reading.ignored:
            name = _NOTE.fullmatch(token.raw)
            if token.reason == "note" and name:
                found.append(Marker(token.raw, token.span, (name[1],), "resolved", list=min(notes)))
    return tuple(sorted(found, key=lambda m: m.span))


def groups_of(text: str, markers: Sequence[Marker]) -> tuple[Group, ...]:
    """Markers of one list with nothing but space, a comma or a semicolon between them."""
    groups: list[list[Marker]] = []
    for marker in markers:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and last.list == marker.list
            and _BETWEEN.fullmatch(text, last.span.end, max(last.span.end, marker.span.start))
        ):
            groups[-1].append(marker)
        else:
            groups.append([marker])
    return tuple(tuple(group) for group in groups)
