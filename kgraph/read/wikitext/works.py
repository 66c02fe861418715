"""Cite templates → `BibliographyEntry`, by their fields; and the short forms that name such works by authors and years."""

from collections.abc import Mapping, Sequence

from kgraph import late_re as re
from kgraph.model import BibliographyEntry
from kgraph.read.bibliography.record import kind_of, text_of
from kgraph.read.wikitext.names import fields, ranked
from kgraph.spans import Span

_YEAR = re.compile(r"(?<!\d)\d{4}[a-z]?(?![\d])")
_SHORT_YEAR = re.compile(r"\d{3,4}(?:[–-]\d{2,4})?[a-z]?|n\.?\s?d\.?|c\.\s\d{4}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//\S+")
_ANCHOR = re.compile(r"CITEREF(.*?)(\d{4}[a-z]?)$")
_ITEM = re.compile(r"Q\d{1,12}")
"""A work of Wikidata, which a template may name in place of its fields."""
_KINDS = {
    "journal": "article",
    "book": "book",
    "article": "article",
    "ouvrage": "book",
    "книга": "book",
    "статья": "article",
}
_SCHEMES = ("doi", "isbn", "pmid", "pmcid", "arxiv")
_MAX_AUTHORS = 30
_LAST = 1_000
"""The rank of what no parameter holds."""


def work_of(
    template: str, given: Mapping[str, str], key: str | None, span: Span, part: int | None = None
) -> BibliographyEntry:
    """The work that a template with the fields `given` states; called by authors and year where `key` is None."""
    if template == "cite q" and _ITEM.fullmatch(given.get("1", "")):
        given = {"url": f"https://www.wikidata.org/wiki/{given['1']}", **given}
    said = _said(given)
    people = people_of(given)
    authors = tuple(map(_whole, people))
    families = tuple(_family(last, first) for last, first in people)
    url = _url(said["url"]) or _url(said["archive"])
    date, title = said["date"], said["title"] or said["chapter"]
    if key is None:
        key = _called(given, families, said["year"] or date)
    return BibliographyEntry(
        key=key, file=None, span=span, text=text_of((", ".join(authors), title, said["venue"], date)), title=title, url=url,
        authors=authors, families=families, date=date, accessed=said["accessed"],
        kind=kind_of_work(template, "webpage" if url else "paper"),
        identifiers=_identifiers(said), part=part,
    )  # fmt: skip


def _said(given: Mapping[str, str]) -> Mapping[str, str | None]:
    """Field → what the first of its parameters says that says anything."""
    found: dict[str, str | None] = dict.fromkeys(fields())
    ranks = dict.fromkeys(found, _LAST)
    for name, value in given.items():
        for field, rank in ranked().get(name, ()):
            if value and rank < ranks[field]:
                found[field], ranks[field] = value, rank
    return found


def _identifiers(said: Mapping[str, str | None]) -> Mapping[str, str]:
    return {scheme: value for scheme in _SCHEMES if (value := said[scheme])}


def kind_of_work(template: str, otherwise: str) -> str:
    """The kind of work that the name of a template tells: `cite journal` a paper."""
    return kind_of(next((kind for word, kind in _KINDS.items() if word in template), ""), otherwise)


def short_label(positional: Sequence[str], given: Mapping[str, str]) -> tuple[str, ...]:
    """The labels that a short form names: of authors and a year, one; of `{{sfnm}}`, one for each work.

    >>> short_label(["Moss", "Reed", "2010"], {"p": "4"})
    ('Moss 2010',)
    >>> short_label([], {"1a1": "Moss", "1y": "2010", "2a1": "Reed", "2y": "2011"})
    ('Moss 2010', 'Reed 2011')
    """
    many = [
        f"{given[f'{n}a1']} {given[f'{n}y']}"
        for n in range(1, 10)
        if given.get(f"{n}a1") and given.get(f"{n}y")
    ]
    if many:
        return tuple(many)
    words = [word for word in positional if word and word != "txt"]
    at = next((i for i in range(len(words) - 1, 0, -1) if _SHORT_YEAR.fullmatch(words[i])), None)
    year = words[at] if at else given.get("year") or given.get("année") or given.get("date")
    name = words[0] if words and at != 0 else given.get("last") or given.get("last1") or given.get("1")
    return (f"{name} {year}",) if name and year else (name,) if name else ()


def _called(given: Mapping[str, str], families: Sequence[str], year: str | None) -> str:
    """`Moss 2010`, as a short form would name it; empty where nobody could."""
    ref = next(
        (given[name] for name in ("ref", "id") if given.get(name, "").startswith(("CITEREF", "\x1d"))), ""
    )
    if ref.startswith("\x1d"):
        return ref[1:]
    anchor = _ANCHOR.match(ref)
    found = _YEAR.search(year or "")
    if anchor and (not families or not anchor[1].startswith(families[0])):
        return f"{anchor[1]} {anchor[2]}"
    return f"{families[0]} {found[0]}" if families and found else ""


def people_of(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Family name, or all of a name, and what goes before it, of each author; of the first editor where there is none."""
    known = fields()
    found: list[tuple[str, str]] = []
    last = next((given[n] for n in known["last"] if given.get(n)), None)
    if last:
        found.append((last, next((given[n] for n in known["first"] if given.get(n)), "")))
    else:
        whole = next((given[n] for n in (*known["author"], *known["editor"]) if given.get(n)), None)
        if whole:
            found += [(name.strip(), "") for name in re.split(r"\s*;\s*", whole) if name.strip()]
    if given.get("vauthors"):
        found = [(name.strip(), "") for name in given["vauthors"].split(",") if name.strip()]
    for n in range(2, _MAX_AUTHORS):
        name = next((v for form in known["further"] if (v := given.get(form.format(n)))), None)
        if name is None:
            break
        found.append((name, next((v for f in known["further_first"] if (v := given.get(f.format(n)))), "")))
    return found[:_MAX_AUTHORS]


def _whole(name: tuple[str, str]) -> str:
    """`Moss, Ann` of a family name and what goes before it."""
    return ", ".join(part for part in name if part)


def _family(last: str, first: str) -> str:
    """`Moss` of `Moss, Ann`, of `Ann Moss` and of `Moss A`."""
    if first or "," in last:
        return last.partition(",")[0].strip()
    words = last.split()
    if len(words) > 1 and re.fullmatch(r"[A-Z]{1,3}", words[-1]):
        return " ".join(words[:-1])
    return words[-1] if words else last


def _url(value: str | None) -> str | None:
    found = _ADDRESS.search(value or "")
    return found[0] if found else None
