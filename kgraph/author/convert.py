"""The same citations in another convention: tokens and entries are written anew, everything else stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.author import bibliography
from kgraph.author.groups import Group, groups_of, markers_of
from kgraph.author.items import Item, demand_one_each, items_of
from kgraph.author.labels import labels_of, of_parts, parts_of
from kgraph.author.layout import HEAD, Listing, anchored, line_end_of, listings, rest_of, said_of, set_rest
from kgraph.author.refused import refused
from kgraph.edits import Edit
from kgraph.extract import Reading, list_name
from kgraph.model import Marker, ReferenceEntry
from kgraph.spans import SourceText

_OPENS = "([（「“\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A convention to convert to: one token, what joins those of a marker, an entry, and whether names must be numbers."""

    name: str
    token: Callable[[str, str], str]
    joint: str
    entry: Callable[[str, str], str]
    numbers: bool = True
    spaced: bool = False
    """Whether a space stands before each token."""
    headed: bool = False
    """Whether rule and heading stand before the list."""


TARGETS = (
    Target(name="anchors", token=lambda label, url: f"[[{label}](#ref-{label})]", joint=" ", entry=anchored, spaced=True, headed=True),
    Target(name="plain", token=lambda label, url: f"[{label}]", joint="", entry=lambda label, rest: f"[{label}] {rest}"),
    Target(name="footnotes", token=lambda label, url: f"[^{label}]", joint="", entry=lambda label, rest: f"[^{label}]: {rest}", numbers=False),
    Target(name="pandoc", token=lambda label, url: f"@{label}", joint="; ", entry=lambda label, rest: "", numbers=False),
    Target(name="links", token=lambda label, url: f"[\\[{label}\\]]({url})", joint="", entry=lambda label, rest: f"[{label}] {rest}"),
)  # fmt: skip
"""What articles are converted to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The edits of a conversion, and the text of a bibliography to write beside the article."""

    edits: tuple[Edit, ...]
    bibliography: str | None = None
    left: tuple[str, ...] = ()
    """What stays as it is, in words."""


def convert(reading: Reading, name: str, *, titles: Mapping[str, str], bibliography_name: str) -> Converted:
    """What writes the article in the convention `name`; `titles` are those of a store, by address as cited.

    Errors: `Refused` for what the convention cannot say.
    """
    target = next(t for t in TARGETS if t.name == name)
    source = reading.document.source
    every = items_of(reading)
    demand_one_each(source, every)
    items = [item for item in every if not _stays(reading, item, target)]
    entries = {item.index: item.entry for item in items}
    external = [
        (i, e)
        for i, e in enumerate(reading.references.entries)
        if e.file is not None and i in _cited(reading)
    ]
    entries |= dict(external)
    labels = labels_of(
        reading, items, entries, numbers=target.numbers, one_space=target.name not in ("plain", "pandoc")
    )
    if name == "pandoc":
        keys = bibliography.keys_of([entries[i] for i in entries if entries[i].file is None])
        labels |= dict(zip([i for i in entries if entries[i].file is None], keys, strict=True))
    labels |= of_parts(reading, items, labels)
    _demand_addresses(reading, target)
    found = [
        e
        for group in groups_of(source.text, _convertible(reading, labels))
        for e in _of_group(source, group, labels, reading.references.entries, target)
    ]
    found += _of_lists(reading, items, labels, target, titles)
    written = None
    if name == "pandoc" and items:
        found += bibliography.named(source.text, bibliography_name)
        written = bibliography.text_of([(labels[i.index], i.entry, rest_of(source.text, i)) for i in items])
    elif external:
        found += _appended(source, [(labels[i], e) for i, e in external], target, titles, bool(items))
        found += bibliography.unnamed(source.text)
    return Converted(
        edits=tuple(e for e in found if source.text[e.start : e.end] != e.text),
        bibliography=written,
        left=_left(every, items, target),
    )


def _cited(reading: Reading) -> set[int]:
    return {i for _, marker in reading.marked for i in marker.entries}


def _stays(reading: Reading, item: Item, target: Target) -> bool:
    """Whether a footnote stays one: it names no work, or several, which no entry of another convention says."""
    if target.name == "footnotes" or item.index < 0:
        return item.index < 0
    return item.index in reading.references.notes and bool(parts_of(reading, item))


def _left(every: Sequence[Item], items: Sequence[Item], target: Target) -> tuple[str, ...]:
    """What stays as it is, in words: footnotes, and numbers without a link."""
    if target.name == "footnotes":
        return ()
    notes = [item.label for item in every if item not in items]
    bare = [item.label for item in items if target.name == "links" and _address(item.entry) is None]
    return (
        *(f"footnote {label} names no work or several, and stays a footnote" for label in notes),
        *(f"entry {label} has no address, and stays a number" for label in bare),
    )


def _convertible(reading: Reading, labels: Mapping[int, str]) -> list[Marker]:
    """Markers that a token can stand for: not links with words of their own, nor what only a tool knows, nor notes that stay."""
    words = {
        m.span
        for mention, m in reading.marked
        if mention.token.keeps_text or mention.token.opaque or mention.token.narrative
    }
    return [
        m
        for m in markers_of(reading)
        if m.span not in words
        and m.entries
        and m.status == "resolved"
        and all(i in labels for i in m.entries)
        and len(set(m.labels)) <= len({labels[i] for i in m.entries})
    ]


def _of_group(
    source: SourceText,
    group: Group,
    labels: Mapping[int, str],
    entries: Sequence[ReferenceEntry],
    target: Target,
) -> list[Edit]:
    """The tokens of a group, one by one; for pandoc the group is one bracket."""
    told = []
    for marker in group:
        if marker.locator and target.name != "pandoc":
            raise refused(
                source, marker.span.start, "marker", f"{marker.raw} names a place in its source, which {target.name} cannot say",
                "Write the place into the sentence",
            )  # fmt: skip
        if marker.locator or any(i not in labels for i in marker.entries):
            return []
        first = {labels[i]: i for i in reversed(marker.entries)}
        told.append(
            [
                _token(label, entries[first[label]], target)
                for label in dict.fromkeys(labels[i] for i in marker.entries)
            ]
        )
    if target.name == "pandoc":
        whole = "[" + "; ".join(dict.fromkeys(token for tokens in told for token in tokens)) + "]"
        return [Edit(group[0].span.start, group[-1].span.end, whole)]
    found = []
    for n, (marker, tokens) in enumerate(zip(group, told, strict=True)):
        start, words = marker.span.start, target.joint.join(tokens)
        before = source.text[start - 1 : start]
        if target.spaced and n:
            start, words = group[n - 1].span.end, " " + words
        elif target.spaced and before and not before.isspace() and before not in _OPENS:
            words = " " + words
        found.append(Edit(start, marker.span.end, words))
    return found


def _token(label: str, entry: ReferenceEntry, target: Target) -> str:
    """One token; a number without a link where links are wanted and the entry has no address."""
    url = _address(entry) if target.name == "links" else ""
    return f"[{label}]" if url is None else target.token(label, url)


def _address(entry: ReferenceEntry) -> str | None:
    """Where a link of a marker goes."""
    url = entry.url or (entry.source if (entry.source or "").startswith("http") else None)
    if not url or identifiers.canonical_url(url) is None:
        return None
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _demand_addresses(reading: Reading, target: Target) -> None:
    """Errors: `Refused` where links are wanted, and nothing that is cited has an address."""
    cited = [(m, reading.references.entries[m.entries[0]]) for m in markers_of(reading) if m.entries]
    if target.name == "links" and cited and not any(_address(entry) for _, entry in cited):
        marker, entry = cited[0]
        raise refused(
            reading.document.source, marker.span.start, "reference-without-link",
            f"entry {entry.label} has no address that {marker.raw} could link to, nor has another",
            "Give the entry a URL",
        )  # fmt: skip


def _of_lists(
    reading: Reading,
    items: Sequence[Item],
    labels: Mapping[int, str],
    target: Target,
    titles: Mapping[str, str],
) -> list[Edit]:
    text = reading.document.source.text
    nl = line_end_of(text)
    found: list[Edit] = []
    for listing in listings(reading, items):
        table = next(
            (i for i in listing.items if text[i.start : i.end].lstrip().startswith(("|", "<t"))), None
        )
        if table is not None:
            raise refused(
                reading.document.source, table.start, "list", "the list is a table", "Write it as lines"
            )
        if target.name == "pandoc":
            found += _taken_out(text, listing)
            continue
        bare = listing.start == listing.first
        if target.headed and not _is_headed(text, listing, nl):
            found.append(Edit(listing.start, listing.first, HEAD.format(nl=nl)))
        elif bare and target.name != "footnotes" and _are_notes(listing, reading):
            found.append(Edit(listing.start, listing.first, f"## References{nl}{nl}"))
        lines: dict[tuple[int, int], list[str]] = {}
        for slot, item in zip(listing.items, _ranked(listing.items, labels), strict=True):
            rest = said_of(text, item)
            if target.name == "anchors":
                rest = set_rest(rest, titles)
            lines.setdefault((slot.start, slot.end), []).append(target.entry(labels[item.index], rest))
        found += [Edit(*span, nl.join(told)) for span, told in lines.items()]
    return found


def _ranked(items: Sequence[Item], labels: Mapping[int, str]) -> Sequence[Item]:
    """The entries as they stand, or by number where their names became numbers."""
    if all(labels[item.index] == item.label for item in items) or not all(
        labels[i.index].isdecimal() for i in items
    ):
        return items
    return sorted(items, key=lambda item: int(labels[item.index]))


def _are_notes(listing: Listing, reading: Reading) -> bool:
    """Whether a list is one of footnotes, which needs no heading."""
    return any(item.index in reading.references.notes for item in listing.items)


def _is_headed(text: str, listing: Listing, nl: str) -> bool:
    return text[listing.start : listing.first] == HEAD.format(nl=nl)


def _taken_out(text: str, listing: Listing) -> list[Edit]:
    """A list goes, its head stays."""
    found = []
    for item in listing.items:
        end = item.end
        while text[end : end + 1] in ("\r", "\n"):
            end += 1
        found.append(Edit(item.start, end, ""))
    return found


def _appended(
    source: SourceText,
    rows: Sequence[tuple[str, ReferenceEntry]],
    target: Target,
    titles: Mapping[str, str],
    listed: bool,
) -> list[Edit]:
    """The entries of a bibliography as a list at the end of the article."""
    if target.name == "pandoc":
        return []
    nl = line_end_of(source.text)
    lines = [
        target.entry(label, set_rest(bibliography.as_words(e), titles))
        for label, e in sorted(rows, key=_by_label)
    ]
    text = source.text.rstrip()
    has_head = list_name(text.rsplit("\n", 1)[-1].strip().lstrip("#").strip()) is not None
    head = "" if has_head or listed else HEAD.format(nl=nl) if target.headed else f"## References{nl}{nl}"
    return [Edit(len(text), len(source.text), f"{nl}{nl}{head}{nl.join(lines)}{nl}")]


def _by_label(row: tuple[str, ReferenceEntry]) -> tuple[int, str]:
    return (int(row[0]) if row[0].isdecimal() else 0, row[0])
