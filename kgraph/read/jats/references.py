"""The reference list of a JATS article: `ref` → `BibliographyEntry`, by what is tagged."""

from collections.abc import Iterator, Mapping, Sequence

from kgraph.model import BibliographyEntry
from kgraph.read.xml.records import Identifiers, day_of, inverted, iso_day, line_of, words_of
from kgraph.read.xml.tree import Element

CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation", "product")
_TITLES = ("article-title", "chapter-title", "data-title", "part-title", "source", "conf-name", "trans-title")
"""What is the title, the first that is there: of a book its own name, of a chapter the chapter's."""
_TITLED = frozenset(_TITLES) - {"conf-name"}
_NAMES = frozenset({"name", "string-name", "collab", "institution", "anonymous"})
_BOOKS = frozenset({"book", "edited-book", "chapter", "monograph"})
_PAPERS = frozenset({"journal", "confproc", "conf-proc", "preprint", "conference"})
_LINKS = ("ext-link", "uri", "self-uri")
_NOT_PRINTED = frozenset({"label"})
_NOT_NAMED = frozenset({"xref", "contrib-group"})
Tagged = Mapping[str, Sequence[Element]]
"""The elements of an entry by name."""


def entries_of(lists: Sequence[Element]) -> Iterator[BibliographyEntry]:
    """An entry for each work of each `ref` that is tagged, in order; the works of one `ref` are its parts."""
    refs = (ref for each in lists for ref in each.all("ref"))
    for number, ref in enumerate(refs, 1):
        if not is_tagged(ref):
            continue
        works = list(_works(ref)) or [ref]
        key = key_of(ref, number)
        for part, work in enumerate(works, 1):
            yield _entry(key, ref, work, part if len(works) > 1 else None)


def key_of(ref: Element, number: int) -> str:
    """What an entry is called: its id, else that of its citation, else its number."""
    own = ref.get("id") or next((c.get("id") for c in ref.elements(*CITATIONS) if c.get("id")), "")
    return " ".join(own.split()) or str(number)


def printed_of(ref: Element) -> str:
    """The label that is printed before an entry; empty where none is tagged."""
    label = ref.first("label")
    return label.words() if label is not None else ""


def is_tagged(ref: Element) -> bool:
    """Whether the title of an entry is tagged; of one that is nothing but words, the words tell."""
    return any(name in _TITLED for name in ref.by_name())


def _works(ref: Element) -> Iterator[Element]:
    for child in ref.elements():
        if child.name in CITATIONS:
            yield child
        elif child.name == "citation-alternatives":
            yield from child.elements(*CITATIONS)[:1]


def _entry(key: str, ref: Element, work: Element, part: int | None) -> BibliographyEntry:
    tagged = work.by_name()
    names = list(_names(work, tagged))
    authors = tuple(inverted(family, given) for family, given in names)
    title = next((words for name in _TITLES if (words := _first(tagged, name))), None)
    source = _first(tagged, "source")
    date, accessed = _date(tagged), _accessed(tagged)
    found = _identifiers(work, tagged)
    text = work.words(_NOT_PRINTED)
    if work.name in ("element-citation", "nlm-citation"):
        text = line_of((", ".join(authors), title, source if source != title else None, date, found.url))
    kind = work.get("publication-type") or work.get("citation-type")
    return BibliographyEntry(
        key=key, file=None, span=work.span if part else ref.span, text=text, title=title, url=found.url, authors=authors,
        families=tuple(family or given for family, given in names), date=date, accessed=accessed, identifiers=found.by_scheme, part=part,
        kind="book" if kind in _BOOKS else "paper" if kind in _PAPERS else "webpage",
    )  # fmt: skip


def _first(tagged: Tagged, name: str) -> str | None:
    """The words of the first element of a name."""
    return words_of(tagged[name][0]) if name in tagged else None


def _names(work: Element, tagged: Tagged) -> Iterator[tuple[str, str]]:
    """Family and given name of each author; of the editors, where there is no author."""
    groups = tagged.get("person-group", [])
    writers = [g for g in groups if g.get("person-group-type") in ("", "author")] or groups
    loose = [child for child in work.elements() if child.name in _NAMES]
    people = [child for group in writers for child in group.elements() if child.name in _NAMES]
    # A body that is named beside a group of persons is an author, too.
    for person in [*people, *(child for child in loose if not people or child.name == "collab")]:
        family, given = words_of(person.first("surname")), words_of(person.first("given-names"))
        if family or given:
            yield family or "", given or ""
        elif words := person.words(_NOT_NAMED):
            yield words, ""


def _date(tagged: Tagged) -> str | None:
    for name in ("year", "date"):
        if name in tagged:
            date = tagged[name][0]
            parts = [_first(tagged, part) or "" for part in ("month", "day")] if name == "year" else []
            return iso_day(date.get("iso-8601-date")) or day_of(date.words(), *parts)
    return None


def _accessed(tagged: Tagged) -> str | None:
    for date in (*tagged.get("date-in-citation", ()), *tagged.get("access-date", ())):
        if date.name == "access-date" or "access" in date.get("content-type"):
            return iso_day(date.get("iso-8601-date")) or words_of(date)
    return None


def _identifiers(work: Element, tagged: Tagged) -> Identifiers:
    found = Identifiers()
    for name in ("pub-id", "object-id", "article-id"):
        for number in tagged.get(name, ()):
            found.add(number.get("pub-id-type"), number.words())
    for isbn in tagged.get("isbn", ()):
        found.add("isbn", isbn.words())
    for link in (link for name in _LINKS for link in tagged.get(name, ())):
        target = link.get("href") or link.words()
        found.add(link.get("ext-link-type"), target)
        found.link(target)
    found.links_in(work.words())
    return found
