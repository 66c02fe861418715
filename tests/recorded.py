"""Stores whose sources were asked about: a recorded exchange, which `kgraph enrich --offline` replays."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kgraph.cli import run
from kgraph.enrich.services.doi import ACCEPT as ACCEPT_RECORD
from kgraph.enrich.services.pages import ACCEPT as ACCEPT_PAGE
from kgraph.enrich.wire.cache import Cache
from kgraph.enrich.wire.exchange import Request, Response

_TIME = datetime(2026, 1, 10, tzinfo=UTC)
_DOI = "https://doi.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was answered about an address: its status by kgraph's words, its title, where it moved to, what its text links to."""

    status: str = "alive"
    title: str | None = None
    final: str | None = None
    http: int = 200
    cites: Sequence[str] = ()


def pages_of(facts: Mapping[str, Any]) -> dict[str, Page]:
    """The pages that the `facts.json` of a case tells of; pages that nobody answered for are left out."""
    titles = {url: Page(title=title) for url, title in facts.get("titles", {}).items()}
    found = {
        url: Page(
            status=row["status"],
            title=row.get("title"),
            final=row.get("final"),
            http=row.get("http", 200),
            cites=row.get("cites", ()),
        )
        for url, row in facts.get("sources", {}).items()
    }
    return {url: page for url, page in (titles | found).items() if page.status != "unreachable"}


def enriched(articles: Sequence[Path], store: Path, pages: Mapping[str, Page]) -> None:
    """A store of `articles` whose sources were asked about, by the command line; `pages` is what was recorded."""
    assert run(["build", *map(str, articles), "--store", str(store), "--workers", "1"]) in (0, 1)
    cache = Cache(store / "fetched.sqlite")
    for url, page in pages.items():
        cache.put(*_exchange(url, page), _TIME)
    cache.close()
    assert run(["enrich", "--store", str(store), "--offline"]) in (0, 5)


def _exchange(url: str, page: Page) -> tuple[Request, Response]:
    if url.startswith(_DOI):
        record = {
            "type": "article-journal",
            "title": page.title,
            "DOI": url.removeprefix(_DOI),
            "author": [{"family": "Lee", "given": "Ann"}],
        }
        return _answer(Request(url=url, accept=ACCEPT_RECORD), 200, "application/json", json.dumps(record))
    links = "".join(
        f'<p>As <a href="{html.escape(each)}">others found</a>, it is so.</p>' for each in page.cites
    )
    title = f"<title>{html.escape(page.title)}</title>" if page.title else ""
    body = f"<html><head>{title}</head><body><main>{links}<p>{'Words of the page. ' * 60}</p></main></body></html>"
    request = Request(url=url, accept=ACCEPT_PAGE, robots=True, read_page=True)
    asked, answer = _answer(request, page.http, "text/html; charset=utf-8", body)
    if page.final:
        return asked, Response(
            url=page.final,
            status=200,
            headers=answer.headers,
            content=answer.content,
            chain=(url,),
            permanent=True,
        )
    return asked, answer


def _answer(request: Request, status: int, kind: str, body: str) -> tuple[Request, Response]:
    response = Response(
        url=request.url, status=status, headers={"content-type": kind}, content=body.encode("utf-8")
    )
    return request, response
