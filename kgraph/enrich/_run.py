"""Asks about many sources: every host at its own pace, all hosts at once, each source by one fetcher after another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from urllib.parse import urlsplit

from kgraph import identifiers
from kgraph.enrich._agreement import agreement
from kgraph.enrich._exchange import Failure, Get, Response
from kgraph.enrich._fetcher import Fetcher, Finding, url_of
from kgraph.enrich.session import digest
from kgraph.model import Observation, Source

_WORKERS = 64
_SETTLED = frozenset({"refused"})


def run(
    sources: Sequence[Source],
    get: Get,
    fetchers: Sequence[Fetcher],
    *,
    after_gone: Fetcher | None,
    clock: Callable[[], datetime],
) -> Iterator[Observation]:
    """Observations as they are made. A source is asked of its fetchers in their order, until one gives a title.

    `after_gone` is asked for what is gone. A fetcher that breaks is a bug of its own, not of the run's: it
    is an observation that says so.
    """
    waiting = {s.id: [f for f in fetchers if f.takes(s)] for s in sources}
    by_id = {s.id: s for s in sources}
    ready = list(by_id)
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="enrich") as pool:
        running: dict[Future[Mapping[str, Finding]], tuple[Fetcher, list[str]]] = {}
        try:
            while ready or running:
                for fetcher, members in _jobs(ready, waiting, by_id):
                    job = pool.submit(_fetch, fetcher, [by_id[i] for i in members], get)
                    running[job] = (fetcher, members)
                ready = []
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for job in done:
                    fetcher, members = running.pop(job)
                    found = job.result()
                    for source_id in members:
                        finding = found.get(source_id) or Finding(
                            status="unknown", asked=source_id, notes=("not-asked",)
                        )
                        if isinstance(finding.answer, Failure) and finding.answer.kind == "offline":
                            waiting[source_id] = []  # what was never fetched says nothing
                            continue
                        yield observation(by_id[source_id], fetcher.name, finding, clock())
                        if finding.status == "gone" and after_gone and fetcher is not after_gone:
                            waiting[source_id] = [after_gone]
                        elif fetcher is after_gone or finding.status in _SETTLED or _titled(finding):
                            waiting[source_id] = []
                        if waiting[source_id]:
                            ready.append(source_id)
        finally:
            for job in running:
                job.cancel()


def _titled(finding: Finding) -> bool:
    return finding.described is not None and finding.described.title is not None


def _jobs(
    ready: Iterable[str], waiting: dict[str, list[Fetcher]], by_id: Mapping[str, Source]
) -> Iterator[tuple[Fetcher, list[str]]]:
    """The next fetcher of each ready source, batched where the fetcher takes many; interleaved by host."""
    wanted: dict[str, tuple[Fetcher, list[str]]] = {}
    for source_id in ready:
        if waiting[source_id]:
            fetcher = waiting[source_id].pop(0)
            wanted.setdefault(fetcher.name, (fetcher, []))[1].append(source_id)
    for fetcher, members in wanted.values():
        if fetcher.batch > 1:
            yield from (
                (fetcher, members[i : i + fetcher.batch]) for i in range(0, len(members), fetcher.batch)
            )
            continue
        hosts: dict[str, list[str]] = defaultdict(list)
        for source_id in members:
            hosts[_host(by_id[source_id])].append(source_id)
        # One job a host, so that a slow host holds one thread, not all of them.
        yield from ((fetcher, own) for own in hosts.values())


def _host(source: Source) -> str:
    try:
        return urlsplit(url_of(source) or "").netloc
    except ValueError:
        return ""


def _fetch(fetcher: Fetcher, sources: Sequence[Source], get: Get) -> Mapping[str, Finding]:
    try:
        return fetcher.fetch(sources, get)
    except Exception as error:
        note = f"fetcher-broke: {type(error).__name__}: {' '.join(str(error).split())[:150]}"
        return {s.id: Finding(status="unknown", asked=s.id, notes=(note,)) for s in sources}


def observation(source: Source, fetcher: str, finding: Finding, time: datetime) -> Observation:
    """The finding as a dated snapshot of the source."""
    answer, told = finding.answer, finding.described
    response = answer if isinstance(answer, Response) else None
    title = told.title if told else None
    return Observation(
        about=source.id, fetcher=fetcher, asked=finding.asked, status=finding.status, time=time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        final=response.url if response else None, chain=answer.chain if answer else (), http_status=response.status if response else None,
        sha256=digest(response.content) if response and response.content else None, title=title, authors=told.authors if told else (),
        date=told.date if told else None, site=told.site if told else None, kind=told.kind if told else None, description=told.description if told else None,
        language=told.language if told else None, identifiers=dict(told.identifiers) if told else {}, canonical=told.canonical if told else None,
        same_as=_same_as(source, finding, response), agreement=agreement(source.title, title, site=told.site if told else None) if source.title and title else None,
        archived=told.archived if told else None, notes=finding.notes,
    )  # fmt: skip


def _same_as(source: Source, finding: Finding, response: Response | None) -> str | None:
    """Another source that this one turns out to be: by a permanent redirect, or by its canonical link."""
    if finding.status not in ("alive", "moved"):
        return None
    named = finding.described.canonical if finding.described else None
    if not named and response and response.permanent:
        named = response.url
    if not named or identifiers.canonical_url(named) is None:
        return None
    other = identifiers.identify(named).id
    return other if other != source.id else None
