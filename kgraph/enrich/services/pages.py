"""The fetcher of web pages: what a page says about itself, and what became of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from kgraph.enrich.fetcher import PAGE_STATUSES, Fetcher, FetchResult, failed, fetch_result, url_of
from kgraph.enrich.page.read import PageMetadata, page_of
from kgraph.enrich.services.oembed import read_oembed
from kgraph.enrich.wire.exchange import Failure, Get, Request, Response
from kgraph.model import Source
from kgraph.observation import Description, SourceStatus

_GUARDS = frozenset({"challenge", "denied"})
_LOGIN = re.compile(r"/(?:log-?in|sign-?in|auth|sso|session/new)(?:[/.]|$)", re.IGNORECASE)
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.8,*/*;q=0.5"
_WALLS: Mapping[str, SourceStatus] = {
    "challenge": "blocked", "denied": "blocked", "login": "blocked", "consent": "blocked", "missing": "gone", "error": "unreachable", "placeholder": "unknown",
}  # fmt: skip
"""What a wall that stands in a page's place, with a good status, says of the source."""


def _fetch(sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult]:
    return {source.id: _one(url, get) for source in sources if (url := url_of(source))}


def _one(url: str, get: Get) -> FetchResult:
    request = Request(url=url, accept=ACCEPT, robots=True, read_page=True)
    answer = get(request)
    if not isinstance(answer, Response):
        return fetch_result(request, answer, None, statuses=PAGE_STATUSES)
    page = page_of(answer.page) if answer.page else None
    if not 200 <= answer.status < 300:
        made = fetch_result(request, answer, None, statuses=PAGE_STATUSES)
        if page is None or page.wall is None:
            return made
        # 503 is what guards answer too that let nobody in until a script has run.
        status = "blocked" if page.wall.kind in _GUARDS and made.status == "unreachable" else made.status
        return replace(made, notes=page.notes, status=status)
    if page is None:
        return failed(
            request, Failure(kind="unread", reason=answer.unread or "it was not read", chain=answer.chain)
        )
    if page.wall:
        return FetchResult(status=_WALLS[page.wall.kind], asked=url, answer=answer, notes=page.notes)
    if _asks_for_a_script(answer, page):
        return FetchResult(status="blocked", asked=url, answer=answer, notes=("challenge: 202",))
    if answer.chain and _LOGIN.search(urlsplit(answer.url).path) and not _LOGIN.search(urlsplit(url).path):
        return FetchResult(status="blocked", asked=url, answer=answer, notes=("redirected-to-login",))
    if _went_home(url, answer):
        return FetchResult(status="unknown", asked=url, answer=answer, notes=("redirected-home",))
    described: Description = page
    if page.title is None and page.oembed:
        told = get(Request(url=page.oembed, accept="application/json", robots=True))
        if isinstance(told, Failure) and told.kind == "unread":
            return failed(request, told)
        described = _with_oembed(described, told)
    return fetch_result(request, answer, described, statuses=PAGE_STATUSES, moves=True)


def _asks_for_a_script(answer: Response, page: PageMetadata) -> bool:
    """Whether it is the challenge of a firewall: 202 with nothing to read, or with the header that says so.

    Source: AWS WAF, the challenge action: status 202 and `x-amzn-waf-action: challenge`.
    """
    told = answer.headers.get("x-amzn-waf-action", "").casefold() in {"challenge", "captcha"}
    return told or (answer.status == 202 and page.title is None)


def _with_oembed(described: Description, answer: Response | Failure) -> Description:
    """A page without a title of its own may name an oEmbed address that has one (oembed.com, section 4)."""
    told = read_oembed(answer.content) if isinstance(answer, Response) and answer.status < 300 else None
    if told is None:
        return described
    return replace(
        described,
        title=told.title,
        authors=told.authors or described.authors,
        site=described.site or told.site,
        kind=told.kind or described.kind,
    )


def _went_home(url: str, answer: Response) -> bool:
    """Whether a page other than the home page now leads to the home page: its title is not the source's."""
    return (
        bool(answer.chain) and urlsplit(answer.url).path in ("", "/") and urlsplit(url).path not in ("", "/")
    )


PAGE = Fetcher(name="page", takes=lambda source: url_of(source) is not None, fetch=_fetch)
