"""Asks about many sources: every host at its own pace, all hosts at once, each source by one fetcher after another."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from kgraph import identifiers
from kgraph.enrich.agreement import agreement
from kgraph.enrich.fetcher import Broken, Fetcher, FetchResult, url_of
from kgraph.enrich.wire.body import digest
from kgraph.enrich.wire.exchange import Failure, Get, Request, Response
from kgraph.model import Source
from kgraph.observation import Description, Observation

_WORKERS = 64
_SETTLED = frozenset({"refused"})


class Told(NamedTuple):
    """What a fetcher came to about a source."""

    source: Source
    fetcher: Fetcher
    result: FetchResult | Broken


@dataclass(slots=True)
class _Line:
    """Sources that wait for one fetcher at one place, which is asked of one batch at a time."""

    fetcher: Fetcher
    members: deque[str] = field(default_factory=deque)
    waits: bool = True
    """Whether its next batch may be asked for: nothing of it is under way or stands in turn."""

    def batch(self) -> list[str]:
        return [self.members.popleft() for _ in range(min(self.fetcher.batch, len(self.members)))]


class _Lines:
    """What is still to be asked, and of whom: lines take turns, so that a long one keeps no other from its own."""

    def __init__(self, sources: Mapping[str, Source], fetchers: Sequence[Fetcher]) -> None:
        self._sources = sources
        self._left = {i: deque(f for f in fetchers if f.takes(s)) for i, s in sources.items()}
        self._lines: dict[tuple[str, str], _Line] = {}
        self.turns: deque[_Line] = deque()
        for source_id in sources:
            self.step(source_id)

    def step(self, source_id: str) -> None:
        """Put a source into the line of its next fetcher."""
        if not self._left[source_id]:
            return
        fetcher = self._left[source_id].popleft()
        source = self._sources[source_id]
        key = (fetcher.name, fetcher.name if fetcher.one_place else _host(source))
        line = self._lines.setdefault(key, _Line(fetcher))
        line.members.append(source_id)
        self.take_turn(line)

    def only(self, source_id: str, fetchers: Sequence[Fetcher]) -> None:
        """Ask a source of these fetchers from now on, instead of those that are left."""
        self._left[source_id] = deque(fetchers)

    def take_turn(self, line: _Line) -> None:
        """Let a line that has members and waits stand in turn."""
        if line.members and line.waits:
            line.waits = False
            self.turns.append(line)


def run(
    sources: Sequence[Source],
    get: Get,
    fetchers: Sequence[Fetcher],
    *,
    after_gone: Fetcher | None,
    clock: Callable[[], datetime],
    leave: Callable[[], None],
) -> Generator[Observation | Broken, None, None]:
    """Observations as they are made; where kgraph failed it is `Broken` that comes, and no observation."""
    with closing(results(sources, get, fetchers, after_gone=after_gone, leave=leave)) as found:
        for told in found:
            seen = _seen(told, clock)
            if seen is not None:
                yield seen


def results(
    sources: Sequence[Source],
    get: Get,
    fetchers: Sequence[Fetcher],
    *,
    after_gone: Fetcher | None = None,
    leave: Callable[[], None],
) -> Generator[Told, None, None]:
    """What each fetcher comes to, as it does. A source is asked of its fetchers in their order, until one gives a title.

    `after_gone` is asked for what is gone. Where kgraph fails, because a fetcher breaks or an answer cannot be read, the
    next fetcher is asked. Where the run is given up, `leave` is called, to end what is under way.
    """
    by_id = {s.id: s for s in sources}
    lines = _Lines(by_id, fetchers)
    given_up = threading.Event()

    def asked(request: Request) -> Response | Failure:
        return Failure(kind="unreachable", reason="given up") if given_up.is_set() else get(request)

    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="enrich") as pool:
        running: dict[Future[Mapping[str, FetchResult | Broken]], tuple[_Line, list[str]]] = {}
        try:
            while lines.turns or running:
                while lines.turns and len(running) < _WORKERS:
                    line = lines.turns.popleft()
                    members = line.batch()
                    job = pool.submit(_fetch, line.fetcher, [by_id[i] for i in members], asked)
                    running[job] = (line, members)
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for job in done:
                    line, members = running.pop(job)
                    found = job.result()
                    for source_id in members:
                        told = Told(by_id[source_id], line.fetcher, found[source_id])
                        yield told
                        _settle(told, lines, after_gone)
                        lines.step(source_id)
                    line.waits = True
                    lines.take_turn(line)
        finally:
            if running:
                given_up.set()
                leave()


def _settle(told: Told, lines: _Lines, after_gone: Fetcher | None) -> None:
    """Let a result say who else is asked."""
    source, fetcher, result = told
    if isinstance(result, Broken) or (isinstance(result.answer, Failure) and result.answer.kind == "unread"):
        return
    if isinstance(result.answer, Failure) and result.answer.kind == "offline":
        lines.only(source.id, ())  # what was never fetched says nothing
    elif result.status == "gone" and after_gone and fetcher is not after_gone:
        lines.only(source.id, (after_gone,) if after_gone.takes(source) else ())
    elif fetcher is after_gone or result.status in _SETTLED or _titled(result):
        lines.only(source.id, ())


def _seen(told: Told, clock: Callable[[], datetime]) -> Observation | Broken | None:
    """The observation that a result makes; None where nothing was asked."""
    source, fetcher, result = told
    if isinstance(result, Broken):
        return result
    if isinstance(result.answer, Failure) and result.answer.kind == "offline":
        return None
    if isinstance(result.answer, Failure) and result.answer.kind == "unread":
        return Broken(about=source.id, fetcher=fetcher.name, reason=result.answer.reason)
    return observation(source, fetcher.name, result, clock(), own_body=fetcher.batch == 1)


def _titled(result: FetchResult) -> bool:
    return result.described is not None and result.described.title is not None


def _host(source: Source) -> str:
    try:
        return urlsplit(url_of(source) or "").netloc
    except ValueError:
        return ""


def _fetch(fetcher: Fetcher, sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult | Broken]:
    """What a fetcher finds of each source; `Broken` for all where it raises, and for those it says nothing of."""
    reason = "the fetcher gave no result"
    found: Mapping[str, FetchResult] = {}
    try:
        found = dict(fetcher.fetch(sources, get))
    except Exception as error:  # a fetcher's bug is not the run's: it is told, and the next fetcher is asked
        reason = f"the fetcher broke: {type(error).__name__}: {' '.join(str(error).split())[:150]}"
    return {s.id: found.get(s.id) or Broken(about=s.id, fetcher=fetcher.name, reason=reason) for s in sources}


def observation(
    source: Source, fetcher: str, result: FetchResult, time: datetime, *, own_body: bool = True
) -> Observation:
    """The result as a dated snapshot of the source; `own_body` says that the answer is about no other source."""
    answer, described = result.answer, result.described or Description()
    response = answer if isinstance(answer, Response) else None
    time = response.time if response and response.time else time  # a replayed answer is as old as it is
    compared = bool(source.title and described.title)
    return Observation(
        **described.by_field() | {"notes": result.notes},
        about=source.id,
        fetcher=fetcher,
        asked=result.asked,
        status=result.status,
        time=time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        final=response.url if response else None,
        chain=answer.chain if answer else (),
        http_status=response.status if response else None,
        sha256=digest(response.content) if own_body and response and response.content else None,
        same_as=_same_as(source, result, response),
        agreement=agreement(source.title or "", described.title or "", site=described.site)
        if compared
        else None,
    )


def _same_as(source: Source, result: FetchResult, response: Response | None) -> str | None:
    """Another source that this one turns out to be: by a permanent redirect, or by its canonical link."""
    if result.status not in ("alive", "moved"):
        return None
    named = result.described.canonical if result.described else None
    if not named and response and response.permanent:
        named = response.url
    return another(named, source.id, url_of(source) or "") if named else None


def another(named: str, own: str, url: str) -> str | None:
    """The source that a page names in place of the one that it was asked as: `own` is that one's id, `url` its address.

    None for what is no address, for the same source, and for the home page of a site where that was not asked for: many
    sites call it the canonical one of all their pages.
    """
    if identifiers.canonical_url(named) is None or (_is_home(named) and not _is_home(url)):
        return None
    other = identifiers.identify(named).id
    return other if other != own else None


def _is_home(url: str) -> bool:
    """Whether an address is a site's home page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
