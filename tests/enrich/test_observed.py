"""What fetches saw, in tables, questions and exports: titles that citations lack, the last status, sources that are one."""

from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.enrich import Fetcher, FetchResult, Session
from kgraph.jobs.enrich import enrich
from kgraph.observation import Description, SourceStatus

_POST = """# Post

Bare addresses say little [1]. Titles say more [2]. The old place is cited too [3]. Both stand together here [1][3].

## References

[1] https://example.org/new
[2] [As the author cites it](https://example.net/b)
[3] https://example.org/old
"""


@pytest.fixture
def graph(tmp_path: Path) -> kgraph.Graph:
    (tmp_path / "post.md").write_text(_POST, encoding="utf-8")
    return kgraph.build([tmp_path / "post.md"], store=tmp_path / "kg", workers=1)


def told(graph: kgraph.Graph, name: str, results: dict[str, FetchResult]) -> None:
    """One run with a fetcher that says this of these sources and knows no others."""

    def fetch(sources: Any, get: Any) -> Any:
        return {s.id: results[s.id] for s in sources}

    fetcher = Fetcher(name=name, takes=lambda s: s.id in results, fetch=fetch)
    with Session() as session:
        enrich(graph.store, session, table=[fetcher], archive=None)


def said(status: SourceStatus = "alive", **described: Any) -> FetchResult:
    return FetchResult(
        status=status, asked="https://example.org/", described=Description(**described) if described else None
    )


NEW, TITLED, OLD = "https://example.org/new", "https://example.net/b", "https://example.org/old"


def test_titles_that_citations_lack(graph: kgraph.Graph, tmp_path: Path) -> None:
    assert {s.source: s.title for s in graph.tables().sources}[NEW] is None
    told(
        graph,
        "page",
        {
            NEW: said(title="Page title", authors=("Ann Lee", "Bo Wu"), date="2021"),
            TITLED: said(title="Other"),
        },
    )
    sources = {s.source: s for s in graph.tables().sources}
    assert (sources[NEW].title, sources[NEW].titled_by) == ("Page title", "page")
    assert (sources[NEW].authors, sources[NEW].date) == (("Ann Lee", "Bo Wu"), "2021")
    assert (sources[TITLED].title, sources[TITLED].titled_by) == ("As the author cites it", "cited")
    assert (sources[TITLED].title_fetched, sources[TITLED].status) == ("Other", "alive")
    assert sources[OLD].titled_by is sources[OLD].status is None
    rows = graph.query("sources-of-claim", claim="bare addresses")
    assert [row.title for row in rows] == ["Page title"]
    assert "Page title" in {row.title for row in graph.query("sources-by-claims")}
    graph.export(tmp_path / "a.bib")
    assert "title = {Page title}" in (tmp_path / "a.bib").read_text(encoding="utf-8")


def test_a_registry_knows_better_than_the_page(graph: kgraph.Graph) -> None:
    told(graph, "doi", {NEW: said(title="Registered")})
    told(graph, "page", {NEW: said(title="On the page, later")})
    assert {s.source: s.titled_by for s in graph.tables().sources}[NEW] == "doi"


def test_the_last_status_counts(graph: kgraph.Graph) -> None:
    told(graph, "page", {NEW: said("gone"), OLD: said("alive", title="Still here")})
    assert {row.source for row in graph.query("dead-sources")} == {NEW}
    told(graph, "page", {NEW: said("alive", title="Back again"), OLD: said("unreachable")})
    told(graph, "doi", {NEW: said("unknown")})
    assert graph.query("dead-sources") == []
    assert {row.status: row.sources for row in graph.query("sources-by-status")} == {
        "alive": 1,
        "unreachable": 1,
    }
    assert {s.source: s.status for s in graph.tables().sources} == {
        NEW: "alive",
        OLD: "unreachable",
        TITLED: None,
    }


def test_sources_that_are_one(graph: kgraph.Graph, tmp_path: Path) -> None:
    told(graph, "page", {OLD: said(title="The place", canonical=NEW)})
    apart = {s.source: (s.claims, s.title) for s in graph.tables().sources}
    assert apart == {NEW: (2, None), OLD: (2, "The place"), TITLED: (1, "As the author cites it")}
    one = {s.source: s.claims for s in graph.tables(merged=True).sources}
    assert one == {NEW: 3, TITLED: 1}
    graph.export(tmp_path / "a.csv", table="sources", merged=True)
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 1 + len(one)
    with pytest.raises(kgraph.KgraphError, match="every source as it is"):
        graph.export(tmp_path / "a.ttl", merged=True)
    told(graph, "page", {OLD: said(title="The place, on its own")})
    assert len(graph.tables(merged=True).sources) == 3, "what was taken back counts no more"
    assert graph.query("moved-sources") == []


def test_sources_that_name_each_other(graph: kgraph.Graph) -> None:
    told(graph, "page", {OLD: said(title="Old", canonical=NEW), NEW: said(title="New", canonical=OLD)})
    assert {s.source for s in graph.tables(merged=True).sources} == {NEW, TITLED}


def test_a_home_page_is_no_other_source(graph: kgraph.Graph) -> None:
    """Many sites call their home page the canonical one of every page."""
    told(graph, "page", {OLD: said(title="Old", canonical="https://example.org/"), NEW: said(title="New", canonical="https://example.org")})  # fmt: skip
    assert graph.query("moved-sources") == []
