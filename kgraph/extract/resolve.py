"""From tokens to entries: which list a marker belongs to, which entry it names, and whether it names any."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.extract.allowance import Allowance, Left, allowed, links
from kgraph.extract.references import References
from kgraph.extract.text.places import source_span
from kgraph.extract.values import Mention, Resolved, Token
from kgraph.model import Document, Problem, ReferenceEntry

SHORT_LABEL_CHARS = 60
"""So much is kept of a label where the article names too much."""
_FAR = 1 << 60
"""Where a list stands that has a file of its own: below everything."""


class Index:
    """The entries of an article by label and by anchor, and which of several lists a marker asks first.

    `notes` are the indices of entries that are footnotes, `ids` the entries by the opaque ids that they carry.
    """

    def __init__(
        self,
        references: Sequence[ReferenceEntry],
        anchors: Mapping[str, Sequence[int]],
        notes: Collection[int],
        ids: Mapping[str, Sequence[int]],
    ) -> None:
        self.references = references
        self.disjoint = True
        self._starts: list[int] = []
        self._kinds: list[set[bool]] = []
        self._notes: list[bool] = []
        self._labels: dict[str, dict[int, int]] = {}
        for i, entry in enumerate(references):
            while len(self._starts) < entry.list:
                self._starts.append(entry.span.start if entry.file is None else _FAR)
                self._kinds.append(set())
                self._notes.append(i in notes)
            if entry.label is not None:
                holders = self._labels.setdefault(entry.label, {})
                self.disjoint = self.disjoint and (not holders or entry.list - 1 in holders)
                holders.setdefault(entry.list - 1, i)
                self._kinds[entry.list - 1].add(entry.label.isdigit())
        self._mixed = len(set(self._notes)) > 1
        self._holders = {label: self._by_kind(lists) for label, lists in self._labels.items()}
        self._labelled = self._by_kind(i for i, kinds in enumerate(self._kinds) if kinds)
        self._anchored = {name: self._by_list(members) for name, members in anchors.items()}
        self._anchor_lists = {name: sorted(by_list) for name, by_list in self._anchored.items()}
        self._ids = {carried: self._by_list(members) for carried, members in ids.items()}
        self.carries_ids = bool(ids)

    def _by_list(self, members: Sequence[int]) -> dict[int, dict[str | None, int]]:
        """List → printed label → entry; the label None stands for the first entry of the list."""
        found: dict[int, dict[str | None, int]] = {}
        for i in members:
            entry = self.references[i]
            labels = found.setdefault(entry.list - 1, {None: i})
            labels.setdefault(entry.label, i)
        return found

    def find(
        self, names: tuple[str, ...], offset: int, *, strict: bool, note: bool
    ) -> tuple[int, int] | None:
        """(list number, entry) of the first of `names` that a list knows, asked in order from `offset` on.

        Lists of footnotes are asked first for a `note`, last for any other token. A strict search stops at the
        nearest list where that has labels of the same kind.
        """
        if len(self._starts) == 1:  # nearly every article
            return next(((1, self._labels[name][0]) for name in names if name in self._labels), None)
        nearest = self._nearest(self._labelled[note], offset)
        best: tuple[int, int, int] | None = None
        for rank, name in enumerate(names):
            where = self._nearest(self._holders[name][note], offset) if name in self._holders else None
            if where is not None:
                found = (self._distance(where, offset), rank, self._labels[name][where])
                best = found if best is None or found < best else best
                if where == nearest:
                    return where + 1, found[2]
        if best is None or nearest is None:
            return None
        if strict and {name.isdigit() for name in names[:1]} & self._kinds[nearest]:
            return None
        return self.references[best[2]].list, best[2]

    def at_anchor(self, anchor: str, offset: int, printed: Sequence[str]) -> int | None:
        """The entry that a click on `#anchor` goes to: in the nearest list, one with a printed label first."""
        nearest = self._nearest(self._anchor_lists.get(anchor, ()), offset)
        if nearest is None:
            return None
        labels = self._anchored[anchor][nearest]
        hits = [labels[label] for label in printed if label in labels]
        return min(hits) if hits else labels[None]

    def with_id(self, carried: str, offset: int) -> tuple[int, int] | None:
        """(list number, entry) of the one entry of the nearest list that carries an opaque id; None where two do."""
        nearest = self._nearest(sorted(self._ids.get(carried, ())), offset)
        if nearest is None:
            return None
        members = set(self._ids[carried][nearest].values())
        return (nearest + 1, min(members)) if len(members) == 1 else None

    def _by_kind(self, lists: Iterable[int]) -> tuple[list[int], list[int]]:
        """What to ask for other tokens, and for notes: those of `lists` that are of that kind; all where none is."""
        every = list(lists)
        if not self._mixed:
            return every, every
        notes = [i for i in every if self._notes[i]]
        others = [i for i in every if not self._notes[i]]
        return others or every, notes or every

    def _nearest(self, lists: Sequence[int], offset: int) -> int | None:
        """Of `lists`, in order, the one a marker at `offset` asks first: the next below, else the nearest above."""
        if not lists:
            return None
        if len(lists) == 1:
            return lists[0]
        i = bisect_right(lists, offset, key=self._starts.__getitem__)
        return lists[i] if i < len(lists) else lists[-1]

    def _distance(self, where: int, offset: int) -> int:
        above = bisect_right(self._starts, offset)
        return where - above if where >= above else len(self._starts) - 1 - where


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Each token with what it names and the sources it cites, by the number of the token; what is left to claims."""

    found: tuple[Mention, ...]
    left: Left
    problems: tuple[Problem, ...]


def mention_all(
    document: Document, tokens: Mapping[int, Sequence[Token]], references: References
) -> Mentions:
    """What each token names. Where the article names more than it may, ranges are read as their ends, sources left out."""
    index = Index(references.entries, references.anchors, references.notes, references.ids)
    allowance = Allowance(allowed(document))
    found: list[Mention] = []
    for i, own in tokens.items():
        block = document.blocks[i]
        for token in own:
            span = source_span(block, token.start, token.end)
            if len(token.labels) > 2 and not allowance.take("labels", len(token.labels), span):
                token = token._replace(labels=(token.labels[0], token.labels[-1]))
            resolved = resolve(token, span.start, index)
            ids = (
                *(references.identities[n].id for n in resolved.entries),
                *(x.id for x in resolved.identities),
            )
            if not allowance.take("links", links(ids, resolved.labels), span):
                labels = tuple(label[:SHORT_LABEL_CHARS] for label in resolved.labels)
                resolved, ids = resolved._replace(labels=labels, identities=()), ()
            found.append(Mention(token, resolved, ids, span))
    return Mentions(found=tuple(found), left=allowance.left, problems=allowance.problems)


def resolve(token: Token, offset: int, index: Index) -> Resolved:
    """What `token`, which stands at `offset` of the source, names."""
    if token.keeps_text and token.target and not token.target.startswith("#"):
        return _link(token, offset, index)
    anchored = _by_anchor(token, offset, index)
    if anchored is not None:
        return anchored
    found: list[int] = []
    missing: list[str] = []
    where: int | None = None
    for label in token.labels:
        if token.opaque and index.carries_ids:
            hit = index.with_id(label, offset)  # its number is no number of the list
        else:
            hit = _find(label, offset, index, token)
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
    own = _own_sources(token, missing) if missing else {}
    if own:
        missing = [label for label in missing if label not in own]
    if found or own:
        return Resolved(
            labels=token.labels,
            status="resolved",
            list=where,
            entries=tuple(found),
            identities=tuple(own.values()),
            missing=tuple(missing),
            flaw=flaw,
        )
    return Resolved(labels=token.labels, status="dangling", list=None, entries=(), missing=tuple(missing))


def _find(label: str, offset: int, index: Index, token: Token) -> tuple[int, int] | None:
    """(list number, entry) of `label` in the list the token belongs to."""
    names = (label, "@" + label) if token.kind == "key" else (label,)
    strict = not index.disjoint and token.kind not in ("key", "footnote")
    return index.find(names, offset, strict=strict, note=token.kind == "footnote")


def _by_anchor(token: Token, offset: int, index: Index) -> Resolved | None:
    """The entry a click goes to, where the token's link has a target in the article."""
    if not token.target or not token.target.startswith("#"):
        return None
    best = index.at_anchor(token.target[1:], offset, token.labels)
    if best is None:
        return None
    entry = index.references[best]
    label = entry.label if entry.label is not None else token.labels[0] if token.labels else None
    misprinted = bool(token.labels) and label not in token.labels and not token.keeps_text
    flaw = "marker-target-mismatch" if misprinted else None
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


def _link(token: Token, offset: int, index: Index) -> Resolved:
    hit = _find(token.labels[0], offset, index, token)
    if hit:
        return Resolved(labels=token.labels, status="resolved", list=hit[0], entries=(hit[1],))
    return Resolved(
        labels=token.labels,
        status="resolved",
        list=None,
        entries=(),
        identities=(identifiers.identify(token.target),),
    )


def _own_sources(token: Token, missing: Sequence[str]) -> dict[str, identifiers.Identity]:
    """The sources of the `missing` labels, one or more, that need no list: persistent keys, a numbered link to a page."""
    if token.kind == "key":
        return {label: identity for label in missing if (identity := identifiers.identify_key(label))}
    if token.target and identifiers.canonical_url(token.target):
        return {missing[0]: identifiers.identify(token.target)}
    return {}
