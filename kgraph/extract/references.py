"""Entries as found → `ReferenceEntry` records, with their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kgraph import late_re as re
from kgraph.codes import in_file, problem
from kgraph.extract.entries.author_year_index import AuthorYears
from kgraph.extract.entries.links import BROKEN_ADDRESS
from kgraph.extract.entries.over_lines import fields_of, is_definition
from kgraph.extract.entries.surnames import called, family_name
from kgraph.extract.identity import identity_of, identity_of_record
from kgraph.extract.lists.candidates import EntryCandidate, ReferenceLists, all_lines, own_link
from kgraph.extract.markers.author_year_links import author_year_of
from kgraph.extract.markers.tool_ids import ids_at_end
from kgraph.extract.noted import Words, settle_back_references, works_noted
from kgraph.extract.notes.back_references import BackReference, last_locator
from kgraph.extract.text.mojibake import repaired
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Token
from kgraph.identifiers import Identity
from kgraph.model import BibliographyEntry, Document, Problem, ReferenceEntry
from kgraph.spans import Span

_SHOWN_CHARS = 60
"""So much is shown of what stands where a title would."""
_YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The entries of an article, the source of each, and the anchors a click goes to."""

    entries: tuple[ReferenceEntry, ...]
    identities: tuple[Identity, ...]
    """The source of each entry."""
    anchors: Mapping[str, tuple[int, ...]]
    """Anchor → entries; so too `surname year`, for links that cite so and go to the list as a whole."""
    notes: frozenset[int]
    """Indices of the entries that are footnotes."""
    ids: Mapping[str, tuple[int, ...]]
    """Opaque id → the entries that carry it at their ends."""
    names: Mapping[int, tuple[str, str]]
    """Entry that the format gives a key → how a page calls it in a sentence, by its authors and its year (`Reed et al.`, `2017`)."""
    problems: tuple[Problem, ...]
    meant: Mapping[int, int] = field(default_factory=dict)
    """Entry that refers back → the one whose work it means."""
    by_year: frozenset[int] = frozenset()
    """Indices of the entries that are called by author and year, since they print no label."""


def read_references(document: Document, lists: ReferenceLists) -> References:
    """One record a label, in order of the text; the bibliography beside the article comes last."""
    builder = _Builder(document, lists)
    for number, entries in enumerate(lists.lists, 1):
        for position, candidate in enumerate(entries, 1):
            if candidate.work is None:
                builder.add(candidate, number, position)
            else:
                builder.add_note(candidate, candidate.work, number, position)
    number = len(lists.lists) + 1
    for position, record in enumerate(document.bibliography, 1):
        builder.add_record(record, number, position)
    return builder.references()


def called_by_year(references: References, tokens: Mapping[int, Sequence[Token]]) -> References:
    """The entries without a printed label called `Surname Year`, where one of `tokens` cites by author and year."""
    if not any(token.works and token.target is None for own in tokens.values() for token in own):
        return references
    labels = AuthorYears(references.entries).labels
    named = {
        i: label
        for i, (entry, label) in enumerate(zip(references.entries, labels, strict=True))
        if entry.label is None and label is not None
    }
    meant = {i: named[j] for i, j in references.meant.items() if j in named}
    entries = tuple(
        entry._replace(label=named.get(i, entry.label), same_as=meant.get(i, entry.same_as))
        for i, entry in enumerate(references.entries)
    )
    return replace(references, entries=entries, by_year=frozenset(named))


class _Builder:
    """Makes the records of an article one after the other."""

    def __init__(self, document: Document, lists: ReferenceLists) -> None:
        self._blocks, self._source, self._known = document.blocks, document.source, document.markers
        self._labelled = {entry.block for entry in document.entries if entry.label is not None}
        self._means = {entry.block: entry.means for entry in document.entries if entry.means is not None}
        self._anchor_labels = {anchor: (label, title) for label, (anchor, title) in lists.aliases.items()}
        self._entries: list[ReferenceEntry] = []
        self._identities: list[Identity] = []
        self._anchors: dict[str, list[int]] = {}
        self._notes: set[int] = set()
        self._ids: dict[str, list[int]] = {}
        self._backs: dict[int, BackReference] = {}
        """Entry → what it refers back to."""
        self._names: dict[int, tuple[str, str]] = {}
        self._problems: list[Problem] = []
        self._marks: dict[int, Marks] = {}
        """Block → its marks, made once however many entries stand in it."""

    def references(self) -> References:
        """All that was added."""
        settled = settle_back_references(
            self._entries, self._identities, self._backs, self._notes, self._source
        )
        for i, entry in enumerate(settled.entries):
            if entry.authors and (name := author_year_of(entry)):
                self._anchors.setdefault(name, []).append(i)  # no id has a space in it
        return References(
            entries=settled.entries,
            identities=settled.identities,
            anchors={anchor: tuple(members) for anchor, members in self._anchors.items()},
            notes=frozenset(self._notes),
            ids={carried: tuple(members) for carried, members in self._ids.items()},
            names=self._names,
            meant=settled.meant,
            problems=(*self._problems, *settled.problems),
        )

    def add(self, candidate: EntryCandidate, number: int, position: int) -> None:
        """Adds a record for each label of an entry of list `number`."""
        block = self._blocks[candidate.block]
        labels = candidate.labels
        title = candidate.title
        for anchor in candidate.anchors:
            if anchor in self._anchor_labels:
                label, title = self._anchor_labels[anchor]
                if labels[0][0] is None:
                    labels = ((label, labels[0][1]),)
        candidate, ids = self._without_ids(candidate)
        if labels[0][0] is None:
            labels = (
                tuple((label, candidate.start) for label in ids) or self._anchor_label(candidate) or labels
            )
        pieces = all_lines(self._blocks, candidate)
        numbers = (candidate.block, *(i for i, _, _ in candidate.more))
        spans = [self._marks_of(i).written_span(s, e) for i, (_, s, e) in zip(numbers, pieces, strict=True)]
        first = block.span.start if is_definition(block) else spans[0].start
        span = Span(first, max(s.end for s in spans))
        fields = fields_of(pieces, labels, title)
        means = self._means.get(candidate.block)
        if means is not None:  # its words are those of the work it means, or a remark
            back = BackReference("label", (means,), locator=last_locator(block.text))
            self._backs[len(self._entries)] = back
            fields = fields._replace(title=None, raw_title=None, authors=(), date=None)
        for printed, _ in labels:
            url = candidate.url or own_link(block, candidate, printed) or fields.url
            words = self._source.words(span)
            own = self._own_words(candidate, span, fields.own_end)
            identity = identity_of(
                candidate.url or fields.url or url, own, fields.authors, fields.title, fields.date
            )
            entry = ReferenceEntry(
                label=printed.removeprefix("@") if printed else printed, list=number, position=position, text=words, span=span,
                title=fields.title, raw_title=fields.raw_title, site=fields.site, url=url,
                links=fields.links if url in fields.links or url is None else (url, *fields.links),
                authors=fields.authors, date=fields.date, accessed=fields.accessed, source=identity.id,
            )  # fmt: skip
            if (block.definition or "").startswith("^"):
                self._notes.add(len(self._entries))
            for carried in (printed,) if printed in ids else ids:
                self._ids.setdefault(carried, []).append(len(self._entries))
            if candidate.block in self._labelled:  # by the format itself: a key
                self._name(
                    tuple(name for a in fields.authors if (name := family_name(a, inverted=False))),
                    fields.date,
                )
            self._keep(entry, identity, candidate.anchors)
            self._report_broken(words, span, url)
            self._report_repair(fields.raw_title, fields.title, span)
            self._report_unread(fields.unread, span)

    def add_note(
        self, candidate: EntryCandidate, work: tuple[int, int, int], number: int, position: int
    ) -> None:
        """Adds the entries of a note that names a work."""
        block_number, start, end = work
        own = self._marks_of(block_number).written_span(start, end)
        span = own
        if candidate.part is None:
            pieces = all_lines(self._blocks, candidate)
            numbers = (candidate.block, *(i for i, _, _ in candidate.more))
            spans = [
                self._marks_of(i).written_span(s, e) for i, (_, s, e) in zip(numbers, pieces, strict=True)
            ]
            span = Span(spans[0].start, max(s.end for s in spans))
        tokens = [label for at, label in self._note_tokens.get(block_number, ()) if start <= at < end]
        words = Words(own=_apart(self._source.words(own)), whole=self._source.words(span), span=span)
        block = self._blocks[block_number]
        for noted in works_noted(block, (start, end), candidate, words, tokens):
            self._notes.add(len(self._entries))
            if noted.back is not None:
                self._backs[len(self._entries)] = noted.back
            self._keep(
                noted.entry._replace(list=number, position=position), noted.identity, candidate.anchors
            )
            if noted.entry.part in (None, 1) or candidate.part is not None:
                self._report_broken(words.own, span, noted.entry.url)
                self._report_repair(noted.entry.raw_title, noted.entry.title, span)

    @cached_property
    def _note_tokens(self) -> Mapping[int, Sequence[tuple[int, str]]]:
        """Block → the tokens in it that name notes, each with its place."""
        found: dict[int, list[tuple[int, str]]] = {}
        for marker in self._known:
            if marker.kind == "footnote":
                found.setdefault(marker.block, []).append((marker.start, marker.labels[0]))
        return found

    def _report_broken(self, words: str, span: Span, url: str | None) -> None:
        if "://" in words and BROKEN_ADDRESS.search(words) and not url:
            words = "a space breaks the address of an entry"
            self._problems.append(problem("address-broken", words, span, "take the space out"))

    def _report_unread(self, unread: str | None, span: Span) -> None:
        if unread is not None:
            words = f"no title is read: {unread[:_SHOWN_CHARS]!r} is none"
            self._problems.append(problem("title-unread", words, span, "write the title behind the authors"))

    def _report_repair(self, raw_title: str | None, title: str | None, span: Span) -> None:
        if raw_title is not None:
            words = f"mojibake repaired in the title {raw_title!r}"
            self._problems.append(problem("text-repaired", words, span, f"write {title!r}"))

    def _own_words(self, candidate: EntryCandidate, span: Span, own_end: int | None) -> str:
        """What an entry says of its own work; the words of a link and its address stand apart."""
        if own_end is not None:
            own = self._marks_of(candidate.block).written_span(candidate.start, own_end)
            span = Span(span.start, own.end)
        words = self._source.words(span)
        return _apart(words)

    def _without_ids(self, candidate: EntryCandidate) -> tuple[EntryCandidate, tuple[str, ...]]:
        """`candidate` without the opaque ids at its end, and those: its last line may hold nothing else."""
        *lines, (number, start, end) = (candidate.block, candidate.start, candidate.end), *candidate.more
        ids, stop = ids_at_end(self._blocks[number].text, start, end)
        if not ids:
            return candidate, ()
        if not lines:
            return candidate._replace(end=stop), ids
        more = (*lines[1:], (number, start, stop)) if stop > start else tuple(lines[1:])
        return candidate._replace(more=more), ids

    def add_record(self, record: BibliographyEntry, number: int, position: int) -> None:
        """Adds a record of a bibliography beside the article."""
        identity = identity_of_record(record)
        title = repaired(record.title) if record.title else None
        raw = record.title if title != record.title else None
        entry = ReferenceEntry(
            label=record.key or None, list=number, position=position, text=record.text, span=record.span, title=title, raw_title=raw, url=record.url,
            links=(record.url,) if record.url else (), authors=record.authors, date=record.date, accessed=record.accessed,
            source=identity.id, file=record.file, place=record.place, part=record.part,
        )  # fmt: skip
        if raw is not None:
            words = f"mojibake repaired in the title {raw!r} of {record.file}"
            self._problems.append(in_file("text-repaired", words, entry, f"write {title!r}"))
        self._name(record.families, record.date)
        self._keep(entry, identity, ())

    def _name(self, families: Sequence[str], date: str | None) -> None:
        """Keeps how a page calls the entry that is added next, where it has authors."""
        if families:
            year = _YEAR.search(date or "")
            self._names[len(self._entries)] = (called(families), year[0] if year else "n.d.")

    def _keep(self, entry: ReferenceEntry, identity: Identity, anchors: Sequence[str]) -> None:
        index = len(self._entries)
        self._entries.append(entry)
        self._identities.append(identity)
        for anchor in anchors:
            self._anchors.setdefault(anchor, []).append(index)

    def _marks_of(self, number: int) -> Marks:
        marks = self._marks.get(number)
        if marks is None:
            marks = self._marks[number] = Marks(self._blocks[number])
        return marks

    def _anchor_label(self, candidate: EntryCandidate) -> tuple[tuple[str, int], ...]:
        """The anchor of an entry without a printed label, where a link of the text goes to it: its label."""
        if not candidate.anchors:
            return ()
        return next((((a, candidate.start),) for a in candidate.anchors if a in self._linked), ())

    @cached_property
    def _linked(self) -> frozenset[str]:
        """The anchors that links of the article go to."""
        return frozenset(
            n.target[1:] for b in self._blocks for n in b.inlines if n.kind == "link" and n.target[:1] == "#"
        )


def _apart(words: str) -> str:
    """`words`, in which a DOI that is the text of a link ends before its target."""
    return words.replace("](", "] (") if "10." in words else words
