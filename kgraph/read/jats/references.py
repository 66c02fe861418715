"""The reference list of a JATS article: `ref` → `BibliographyEntry`, by what is tagged."""

from collections.abc import Iterator, Sequence

from kgraph.model import BibliographyEntry
from kgraph.read.jats.tagged import accessed_of, date_of, first_of, identifiers_of, names_of
from kgraph.read.xml.records import inverted, line_of
from kgraph.read.xml.tree import Element

CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation", "product")
_TITLES = ("article-title", "chapter-title", "data-title", "part-title", "source", "conf-name", "trans-title")
"""What is the title, the first that is there: of a book its own name, of a chapter the chapter's."""
_TITLED = frozenset(_TITLES) - {"conf-name"}
_OF_PAPERS = tuple(name for name in _TITLES if name != "source")
"""Of a paper in a journal, `source` names the journal: its volume and page are no title."""
_BOOKS = frozenset({"book", "edited-book", "chapter", "monograph"})
_PAPERS = frozenset({"journal", "confproc", "conf-proc", "preprint", "conference"})
_NOT_PRINTED = frozenset({"label"})
_DESCRIBED = frozenset({"element-citation", "nlm-citation"})
"""Citations that are fields alone, without the punctuation that is printed."""


def entries_of(lists: Sequence[Element]) -> Iterator[BibliographyEntry]:
    """An entry for each work of each `ref` that is tagged, in order; the works of one `ref` are its parts."""
    refs = (ref for each in lists for ref in each.all("ref"))
    for number, ref in enumerate(refs, 1):
        if not is_tagged(ref):
            continue
        works = _told_once(list(_works(ref))) or [(ref, None)]
        key = key_of(ref, number)
        for part, (work, printed) in enumerate(works, 1):
            yield _entry(key, ref, work, part if len(works) > 1 else None, printed)


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


def _told_once(works: list[Element]) -> list[tuple[Element, str | None]]:
    """Each work with the words it is printed in, where these stand in a `mixed-citation` beside its `element-citation`.

    SciELO gives every work in both. Not where there are more words than works: those print further ones.
    """
    described = [work for work in works if work.name in _DESCRIBED]
    printed = [work for work in works if work.name not in _DESCRIBED]
    if not described or len(printed) > len(described):
        return [(work, None) for work in works]
    words = [work.words(_NOT_PRINTED) for work in printed] if len(printed) == len(described) else []
    return [(work, words[i] if words else None) for i, work in enumerate(described)]


def _entry(key: str, ref: Element, work: Element, part: int | None, printed: str | None) -> BibliographyEntry:
    tagged = work.by_name()
    names = list(names_of(work, tagged))
    authors = tuple(inverted(family, given) for family, given in names)
    kind = work.get("publication-type") or work.get("citation-type")
    titles = _OF_PAPERS if kind == "journal" else _TITLES
    title = next((words for name in titles if (words := first_of(tagged, name))), None)
    source = first_of(tagged, "source")
    date, accessed = date_of(tagged), accessed_of(tagged)
    found = identifiers_of(work, tagged)
    text = printed or work.words(_NOT_PRINTED)
    if printed is None and work.name in _DESCRIBED:
        text = line_of((", ".join(authors), title, source if source != title else None, date, found.url))
    return BibliographyEntry(
        key=key, file=None, span=work.span if part else ref.span, text=text, title=title, url=found.url, authors=authors,
        families=tuple(family or given for family, given in names), date=date, accessed=accessed, identifiers=found.by_scheme, part=part,
        kind="book" if kind in _BOOKS else "paper" if kind in _PAPERS else "webpage",
    )  # fmt: skip
