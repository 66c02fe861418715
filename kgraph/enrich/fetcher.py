"""What a fetcher is, and how an answer becomes a result about a source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kgraph.enrich.wire.exchange import Failure, Get, Request, Response
from kgraph.model import Source
from kgraph.observation import Description, SourceStatus

Statuses = Mapping[int, SourceStatus]

PAGE_STATUSES: Statuses = {
    401: "blocked", 402: "blocked", 403: "blocked", 407: "blocked", 429: "blocked", 451: "blocked", 999: "blocked", 404: "gone", 410: "gone",
}  # fmt: skip
"""What an error of the source's own page says of it. A time-out or a 5xx is never `gone`; 999 is what LinkedIn tells bots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchResult:
    """What one fetcher came to: a status, the account where there is one, and the exchange behind it."""

    status: SourceStatus
    asked: str
    described: Description | None = None
    answer: Response | Failure | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """That kgraph failed at a source: says nothing of the source, and is never kept as an observation.

    `fetcher` is whom it was asked of, `reason` what went wrong: the fetcher broke, or what it got could not be read.
    """

    about: str
    fetcher: str
    reason: str


Fetch = Callable[[Sequence[Source], Get], Mapping[str, FetchResult]]
"""Results by source id for a batch of sources that the fetcher takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """One service, as a record: which sources it takes, how many at a time, and how it finds out.

    `one_place` says that all its sources are asked about at one host, the service's; else each is asked about at
    its own, and different hosts at the same time. A fetcher of one's own is one more of these.
    """

    name: str
    takes: Callable[[Source], bool]
    fetch: Fetch
    batch: int = 1
    one_place: bool = False


def failed(request: Request, answer: Failure) -> FetchResult:
    """The result where there was no answer."""
    status: SourceStatus = {"refused": "refused", "unreachable": "unreachable"}.get(answer.kind, "unknown")  # type: ignore[assignment]
    return FetchResult(
        status=status, asked=request.url, answer=answer, notes=(f"{answer.kind}: {answer.reason}",)
    )


def fetch_result(
    request: Request,
    answer: Response | Failure,
    described: Description | None,
    *,
    statuses: Statuses,
    missing: SourceStatus = "unknown",
    note: str = "not-understood",
    moves: bool = False,
) -> FetchResult:
    """What an answer and the account read out of it say of a source.

    `statuses` are what errors mean here; `missing` and `note` what it means that a good answer has no
    account of it; `moves` that a permanent redirect is the source's own.
    """
    if isinstance(answer, Failure):
        return failed(request, answer)
    if not 200 <= answer.status < 300:
        status = statuses.get(answer.status)
        if status is None:
            status = "unreachable" if answer.status >= 500 and statuses else "unknown"
        return FetchResult(status=status, asked=request.url, answer=answer)
    if described is None:
        return FetchResult(status=missing, asked=request.url, answer=answer, notes=(note,))
    status = "moved" if moves and answer.permanent else "alive"
    return FetchResult(
        status=status, asked=request.url, described=described, answer=answer, notes=described.notes
    )


def url_of(source: Source) -> str | None:
    """The web address to ask for a source: as first cited, else its id."""
    return next((url for url in (*source.urls, source.id) if url.startswith(("http://", "https://"))), None)


def single(
    name: str,
    ask: Callable[[Source], Request | None],
    read: Callable[[bytes], Description | None],
    *,
    statuses: Statuses | None = None,
    missing: SourceStatus = "unknown",
    moves: bool = False,
    one_place: bool = True,
) -> Fetcher:
    """A fetcher that asks for one source at a time: `ask` makes the request, or None where it takes it not."""

    def fetch(sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult]:
        found = {}
        for source in sources:
            request = ask(source)
            if request is None:
                continue
            answer = get(request)
            described = read(answer.content) if isinstance(answer, Response) and answer.status < 300 else None
            found[source.id] = fetch_result(
                request, answer, described, statuses=statuses or {}, missing=missing, moves=moves
            )
        return found

    return Fetcher(name=name, takes=lambda source: ask(source) is not None, fetch=fetch, one_place=one_place)


def batched(
    name: str,
    key: Callable[[Source], str | None],
    ask: Callable[[Sequence[str]], Request],
    read: Callable[[bytes], Mapping[str, Description]],
    *,
    batch: int,
    missing: SourceStatus = "unknown",
) -> Fetcher:
    """A fetcher that asks for many sources at once, each by its key."""

    def fetch(sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult]:
        keys = {source.id: k for source in sources if (k := key(source)) is not None}
        request = ask(list(dict.fromkeys(keys.values())))
        answer = get(request)
        known = read(answer.content) if isinstance(answer, Response) and answer.status < 300 else {}
        note = "not-in-answer" if known else "not-understood"
        return {
            source: fetch_result(
                request,
                answer,
                known.get(k) or known.get(k.casefold()),
                statuses={},
                missing=missing if known else "unknown",
                note=note,
            )
            for source, k in keys.items()
        }

    return Fetcher(name=name, takes=lambda source: key(source) is not None, fetch=fetch, batch=batch, one_place=True)  # fmt: skip
