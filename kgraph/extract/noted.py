"""The entries of notes: one for each work that a note names, or means; and what those that refer back mean."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kgraph import identifiers
from kgraph.codes import problem
from kgraph.extract.identity import identity_of
from kgraph.extract.lists.candidates import EntryCandidate
from kgraph.extract.notes.back_references import TOKEN, BackReference, last_locator, read_back
from kgraph.extract.notes.meant import Meant, works_meant
from kgraph.extract.notes.reading import fields_of_work
from kgraph.identifiers import Identity
from kgraph.model import Block, Problem, ReferenceEntry
from kgraph.spans import SourceText, Span

_MOST_NAMED = 5
"""Works that a message names."""
_NAME_CHARS = 50


class Words(NamedTuple):
    """What a note says as written: of one work, all of it, and where that stands."""

    own: str
    whole: str
    span: Span


class NotedWork(NamedTuple):
    """An entry of a note, still outside of its list, its source, and what it refers back to."""

    entry: ReferenceEntry
    identity: Identity
    back: BackReference | None


class SettledNotes(NamedTuple):
    """All entries of an article and their sources, once what refers back has that of the work it means."""

    entries: tuple[ReferenceEntry, ...]
    identities: tuple[Identity, ...]
    meant: Mapping[int, int]
    """Entry that refers back → the one it means."""
    problems: tuple[Problem, ...]


def works_noted(
    block: Block, place: tuple[int, int], candidate: EntryCandidate, words: Words, tokens: Sequence[str]
) -> tuple[NotedWork, ...]:
    """The entry of the work that plain `place` of a note names; where it names other notes, one for each of them.

    `tokens` are the labels of the notes that tokens in it name.
    """
    fields = fields_of_work(block, *place)
    identity = identity_of(fields.url, words.own, fields.authors, fields.title, fields.date)
    back = _with_labels(read_back(block.text[place[0] : place[1]]), tokens)
    meant = [back._replace(labels=(x,)) for x in back.labels] if back and len(back.labels) > 1 else [back]
    entry = ReferenceEntry(
        label=candidate.labels[0][0], list=0, position=0, text=words.whole, span=words.span, title=fields.title,
        raw_title=fields.raw_title, site=fields.site, url=fields.url, links=fields.links, authors=fields.authors,
        date=fields.date, accessed=fields.accessed, source=identity.id, part=candidate.part,
    )  # fmt: skip
    if len(meant) == 1:
        return (NotedWork(entry, identity, meant[0]),)
    return tuple(NotedWork(entry._replace(part=k), identity, one) for k, one in enumerate(meant, 1))


def _with_labels(back: BackReference | None, tokens: Sequence[str]) -> BackReference | None:
    """`back` with the labels of the notes that its tokens name; None where one of them names none."""
    if back is None or TOKEN not in back.labels:
        return back
    left = iter(tokens)
    labels = [next(left, None) if label == TOKEN else label for label in back.labels]
    known = tuple(label for label in labels if label is not None)
    return back._replace(labels=known) if len(known) == len(labels) else None


def settle_back_references(
    entries: Sequence[ReferenceEntry],
    identities: Sequence[Identity],
    backs: Mapping[int, BackReference],
    notes: Collection[int],
    article: SourceText,
) -> SettledNotes:
    """Each entry that refers back with the source of the one it means; what is not sure has a source of its own.

    `article` tells the article from others, in which the same words mean another work.
    """
    settled, sources, problems = list(entries), list(identities), []
    sure: dict[int, int] = {}
    for i, meant in works_meant(entries, backs, notes).items():
        entry, same = entries[i], None
        if meant.entry is None:
            sources[i] = identifiers.identify(None, f"{article.words_sha256}\n{entry.position}\n{entry.text}")
            problems.append(
                problem("reference-unclear", f"the note {_name(entry)} {_why(meant, entries)}", entry.span)
            )
        else:
            sources[i], same = identities[meant.entry], entries[meant.entry].label
            sure[i] = meant.entry
        locator = backs[i].locator if i in backs else last_locator(entry.text)
        settled[i] = entry._replace(source=sources[i].id, same_as=same, locator=locator)
    return SettledNotes(tuple(settled), tuple(sources), sure, tuple(problems))


def _why(meant: Meant, entries: Sequence[ReferenceEntry]) -> str:
    if not meant.fitting:
        return "refers to a work that is not found"
    named = ", ".join(_name(entries[j]) for j in meant.fitting[:_MOST_NAMED])
    return f"fits more than one work ({named})"


def _name(entry: ReferenceEntry) -> str:
    return repr(entry.label if entry.label is not None else (entry.title or entry.text)[:_NAME_CHARS])
