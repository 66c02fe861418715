"""Lists of 200,000 claims: no task of the page takes 100 ms of its own, whatever is filtered, sorted, searched or switched off."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kgraph.export.page import column_blocks
from kgraph.jobs.packed import Explorer
from kgraph.store import Reader
from tests.browser.tasks import longest
from tests.browser.visit import Home, Visit

LIMIT_MS = 100
COPIES, OF_SOURCES = 2_500, 100
"""How often the articles of the samples stand in the page with their claims, and their sources."""
_H1 = "document.querySelector('main h1').textContent"
_COLUMNS = re.compile(r'<script type="application/gzip" id="(?:columns|claims-\d+)"[^<]*</script>')
STEPS = {
    "all": ("location.hash = '/claims'", f"{_H1} === '200,000 claims'"),
    "a facet": ("location.hash = '/claims?site=arxiv.org5'", f"{_H1} === '325 claims'"),
    "a sort": ("location.hash = '/claims?sort=text'", f"{_H1} === '200,000 claims'"),
    "words": ("words.value = 'dna'; words.dispatchEvent(new Event('input'))", f"{_H1} !== '200,000 claims'"),
    "a switch": ("location.hash = '/claims?stands=falls&off=site:arxiv.org5'", f"{_H1} === '275 claims'"),
    "all on": ("document.querySelector('.cuts button').click()", f"{_H1} === '200,000 claims'"),
    "sources": ("location.hash = '/sources'", f"{_H1} === '5,500 sources'"),
    "articles": ("location.hash = '/articles'", f"{_H1} === '30,000 articles'"),
    "overview": ("location.hash = '/'", f"{_H1} === 'What backs this?'"),
    "search": ("search.value = 'laws'; search.dispatchEvent(new Event('input'))", "/found/.test(document.querySelector('.lead').textContent)"),
}  # fmt: skip
"""What is done, and when it is done."""


def _many(columns: dict[str, Any]) -> dict[str, Any]:
    claims, sources, citations = columns["claims"], columns["sources"], columns["citations"]
    articles, n, of_sources = columns["articles"], len(claims["id"]), len(sources["iri"])
    copied = {name: values * COPIES for name, values in claims.items()}
    copied["article"] = [a + len(articles) * copy for copy in range(COPIES) for a in claims["article"]]
    copied["text"] = [f"{text} {copy * 7919 % COPIES}" for copy in range(COPIES) for text in claims["text"]]
    placed = {
        name: [
            p if p < 0 else p + copy * len(columns[f"{name}s"])
            for copy in range(OF_SOURCES)
            for p in sources[name]
        ]
        for name in ("site", "publisher")
    }
    return {
        **columns,
        "articles": [[f"{copy}/{a[0]}", *a[1:]] for copy in range(COPIES) for a in articles],
        "claims": copied,
        "sources": {**{name: values * OF_SOURCES for name, values in sources.items()}, **placed, "iri": [f"{iri}/{copy}" for copy in range(OF_SOURCES) for iri in sources["iri"]]},
        "sites": [f"{site}{copy}" for copy in range(OF_SOURCES) for site in columns["sites"]],
        "publishers": [f"{name}{copy}" for copy in range(OF_SOURCES) for name in columns["publishers"]],
        "citations": {
            "claim": [c + n * copy for copy in range(COPIES) for c in citations["claim"]],
            "source": [s + copy % OF_SOURCES * of_sources for copy in range(COPIES) for s in citations["source"]],
            "passages": {},
        },
    }  # fmt: skip


def _longest(app: Visit, do: str, done: str) -> float:
    def step() -> None:
        app.page.evaluate(do)
        app.page.wait_for_function(done)
        app.page.wait_for_timeout(200)

    return longest(app, step)


def test_the_page_answers_while_it_works(samples: Path, tmp_path: Path, visit: Callable[..., Visit]) -> None:
    page = (samples / "graph.html").read_text(encoding="utf-8")
    with Reader(samples / ".kgraph") as reader, Explorer(reader) as explorer:
        columns = json.loads(gzip.decompress(explorer.part("columns")))
    many = "".join(column_blocks(_many(columns)))
    (tmp_path / "many.html").write_text(_COLUMNS.sub("", page).replace("<script>", f"{many}<script>", 1), encoding="utf-8", newline="")  # fmt: skip
    app = visit(Home("file", (tmp_path / "many.html").as_uri()), bypass_csp=True)
    app.page.set_default_timeout(120_000)
    app.page.goto(f"{app.home.url}#/problems")
    app.page.wait_for_function("/problems/.test(document.querySelector('main h1')?.textContent)")
    app.page.wait_for_timeout(3_000)  # the index of the search
    took = {name: _longest(app, *step) for name, step in STEPS.items()}
    assert {name: ms for name, ms in took.items() if ms > LIMIT_MS} == {}
