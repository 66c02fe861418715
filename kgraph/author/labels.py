"""What each entry is called in another convention: its own label, a number, a number that goes on from another list."""

import re
from collections.abc import Mapping, Sequence

from kgraph.author.items import Item
from kgraph.author.refused import refused
from kgraph.extract import Reading
from kgraph.model import ReferenceEntry
from kgraph.spans import SourceText

_LABEL_CHARS = re.compile(r"[^\w.:-]+")


def labels_of(
    reading: Reading,
    items: Sequence[Item],
    entries: Mapping[int, ReferenceEntry],
    *,
    cited: Sequence[int],
    numbers: bool,
    one_space: bool,
) -> dict[int, str]:
    """The new label of each entry; `cited` are entries in the order of the text; `numbers`: names become numbers; `one_space`: no two lists have a label.

    Errors: `Refused` where two lists have a name that is no number.
    """
    names = {i: e.label or "" for i, e in entries.items()}
    if numbers and not all(label.isdecimal() for label in names.values()):
        order = dict.fromkeys([*(i for i in cited if i in entries), *entries])
        return {i: str(n) for n, i in enumerate(order, 1)}
    if one_space:
        names |= _going_on(reading.document.source, items)
    if numbers or not one_space:
        return names
    return {i: _LABEL_CHARS.sub("-", label).strip("-") for i, label in names.items()}


def _going_on(source: SourceText, items: Sequence[Item]) -> dict[int, str]:
    """Labels of lists in order of the text: a list whose label is taken goes on counting behind those before it."""
    found: dict[int, str] = {}
    for number in dict.fromkeys(item.entry.list for item in items):
        own = [item for item in items if item.entry.list == number]
        taken = set(found.values())
        twice = next((item for item in own if item.label in taken), None)
        shift = 0
        if twice is not None:
            counted = [int(label) for label in taken if label.isdecimal()]
            if len(counted) < len(taken) or any(item.number is None for item in own):
                raise refused(
                    source, twice.start, "label-duplicate", f"two lists have an entry {twice.label}, and the convention tells no list from another",
                    "Make one list of them: kgraph author merge",
                )  # fmt: skip
            shift = max(counted)
        found |= {item.index: item.label if not shift else str(shift + (item.number or 0)) for item in own}
    return found


def parts_of(reading: Reading, item: Item) -> list[int]:
    """The works that an entry names behind its first."""
    return [
        i
        for i, e in enumerate(reading.references.entries)
        if (e.part or 1) > 1 and e.file is None and (e.list, e.label) == (item.entry.list, item.entry.label)
    ]


def of_parts(reading: Reading, items: Sequence[Item], labels: Mapping[int, str]) -> dict[int, str]:
    """The works that an entry names behind its first, under its label."""
    return {i: labels[item.index] for item in items for i in parts_of(reading, item)}
