"""Lists: what an address asks for is what the SPARQL beside it asks for, and what the file holds."""

import csv
import io
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.browser.test_views import GO
from tests.browser.visit import Home, Visit
from tests.serve.conftest import serving

OFF = {"off": ["site:arxiv.org", "publisher:nature.com"]}
LISTS: list[tuple[str, Mapping[str, str | list[str]]]] = [
    ("claims", {}), ("claims", {"site": "arxiv.org"}), ("claims", {"publisher": ["-", "w3.org"]}), ("claims", {"publisher": "nature.com", "kind": "paper", "year": "2015"}),
    ("claims", {"kind": ["webpage", "other"]}), ("claims", {"year": ["2017", "-"]}), ("claims", {"status": ["gone", "-"]}), ("claims", {"status": "moved"}),
    ("claims", {"source": "https://arxiv.org/abs/1706.03762"}), ("claims", {"generator": "-"}), ("claims", {"section": "-"}), ("claims", {"article": "data/articles/sqlite.md", "q": "the database"}),
    *[("claims", {"backing": word}) for word in ("several", "one", "unknown", "carried", "missing", "uncited")],
    *[("claims", {"only": word}) for word in ("site:arxiv.org", "publisher:w3.org", "source:https://arxiv.org/abs/1706.03762")],
    ("sources", {}), ("sources", {"cited": "claims"}), ("sources", {"cited": ["outside", "never"]}), ("sources", {"kind": "paper", "year": ["1953", "2017"]}), ("sources", {"kind": "other"}),
    ("sources", {"site": ["doi.org", "-"], "publisher": "-"}), ("sources", {"status": "-", "q": "the"}), ("sources", {"status": "alive"}), ("sources", {"year": "2024"}),
    ("sources", {"article": "data/articles/scaling-laws.md"}), ("sources", {"article": "data/articles/scaling-laws.md", "with": "data/articles/attention-answer.md"}),
    ("articles", {}), ("articles", {"generator": "-"}), ("articles", {"language": "-"}), ("articles", {"site": "arxiv.org"}), ("articles", {"source": "https://arxiv.org/abs/1706.03762", "publisher": "-"}),
    ("articles", {"shares": "data/articles/scaling-laws.md"}), ("articles", {"q": "sqlite"}),
    ("problems", {}), ("problems", {"code": "marker-dangling"}), ("problems", {"severity": "note", "article": "data/articles/keeling-curve.md"}), ("problems", {"q": "names no"}),
    ("sites", {}), ("sites", {"leaned": "yes"}), ("publishers", {"leaned": "no"}), ("publishers", {"q": "a"}),
    *[("claims", {"backing": word, **OFF}) for word in ("several", "one", "unknown", "carried", "missing", "uncited", "bare")],
    *[("claims", {"stands": word, **OFF}) for word in ("falls", "weakened", "stands")],
]  # fmt: skip
COLUMNS = {"claims": ("claim", "article", "text"), "sources": ("source",), "articles": ("article",), "problems": ("article", "code", "message"), "sites": ("site", "sources"), "publishers": ("publisher", "sources")}  # fmt: skip
"""What the file and the answer have in common."""
BETWEEN_FILES_MS = 150
"""Chromium keeps ten files of a page in a second, and no further one."""


def asked(server: str, query: str) -> list[dict[str, str]]:
    """What the engine answers."""
    request = urllib.request.Request(f"{server}sparql", data=urlencode({"query": query}).encode(), headers={"Accept": "text/csv"})  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as reply:
        return list(csv.DictReader(io.StringIO(reply.read().decode())))


def kept(app: Visit, rows: int) -> list[dict[str, str]]:
    """What the CSV of the list holds."""
    if not rows:
        return []
    app.page.wait_for_timeout(BETWEEN_FILES_MS)
    with app.page.expect_download() as download:
        app.page.get_by_role("button", name="CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_query_of_a_list_gives_its_rows(seen: Path, visit: Callable[..., Visit]) -> None:
    with serving(seen / ".kgraph") as server:
        _compare(seen, server.url, visit)


def _compare(seen: Path, server: str, visit: Callable[..., Visit]) -> None:
    app = visit(Home("file", (seen / "graph.html").as_uri())).open("/ask")
    empty, differ = [], {}
    for name, query in LISTS:
        pairs = [
            (key, each)
            for key, value in query.items()
            for each in ([value] if isinstance(value, str) else value)
        ]
        route = f"/{name}?" + "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs)
        app.page.evaluate(GO, f"#{route}")
        rows = int(app("main h1").inner_text().split()[0].replace(",", ""))
        file = kept(app, rows)
        assert len(file) == rows
        shared = COLUMNS[name]
        ours = sorted(tuple(row[c] for c in shared) for row in file)
        answer = sorted(tuple(row[c] for c in shared) for row in asked(server, app(".sparql-box pre").text_content()))  # fmt: skip
        if not rows:
            empty.append(route)
        if ours != answer:
            differ[route] = (len(ours), len(answer), sorted({*ours} ^ {*answer})[:4])
    assert differ == {}
    assert empty == []
