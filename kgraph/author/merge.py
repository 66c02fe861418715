"""Answers made one article: one list, one source once, numbered by first use, in the style of the first posts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.author.groups import groups_of, markers_of
from kgraph.author.items import Item, demand_one_each, items_of
from kgraph.author.layout import HEAD, anchored, has_title, line_end_of, listings, rest_of, set_rest
from kgraph.author.refused import refused
from kgraph.edits import Edit, apply
from kgraph.extract import Reading
from kgraph.model import Marker

_FRONT = re.compile(
    r"\A(?:---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?\n|\+\+\+[ \t]*\r?\n.*?^\+\+\+[ \t]*\r?\n)",
    re.DOTALL | re.MULTILINE,
)
_PARTS = re.compile(r"<!--.*?-->|[^\n]+(?:\n(?!\s*\n|\s*<!--)[^\n]+)*", re.DOTALL)
_ATTRIBUTION = re.compile(
    r"[_*(]{0,2}(?:based on|assisted by|generated|written|made|created)\b", re.IGNORECASE
)
_OPENS = "([（「“\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One article that is merged: what it was read as, its entries."""

    reading: Reading
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return self.reading.document.source.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """One source of the merged article: the entry that stays, and all that name it, as (part, item)."""

    rest: str
    places: tuple[tuple[int, Item], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The merged text, what became of each entry in words, and twins that were not joined."""

    text: str
    told: tuple[str, ...]
    twins: tuple[str, ...]


def merge(
    readings: Sequence[Reading],
    *,
    titles: Mapping[str, str],
    attribution: str | None = None,
    keep_order: bool = False,
) -> Merged:
    """The articles as one. Errors: `Refused` for a label that is there twice, or a marker that cannot be rewritten."""
    parts = [Part(reading=r, items=items_of(r)) for r in readings]
    for part in parts:
        demand_one_each(part.reading.document.source, part.items)
    joined = _joined(parts)
    ranked = joined if keep_order else _by_first_use(parts, joined)
    number = {(k, item.index): n for n, source in enumerate(ranked, 1) for k, item in source.places}
    nl = line_end_of(parts[0].text)
    bodies, tails = [], list[str]()
    for k, part in enumerate(parts):
        body, tail = _body(k, part, number)
        bodies.append(
            body.replace("\r\n", "\n").strip("\n")
            if k == 0
            else _FRONT.sub("", body.replace("\r\n", "\n")).strip("\n")
        )
        tails += [t for t in tail if t not in tails]
    if attribution and not any(_ATTRIBUTION.match(t) for t in tails):
        tails.insert(0, attribution)
    entries = [anchored(str(n), set_rest(source.rest, titles)) for n, source in enumerate(ranked, 1)]
    blocks = [*(b.rstrip() for b in bodies if b.strip())]
    listed = HEAD.format(nl="\n") + "\n".join(entries)
    text = "\n\n".join([*blocks, *([listed] if entries else []), *tails]) + "\n"
    return Merged(text=text.replace("\n", nl), told=tuple(_told(parts, ranked)), twins=tuple(_twins(ranked)))


def _joined(parts: Sequence[Part]) -> list[Joined]:
    """The sources in the order of the lists: entries that kgraph holds for one source are one."""
    found: dict[str, list[tuple[int, Item]]] = {}
    for k, part in enumerate(parts):
        for item in part.items:
            source = item.entry.source or ""
            known = source and not source.startswith("urn:kgraph:text:")
            key = source if known else f"{k} {item.index} {source}"
            found.setdefault(key, []).append((k, item))
    return [Joined(rest=_best(parts, places), places=tuple(places)) for places in found.values()]


def _best(parts: Sequence[Part], places: Sequence[tuple[int, Item]]) -> str:
    """What the entry that stays says: the first that has a title, else the first."""
    rests = [rest_of(parts[k].text, item) for k, item in places]
    return next((rest for rest in rests if has_title(rest)), rests[0])


def _by_first_use(parts: Sequence[Part], joined: Sequence[Joined]) -> list[Joined]:
    """By first use in the text, article after article; those that nothing cites last, in their old order."""
    first: dict[tuple[int, int], int] = {}
    for k, part in enumerate(parts):
        for marker in markers_of(part.reading):
            for i in marker.entries:
                first.setdefault((k, i), len(first))
    last = len(first) + 1
    return sorted(joined, key=lambda s: min(first.get((k, item.index), last) for k, item in s.places))


def _body(k: int, part: Part, number: Mapping[tuple[int, int], int]) -> tuple[str, list[str]]:
    """The text without its lists and what stands below the last one; and that, by paragraphs."""
    text = part.text
    edits = [e for group in groups_of(text, _rewritten(part)) for e in _of_group(k, part, group, number)]
    found = listings(part.reading, part.items)
    tail: list[str] = []
    for n, listing in enumerate(found):
        end = listing.end
        below = [c for c in part.reading.outcome.claims if c.span.start >= end]
        if n + 1 == len(found) and not below:
            tail = [m[0].strip() for m in _PARTS.finditer(text[end:].replace("\r\n", "\n")) if m[0].strip()]
            end = len(text)
        start = len(text[: listing.start].rstrip())
        nl = line_end_of(text)
        edits.append(Edit(start, _past_blank(text, end), f"{nl}{nl}" if end < len(text) else nl))
    return apply(text, edits), tail


def _past_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in "\r\n":
        at += 1
    return at


def _rewritten(part: Part) -> list[Marker]:
    words = {m.span for mention, m in part.reading.marked if mention.token.keeps_text or mention.token.opaque}
    return [m for m in markers_of(part.reading) if m.span not in words and (m.entries or m.labels)]


def _of_group(
    k: int, part: Part, group: Sequence[Marker], number: Mapping[tuple[int, int], int]
) -> list[Edit]:
    """A group as one: sorted, each source once, a space before each token."""
    source = part.reading.document.source
    numbers: set[int] = set()
    for marker in group:
        missing = [x for x in marker.labels if x.isdecimal()] if not marker.entries else []
        if any(int(x) in number.values() for x in missing):
            raise refused(
                source, marker.span.start, "marker-dangling", f"{marker.raw} names no entry now, but would name one after merging",
                f"Add the entry {missing[0]}, or take the marker out",
            )  # fmt: skip
        if marker.locator:
            raise refused(
                source, marker.span.start, "marker", f"{marker.raw} names a place in its source, which would be lost",
                "Write the place into the sentence",
            )  # fmt: skip
        if not marker.entries or any((k, i) not in number for i in marker.entries):
            return []
        numbers.update(number[k, i] for i in marker.entries)
    start = group[0].span.start
    before = source.text[start - 1 : start]
    glued = bool(before) and not before.isspace() and before not in _OPENS
    words = (" " if glued else "") + " ".join(f"[[{n}](#ref-{n})]" for n in sorted(numbers))
    return [Edit(start, group[-1].span.end, words)]


def _told(parts: Sequence[Part], ranked: Sequence[Joined]) -> list[str]:
    """What each entry became, and why several are one."""
    told = []
    for n, source in enumerate(ranked, 1):
        names = [f"{parts[k].reading.document.source.name} [{item.label}]" for k, item in source.places]
        why = f" (one source: {source.places[0][1].entry.source})" if len(names) > 1 else ""
        told.append(f"{' and '.join(names)} → {n}{why}")
    return told


def _twins(ranked: Sequence[Joined]) -> list[str]:
    """Entries that seem to be one page, and were not joined."""
    seen: dict[str, int] = {}
    told = []
    for n, source in enumerate(ranked, 1):
        url = source.places[0][1].entry.url
        page = identifiers.likely_page(url) if url else None
        if page is not None and seen.setdefault(page, n) != n:
            told.append(
                f"{seen[page]} and {n} seem to be one page, {page} (source-duplicate-likely); they were not joined"
            )
    return told
