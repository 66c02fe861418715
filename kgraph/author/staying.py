"""Which entries and markers a conversion leaves as they are, since another convention does not say what they say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph.author.items import Item
from kgraph.author.keyed import Keyed
from kgraph.author.labels import parts_of
from kgraph.extract import Reading
from kgraph.model import Marker

_DEFINITION = re.compile(r"[ \t>]{0,12}\[(?!\^)[^\[\]\n]{1,200}\]:")

_PARAGRAPHS = re.compile(r"\n[ \t]*\r?\n[ \t]*\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """Entries that stay, each with why, in words; the markers that are written anew."""

    why: Mapping[int, str]
    markers: tuple[Marker, ...]


def staying(
    reading: Reading,
    items: Sequence[Item],
    cited: Keyed,
    *,
    in_place: bool,
    notes: bool,
    kept: frozenset[int],
) -> Staying:
    """What stays. `in_place`: lists stay where words that link to them find them; `notes`: notes stay notes, whatever they say.

    `kept` are entries that would be read otherwise. A marker that names an entry that stays, stays with all that it names.
    """
    text, references = reading.document.source.text, reading.references
    why = dict.fromkeys(kept, "would be read otherwise")
    referring = set() if notes else _referring(reading)
    for item in items:
        if item.index in referring:
            why.setdefault(item.index, "refers to another note, or is referred to")
        if item.index < 0:
            why[item.index] = "names no work"
        elif not notes and item.index in references.notes and parts_of(reading, item):
            why[item.index] = "names several works"
        elif not notes and item.index in references.notes and _PARAGRAPHS.search(text, item.start, item.end):
            why.setdefault(item.index, "has several paragraphs")
    defined = {item.index for item in items if _DEFINITION.match(text, item.start, item.end)}
    spoken = set()
    for mention, marker in reading.marked:
        token = mention.token
        if token.opaque or token.keeps_text or token.narrative:
            spoken.add(marker.span)
            if _leads_to_list(marker, opaque=token.opaque):
                named = [i for i in marker.entries if i in defined or not in_place]
                why |= {i: "is named by words of the text" for i in named if i not in why}
    for marker in cited.markers:
        if marker.span not in spoken and not _is_sure(marker) and not in_place:
            why |= {i: "is named beside what has no entry" for i in marker.entries if i not in why}
    together: dict[int, list[int]] = {}
    for item in items:
        if item.index not in references.notes:
            together.setdefault(item.entry.list, []).append(item.index)
    beside = {i: own for own in together.values() for i in own}
    return _settled([m for m in cited.markers if m.span not in spoken and _is_sure(m)], why, beside)


def _referring(reading: Reading) -> set[int]:
    """Notes that say `Ibid.` or `see note 4`, and those that they mean."""
    entries = reading.references.entries
    notes = {(entries[i].list, entries[i].label): i for i in sorted(reading.references.notes, reverse=True)}
    found = set()
    for i in reading.references.notes:
        if entries[i].same_as is not None:
            found.add(notes[entries[i].list, entries[i].label])
            if (meant := notes.get((entries[i].list, entries[i].same_as))) is not None:
                found.add(meant)
    return found


def _is_sure(marker: Marker) -> bool:
    """Whether all that a marker names has an entry."""
    return (
        bool(marker.entries)
        and marker.status == "resolved"
        and len(set(marker.labels)) <= len(set(marker.entries))
    )


def _leads_to_list(marker: Marker, *, opaque: bool) -> bool:
    """Whether words of the text need the list: `[words][1]`, `[words](#ref-1)`, `@moss`. Not `[words](https://a.net)`."""
    return opaque or "](" not in marker.raw or "](#" in marker.raw


def _settled(anew: Sequence[Marker], why: dict[int, str], beside: Mapping[int, Sequence[int]]) -> Staying:
    """A list stays as a whole, notes one by one; a marker that names an entry that stays, stays with all that it names."""
    by_entry: dict[int, list[Marker]] = {}
    for marker in anew:
        for i in marker.entries:
            by_entry.setdefault(i, []).append(marker)
    gone: set[Marker] = set()
    waiting = list(why)
    while waiting:
        entry = waiting.pop()
        others = [i for i in beside.get(entry, ()) if i not in why]
        for marker in by_entry.get(entry, ()):
            if marker not in gone:
                gone.add(marker)
                others += [i for i in marker.entries if i not in why]
        why |= dict.fromkeys(others, "stands beside one that stays")
        waiting += dict.fromkeys(others)
    return Staying(why=why, markers=tuple(m for m in anew if m not in gone))
