"""Entries of one list that are one source, and say nothing that only one of them says: one of them is enough."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kgraph.extract import Reading
from kgraph.model import ReferenceEntry

_PLACE = re.compile(r"#:~:text=|\b(?:pp?|S|ch|vol|para)\.\s?\d|\bpages?\s\d", re.IGNORECASE)
"""A place within its source, which another entry does not name."""
_NOTHING: Mapping[int, int] = MappingProxyType({})


def twins(reading: Reading) -> Mapping[int, int]:
    """Later entry → the first of its list with its source, where both have numbers. Not where one names a page or a passage.

    >>> from kgraph.extract import read_through
    >>> from kgraph.read import read
    >>> text = b"Elms fall [1]. Oaks stand [2].\\n\\n## References\\n\\n[1] https://arxiv.org/abs/2103.04001\\n[2] https://arxiv.org/pdf/2103.04001v2\\n"
    >>> dict(twins(read_through(read("a.md", text))))
    {1: 0}
    """
    references = reading.references
    first: dict[tuple[int, str], int] = {}
    found = {}
    for i, entry in enumerate(references.entries):
        if i in references.notes or not _can_be_joined(entry):
            continue
        same = first.setdefault((entry.list, entry.source or ""), i)
        if same != i and references.entries[same].position != entry.position:
            found[i] = same
    return found or _NOTHING


def _can_be_joined(entry: ReferenceEntry) -> bool:
    """Whether an entry is known by an address or an identifier, numbered, of this article, and of a work as a whole."""
    source = entry.source or ""
    known = bool(source) and not source.startswith("urn:kgraph:")
    numbered = (entry.label or "").isdecimal() and entry.file is None and entry.part in (None, 1)
    return known and numbered and entry.locator is None and not _PLACE.search(entry.text)
