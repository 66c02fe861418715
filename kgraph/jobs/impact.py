"""What if these sources fall? Which claims rest on them, and which of these on nothing else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import UsageError
from kgraph.identifiers import canonical_url, escape_iri, identify, identify_key
from kgraph.jobs.nearest import nearest, shown
from kgraph.many import many
from kgraph.spans import Place
from kgraph.store import Limits, Reader, Tables, load_query, parse_query
from kgraph.store.query import TIMEOUT_S

_BARE_DOI = re.compile(r"10\.\d{4,9}/\S+")
_BEGINNINGS = ("https://", "http://", "https://www.", "http://www.")
"""What may stand before an address that is named without it."""
_SHOWN = 40
_KNOWN = """
-- param words: what names sources, with a space between
SELECT DISTINCT word, source
FROM (SELECT source, unnest(list_concat([source, site, publisher], urls)) AS word FROM sources)
WHERE list_contains(string_split($words, ' '), word)
"""
_NAMES = """
  SELECT site AS name, site AS shown FROM sources
  UNION SELECT publisher, publisher FROM sources
  UNION SELECT unnest(urls), unnest(urls) FROM sources
  UNION SELECT title, coalesce(list_min(urls), source) FROM sources
"""
_WITH_PLACES = """
SELECT f.*, c.line, c."column", c.cell, c.file
FROM (
{question}
) AS f
JOIN claims AS c USING (claim)
ORDER BY f.article, f.start, f.claim
"""


class RestingClaim(NamedTuple):
    """A claim that rests on what falls: `falls` of its sources do, and `others` stay."""

    article: str
    line: int | None
    column: int | None
    cell: int | None
    file: str | None
    claim: str
    text: str
    support: str
    falls: int
    others: int

    @property
    def where(self) -> str:
        """`posts/a.md:12:3`, `a.ipynb: cell 7, line 3`."""
        if self.cell is not None:
            return f"{self.article}: {Place(self.line or 1, self.column or 1, self.cell)}"
        return f"{self.file or self.article}:{self.line}:{self.column}"


class Fallen(NamedTuple):
    """What was named, and the sources it stands for."""

    name: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Impact:
    """What rests on the sources that were named, in order of the articles."""

    fallen: tuple[Fallen, ...]
    claims: tuple[RestingClaim, ...]

    @property
    def bare(self) -> tuple[RestingClaim, ...]:
        """The claims that stand on nothing else."""
        return tuple(claim for claim in self.claims if not claim.others)

    @property
    def kept(self) -> tuple[RestingClaim, ...]:
        """The claims that keep other sources."""
        return tuple(claim for claim in self.claims if claim.others)

    def told(self) -> str:
        """In a sentence.

        >>> Impact((), ()).told()
        'no claim rests on it'
        """
        if not self.claims:
            return f"no claim rests on {self._them}"
        bare, kept = len(self.bare), len(self.kept)
        of = f"{bare:,} of {many(len(self.claims), 'claim')} that rest{'s' * (len(self.claims) == 1)} on {self._them}"
        others = f"; {kept:,} keep{'s' * (kept == 1)} other sources" if kept else ""
        return f"{of} stand{'s' * (bare == 1)} on nothing else{others}"

    @property
    def _them(self) -> str:
        return "it" if len(self.fallen) < 2 else "them"

    def __repr__(self) -> str:
        return f"<Impact of {self._names()}: {self.told()}>"

    def _names(self) -> str:
        return ", ".join(each.name for each in self.fallen)

    def _repr_html_(self) -> str:
        """What a notebook shows: the sentence, and the first claims that stand on nothing else."""
        rows = "".join(
            f"<tr><td>{escape(claim.where)}</td><td>{escape(claim.text)}</td></tr>"
            for claim in self.bare[:_SHOWN]
        )
        more = len(self.bare) - _SHOWN
        table = f"<table><thead><tr><th>where</th><th>claim</th></tr></thead><tbody>{rows}</tbody></table>"
        return (
            f"<p><b>{escape(self._names())}</b>: {escape(self.told())}.</p>"
            f"{table if rows else ''}{f'<p>… and {more:,} more</p>' if more > 0 else ''}"
        )


def impact(store: str | Path, named: Iterable[str], *, timeout_s: float = TIMEOUT_S) -> Impact:
    """What rests on these sources, each named by its IRI, an address that leads to it, its site or its publisher.

    Errors: `UsageError` for a name that stands for no source, with the nearest that do; those of `Tables.ask`.
    """
    names = _names(named)
    with Reader(store) as reader, Tables(reader.tables(), limits=Limits(timeout_s=timeout_s)) as tables:
        fallen = _fallen(tables, names)
        question = load_query("claims-that-fall", "sql")
        placed = replace(question, text=_WITH_PLACES.format(question=question.text))
        words = " ".join(sorted({source for each in fallen for source in each.sources}))
        rows = tables.ask(placed, {"source": words}).rows
    claims = (
        RestingClaim(
            row.article, row.line, row.column, row.cell, row.file, row.claim, row.claim_text, row.support, row.falls, row.others
        )
        for row in rows
    )  # fmt: skip
    return Impact(tuple(fallen), tuple(claims))


def _names(named: Iterable[object]) -> list[str]:
    """Each name once. Errors: `UsageError` where there is none, and for what is no text."""
    names: dict[str, None] = {}
    for name in named:
        if not isinstance(name, str):
            raise UsageError(f"a source is named by text (found {shown(repr(name))}).")
        names[name.strip()] = None
    if not names or "" in names:
        raise UsageError("which source? Name its address, a site or a publisher.")
    return list(names)


def _fallen(tables: Tables, names: Sequence[str]) -> list[Fallen]:
    forms = {name: (words_for(name), places_for(name)) for name in names}
    every = " ".join(sorted({word for words, places in forms.values() for word in words | places}))
    known = tables.ask(parse_query("sources", _KNOWN, "sql"), {"words": every}).rows
    fallen = []
    for name, (words, places) in forms.items():
        called = {row.source for row in known if row.word in words}
        sources = sorted(called or {row.source for row in known if row.word in places})
        if not sources:
            hint = nearest(tables, _NAMES, name) or "See kgraph query sources-by-claims."
            raise UsageError(f"{shown(name)}: no source of this graph is called so. {hint}")
        fallen.append(Fallen(name, tuple(sources)))
    return fallen


def words_for(name: str) -> frozenset[str]:
    """The ids, addresses, sites and publishers that `name` may stand for.

    >>> sorted(words_for("10.1000/X"))
    ['10.1000/X', '10.1000/x', 'https://doi.org/10.1000/x']
    >>> "https://example.org/a" in words_for("https://example.org/a/?utm_source=x")
    True
    """
    words = {name, name.lower(), name.lower().removeprefix("www.")}
    key = f"doi:{name}" if _BARE_DOI.fullmatch(name) else name
    if named := identify_key(key):
        words.add(escape_iri(named.id))
    elif canonical_url(name):
        words.add(escape_iri(identify(name).id))
    else:
        found = (begin + name for begin in _BEGINNINGS)
        words |= {escape_iri(identify(address).id) for address in found if canonical_url(address)}
        words |= places_for(name)
    return frozenset(word for word in words if word and not re.search(r"\s", word))


def places_for(name: str) -> frozenset[str]:
    """The site or publisher whose address `name` may be, should no source have it.

    >>> sorted(places_for("https://www.noaa.gov/")), sorted(places_for("münchen.de"))
    (['noaa.gov'], ['xn--mnchen-3ya.de'])
    """
    address = canonical_url(name) or canonical_url(f"https://{name}") or ""
    place = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return frozenset({place, place.lower()} - {""}) if not re.search(r"\s", place) else frozenset()
