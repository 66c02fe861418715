"""What the header of a TEI article says of it."""

from kgraph.model import Metadata
from kgraph.read.xml.records import inverted, iso_day, words_of
from kgraph.read.xml.tree import Element


def metadata_of(root: Element, header: Element | None) -> Metadata:
    """Title, authors, day, language and address of an article."""
    described = header.first("fileDesc") if header is not None else None
    if described is None:
        return Metadata(language=root.get("lang") or None)
    statement = described.first("titleStmt")
    titles = statement.elements("title") if statement is not None else []
    main = [t for t in titles if t.get("type") in ("", "main")] or titles
    work = described.first("sourceDesc", "biblStruct")
    people = (statement.all("author") if statement is not None else []) or (
        work.all("author") if work else []
    )
    dates = described.all("date")
    return Metadata(
        title=next((words for t in main if (words := words_of(t))), None),
        date=next((day for d in dates if (day := iso_day(d.get("when") or d.words()))), None),
        language=root.get("lang") or (header.get("lang") if header is not None else "") or None,
        authors=tuple(name for person in people if (name := _name(person))),
        url=_url(work),
    )


def _name(person: Element) -> str:
    name = person.first("persName") or person
    given = " ".join(f.words() for f in name.elements("forename"))
    family = words_of(name.first("surname")) or ""
    return inverted(family, given) or name.words(frozenset({"email", "affiliation", "idno"}))


def _url(work: Element | None) -> str | None:
    ids = work.all("idno") if work is not None else []
    doi = next((i.words() for i in ids if i.get("type").upper() == "DOI"), "")
    return f"https://doi.org/{doi}" if doi.startswith("10.") else None
