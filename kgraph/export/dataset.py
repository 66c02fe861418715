"""What the page shows of everything, as compact JSON: columns small enough to be searched in the browser."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kgraph.export._of_rows import Rows, tables_of
from kgraph.export._rows import ArticleRow, Tables
from kgraph.export.details import Detail

SUPPORTS = ("cited", "carried", "uncited")


def dataset(rows: Rows, details: Iterable[Detail], answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The columns of everything. Indices stand for rows of other tables; -1 for none."""
    held = tables_of(rows)
    problems: dict[str, list[list[Any]]] = {}
    said = _Said()
    for each in details:
        problems[each.path] = each.problems
        said.take(each)
    article_of = {a.article: i for i, a in enumerate(held.articles)}
    source_of = {s.source: i for i, s in enumerate(held.sources)}
    claim_of = {c.claim: i for i, c in enumerate(held.claims)}
    sections: dict[str, int] = {}
    return {
        "articles": [_article(a, len(problems.get(a.article, ()))) for a in held.articles],
        "claims": {
            "id": [c.claim.rpartition("#")[2] for c in held.claims],
            "text": [c.text for c in held.claims],
            "article": [article_of.get(c.article, -1) for c in held.claims],
            "support": [SUPPORTS.index(c.support) if c.support in SUPPORTS else 2 for c in held.claims],
            "section": [sections.setdefault(c.section or "", len(sections)) for c in held.claims],
            "start": [c.start for c in held.claims],
            "end": [c.end for c in held.claims],
        },
        "sections": list(sections),
        **_sources(held, said, _observations(rows)),
        "citations": {
            "claim": [claim_of[c.claim] for c in held.citations],
            "source": [source_of[c.source] for c in held.citations],
            "passages": {str(i): c.passage for i, c in enumerate(held.citations) if c.passage},
        },
        "problems": [
            [article_of[path], *problem]
            for path, found in problems.items()
            if path in article_of
            for problem in found
        ],
        "answers": list(answers),
    }


class _Said:
    """What entries and markers say of sources: titles as cited, the first entry as printed, which are named by markers."""

    def __init__(self) -> None:
        self.titles: dict[str, set[str]] = defaultdict(set)
        self.printed: dict[str, str] = {}
        self.named: set[str] = set()

    def take(self, each: Detail) -> None:
        for _, _, _, printed, title, source, *_ in each.references:
            if source and title:
                self.titles[source].add(title)
            if source and printed:
                self.printed.setdefault(source, printed)
        for marker in each.markers:
            self.named.update(marker[5])


def _article(row: ArticleRow, problems: int) -> list[Any]:
    return [row.article, row.title, row.date, row.language, row.generator, row.iri, problems]


def _sources(held: Tables, said: _Said, observations: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    rows = held.sources
    sites = _numbered(s.site for s in rows)
    publishers = _numbered(s.publisher for s in rows)
    return {
        "sites": list(sites),
        "publishers": list(publishers),
        "sources": {
            "iri": [s.source for s in rows],
            "title": [s.title for s in rows],
            "site": [sites[s.site] if s.site else -1 for s in rows],
            "publisher": [publishers[s.publisher] if s.publisher else -1 for s in rows],
            "kind": [s.kind for s in rows],
            "url": [s.url if s.url != s.source else None for s in rows],
            "more": {
                str(i): more
                for i, s in enumerate(rows)
                if (
                    more := {
                        key: value
                        for key, value in (
                            ("ids", s.identifiers),
                            ("authors", s.authors),
                            ("date", s.date),
                            ("accessed", s.accessed),
                            (
                                "titles",
                                sorted(said.titles[s.source])
                                if len(said.titles.get(s.source, ())) > 1
                                else None,
                            ),
                            ("by", s.titled_by if s.titled_by != "cited" else None),
                            ("fetched", s.title_fetched if s.title_fetched != s.title else None),
                            ("status", s.status),
                            ("seen", observations.get(s.source)),
                            ("printed", said.printed.get(s.source) if s.title is None else None),
                            ("outside", not s.claims and s.source in said.named),
                        )
                        if value
                    }
                )
            },
        },
    }


def _numbered(names: Iterable[str | None]) -> dict[str, int]:
    """Each name once, in order, with its place."""
    return {name: place for place, name in enumerate(sorted({name for name in names if name}))}


_SEEN = ("source", "title", "time", "status", "fetcher")


def _observations(rows: Rows) -> dict[str, list[dict[str, str]]]:
    """What fetches saw of each source, oldest first: title, status, time, and who says so."""
    found = sorted(rows("observations", _SEEN), key=lambda o: (o[2] or "", o[1] or "", o[4] or ""))
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    for source, *values in found:
        said = zip(("title", "time", "status", "by"), values, strict=True)
        out[source].append({name: value for name, value in said if value})
    return out
