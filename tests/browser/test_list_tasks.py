"""Tasks of docs/explorer.md that lists and switches answer, and in how many clicks; what falls is what the tables say."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.visit import Home, Visit, expect, to
from tests.serve.conftest import kgraph

WORST = "data/articles/scaling-laws.md"


@pytest.fixture
def tab(seen: Path, visit: Callable[..., Visit]) -> Visit:
    return visit(Home("file", (seen / "graph.html").as_uri()))


def fallen(folder: Path, *off: str) -> tuple[int, int]:
    """Claims that lose all their sources, and those that lose any, as the question on the command line has it."""
    run = kgraph("query", "claims-that-fall", "--param", f"source={' '.join(off)}", "--store", ".kgraph", "--format", "csv", cwd=folder)  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    return sum(row["others"] == "0" for row in rows), len(rows)


def test_what_breaks_if_a_site_falls(tab: Visit, seen: Path) -> None:
    alone, all_ = fallen(seen, "arxiv.org")
    tab.open("/").page.locator(".leaned li:has-text('arxiv.org') button").last.click()
    expect(tab(".cuts")).to_contain_text(f"{alone} of {all_} claims that rest there stand on nothing else.")
    expect(tab(".hero .legend")).to_contain_text(f"{alone} left bare")
    expect(tab(".hero .fill.bare")).to_be_visible()
    tab(f".cuts >> text={alone} of").click()
    tab.shows(f"{alone} claims", "/claims?stands=falls&off=site%3Aarxiv.org")
    assert set(tab(".chip").all_inner_texts()) == {"left bare"}


def test_several_are_off_at_once_in_the_address_and_on_every_view(tab: Visit, seen: Path) -> None:
    tab.open("/site/arxiv.org")
    tab("text=Switch it off").click()
    tab.open(tab.route)  # the address says it all
    expect(tab(".cuts")).to_contain_text("Switched off: arxiv.org.")
    tab.page.evaluate("location.hash = '/publisher/nature.com'")
    tab("text=Switch it off").click()
    alone, all_ = fallen(seen, "arxiv.org", "nature.com")
    expect(tab(".cuts")).to_contain_text(f"arxiv.org, nature.com. {alone} of {all_} claims")
    assert tab.page.evaluate("document.activeElement.id") == "cut-publisher:nature.com"
    tab.page.evaluate("hash => { location.hash = hash }", to("article", "data/articles/attention-answer.md"))
    tab(".claim.bare").first.wait_for()
    assert "off=site%3Aarxiv.org&off=publisher%3Anature.com" in tab.route
    tab.page.go_back()
    tab.shows("nature.com")
    tab.page.go_back()
    expect(tab(".cuts")).to_contain_text("Switched off: arxiv.org.")
    tab("text=Switch all on").click()
    expect(tab(".cuts")).to_have_count(0)
    tab.page.evaluate("location.hash = '/claims'")
    tab.shows("83 claims", "/claims")


def test_which_articles_share_sources(tab: Visit) -> None:
    tab.open(to("article", WORST))
    tab(".leads-on >> text=2 articles").click()
    tab.shows("2 articles")
    shared = tab("tbody td:last-child a").first
    number = shared.inner_text()
    shared.click()
    tab.shows(f"{number} source" + ("" if number == "1" else "s"))


def test_which_source_do_most_claims_lean_on_and_who_publishes_it(tab: Visit) -> None:
    first = tab.open("/").page.locator("section:has-text('Sources most leaned on') .leaned li").first
    expect(first).to_contain_text("Attention Is All You Need")
    expect(first).to_contain_text("publisher not known")


def test_which_sources_are_gone_and_which_claims_rest_on_them(tab: Visit) -> None:
    tab.open("/").page.locator(".tallies >> text=5 claims").click()
    tab.shows("5 claims", "/claims?status=gone")
    tab.open("/").page.locator(".tallies li:has-text('gone') .rank-n a").click()
    tab.shows("1 source", "/sources?status=gone")


def test_claims_as_csv_and_sparql(tab: Visit) -> None:
    tab.open("/").page.locator(".leaned li:has-text('arxiv.org') .rank-n a").last.click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head[:3] == ["claim", "article", "text"] and len(rows) == 13
    tab.page.get_by_role("button", name="SPARQL").click()
    expect(tab(".sparql-box pre")).to_be_visible()
    expect(tab(".sparql-box pre")).to_contain_text('VALUES ?site { "arxiv.org" }')


def test_what_was_not_asked_is_said_so(samples: Path, visit: Callable[..., Visit]) -> None:
    app = visit(Home("file", (samples / "graph.html").as_uri())).open("/")
    expect(app(".tallies").first).to_contain_text("not asked yet")
    app.open("/sources")
    expect(app(".facet:has-text('Status')")).to_contain_text("not asked yet")
    for route in ("/sources", "/claims", "/publishers"):
        app.open(route)
        assert "urn:" not in app("main").inner_text()
