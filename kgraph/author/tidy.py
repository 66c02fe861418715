"""The layout of references: heading, entries, titles that were never filled in, space within groups; no word of the text."""

import re
from collections.abc import Mapping
from itertools import pairwise

from kgraph.audit.mojibake import mojibake
from kgraph.author.groups import groups_of, markers_of
from kgraph.author.items import demand_one_each, items_of
from kgraph.author.layout import Listing, anchored, head_of, line_end_of, listings, rest_of, set_rest
from kgraph.edits import Edit, apply
from kgraph.extract import Reading

_SPACES = re.compile(r"[ \t]{2,}")


def tidy(reading: Reading, *, titles: Mapping[str, str]) -> list[Edit]:
    """The edits that set an article's references in order. Errors: `Refused` for a label that is there twice."""
    source = reading.document.source
    items = items_of(reading)
    demand_one_each(source, items)
    found = [e for listing in listings(reading, items) for e in _of_list(source.text, listing, titles)]
    for group in groups_of(source.text, markers_of(reading)):
        for before, marker in pairwise(group):
            between = source.text[before.span.end : marker.span.start]
            if _SPACES.search(between):
                found.append(Edit(before.span.end, marker.span.start, _SPACES.sub(" ", between)))
    return [e for e in found if source.text[e.start : e.end] != e.text]


def _of_list(text: str, listing: Listing, titles: Mapping[str, str]) -> list[Edit]:
    nl = line_end_of(text)
    found = []
    is_anchored = any(item.anchors and item.number is not None for item in listing.items)
    for n, item in enumerate(listing.items):
        rest = right(rest_of(text, item))
        if is_anchored:
            following = listing.items[n + 1].start if n + 1 < len(listing.items) else None
            end = item.end if following is None or text[item.end : following].strip() else following
            tail = "" if end == item.end else nl
            found.append(Edit(item.start, end, anchored(item.label, set_rest(rest, titles)) + tail))
        else:
            found.append(Edit(item.rest, item.end, rest))
    if is_anchored:
        found.append(Edit(listing.start, listing.first, head_of(text, listing, nl)))
        below = text[listing.end :]
        if below.strip() and not re.match(r"[ \t]*\r?\n[ \t]*\r?\n", below):
            found.append(Edit(listing.end, listing.end, nl))
    return found


def right(text: str) -> str:
    """`text` with what was decoded wrongly put right."""
    return apply(text, [Edit(start, end, said) for start, end, said in mojibake(text)])
