"""The entries of an article by label, anchor and page, and which of several lists a marker asks first."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

from kgraph import identifiers
from kgraph.extract.text.label_values import value_of
from kgraph.extract.values import NamedWork, Resolved, Token
from kgraph.model import MarkerStatus, ReferenceEntry

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
        by_year: Collection[int] = (),
        ids: Mapping[str, Sequence[int]] | None = None,
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
                if (value := value_of(entry.label)) != entry.label:
                    self._labels.setdefault(value, {}).setdefault(entry.list - 1, i)
                self._kinds[entry.list - 1].add(entry.label.isdigit())
        self._parts = _parts(references)
        self._mixed = len(set(self._notes)) > 1
        self._holders = {label: self._by_kind(lists) for label, lists in self._labels.items()}
        self._labelled = self._by_kind(i for i, kinds in enumerate(self._kinds) if kinds)
        self._anchored = {name: self._by_list(members) for name, members in anchors.items()}
        self._by_year = by_year
        self._linked: dict[str, list[int]] | None = None
        """Page → the labelled entries that link to it, once somebody asks."""
        self._pages: dict[str, list[int]] = {}
        for i in sorted(by_year):
            for url in {page for link in references[i].links if (page := identifiers.canonical_url(link))}:
                self._pages.setdefault(url, []).append(i)
        self._anchor_lists = {name: sorted(by_list) for name, by_list in self._anchored.items()}
        self._ids = {carried: self._by_list(members) for carried, members in (ids or {}).items()}

    def _by_list(self, members: Sequence[int]) -> dict[int, dict[str | None, int]]:
        """List → printed label → entry; the label None stands for the first entry of the list."""
        found: dict[int, dict[str | None, int]] = {}
        for i in members:
            entry = self.references[i]
            labels = found.setdefault(entry.list - 1, {None: i})
            labels.setdefault(entry.label, i)
        return found

    def with_parts(self, resolved: Resolved) -> Resolved:
        """`resolved`, with every work of each note that it names."""
        if self._parts.keys().isdisjoint(resolved.entries):
            return resolved
        return resolved._replace(entries=tuple(j for i in resolved.entries for j in self._parts.get(i, (i,))))

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

    def nearest_of(self, entries: Sequence[int], offset: int) -> list[int]:
        """Those of `entries` that stand in the list a marker at `offset` asks first."""
        where = self._nearest(sorted({self.references[i].list - 1 for i in entries}), offset)
        return [i for i in entries if self.references[i].list - 1 == where]

    def of_works(self, works: Sequence[NamedWork], offset: int) -> Resolved:
        """The entries that authors and years name. Where two of a list may be meant, it is neither."""
        labels: list[str] = []
        found: list[int] = []
        missing: list[str] = []
        rivals: list[int] = []
        for work in works:
            entries = self.nearest_of(work.entries, offset) if work.entries else []
            sources = {self.references[i].source for i in entries}
            if not entries:
                missing.append(work.label)
                labels.append(work.label)
                continue
            labels.append(self.references[entries[0]].label or work.label)
            if len(sources) > 1:
                rivals += entries
            else:
                found.append(entries[0])
        status: MarkerStatus = "resolved" if found else "ambiguous" if rivals else "dangling"
        return Resolved(
            labels=tuple(dict.fromkeys(labels)), status=status, list=self.references[found[0]].list if found else None,
            entries=tuple(dict.fromkeys(found)), missing=tuple(missing), rivals=tuple(rivals),
            near=tuple(work.near for work in works if work.near is not None),
        )  # fmt: skip

    def at_page(self, token: Token, offset: int) -> Resolved | None:
        """The entry called by author and year whose page a link goes to, else the one that its words name."""
        named = self._at_page(token, offset)
        if named is None:
            return None
        entry = self.references[named]
        labels = (entry.label,) if entry.label else ()
        return Resolved(labels=labels, status="resolved", list=entry.list, entries=(named,))

    def _at_page(self, token: Token, offset: int) -> int | None:
        url = identifiers.canonical_url(token.target) if self._pages and token.target else None
        if at_page := self.nearest_of(self._pages.get(url or "", ()), offset):
            return at_page[0]
        named = [i for work in token.works[:1] for i in work.entries if i in self._by_year]
        named = self.nearest_of(named, offset)
        return named[0] if len(named) == 1 else None

    def of_page(self, token: Token, offset: int, found: Sequence[int]) -> Resolved | None:
        """The entry of the page that a numbered link goes to, where none is `found` by its number: `[7](https://example.org/a)`."""
        if (
            found
            or not token.target
            or "://" not in token.target
            or len(token.labels) != 1
            or token.keeps_text
        ):
            return None
        entry = self.linked(token.target, offset)
        if entry is None:
            return None
        meant = self.references[entry]
        return Resolved(
            labels=(meant.label or token.labels[0],), status="resolved", list=meant.list, entries=(entry,), flaw="marker-target-mismatch",
        )  # fmt: skip

    def linked(self, link: str, offset: int) -> int | None:
        """The labelled entry of the page that a link goes to, in the list that a marker at `offset` asks first."""
        url = identifiers.canonical_url(link)
        if self._linked is None:
            self._linked = {}
            for i, entry in enumerate(self.references):
                if entry.label is not None and entry.url and (page := identifiers.canonical_url(entry.url)):
                    self._linked.setdefault(page, []).append(i)
        found = self.nearest_of(self._linked.get(url or "", ()), offset)
        return found[0] if found else None

    def at_anchor(self, anchor: str, offset: int, printed: Sequence[str]) -> int | None:
        """The entry that a click on `#anchor` goes to: in the nearest list, one with a printed label first."""
        nearest = self._nearest(self._anchor_lists.get(anchor, ()), offset)
        if nearest is None:
            return None
        labels = self._anchored[anchor][nearest]
        hits = [labels[label] for label in printed if label in labels]
        return min(hits) if hits else labels[None]

    def named_by(self, token: Token, label: str, offset: int) -> tuple[int, int] | None:
        """(list number, entry) of one of the labels of `token`, in the list that the token belongs to."""
        if token.opaque and self._ids:
            return self._with_id(label, offset)  # its number is no number of the list
        names = (label, "@" + label) if token.kind == "key" else (label,)
        strict = not self.disjoint and token.kind not in ("key", "footnote")
        return self.find(names, offset, strict=strict, note=token.kind == "footnote")

    def as_printed(self, label: str, hit: tuple[int, int] | None) -> str:
        """`label` as the entry of `hit` prints it, where that is the same number in other digits: `[1]` of an entry `①`."""
        own = self.references[hit[1]].label if hit else None
        return own if own is not None and own != label and value_of(own) == label else label

    def _with_id(self, carried: str, offset: int) -> tuple[int, int] | None:
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


def _parts(references: Sequence[ReferenceEntry]) -> dict[int, tuple[int, ...]]:
    """The first work of a note that names several → all of them."""
    found: dict[int, list[int]] = {}
    first = -1
    for i, entry in enumerate(references):
        if entry.part == 1:
            first = i
            found[i] = [i]
        elif entry.part is not None and first >= 0:
            found[first].append(i)
    return {i: tuple(members) for i, members in found.items()}
