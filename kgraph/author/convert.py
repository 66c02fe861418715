"""The same citations in another convention: tokens and entries are written anew, everything else stays."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.author import bibliography
from kgraph.author.groups import Group, groups_of
from kgraph.author.items import Item, demand_one_each, items_of
from kgraph.author.keyed import Keyed, cited, keyed
from kgraph.author.labels import labels_of, of_parts
from kgraph.author.layout import anchored, rest_of, set_rest
from kgraph.author.refused import refused
from kgraph.author.relist import Relisting, Style, relisted, taken_out
from kgraph.author.staying import Staying, staying
from kgraph.edits import Edit
from kgraph.extract import Reading
from kgraph.model import ReferenceEntry
from kgraph.spans import SourceText

_LABELS_NAMED = 12
_OPENS = "([（「“\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A convention to convert to: one token, what joins those of a marker, how lists are set, whether names must be numbers."""

    name: str
    token: Callable[[str, str], str]
    joint: str
    style: Style
    numbers: bool = True
    spaced: bool = False
    """Whether a space stands before each token."""
    listed: bool = True
    """Whether entries stay in the article."""


TARGETS = (
    Target(
        name="anchors", token=lambda label, url: f"[[{label}](#ref-{label})]", joint=" ", spaced=True,
        style=Style(entry=anchored, headed=True, titled=True, cell=lambda label: f'[{label}] <a id="ref-{label}"></a>'),
    ),
    Target(
        name="plain", token=lambda label, url: f"[{label}]", joint="",
        style=Style(entry=lambda label, rest: f"[{label}] {rest}", cell=lambda label: f"[{label}]"),
    ),
    Target(
        name="footnotes", token=lambda label, url: f"[^{label}]", joint="", numbers=False,
        style=Style(entry=lambda label, rest: f"[^{label}]: {rest}", are_notes=True),
    ),
    Target(
        name="pandoc", token=lambda label, url: f"@{label}", joint="; ", numbers=False, listed=False,
        style=Style(entry=lambda label, rest: ""),
    ),
    Target(
        name="links", token=lambda label, url: f"[\\[{label}\\]]({url})", joint="",
        style=Style(entry=lambda label, rest: f"[{label}] {rest}", cell=lambda label: f"[{label}]"),
    ),
)  # fmt: skip
"""What articles are converted to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The edits of a conversion, the new labels of entries, and the text of a bibliography to write beside the article."""

    edits: tuple[Edit, ...]
    labels: Mapping[int, str]
    bibliography: str | None = None
    left: tuple[str, ...] = ()
    """What stays as it is, in words."""


def convert(
    reading: Reading,
    name: str,
    *,
    titles: Mapping[str, str],
    bibliography_name: str,
    kept: frozenset[int] = frozenset(),
) -> Converted:
    """What writes the article in the convention `name`; `titles` are those of a store, by address as cited; entries of `kept` stay.

    Errors: `Refused` for what the convention cannot say.
    """
    target = next(t for t in TARGETS if t.name == name)
    source = reading.document.source
    every = items_of(reading)
    demand_one_each(source, every)
    works = keyed(reading, with_made=target.listed)
    stay = staying(
        reading, every, works, in_place=target.listed and not target.style.are_notes, notes=target.style.are_notes, kept=kept
    )  # fmt: skip
    if not stay.markers:
        return Converted(edits=(), labels={}, left=tuple(_left(reading, every, (), stay, target)))
    items = [item for item in every if item.index not in stay.why]
    beside = _beside(works, stay)
    entries = {item.index: item.entry for item in items} | beside
    labels = labels_of(
        reading, items, entries, cited=[i for m in works.markers for i in m.entries], numbers=target.numbers,
        one_space=target.name not in ("plain", "pandoc"),
    )  # fmt: skip
    if not target.listed:
        own = [i for i in entries if entries[i].file is None]
        labels |= dict(zip(own, bibliography.keys_of([entries[i] for i in own]), strict=True))
    labels |= of_parts(reading, items, labels)
    _demand_addresses(source, target, works)
    markers = [m for m in stay.markers if all(i in labels for i in m.entries)]
    found = [
        e for group in groups_of(source.text, markers) for e in _of_group(source, group, labels, works.entries, target)
    ]  # fmt: skip
    lists = Relisting(reading=reading, items=items, labels=labels, titles=titles)
    written = None
    if target.listed:
        found += relisted(lists, target.style, _from_beside(target, beside, labels, titles))
        found += _no_longer_named(reading, beside, stay)
    elif items:
        _demand_no_table(source, items)
        found += taken_out(source.text, items)
        found += bibliography.named(source.text, bibliography_name)
        written = bibliography.text_of([(labels[i.index], i.entry, rest_of(source.text, i)) for i in items])
    return Converted(
        edits=tuple(e for e in found if source.text[e.start : e.end] != e.text),
        labels=labels,
        bibliography=written,
        left=tuple(_left(reading, every, items, stay, target)),
    )


def _beside(works: Keyed, stay: Staying) -> dict[int, ReferenceEntry]:
    """What is cited and stands not in the article: entries of a bibliography, keys that name works by themselves."""
    named = cited(works.markers)
    return {
        i: entry
        for i, entry in enumerate(works.entries)
        if i in named and i not in stay.why and (entry.file is not None or i in works.made)
    }


def _from_beside(
    target: Target, beside: Mapping[int, ReferenceEntry], labels: Mapping[int, str], titles: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Labels and entries of what stands beside the article, by label."""
    rows = sorted(((labels[i], e) for i, e in beside.items()), key=_by_label)
    said = [(label, bibliography.as_words(entry)) for label, entry in rows]
    return [
        (label, target.style.entry(label, set_rest(words, titles) if target.style.titled else words))
        for label, words in said
    ]


def _no_longer_named(reading: Reading, beside: Mapping[int, ReferenceEntry], stay: Staying) -> list[Edit]:
    """The bibliography's name goes, where its entries are now those of the article and no marker needs it any more."""
    own = reading.references.entries
    needed = any(own[i].file for i in stay.why if 0 <= i < len(own))
    return bibliography.unnamed(reading.document.source.text) if beside and not needed else []


def _by_label(row: tuple[str, ReferenceEntry]) -> tuple[int, str]:
    return (int(row[0]) if row[0].isdecimal() else 0, row[0])


def _left(
    reading: Reading, every: Sequence[Item], items: Sequence[Item], stay: Staying, target: Target
) -> Iterator[str]:
    """What stays as it is, in words, a line for each reason: tokens, entries, numbers without a link."""
    tokens = [m.raw for mention, m in reading.marked if mention.token.opaque and m.entries]
    if tokens:
        yield (
            f"{tokens[0]} and {len(tokens) - 1} more tokens of a tool stay as they are"
            if tokens[1:]
            else f"{tokens[0]} stays as it is"
        )
    labels: dict[str, list[str]] = {}
    for item in every:
        if item.index in stay.why and not (target.style.are_notes and item.index < 0):
            labels.setdefault(stay.why[item.index], []).append(item.label)
    for why, named in labels.items():
        one = len(named) == 1
        yield f"{_entries(named)} {'stays as it is: it' if one else 'stay as they are: each'} {why}"
    linked = cited(stay.markers) if target.name == "links" else set[int]()
    bare = [item.label for item in items if item.index in linked and _address(item.entry) is None]
    if bare:
        one = len(bare) == 1
        yield f"{_entries(bare)} {'has' if one else 'have'} no address, and {'stays a number' if one else 'stay numbers'}"


def _entries(labels: Sequence[str]) -> str:
    """`entry 2`, `entries 2, 3`."""
    named = ", ".join(labels[:_LABELS_NAMED])
    more = f", … ({len(labels)} in all)" if len(labels) > _LABELS_NAMED else ""
    return f"entr{'y' if len(labels) == 1 else 'ies'} {named}{more}"


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


def _demand_addresses(source: SourceText, target: Target, works: Keyed) -> None:
    """Errors: `Refused` where links are wanted, and nothing that is cited has an address."""
    named = [(m, works.entries[m.entries[0]]) for m in works.markers if m.entries]
    if target.name == "links" and named and not any(_address(entry) for _, entry in named):
        marker, entry = named[0]
        raise refused(
            source, marker.span.start, "reference-without-link",
            f"entry {entry.label} has no address that {marker.raw} could link to, nor has another",
            "Give the entry a URL",
        )  # fmt: skip


def _demand_no_table(source: SourceText, items: Sequence[Item]) -> None:
    """Errors: `Refused` for a list in a table, whose cells a bibliography does not hold."""
    row = next((i for i in items if source.text[i.start : i.end].lstrip().startswith(("|", "<t"))), None)
    if row is not None:
        raise refused(source, row.start, "list", "the list is a table", "Write it as lines")
