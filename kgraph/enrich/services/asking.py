"""How each service is asked: the requests, by the documentation each reader names."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

from kgraph.enrich.fetcher import Fetcher, FetchResult, batched, fetch_result, single, url_of
from kgraph.enrich.services import (
    archive,
    arxiv,
    crossref,
    datacite,
    doi,
    github,
    openalex,
    openlibrary,
    stackexchange,
    wikipedia,
    zotero,
)
from kgraph.enrich.services.oembed import read_oembed
from kgraph.enrich.wire.exchange import Get, Request, Response
from kgraph.model import Source

_JSON = "application/json"
_OEMBED = {
    "vimeo.com": "https://vimeo.com/api/oembed.json",
    "soundcloud.com": "https://soundcloud.com/oembed",
    "ted.com": "https://www.ted.com/services/v1/oembed.json",
}
"""Providers that publish an endpoint of their own (https://oembed.com/providers.json)."""


def by_doi(base: str = doi.BASE_URL) -> Fetcher:
    """doi.org by content negotiation."""
    return single(
        "doi",
        lambda s: _of(
            s, "doi", lambda v: Request(url=f"{base}/{quote(v, safe='/:;().')}", accept=doi.ACCEPT)
        ),
        doi.read_record,
        statuses={404: "gone", 410: "gone"},
        missing="alive",
    )


def by_crossref(base: str = crossref.BASE_URL) -> Fetcher:
    """Crossref by DOI."""
    return single(
        "crossref",
        lambda s: _of(
            s, "doi", lambda v: Request(url=f"{base}/works/{quote(v, safe='/:;().')}", accept=_JSON)
        ),
        crossref.read_work,
    )


def by_datacite(base: str = datacite.BASE_URL) -> Fetcher:
    """DataCite by DOI."""
    return single(
        "datacite",
        lambda s: _of(
            s, "doi", lambda v: Request(url=f"{base}/dois/{quote(v, safe='/:;().')}", accept=_JSON)
        ),
        datacite.read_doi,
    )


def by_openalex(key: str, base: str = openalex.BASE_URL) -> Fetcher:
    """OpenAlex by DOI, with the user's key."""
    return batched(
        "openalex", lambda s: s.identifiers.get("doi"),
        lambda keys: Request(url=f"{base}/works?{_query(filter='doi:' + '|'.join(keys), **{'per-page': '50', 'api_key': key})}", accept=_JSON),
        openalex.read_works, batch=openalex.BATCH,
    )  # fmt: skip


def by_arxiv(base: str = arxiv.BASE_URL) -> Fetcher:
    """ArXiv by id; three seconds between two requests, as its manual asks."""
    return batched(
        "arxiv", lambda s: s.identifiers.get("arxiv"),
        lambda keys: Request(url=f"{base}/api/query?{_query(id_list=','.join(keys), max_results=str(len(keys)))}", gap_s=3.0),
        arxiv.read_feed, batch=arxiv.BATCH,
    )  # fmt: skip


def by_openlibrary(base: str = openlibrary.BASE_URL) -> Fetcher:
    """Open Library by ISBN."""
    return batched(
        "openlibrary", lambda s: s.identifiers.get("isbn"),
        lambda keys: Request(url=f"{base}/api/books?{_query(bibkeys=','.join('ISBN:' + k for k in keys), format='json', jscmd='data')}", accept=_JSON),
        openlibrary.read_books, batch=openlibrary.BATCH,
    )  # fmt: skip


def by_stackexchange(base: str = stackexchange.BASE_URL) -> Fetcher:
    """Stack Exchange, questions of one site at a time; obeys `backoff`."""

    def fetch(sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult]:
        by_site: dict[str, dict[str, str]] = {}
        for source in sources:
            question = stackexchange.question_of(url_of(source) or "")
            if question:
                by_site.setdefault(question[0], {})[source.id] = question[1]
        found: dict[str, FetchResult] = {}
        for site, keys in by_site.items():
            numbers = ";".join(dict.fromkeys(keys.values()))
            request = Request(
                url=f"{base}/questions/{numbers}?{_query(site=site, pagesize='100')}",
                accept=_JSON,
                rest_s=stackexchange.backoff_s,
            )
            answer = get(request)
            good = isinstance(answer, Response) and answer.status < 300
            known = (
                stackexchange.read_questions(answer.content, site)
                if isinstance(answer, Response) and good
                else {}
            )
            for source_id, number in keys.items():
                found[source_id] = fetch_result(
                    request,
                    answer,
                    known.get(number),
                    statuses={},
                    missing="gone" if known else "unknown",
                    note="not-in-answer" if known else "not-understood",
                )
        return found

    return Fetcher(
        name="stackexchange",
        takes=lambda s: stackexchange.question_of(url_of(s) or "") is not None,
        fetch=fetch,
        batch=stackexchange.BATCH,
        one_place=True,
    )


def by_wikipedia(base: str = wikipedia.BASE_URL) -> Fetcher:
    """Wikipedia's summary of a page, in the language of its address."""

    def ask(source: Source) -> Request | None:
        page = wikipedia.page_of(url_of(source) or "")
        return (
            Request(
                url=f"{base.format(language=page[0])}/api/rest_v1/page/summary/{quote(page[1], safe='')}",
                accept=_JSON,
            )
            if page
            else None
        )

    return single(
        "wikipedia", ask, wikipedia.read_summary, statuses={404: "gone", 410: "gone"}, one_place=False
    )


def by_youtube(base: str = "https://www.youtube.com") -> Fetcher:
    """YouTube's oEmbed answer: 401 for private videos, 404 for deleted ones."""

    def ask(source: Source) -> Request | None:
        url = url_of(source) or ""
        host = _host(url)
        video = host in ("www.youtube.com", "youtube.com", "youtu.be", "m.youtube.com") and (
            "watch?" in url or host == "youtu.be"
        )
        return Request(url=f"{base}/oembed?{_query(url=url, format='json')}", accept=_JSON) if video else None

    return single(
        "youtube", ask, read_oembed, statuses={401: "blocked", 403: "blocked", 404: "gone", 400: "unknown"}
    )


def by_oembed(base: str | None = None) -> Fetcher:
    """The oEmbed endpoints of providers that publish one."""

    def ask(source: Source) -> Request | None:
        url = url_of(source) or ""
        endpoint = _OEMBED.get(_host(url).removeprefix("www."))
        if endpoint and base:
            endpoint = base + urlsplit(endpoint).path
        return Request(url=f"{endpoint}?{_query(url=url, format='json')}", accept=_JSON) if endpoint else None

    return single(
        "oembed", ask, read_oembed, statuses={401: "blocked", 403: "blocked", 404: "gone"}, one_place=False
    )


def by_github(base: str = github.BASE_URL) -> Fetcher:
    """GitHub's repositories, issues and pull requests; an exhausted quota says nothing of a source."""

    def ask(source: Source) -> Request | None:
        path = github.thing_of(url_of(source) or "")
        return Request(url=base + path, accept="application/vnd.github+json") if path else None

    return single(
        "github",
        ask,
        github.read_thing,
        statuses={404: "gone", 410: "gone", 451: "blocked", 403: "unknown", 429: "unknown"},
        moves=True,
    )


def by_zotero(server: str) -> Fetcher:
    """A Zotero translation-server that the user runs."""

    def ask(source: Source) -> Request | None:
        url = url_of(source)
        return Request(url=f"{server.rstrip('/')}/web", accept=_JSON, body=url.encode()) if url else None

    return single("zotero", ask, zotero.read_items)


def by_archive(base: str = archive.BASE_URL) -> Fetcher:
    """The Internet Archive's kept copy of a page; asked for what is gone."""

    def fetch(sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult]:
        found = {}
        for source in sources:
            url = url_of(source)
            if url is None:
                continue
            request = Request(url=f"{base}/wayback/available?{_query(url=url)}", accept=_JSON)
            answer = get(request)
            described = (
                archive.read_availability(answer.content)
                if isinstance(answer, Response) and answer.status < 300
                else None
            )
            made = fetch_result(request, answer, described, statuses={}, note="not-kept")
            found[source.id] = FetchResult(
                status="unknown", asked=made.asked, described=described, answer=answer, notes=made.notes
            )
        return found

    return Fetcher(name="archive", takes=lambda s: url_of(s) is not None, fetch=fetch, one_place=True)


def _of(source: Source, scheme: str, ask: Callable[[str], Request]) -> Request | None:
    value = source.identifiers.get(scheme)
    return ask(value) if value else None


def _host(url: str) -> str:
    """The host in an address as cited; empty where it has none that can be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _query(**parameters: str) -> str:
    return urlencode(parameters, safe=":/,;|")
