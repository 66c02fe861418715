"""Numbers in the order of first use, gaps closed: entries move whole, tokens keep their kind, no edge changes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph.audit.twins import twins
from kgraph.author.groups import Group, groups_of, markers_of
from kgraph.author.items import Item, demand_one_each, items_of
from kgraph.author.layout import has_title, rest_of
from kgraph.author.refused import refused
from kgraph.author.tokens import Numbers, numbers_in, renumbered, retargeted
from kgraph.edits import Edit
from kgraph.extract import Reading
from kgraph.model import Marker
from kgraph.spans import SourceText, Span

_BY_REFERENCE = re.compile(r"\]\[(\d{1,5})\]$")
_ANCHOR_ID = re.compile(r"(<[a-zA-Z][^>\n]{0,80}?\b(?:id|name)\s?=\s?[\"']?)([\w:.-]{1,120})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """New numbers by list and old one; new names of anchors; the entries that stay, in their new order, by list."""

    numbers: Mapping[int, Mapping[int, int]]
    anchors: Mapping[str, str]
    order: Mapping[int, tuple[Item, ...]]
    dropped: tuple[Item, ...]
    dangling: tuple[Marker, ...]


def plan(
    reading: Reading,
    *,
    keep_order: bool = False,
    drop_uncited: bool = False,
    drop: frozenset[int] = frozenset(),
    join_twins: bool = False,
) -> Plan:
    """What each number becomes. `drop` are entries to leave out that nothing cites; `join_twins` makes one of those that are one source.

    Errors: `Refused` where a label is there twice, or a number that names nothing would name something.
    """
    source = reading.document.source
    items = items_of(reading)
    demand_one_each(source, items)
    markers = markers_of(reading)
    by_label = {(item.entry.list, item.label): item.index for item in items}
    cited = [i for m in markers for i in (m.entries or _by_label(m, by_label))]
    first = {i: n for n, i in reversed(list(enumerate(cited)))}
    stays = _joined(source, items, twins(reading)) if join_twins else {}
    numbers: dict[int, dict[int, int]] = {}
    order: dict[int, tuple[Item, ...]] = {}
    dropped: list[Item] = []
    highest = 0
    for number in sorted({item.entry.list for item in items}):
        own = [item for item in items if item.entry.list == number and item.number is not None]
        if not own:
            continue
        kept = [
            item for item in own
            if (item.index in first or not (drop_uncited or item.index in drop)) and stays.get(item.index, item.index) == item.index
        ]  # fmt: skip
        dropped += [item for item in own if item not in kept]
        ranked = kept if keep_order else sorted(kept, key=lambda item: first.get(item.index, len(cited) + 1))
        lowest = min(item.number or 0 for item in own)
        start = highest if highest and lowest == highest + 1 else 0
        highest = max(item.number or 0 for item in own)
        numbers[number] = {
            item.number: start + n for n, item in enumerate(ranked, 1) if item.number is not None
        }
        by_index = {item.index: item.number for item in ranked}
        numbers[number] |= {
            item.number: numbers[number][by_index[stays[item.index]] or 0]
            for item in own
            if item.number is not None and stays.get(item.index, item.index) != item.index
        }
        order[number] = tuple(ranked)
    dangling = _dangling(source, markers, numbers, reading)
    return Plan(
        numbers=numbers,
        anchors=_anchors(items, numbers),
        order=order,
        dropped=tuple(dropped),
        dangling=dangling,
    )


def _joined(source: SourceText, items: Sequence[Item], same: Mapping[int, int]) -> Mapping[int, int]:
    """Each entry of several that are one source → the one of them that stays: the first that has a title, else the first."""
    groups: dict[int, list[Item]] = {}
    by_index = {item.index: item for item in items}
    for i, first in same.items():
        if i in by_index and first in by_index:
            groups.setdefault(first, [by_index[first]]).append(by_index[i])
    found: dict[int, int] = {}
    for group in groups.values():
        best = next((item for item in group if has_title(rest_of(source.text, item))), group[0])
        found |= {item.index: best.index for item in group}
    return found


def _by_label(marker: Marker, known: Mapping[tuple[int, str], int]) -> list[int]:
    """The notes without works that a token names."""
    if marker.status != "resolved" or marker.list is None:
        return []
    return [known[marker.list, label] for label in marker.labels if (marker.list, label) in known]


def _dangling(
    source: SourceText, markers: Sequence[Marker], numbers: Mapping[int, Mapping[int, int]], reading: Reading
) -> tuple[Marker, ...]:
    """Markers with numbers that name nothing. Errors: `Refused` for one that would name something afterwards."""
    missing = {m.span: mention.resolved.missing for mention, m in reading.marked}
    found = []
    for marker in markers:
        bare = [int(x) for x in missing.get(marker.span, ()) if x.isdecimal() and len(x) < 7]
        if not bare:
            continue
        found.append(marker)
        near = {marker.list} if marker.list in numbers else set(numbers)
        for number in bare:
            if any(number in numbers[n].values() for n in near if n is not None):
                raise refused(
                    source, marker.span.start, "marker-dangling",
                    f"{marker.raw} names no entry now, but would name one after renumbering",
                    f"Add the entry {number}, or take the marker out",
                )  # fmt: skip
    return tuple(found)


def _anchors(items: Sequence[Item], numbers: Mapping[int, Mapping[int, int]]) -> Mapping[str, str]:
    """Anchors that end in the number of their entry, with the new one."""
    found = {}
    for item in items:
        new = numbers.get(item.entry.list, {}).get(_or_none(item.number))
        for name in item.anchors:
            if new is not None and re.search(rf"(?<!\d){re.escape(item.label)}$", name):
                found[name] = name[: len(name) - len(item.label)] + str(new)
    return found


def edits(reading: Reading, made: Plan) -> list[Edit]:
    """The edits of a plan. Errors: `Refused` for a marker whose numbers cannot be told apart."""
    source, items = reading.document.source, items_of(reading)
    found = [e for number in made.order for e in _of_list(source, made, number, items)]
    flaws = {m.span: mention.resolved.flaw for mention, m in reading.marked}
    words = {m.span for mention, m in reading.marked if mention.token.keeps_text}
    markers = markers_of(reading)
    found += [e for m in markers if m.span in words and (e := _retarget(m, made))]
    for group in groups_of(source.text, [m for m in markers if m.span not in words]):
        found += _of_group(source, group, made, flaws)
    return [e for e in found if source.text[e.start : e.end] != e.text]


def _of_list(source: SourceText, made: Plan, number: int, items: Sequence[Item]) -> list[Edit]:
    """The lines of a list in their new order; slots of dropped entries go with their line ends."""
    text = source.text
    ranked = made.order[number]
    slots = [item for item in items if item.entry.list == number and item.number is not None]
    gone = slots[len(ranked) :]
    found = [
        Edit(slot.start, slot.end, _relabelled(text, item, made))
        for slot, item in zip(slots, ranked, strict=False)
    ]
    for slot in gone:
        end = slot.end + (2 if text.startswith("\r\n", slot.end) else 1 if slot.end < len(text) else 0)
        found.append(Edit(slot.start, end, ""))
    return found


def _relabelled(text: str, item: Item, made: Plan) -> str:
    """The lines of an entry with its new number and anchor."""
    new = str(made.numbers[item.entry.list][_or_none(item.number)])
    head, tail = text[item.start : item.label_start], text[item.label_end : item.end]
    label = text[item.label_start : item.label_end]
    before, anchors = len(text[item.label_end : item.rest]), made.anchors

    def named(part: str) -> str:
        return _ANCHOR_ID.sub(lambda m: m[1] + anchors.get(m[2], m[2]), part)

    return named(head) + (new if label else "") + named(tail[:before]) + tail[before:]


def _of_group(source: SourceText, group: Group, made: Plan, flaws: Mapping[Span, str | None]) -> list[Edit]:
    """The tokens of a group with their new numbers, sorted, without repeats."""
    own = made.numbers.get(group[0].list or -1)
    if own is None:
        return [e for m in group if (e := _retarget(m, made))]
    parsed: list[tuple[Marker, Numbers]] = []
    for marker in group:
        if flaws.get(marker.span) == "marker-target-mismatch" and _goes_elsewhere(marker):
            raise refused(
                source, marker.span.start, "marker-target-mismatch",
                f"{marker.raw} prints one number and goes to another entry ({', '.join(marker.labels)}): which is meant is not known",
                "Print the number that the link goes to, or correct the link",
            )  # fmt: skip
        numbers = numbers_in(marker)
        if numbers is None:
            return _unsorted(source, group, made, own)
        parsed.append((marker, numbers))
    rows: list[tuple[list[int], str]] = []
    seen: list[int] = []
    first = sorted(parsed, key=lambda p: min(own.get(n, n) for n in p[1].all()))
    for marker, numbers in first:
        fresh, raw = renumbered(marker, numbers, lambda n: own.get(n, n), made.anchors, seen)
        seen += fresh
        if fresh:
            rows.append((fresh, raw))
    found = [Edit(*marker.span, raw) for marker, (_, raw) in zip(group, rows, strict=False)]
    if len(rows) < len(group):
        found.append(Edit(group[len(rows) - 1].span.end, group[-1].span.end, ""))
    return found


def _goes_elsewhere(marker: Marker) -> bool:
    """Whether the link of a mismatched marker goes to an entry, not nowhere."""
    return bool(marker.entries) and any(sign.isdigit() for sign in marker.raw.rpartition("](#")[2])


def _unsorted(source: SourceText, group: Group, made: Plan, own: Mapping[int, int]) -> list[Edit]:
    """Tokens that are more than numbers, one by one: words with a link, a place in the source."""
    found = []
    for marker in group:
        numbers = numbers_in(marker._replace(locator=None))
        changed = [
            n for label in marker.labels if (n := _as_number(label)) is not None and own.get(n, n) != n
        ]
        if numbers is None or marker.locator:
            written = (
                re.findall(rf"(?<![\w/.-]){re.escape(marker.labels[0])}(?![\w/-])", marker.raw.split("](")[0])
                if changed
                else []
            )
            if len(marker.labels) == 1 and len(written) == 1:
                raw = re.sub(
                    rf"(?<!\d){marker.labels[0]}(?!\d)", str(own[int(marker.labels[0])]), marker.raw, count=1
                )
                found.append(Edit(*marker.span, retargeted(raw, made.anchors)))
                continue
            if len(changed) > 1:
                raise refused(
                    source, marker.span.start, "marker", f"the numbers of {marker.raw} cannot be told from its words",
                    "Write each number in a bracket of its own",
                )  # fmt: skip
            found += [e for e in (_retarget(marker, made),) if e]
            continue
        _, raw = renumbered(marker, numbers, lambda n: own.get(n, n), made.anchors)
        found.append(Edit(*marker.span, raw))
    return found


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _as_number(label: str) -> int | None:
    return int(label) if label.isdecimal() and len(label) < 7 else None


def _retarget(marker: Marker, made: Plan) -> Edit | None:
    raw = retargeted(marker.raw, made.anchors)
    own = made.numbers.get(-1 if marker.list is None else marker.list, {})
    raw = _BY_REFERENCE.sub(lambda m: f"][{own.get(int(m[1]), m[1])}]", raw)
    return Edit(*marker.span, raw) if raw != marker.raw else None
