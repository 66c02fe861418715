"""What the front of a JATS article says of it."""

from kgraph.model import Metadata
from kgraph.read.xml.records import day_of, inverted, iso_day, words_of
from kgraph.read.xml.tree import Element

_PRINTED_LAST = ("epub", "epub-ppub", "pub", "ppub", "collection", "publication")
"""Dates of publication, the one that counts first."""


def metadata_of(article: Element) -> Metadata:
    """Title, authors, day, language and address of an article."""
    meta = article.first("front", "article-meta") or article.first("front-stub") or Element("none", {}, 0)
    group = meta.first("title-group")
    title = words_of(group.first("article-title")) if group is not None else None
    return Metadata(
        title=title, date=_date(meta), language=article.get("lang") or None, authors=tuple(_authors(meta)), url=_url(meta),
    )  # fmt: skip


def _authors(meta: Element) -> list[str]:
    found = []
    for contributor in meta.all("contrib"):
        if contributor.get("contrib-type") not in ("", "author"):
            continue
        name = contributor.first("name") or contributor.first("name-alternatives", "name")
        if name is not None:
            words = inverted(words_of(name.first("surname")) or "", words_of(name.first("given-names")) or "")
        else:
            words = words_of(contributor.first("collab")) or words_of(contributor.first("string-name")) or ""
        found += [words] if words else []
    return found


def _date(meta: Element) -> str | None:
    dates = {d.get("pub-type") or d.get("date-type"): d for d in reversed(meta.elements("pub-date"))}
    date = next((dates[kind] for kind in _PRINTED_LAST if kind in dates), next(iter(dates.values()), None))
    if date is None:
        return None
    parts = [words_of(date.first(name)) or "" for name in ("year", "month", "day")]
    return iso_day(date.get("iso-8601-date")) or day_of(*parts)


def _url(meta: Element) -> str | None:
    ids = {i.get("pub-id-type"): i.words() for i in meta.elements("article-id")}
    if ids.get("doi", "").startswith("10."):
        return f"https://doi.org/{ids['doi']}"
    pmc = ids.get("pmcid") or ids.get("pmc") or ""
    number = pmc.upper().removeprefix("PMC")
    return f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/" if number.isdigit() else None
