"""The bibliography of a TEI article: `biblStruct` and `bibl` of a `listBibl` → `BibliographyEntry`."""

from collections.abc import Iterator, Sequence

from kgraph.model import BibliographyEntry
from kgraph.read.xml.records import Identifiers, inverted, iso_day, line_of, words_of
from kgraph.read.xml.tree import Element
from kgraph.spans import Span

ENTRIES = ("biblStruct", "bibl", "biblFull")
_GIVEN = ("forename", "genName")
_AS_PRINTED = "raw_reference"


def entries_of(listed: Sequence[Element]) -> Iterator[BibliographyEntry]:
    """An entry for each that is tagged, in order."""
    for number, element in enumerate(listed, 1):
        if is_tagged(element):
            yield _entry(key_of(element, number), element)


def is_tagged(entry: Element) -> bool:
    """Whether an entry has a title that is tagged; of one that is nothing but words, the words tell."""
    return entry.name != "bibl" or bool(entry.all("title"))


def key_of(entry: Element, number: int) -> str:
    """What an entry is called: its id, else its number."""
    return " ".join(entry.get("id").split()) or str(number)


def _entry(key: str, entry: Element) -> BibliographyEntry:
    analytic, monograph = entry.first("analytic"), entry.first("monogr")
    within = analytic or monograph or entry
    names = list(_names(within)) or list(_names(entry))
    authors = tuple(inverted(family, given) for family, given in names)
    title = _title(analytic) or _title(monograph) or _title(entry)
    source = _journal(monograph) or (_title(monograph) if analytic is not None else None)
    date = _date(entry)
    found = _identifiers(entry)
    printed = next((n for n in entry.all("note") if n.get("type") == _AS_PRINTED), None)
    text = words_of(printed) or (
        line_of((", ".join(authors), title, source, date, found.url))
        if within is not entry
        else entry.words()
    )
    return BibliographyEntry(
        key=key, file=None, span=Span(entry.start, entry.end), text=text, title=title, url=found.url, authors=authors,
        families=tuple(family or given for family, given in names), date=date, identifiers=found.by_scheme,
        kind="paper" if analytic is not None else "book" if monograph is not None else "webpage",
    )  # fmt: skip


def _title(part: Element | None) -> str | None:
    """The title of a part: its main one, as its children give it before those further down do; not that of a journal."""
    if part is None:
        return None
    titles = part.elements("title") or part.all("title")
    titles = [t for t in titles if t.get("level") != "j"]
    main = [t for t in titles if t.get("type") in ("", "main")] or titles
    return next((words for title in main if (words := words_of(title))), None)


def _journal(part: Element | None) -> str | None:
    """The journal that a paper stands in."""
    titles = part.all("title") if part is not None else ()
    return next((words for t in titles if t.get("level") == "j" and (words := words_of(t))), None)


def _names(part: Element) -> Iterator[tuple[str, str]]:
    """Family and given names of the authors; of the editors, where there is none."""
    people = part.all("author") or part.all("editor")
    for person in people:
        name = person.first("persName") or person
        family = words_of(name.first("surname"))
        given = " ".join(words for e in name.elements(*_GIVEN) if (words := words_of(e)))
        if family or given:
            yield family or "", given
        elif words := name.words(frozenset({"email", "affiliation", "idno", "ptr"})):
            family, comma, given = words.partition(", ")
            yield family, given if comma else ""


def _date(entry: Element) -> str | None:
    dates = sorted(entry.all("date"), key=lambda d: d.get("type") not in ("published", ""))
    return next((day for d in dates if (day := iso_day(d.get("when") or d.words()))), None)


def _identifiers(entry: Element) -> Identifiers:
    found = Identifiers()
    for number in entry.all("idno"):
        found.add(number.get("type"), number.words())
    for link in entry.all("ptr", "ref"):
        found.link(link.get("target"))
    found.links_in(entry.words())
    return found
