"""What the page shows, as compact JSON: columns for everything, and a detail for each article.

The columns (`dataset`) are small enough to be searched in the browser. A detail (`details`) holds what only
the view of one article needs: its text, markers, reference entries and problems.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kgraph.export._nodes import Node, nodes_of, parse_line, short_name
from kgraph.export._rows import ArticleRow, Tables
from kgraph.export._tables import tables

SUPPORTS = ("cited", "carried", "uncited")
STATUSES = ("resolved", "dangling", "unresolvable", "ambiguous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What the view of one article needs beside the columns."""

    path: str
    text: str | None
    markers: list[list[Any]]
    references: list[list[Any]]
    problems: list[list[Any]]

    def json(self) -> dict[str, Any]:
        """The value the page reads."""
        return {
            "text": self.text,
            "markers": self.markers,
            "references": self.references,
            "problems": self.problems,
        }


def detail(lines: Iterable[str], path: str, text: str | None) -> Detail:
    """The detail of one article out of the lines of its graph; `text` is what it was read from.

    Shape: a marker is [start, end, status, claim id, raw, source IRIs, label, passage]; a reference entry
    [label, list, position, as printed, title, source IRI, start, end, file]; a problem [code, severity,
    message, start, end].
    """
    nodes = nodes_of(lines)
    markers, references, problems = [], [], []
    for node in nodes.values():
        kinds = [short_name(k) for k in node.get("rdf:type", ())]
        if "c4o:InTextReferencePointer" in kinds:
            markers.append(_marker(node, nodes))
        elif "biro:BibliographicReference" in kinds:
            references.append(_reference(node, nodes))
        elif "kg:Problem" in kinds:
            problems.append([node.one("kg:code"), node.one("kg:severity"), node.one("schema:description"), *node.span()])  # fmt: skip
    markers.sort(key=lambda m: (m[0], m[1]))
    references.sort(key=lambda r: (r[1], r[2], r[0] or ""))
    problems.sort(key=lambda p: (p[3], str(p[0])))
    return Detail(path=path, text=text, markers=markers, references=references, problems=problems)


def details(nquads: Iterable[str], texts: Mapping[str, str]) -> Iterator[Detail]:
    """The detail of every article, by path; `texts` maps path to text, as far as it can be had."""
    graphs: dict[str, list[str]] = defaultdict(list)
    paths: dict[str, str] = {}
    for line in nquads:
        graph = line[line.rfind(" <") + 2 : -3]
        graphs[graph].append(line)
        if "/ns#path> " in line:
            quad = parse_line(line)
            if quad:
                paths[quad[0]] = quad[2]
    for graph, path in sorted(paths.items(), key=lambda item: item[1]):
        yield detail(graphs.get(graph, ()), path, texts.get(path))


def dataset(
    nquads: Iterable[str], details: Iterable[Detail], answers: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The columns of everything. Indices stand for rows of other tables; -1 for none."""
    lines = list(nquads)
    held = tables(lines)
    problems: dict[str, list[list[Any]]] = {}
    titles: dict[str, set[str]] = defaultdict(set)
    for each in details:
        problems[each.path] = each.problems
        for reference in each.references:
            if reference[4] and reference[5]:
                titles[reference[5]].add(reference[4])
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
        **_sources(held, titles, _observations(lines)),
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


def _article(row: ArticleRow, problems: int) -> list[Any]:
    return [row.article, row.title, row.date, row.language, row.generator, row.iri, problems]


def _sources(
    held: Tables, titles: Mapping[str, set[str]], observations: Mapping[str, list[dict[str, str]]]
) -> dict[str, Any]:
    sites: dict[str, int] = {}
    for name in sorted({s.site for s in held.sources if s.site}):
        sites[name] = len(sites)
    rows = held.sources
    return {
        "sites": list(sites),
        "sources": {
            "iri": [s.source for s in rows],
            "title": [s.title for s in rows],
            "site": [sites[s.site] if s.site else -1 for s in rows],
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
                                sorted(titles[s.source]) if len(titles.get(s.source, ())) > 1 else None,
                            ),
                            ("by", s.titled_by if s.titled_by != "cited" else None),
                            ("fetched", s.title_fetched if s.title_fetched != s.title else None),
                            ("status", s.status),
                            ("seen", observations.get(s.source)),
                        )
                        if value
                    }
                )
            },
        },
    }


def _observations(lines: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What fetches saw of each source, oldest first: title, status, time."""
    about: dict[str, str] = {}
    for line in lines:
        if "specializationOf>" in line:
            quad = parse_line(line)
            if quad:
                about[quad[0]] = quad[2]
    if not about:
        return {}
    wanted = {
        "kg:fetchedTitle": "title",
        "prov:generatedAtTime": "time",
        "kg:sourceStatus": "status",
        "kg:fetcher": "by",
    }
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        quad = parse_line(line) if line[1 : line.find(">")] in about else None
        if quad and (name := wanted.get(short_name(quad[1]))):
            found[quad[0]][name] = quad[2]
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    for node, values in found.items():
        out[about[node]].append(values)
    for seen in out.values():
        seen.sort(key=lambda o: (o.get("time", ""), o.get("title", "")))
    return out


def _marker(node: Node, nodes: Mapping[str, Node]) -> list[Any]:
    entries = sorted(node.get("c4o:denotes", ()))
    sources: list[str] = []
    labels: list[str] = []
    for entry in entries:
        found = nodes.get(entry, Node())
        sources += found.get("biro:references", ())
        labels += found.get("kg:label", ())
    sources += node.get("cito:cites", ())
    status = (node.one("kg:status") or "").rpartition("#")[2]
    claim = (node.one("c4o:hasContext") or "").rpartition("#")[2]
    return [
        *node.span(), STATUSES.index(status) if status in STATUSES else 0, claim or None,
        node.one("c4o:hasContent"), list(dict.fromkeys(sources)), ", ".join(labels), node.one("oa:exact"),
    ]  # fmt: skip


def _reference(node: Node, nodes: Mapping[str, Node]) -> list[Any]:
    listed = nodes.get(node.one("schema:isPartOf") or "", Node())
    return [
        node.one("kg:label"), int(listed.one("schema:position") or 0), int(node.one("schema:position") or 0),
        node.one("dcterms:bibliographicCitation"), node.one("dcterms:title"), node.one("biro:references"),
        *node.span(), node.one("kg:file"),
    ]  # fmt: skip
