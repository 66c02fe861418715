"""Entries as found → `ReferenceEntry` records, with their sources."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kgraph import identifiers
from kgraph.codes import problem
from kgraph.extract.entries.author_year_index import AuthorYears
from kgraph.extract.entries.author_year_labels import is_named, levelled
from kgraph.extract.entries.editions import edition_of
from kgraph.extract.entries.fields import Fields
from kgraph.extract.entries.links import BROKEN_ADDRESS
from kgraph.extract.entries.over_lines import fields_of, is_definition
from kgraph.extract.entries.surnames import family_name, folded, name_key
from kgraph.extract.lists.candidates import EntryCandidate, ReferenceLists, all_lines
from kgraph.extract.markers.author_year_links import author_year_of
from kgraph.extract.markers.brackets import bracketed_keys
from kgraph.extract.markers.vendor_tokens import PRIVATE_USE
from kgraph.extract.notes.back_references import TOKEN, BackReference, last_locator, read_back
from kgraph.extract.notes.meant import works_meant
from kgraph.extract.notes.reading import fields_of_work
from kgraph.extract.text.places import Marks, inlines_in
from kgraph.extract.values import Declared, Token
from kgraph.identifiers import Identity
from kgraph.model import BibliographyEntry, Block, Document, Problem, ReferenceEntry
from kgraph.spans import Span

_MOST_NAMED = 5
"""Works that a message names."""
_NAME_CHARS = 50
_OF_WORK = re.compile(r"(?:1[4-9]|20)\d\d")
"""The year of a work."""
MAX_IDS = 60
"""So many ids of one entry are its labels: it is written out for each of them."""
_SHOWN_CHARS = 60
"""So much is shown of what stands where a title would."""
_YEAR = re.compile(r"\b\d{4}\b")
_MORE = re.compile(r"[^ .]")
"""What makes an id no last one of its entry."""


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
    names: Mapping[int, tuple[str, str]]
    """Entry of a bibliography → how a page calls it in a sentence, by its authors and its year (`Reed et al.`, `2017`)."""
    problems: tuple[Problem, ...]
    by_year: frozenset[int] = frozenset()
    """Indices of the entries that are called by author and year, since they print no label."""


def read_references(document: Document, lists: ReferenceLists) -> References:
    """One record a label, in order of the text; the bibliography beside the article comes last."""
    builder = _Builder(document, lists)
    for number, entries in enumerate(lists.lists, 1):
        for position, candidate in enumerate(entries, 1):
            builder.add(candidate, number, position)
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
    entries = tuple(
        entry._replace(label=named[i]) if i in named else entry for i, entry in enumerate(references.entries)
    )
    return replace(references, entries=entries, by_year=frozenset(named))


def declare(references: References, lists: ReferenceLists, document: Document) -> Declared:
    """What the entries and the notes of an article make known to those that look for tokens."""
    labels: set[str] = set()
    keys: set[str] = set()
    named: dict[str, str] = {}
    urls: dict[str, str] = {}
    pages: set[str] = set()
    for entry, identity in zip(references.entries, references.identities, strict=True):
        if entry.label is not None:
            labels.add(entry.label)
            if entry.file is not None:
                keys.add(entry.label)
            elif " " in entry.label and is_named(entry.label):
                named.setdefault(levelled(entry.label), entry.label)
        for link in entry.links:
            url = identifiers.canonical_url(link)
            if url and entry.label is not None:
                urls.setdefault(url, entry.label)
            elif url:
                pages.add(url)
        if identity.url and entry.label is not None:
            urls.setdefault(identity.url, entry.label)
    cited = {references.entries[i].label for i in references.notes}
    return Declared(
        labels=frozenset(labels),
        keys=frozenset(keys),
        anchors={a: references.entries[i[0]].label for a, i in references.anchors.items()},
        urls=urls,
        pages=frozenset(pages),
        places=_places(references, urls),
        notes=frozenset(
            b.definition[1:]
            for i, b in enumerate(document.blocks)
            if b.definition
            and b.definition.startswith("^")
            and i not in lists.taken
            and b.definition[1:] not in cited
        ),
        bracketed=_keys_in_brackets(document),
        by_key=bool(document.metadata.bibliography),
        named=named,
        entries=references.entries,
    )


def _keys_in_brackets(document: Document) -> frozenset[str]:
    return frozenset(
        key for b in document.blocks if "@" in b.text and "[" in b.text for key in bracketed_keys(b.text)
    )


def _places(references: References, urls: Mapping[str, str]) -> dict[str, str | None]:
    """Link → label, of the entries that cite one page in several places (`page#a`, `page#b`); the page itself → its own."""
    cited: dict[str, dict[str, str]] = {}
    for entry in references.entries:
        if entry.label is not None and entry.url and "#" in entry.url and "#:~:" not in entry.url:
            cited.setdefault(entry.url.partition("#")[0], {}).setdefault(entry.url, entry.label)
    found: dict[str, str | None] = {}
    for page, places in cited.items():
        if len(places) > 1:
            found.update(places)
            found.setdefault(page, urls.get(identifiers.canonical_url(page) or ""))
    return found


class _Builder:
    """Makes the records of an article one after the other."""

    def __init__(self, document: Document, lists: ReferenceLists) -> None:
        self._blocks, self._source, self._known = document.blocks, document.source, document.markers
        self._anchor_labels = {anchor: (label, title) for label, (anchor, title) in lists.aliases.items()}
        self._entries: list[ReferenceEntry] = []
        self._identities: list[Identity] = []
        self._anchors: dict[str, list[int]] = {}
        self._notes: set[int] = set()
        self._backs: dict[int, BackReference] = {}
        """Entry → what it refers back to."""
        self._names: dict[int, tuple[str, str]] = {}
        self._problems: list[Problem] = []
        self._marks: dict[int, Marks] = {}
        """Block → its marks, made once however many entries stand in it."""

    def references(self) -> References:
        """All that was added."""
        self._settle_back_references()
        for i, entry in enumerate(self._entries):
            if entry.authors and (name := author_year_of(entry)):
                self._anchors.setdefault(name, []).append(i)  # no id has a space in it
        return References(
            entries=tuple(self._entries),
            identities=tuple(self._identities),
            anchors={anchor: tuple(members) for anchor, members in self._anchors.items()},
            notes=frozenset(self._notes),
            names=self._names,
            problems=tuple(self._problems),
        )

    def add(self, candidate: EntryCandidate, number: int, position: int) -> None:
        """Adds a record for each label of an entry of list `number`."""
        if candidate.work is not None:
            self._add_work(candidate, candidate.work, number, position)
            return
        block = self._blocks[candidate.block]
        labels = candidate.labels
        title = candidate.title
        for anchor in candidate.anchors:
            if anchor in self._anchor_labels:
                label, title = self._anchor_labels[anchor]
                if labels[0][0] is None:
                    labels = ((label, labels[0][1]),)
        if labels[0][0] is None:
            ids, end = _opaque_ids(block.text, candidate)
            candidate = candidate._replace(end=end)
            labels = (
                tuple((label, candidate.start) for label in ids) or self._anchor_label(candidate) or labels
            )
        pieces = all_lines(self._blocks, candidate)
        numbers = (candidate.block, *(i for i, _, _ in candidate.more))
        spans = [self._marks_of(i).written_span(s, e) for i, (_, s, e) in zip(numbers, pieces, strict=True)]
        first = block.span.start if is_definition(block) else spans[0].start
        span = Span(first, max(s.end for s in spans))
        fields = fields_of(pieces, labels, title)
        for printed, _ in labels:
            url = _own_link(block, candidate, printed) or fields.url
            words = self._source.words(span)
            own = self._own_words(candidate, span, fields.own_end)
            identity = _identity_of(fields.url or url, own, fields.authors, fields.title, fields.date)
            entry = ReferenceEntry(
                label=printed.removeprefix("@") if printed else printed, list=number, position=position, text=words, span=span,
                title=fields.title, raw_title=fields.raw_title, site=fields.site, url=url,
                links=fields.links if url in fields.links or url is None else (url, *fields.links),
                authors=fields.authors, date=fields.date, accessed=fields.accessed, source=identity.id,
            )  # fmt: skip
            if (block.definition or "").startswith("^"):
                self._notes.add(len(self._entries))
            self._keep(entry, identity, candidate.anchors)
            self._report_broken(words, span, url)
            self._report_repair(fields, span)

    def _add_work(
        self, candidate: EntryCandidate, work: tuple[int, int, int], number: int, position: int
    ) -> None:
        """Adds the entry of a note that names a work: one for each note that it refers to, where those are several."""
        block_number, start, end = work
        block, label = self._blocks[block_number], candidate.labels[0][0]
        fields = fields_of_work(block, start, end)
        pieces = all_lines(self._blocks, candidate)
        numbers = (candidate.block, *(i for i, _, _ in candidate.more))
        if candidate.part is None:
            spans = [
                self._marks_of(i).written_span(s, e) for i, (_, s, e) in zip(numbers, pieces, strict=True)
            ]
            span = Span(spans[0].start, max(s.end for s in spans))
        else:
            span = self._marks_of(block_number).written_span(start, end)
        own = self._source.words(self._marks_of(block_number).written_span(start, end))
        words = self._source.words(span)
        own = own.replace("](", "] (") if "10." in own else own
        identity = _identity_of(fields.url, own, fields.authors, fields.title, fields.date)
        back = self._with_labels(read_back(block.text[start:end]), block_number, start, end)
        meant = [back._replace(labels=(x,)) for x in back.labels] if back and len(back.labels) > 1 else [back]
        for k, one in enumerate(meant, 1):
            entry = ReferenceEntry(
                label=label, list=number, position=position, text=words, span=span, title=fields.title,
                raw_title=fields.raw_title, site=fields.site, url=fields.url, links=fields.links, authors=fields.authors,
                date=fields.date, accessed=fields.accessed, source=identity.id,
                part=candidate.part or (k if len(meant) > 1 else None),
            )  # fmt: skip
            self._notes.add(len(self._entries))
            if one is not None:
                self._backs[len(self._entries)] = one
            self._keep(entry, identity, candidate.anchors)
        self._report_broken(own, span, fields.url)
        self._report_repair(fields, span)

    def _with_labels(
        self, back: BackReference | None, block: int, start: int, end: int
    ) -> BackReference | None:
        """`back` with the labels of the notes that its tokens name; None where one of them names none."""
        if back is None or TOKEN not in back.labels:
            return back
        tokens = iter([label for at, label in self._note_tokens.get(block, ()) if start <= at < end])
        labels = tuple(next(tokens, None) if label == TOKEN else label for label in back.labels)
        known = tuple(label for label in labels if label is not None)
        return back._replace(labels=known) if len(known) == len(labels) else None

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
            self._problems.append(
                problem(
                    "address-broken", "a space breaks the address of an entry", span, "take the space out"
                )
            )

    def _report_repair(self, fields: Fields, span: Span) -> None:
        if fields.unread is not None:
            words = fields.unread[:_SHOWN_CHARS]
            self._problems.append(
                problem(
                    "title-unread",
                    f"no title is read: {words!r} is none",
                    span,
                    "write the title behind the authors",
                )
            )
        if fields.raw_title is not None:
            self._problems.append(
                problem(
                    "text-repaired",
                    f"mojibake repaired in the title {fields.raw_title!r}",
                    span,
                    f"write {fields.title!r}",
                )
            )

    def _settle_back_references(self) -> None:
        """Gives each entry that refers back the source of the one it means; what is not sure has a source of its own."""
        for i, meant in works_meant(self._entries, self._backs, self._notes).items():
            entry = self._entries[i]
            back = self._backs.get(i)
            locator = back.locator if back else last_locator(entry.text)
            if meant.entry is None:
                self._identities[i] = identifiers.identify(
                    None, f"{self._source.name}\n{entry.position}\n{entry.text}"
                )
                named = ", ".join(_name(self._entries[j]) for j in meant.fitting[:_MOST_NAMED])
                why = (
                    f"fits more than one work ({named})"
                    if meant.fitting
                    else "refers to a work that is not found"
                )
                self._problems.append(
                    problem("reference-unclear", f"the note {_name(entry)} {why}", entry.span)
                )
                same = None
            else:
                self._identities[i], same = self._identities[meant.entry], self._entries[meant.entry].label
            self._entries[i] = entry._replace(source=self._identities[i].id, same_as=same, locator=locator)

    def _own_words(self, candidate: EntryCandidate, span: Span, own_end: int | None) -> str:
        """What an entry says of its own work; the words of a link and its address stand apart."""
        if own_end is not None:
            own = self._marks_of(candidate.block).written_span(candidate.start, own_end)
            span = Span(span.start, own.end)
        words = self._source.words(span)
        return words.replace("](", "] (") if "10." in words else words

    def add_record(self, record: BibliographyEntry, number: int, position: int) -> None:
        """Adds a record of a bibliography beside the article."""
        identity = _identity(record)
        entry = ReferenceEntry(
            label=record.key, list=number, position=position, text=record.text, span=record.span, title=record.title, url=record.url,
            links=(record.url,) if record.url else (), authors=record.authors, date=record.date, accessed=record.accessed,
            source=identity.id, file=record.file,
        )  # fmt: skip
        if record.families:
            year = _YEAR.search(record.date or "")
            self._names[len(self._entries)] = (_called(record.families), year[0] if year else "n.d.")
        self._keep(entry, identity, ())

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


def _called(families: Sequence[str]) -> str:
    """The authors as words of a sentence: `Reed`, `Reed and Moss`, `Reed et al.`

    >>> _called(["Reed", "Moss", "Dorn"]), _called(["Reed", "others"])
    ('Reed et al.', 'Reed et al.')
    """
    first, *more = families
    if not more:
        return first
    return f"{first} and {more[0]}" if len(more) == 1 and more[0] != "others" else f"{first} et al."


def _own_link(block: Block, candidate: EntryCandidate, label: str | None) -> str | None:
    """The link of the label itself (`[\\[1\\]](url)`, `[1](url)`), which wins over other links of the entry."""
    for link in inlines_in(block, candidate.start, candidate.end, "link"):
        if "://" in link.target and block.text[link.start : link.end].strip("[]^ ") == label:
            return link.target
    return None


def _opaque_ids(text: str, candidate: EntryCandidate) -> tuple[tuple[str, ...], int]:
    """Ids at the end of a bibliography entry, which are its keys, and where the entry ends before them."""
    for match in PRIVATE_USE.finditer(text, candidate.start, candidate.end):
        if not _MORE.search(text, match.end(), candidate.end):
            ids = tuple(part for part in match[1].split("\ue202")[1:] if part)
            if ids:
                return ids[:MAX_IDS], candidate.start + len(text[candidate.start : match.start()].rstrip())
    return (), candidate.end


def _name(entry: ReferenceEntry) -> str:
    return repr(entry.label if entry.label is not None else (entry.title or entry.text)[:_NAME_CHARS])


def _identity_of(
    url: str | None, words: str, authors: Sequence[str], title: str | None, date: str | None
) -> Identity:
    """The source of an entry: by its address or identifier, else by its first author, title and year, else by its words."""
    identity = identifiers.identify(url, words)
    if url or identity.identifiers or not (authors and title and date):
        return identity
    name, year = family_name(authors[0], inverted=False), _OF_WORK.search(date)
    if not name or not year:
        return identity
    return identifiers.identify_work(name_key(name), folded(title), year[0], edition_of(words))


def _identity(record: BibliographyEntry) -> Identity:
    for scheme in ("doi", "arxiv", "pmid", "pmcid", "isbn"):
        if record.identifiers.get(scheme):
            identity = identifiers.identify_key(f"{scheme}:{record.identifiers[scheme]}")
            if identity:
                return identity
    return identifiers.identify_key(record.key) or _identity_of(
        record.url, record.text, record.authors, record.title, record.date
    )
