"""From tokens to entries: which list a marker belongs to, which entry it names, and whether it names any."""

from dataclasses import dataclass, field

from kgraph import identifiers
from kgraph.extract._tokens import Token
from kgraph.model import MarkerStatus, ReferenceEntry


@dataclass(slots=True, kw_only=True)
class Resolved:
    """What a token turned out to name."""

    labels: tuple[str, ...]
    status: MarkerStatus
    list: int | None
    entries: tuple[int, ...]
    identities: tuple[identifiers.Identity, ...] = ()
    """The sources of a token that names them without an entry: a link, persistent keys."""
    missing: tuple[str, ...] = ()
    flaw: str | None = None


@dataclass(slots=True)
class Index:
    """The entries of an article by list and label, and by anchor; lists in order of the text."""

    references: list[ReferenceEntry]
    anchors: dict[str, list[int]]
    starts: list[int] = field(default_factory=list)
    by_list: list[dict[str, int]] = field(default_factory=list)
    disjoint: bool = True

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for i, entry in enumerate(self.references):
            while len(self.by_list) < entry.list:
                self.by_list.append({})
                self.starts.append(entry.span.start if entry.file is None else 1 << 60)
            if entry.label is not None:
                self.by_list[entry.list - 1].setdefault(entry.label, i)
        for labels in self.by_list:
            self.disjoint = self.disjoint and not (seen & labels.keys())
            seen |= labels.keys()

    def lists_for(self, offset: int) -> list[int]:
        """List indices in the order a marker at `offset` asks them: below, next first; then above, nearest first."""
        below = [i for i, start in enumerate(self.starts) if start > offset and self.by_list[i]]
        above = [i for i, start in enumerate(self.starts) if start <= offset and self.by_list[i]]
        return below + above[::-1]


def resolve(token: Token, offset: int, index: Index) -> Resolved:
    """What `token`, which stands at `offset` of the source, names."""
    order = index.lists_for(offset)
    if token.keeps_text:
        return _link(token, order, index)
    anchored = _by_anchor(token, order, index)
    if anchored is not None:
        return anchored
    found: list[int] = []
    missing: list[str] = []
    where: int | None = None
    for label in token.labels:
        hit = _find(label, order, index, token)
        if hit is None:
            missing.append(label)
        else:
            found.append(hit[1])
            where = hit[0] if where is None else where
    if token.opaque:
        return _opaque(token, found, index, where)
    flaw = token.note
    if token.target and token.target.startswith("#"):
        flaw = "marker-target-mismatch"
    own = _own_sources(token, missing)
    missing = [label for label in missing if label not in own]
    if found or own:
        return Resolved(
            labels=tuple(token.labels),
            status="resolved",
            list=where,
            entries=tuple(found),
            identities=tuple(own.values()),
            missing=tuple(missing),
            flaw=flaw,
        )
    return Resolved(
        labels=tuple(token.labels), status="dangling", list=None, entries=(), missing=tuple(missing)
    )


def _find(label: str, order: list[int], index: Index, token: Token) -> tuple[int, int] | None:
    """(list number, entry) of `label` in the list the token belongs to."""
    names = (label, "@" + label) if token.convention == "key" else (label,)
    strict = not index.disjoint and token.convention not in ("key", "footnote")
    for position, i in enumerate(order):
        for name in names:
            if name in index.by_list[i]:
                return i + 1, index.by_list[i][name]
        if strict and position == 0 and _same_kind(index.by_list[i], label):
            return None
    return None


def _same_kind(labels: dict[str, int], label: str) -> bool:
    return any(x.isdigit() == label.isdigit() for x in labels)


def _by_anchor(token: Token, order: list[int], index: Index) -> Resolved | None:
    """The entry a click goes to, where the token's link has a target in the article."""
    if not token.target or not token.target.startswith("#"):
        return None
    hits = index.anchors.get(token.target[1:], [])
    if not hits:
        return None
    rank = {number + 1: position for position, number in enumerate(order)}
    printed = set(token.labels)
    best = min(
        hits,
        key=lambda i: (
            rank.get(index.references[i].list, 1 << 30),
            index.references[i].label not in printed,
            i,
        ),
    )
    entry = index.references[best]
    label = entry.label if entry.label is not None else token.labels[0] if token.labels else None
    flaw = "marker-target-mismatch" if token.labels and label not in printed else None
    return Resolved(
        labels=(label,) if label is not None else (),
        status="resolved",
        list=entry.list,
        entries=(best,),
        flaw=flaw,
    )


def _opaque(token: Token, found: list[int], index: Index, where: int | None) -> Resolved:
    if not found:
        return Resolved(labels=(), status="unresolvable", list=None, entries=())
    labels = tuple(label for i in found if (label := index.references[i].label) is not None)
    return Resolved(
        labels=labels,
        status="resolved",
        list=where,
        entries=tuple(found),
        missing=tuple(x for x in token.labels if x not in labels),
    )


def _link(token: Token, order: list[int], index: Index) -> Resolved:
    hit = _find(token.labels[0], order, index, token)
    if hit:
        return Resolved(labels=tuple(token.labels), status="resolved", list=hit[0], entries=(hit[1],))
    return Resolved(
        labels=tuple(token.labels),
        status="resolved",
        list=None,
        entries=(),
        identities=(identifiers.identify(token.target),),
    )


def _own_sources(token: Token, missing: list[str]) -> dict[str, identifiers.Identity]:
    """The sources of labels that need no list: persistent keys, a numbered link to a page."""
    if token.convention == "key":
        return {label: identity for label in missing if (identity := identifiers.identify_key(label))}
    if missing and token.target and identifiers.canonical_url(token.target):
        return {missing[0]: identifiers.identify(token.target)}
    return {}
