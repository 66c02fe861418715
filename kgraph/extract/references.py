"""Entries as found → `ReferenceEntry` records, with their sources."""

from dataclasses import dataclass, field

from kgraph import identifiers
from kgraph.extract._author_years import author_year_of
from kgraph.extract._brackets import bracketed_keys
from kgraph.extract._entry_lines import fields_of, is_definition
from kgraph.extract._found import Found, Lists, all_lines
from kgraph.extract._named_labels import is_named, levelled
from kgraph.extract._plain import Marks, inlines_in
from kgraph.extract._tokens import Vocabulary
from kgraph.extract.conventions import PRIVATE_USE
from kgraph.identifiers import Identity
from kgraph.model import BibliographyEntry, Block, Document, Problem, ReferenceEntry
from kgraph.spans import Span

_MAX_LABELS = 60
"""Ids of one entry: it is written out for each of them."""


@dataclass(slots=True)
class References:
    """The entries of an article, what they point to, and the anchors a click goes to."""

    entries: list[ReferenceEntry] = field(default_factory=list)
    identities: dict[int, Identity] = field(default_factory=dict)
    anchors: dict[str, list[int]] = field(default_factory=dict)
    """Anchor → entries; so too `surname year`, for links that cite so and go to the list as a whole."""
    notes: set[int] = field(default_factory=set)
    """Indices of the entries that are footnotes."""
    problems: list[Problem] = field(default_factory=list)
    linked: set[str] | None = None
    """The anchors that links of the article go to, once asked for."""

    _marks: dict[int, Marks] = field(default_factory=dict)

    def marks_of(self, block: Block) -> Marks:
        """The marks of `block`, made once however many entries stand in it."""
        marks = self._marks.get(id(block))
        if marks is None:
            marks = self._marks[id(block)] = Marks(block)
        return marks


def read_references(document: Document, lists: Lists) -> References:
    """One record a label, in order of the text; the bibliography beside the article comes last."""
    out = References()
    anchor_labels = {anchor: (label, title) for label, (anchor, title) in lists.aliases.items()}
    for number, entries in enumerate(lists.lists, 1):
        for position, found in enumerate(entries, 1):
            _add(out, document, found, number, position, anchor_labels)
    number = len(lists.lists) + 1
    for position, record in enumerate(document.bibliography, 1):
        _add_record(out, record, number, position)
    for i, entry in enumerate(out.entries):
        if entry.authors and (name := author_year_of(entry)):
            out.anchors.setdefault(name, []).append(i)  # no id has a space in it
    return out


def vocabulary(references: References, lists: Lists, document: Document) -> Vocabulary:
    """What the entries and the notes of an article make known to the marker scan."""
    known = Vocabulary()
    for i, entry in enumerate(references.entries):
        if entry.label is not None:
            known.labels.add(entry.label)
            if entry.file is not None:
                known.keys.add(entry.label)
            elif " " in entry.label and is_named(entry.label):
                known.named.setdefault(levelled(entry.label), entry.label)
        identity = references.identities.get(i)
        for link in entry.links:
            url = identifiers.canonical_url(link)
            if url and entry.label is not None:
                known.urls.setdefault(url, entry.label)
            elif url:
                known.pages.add(url)
        if identity and identity.url and entry.label is not None:
            known.urls.setdefault(identity.url, entry.label)
    _add_places(known, references)
    known.by_key = bool(document.metadata.bibliography)
    text = document.source.text
    for block in document.blocks if "[@" in text or "[-@" in text else ():
        if "@" in block.text and "[" in block.text:
            known.bracketed |= bracketed_keys(block.text)
    known.anchors.update({a: references.entries[i[0]].label for a, i in references.anchors.items()})
    cited = {references.entries[i].label for i in references.notes}
    known.notes.update(
        b.definition[1:]
        for i, b in enumerate(document.blocks)
        if b.definition
        and b.definition.startswith("^")
        and i not in lists.taken
        and b.definition[1:] not in cited
    )
    return known


def _add_places(known: Vocabulary, references: References) -> None:
    """Tells apart the entries that cite one page in several places (`page#a`, `page#b`)."""
    cited: dict[str, dict[str, str]] = {}
    for entry in references.entries:
        if entry.label is not None and entry.url and "#" in entry.url and "#:~:" not in entry.url:
            cited.setdefault(entry.url.partition("#")[0], {}).setdefault(entry.url, entry.label)
    for page, places in cited.items():
        if len(places) > 1:
            known.places.update(places)
            known.places.setdefault(page, known.urls.get(identifiers.canonical_url(page) or ""))


def _add(
    out: References,
    document: Document,
    found: Found,
    number: int,
    position: int,
    anchor_labels: dict[str, tuple[str, str | None]],
) -> None:
    block = document.blocks[found.block]
    text = document.source.text
    labels = list(found.labels)
    title = found.title
    for anchor in found.anchors:
        if anchor in anchor_labels:
            label, title = anchor_labels[anchor]
            if labels[0][0] is None:
                labels = [(label, labels[0][1])]
    if labels[0][0] is None:
        labels = _opaque_labels(block, found) or _anchor_label(out, document, found) or labels
    pieces = all_lines(document.blocks, found)
    spans = [out.marks_of(b).written_span(s, e) for b, s, e in pieces]
    span = Span(block.span.start if is_definition(block) else spans[0].start, max(s.end for s in spans))
    fields = fields_of(pieces, labels, title)
    for printed, _ in labels:
        url = _own_link(block, found, printed) or fields.url
        words = text[span.start : span.end]
        identity = identifiers.identify(fields.url or url, words)
        entry = ReferenceEntry(
            label=_label(printed), list=number, position=position, text=words, span=span,
            title=fields.title, raw_title=fields.raw_title, site=fields.site, url=url,
            links=fields.links if url in fields.links or url is None else (url, *fields.links),
            authors=fields.authors, date=fields.date, accessed=fields.accessed, source=identity.id,
        )  # fmt: skip
        if (block.definition or "").startswith("^"):
            out.notes.add(len(out.entries))
        _keep(out, entry, identity, found.anchors)
        if fields.raw_title is not None:
            out.problems.append(
                Problem(
                    code="text-repaired",
                    severity="note",
                    message=f"mojibake repaired in the title {fields.raw_title!r}",
                    span=span,
                    hint=f"write {fields.title!r}",
                )
            )


def _label(label: str | None) -> str | None:
    return label.removeprefix("@") if label else label


def _own_link(block: Block, found: Found, label: str | None) -> str | None:
    """The link of the label itself (`[\\[1\\]](url)`, `[1](url)`), which wins over other links of the entry."""
    for link in inlines_in(block, found.start, found.end, "link"):
        if "://" in link.target and block.text[link.start : link.end].strip("[]^ ") == label:
            return link.target
    return None


def _opaque_labels(block: Block, found: Found) -> list[tuple[str | None, int]]:
    """Ids at the end of a bibliography entry: the entry's keys."""
    text = block.text
    for match in PRIVATE_USE.finditer(text, found.start, found.end):
        if not text[match.end() : found.end].strip(" ."):
            ids = [part for part in match[1].split("\ue202")[1:] if part]
            if ids:
                found.end = match.start()
                while found.end > found.start and text[found.end - 1].isspace():
                    found.end -= 1
                return [(i, found.start) for i in ids[:_MAX_LABELS]]
    return []


def _anchor_label(out: References, document: Document, found: Found) -> list[tuple[str | None, int]]:
    """The anchor of an entry without a printed label, where a link of the text goes to it: its label."""
    if not found.anchors:
        return []
    if out.linked is None:
        out.linked = {
            n.target[1:]
            for b in document.blocks
            for n in b.inlines
            if n.kind == "link" and n.target[:1] == "#"
        }
    return next(([(a, found.start)] for a in found.anchors if a in out.linked), [])


def _add_record(out: References, record: BibliographyEntry, number: int, position: int) -> None:
    identity = None
    for scheme in ("doi", "arxiv", "pmid", "pmcid", "isbn"):
        if record.identifiers.get(scheme):
            identity = identifiers.identify_key(f"{scheme}:{record.identifiers[scheme]}")
            if identity:
                break
    identity = (
        identity or identifiers.identify_key(record.key) or identifiers.identify(record.url, record.text)
    )
    entry = ReferenceEntry(
        label=record.key, list=number, position=position, text=record.text, span=record.span, title=record.title, url=record.url,
        links=(record.url,) if record.url else (), authors=record.authors, date=record.date, accessed=record.accessed,
        source=identity.id, file=record.file,
    )  # fmt: skip
    _keep(out, entry, identity, [])


def _keep(out: References, entry: ReferenceEntry, identity: Identity, anchors: list[str]) -> None:
    index = len(out.entries)
    out.entries.append(entry)
    out.identities[index] = identity
    for anchor in anchors:
        out.anchors.setdefault(anchor, []).append(index)
