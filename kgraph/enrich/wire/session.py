"""The one guarded session: every request of kgraph to the network goes through `Session.get`."""

import random
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

from kgraph.enrich.wire.addresses import Allowed
from kgraph.enrich.wire.body import read_body
from kgraph.enrich.wire.cache import Cache
from kgraph.enrich.wire.connect import ERRORS, Deadline, failure, open_session
from kgraph.enrich.wire.exchange import Failure, Request, Response
from kgraph.enrich.wire.headers import KEPT, conditions
from kgraph.enrich.wire.pace import Pace
from kgraph.enrich.wire.readers import Readers, Unread
from kgraph.enrich.wire.robots import Robots
from kgraph.retry_after import retry_after

USER_AGENT = "kgraph/0.1 (+https://w3id.org/kgraph; reads the titles of cited pages)"
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
_MAX_HOPS = 10
_RETRIED = frozenset({429, 500, 502, 503, 504})
_LONGEST_READ_S = 10.0
"""What reads slower is hostile or broken: a page of the usual kind takes a fiftieth of a second."""
_SHORTEST_READ_S = 0.5
"""So long there is always, also where the last of the deadline went by with the last byte."""


class Session:
    """Asks the network kindly and safely; what the network does is a value, never an exception.

    Only http and https, only public addresses (checked at connect time, at every hop) and hosts named in
    `allow_hosts`, no credentials, proxies, cookies or netrc; one request at a time to a host and `1 / rate`
    seconds between two; robots.txt where a request says so; `deadline_s` for a request with all its
    redirects and retries (waiting for one's turn does not count), `max_bytes` of decoded body; `retries` after
    429 and 5xx, waiting as the server asks. Answers are kept in `cache` and asked for again conditionally;
    `offline` only replays them.
    """

    def __init__(
        self,
        *,
        cache: str | Path | None = None,
        offline: bool = False,
        allow_hosts: Iterable[str] = (),
        rate: float = 1.0,
        deadline_s: float = 30.0,
        max_bytes: int = 4 * 1024 * 1024,
        retries: int = 2,
        user_agent: str = USER_AGENT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._allowed = Allowed(allow_hosts)
        self._cache = Cache(Path(cache) if cache else None)
        self.offline = offline
        self._pace = Pace(1.0 / rate)
        self._deadline_s, self._max_bytes, self._retries = deadline_s, max_bytes, retries
        self._user_agent = user_agent
        self._local = threading.local()
        self._readers = Readers()
        self._robots = Robots(self.get, self._robots_say, self._pace.slow)
        self._live: set[Deadline] = set()
        self._guard = threading.Lock()
        self._since: datetime | None = None
        self.clock = clock

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._readers.close()
        self._cache.close()

    def begin(self) -> datetime:
        """Begin a run, in which nothing is asked twice; what comes back is when its first request was made.

        That is before now where it goes on with a run that never came to its `end`: what that one fetched
        within a day is not asked for again.
        """
        now = self.clock()
        self._since = now if self.offline else self._cache.begin(now)
        return self._since

    def end(self) -> None:
        """End the run: what it fetched is asked for again, conditionally, by the next."""
        self._since = None
        if not self.offline:
            self._cache.end()

    @property
    def troubles(self) -> tuple[str, ...]:
        """What went wrong with the cache, a line each: damage, and answers that could not be kept."""
        return self._cache.troubles

    def lets_through(self, url: str) -> bool:
        """Whether `url` leads to a host that `allow_hosts` names."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return False
        return self._allowed.names(parts.hostname or "", port)

    def leave(self) -> None:
        """Give up the requests under way, those that wait for their turn, and what is being read."""
        self._pace.leave()
        self._readers.leave()
        with self._guard:
            for deadline in self._live:
                deadline.shut()

    def get(self, request: Request) -> Response | Failure:
        """The answer to `request`; from the cache where the server says it still holds, or offline."""
        kept = self._cache.get(request)
        if self.offline:
            answer = kept or Failure(kind="offline", reason="not in the cache")
            return self._read(request, answer, self._deadline_s)
        if kept and kept.time and kept.time >= self._fresh_since(request):
            return self._read(request, kept, self._deadline_s)
        answer, left = self._ask(request, kept)
        if isinstance(answer, Response):
            now = self.clock()
            answer = replace(answer, time=now)
            if request.rest_s:
                self._pace.hold(urlsplit(answer.url).netloc, request.rest_s(answer.content))
            if answer.status < 500 and answer.status != 429:
                self._cache.put(request, answer, now)
        return self._read(request, answer, left)

    def _read(self, request: Request, answer: Response | Failure, seconds: float) -> Response | Failure:
        """The answer with what it tells, where the request wants it read, within what is left of the deadline."""
        if not request.read_page or isinstance(answer, Failure):
            return answer
        arguments = {
            "url": answer.url, "content_type": answer.content_type, "charset": answer.charset, "cut": answer.cut,
        }  # fmt: skip
        allowed_s = max(_SHORTEST_READ_S, min(seconds, _LONGEST_READ_S))
        try:
            return replace(answer, page=self._readers.read("page", arguments, answer.content, allowed_s))
        except Unread as error:
            return replace(answer, unread=str(error))

    def reading(self, what: str, arguments: Mapping[str, Any], content: bytes) -> Any:
        """What one of the `READINGS` of `enrich.page.child` tells of `content`, in a process that can be stopped.

        Errors: `Unread`.
        """
        return self._readers.read(what, arguments, content, min(self._deadline_s, _LONGEST_READ_S))

    def _fresh_since(self, request: Request) -> datetime:
        """Since when an answer that is kept counts as one of now."""
        by_age = self.clock() - timedelta(seconds=request.fresh_s)
        return min(by_age, self._since) if self._since else by_age

    def _ask(self, request: Request, kept: Response | None) -> tuple[Response | Failure, float]:
        """One request with its redirects and retries, within one deadline; and the seconds that are left of it."""
        left, turn = self._deadline_s, self._pace.turn
        answer: Response | Failure = Failure(kind="unreachable", reason="not asked")
        for attempt in range(self._retries + 1):
            answer, spent = self._follow(request, kept, left, turn)
            left -= spent
            if not isinstance(answer, Response):
                break
            host = urlsplit(answer.url).netloc
            if answer.status not in _RETRIED:
                self._pace.answered(host, too_many=False)
                break
            asked = retry_after(answer.headers.get("retry-after", ""), self.clock())
            wait = asked or 2.0**attempt * random.uniform(0.5, 1.0)
            self._pace.hold(host, wait)
            left -= wait
            if left <= 0 or attempt == self._retries:
                self._pace.answered(host, too_many=answer.status == 429)
                break
        return answer, left

    def _follow(
        self, request: Request, kept: Response | None, seconds: float, turn: int
    ) -> tuple[Response | Failure, float]:
        """One request with its redirects, and the seconds it took, without those of waiting for its turn.

        `turn` is that of the pace when the request was made: once all are sent away, no hop of it begins.
        """
        url, permanent = request.url, True
        chain: list[str] = []
        spent = 0.0
        for _ in range(_MAX_HOPS):
            refusal = self._refusal(url, request)
            if refusal:
                return replace(refusal, chain=tuple(chain)), spent
            host = urlsplit(url).netloc
            with self._pace.lock(host):
                if not self._pace.wait(host, turn):
                    reason = "given up" if self._pace.turn != turn else f"{host} asks to be left alone"
                    return Failure(kind="unreachable", reason=reason, chain=tuple(chain)), spent
                began = time.monotonic()
                asked = conditions(kept) if kept and kept.url == url else {}
                hop = self._once(url, request, asked, seconds - spent, turn)
                spent += time.monotonic() - began
                self._pace.rest(host, request.gap_s)
            if isinstance(hop, Failure):
                return replace(hop, chain=tuple(chain)), spent
            location = hop.headers.get("location")
            if hop.status not in _REDIRECTS or not location:
                hop = replace(hop, chain=tuple(chain), permanent=bool(chain) and permanent)
                if hop.status == 304 and kept and asked:
                    told = {k: v for k, v in hop.headers.items() if k != "content-type"}
                    hop = replace(
                        hop, status=kept.status, headers={**kept.headers, **told}, content=kept.content, cut=kept.cut, revalidated=True,
                    )  # fmt: skip
                return hop, spent
            permanent = permanent and _REDIRECTS[hop.status]
            chain.append(url)
            try:
                url = urljoin(url, location)
            except ValueError:
                return Failure(kind="unreachable", reason="a redirect to no URL", chain=tuple(chain)), spent
            if spent >= seconds:
                return Failure(kind="unreachable", reason=_late(self._deadline_s), chain=tuple(chain)), spent
        return Failure(
            kind="unreachable", reason=f"more than {_MAX_HOPS} redirects", chain=tuple(chain)
        ), spent

    def _refusal(self, url: str, request: Request) -> Failure | None:
        """Why `url` is not asked at all; None where it is."""
        try:
            parts = urlsplit(url)
            port = parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80
        except ValueError:
            return Failure(kind="refused", reason="no URL")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return Failure(kind="refused", reason=f"not a web address ({parts.scheme or 'no scheme'})")
        if "@" in parts.netloc or "\\" in url:
            return Failure(kind="refused", reason="credentials in the address")
        if not self._allowed.port(parts.hostname, port):
            return Failure(kind="refused", reason=f"port {port}")
        try:
            return self._robots.refusal(url) if request.robots else None
        except Unread as error:
            return Failure(kind="unread", reason=f"robots.txt: {error}")

    def _robots_say(self, rules: bytes, url: str) -> Any:
        """What a robots.txt says of `url`, as `enrich.page.child` tells it.

        Errors: `Unread`.
        """
        return self.reading("robots", {"url": url, "agent": self._user_agent}, rules)

    def _once(
        self, url: str, request: Request, asked: dict[str, str], seconds: float, turn: int
    ) -> Response | Failure:
        if not hasattr(self._local, "session"):
            self._local.session = open_session(self._allowed, self._user_agent)
        headers = {"Accept": request.accept} | asked
        with Deadline(max(0.05, seconds)) as deadline, self._watched(deadline, turn):
            try:
                raw = self._local.session.request(
                    "POST" if request.body is not None else "GET", url, data=request.body, headers=headers, stream=True, allow_redirects=False,
                    timeout=(deadline.left_s, deadline.left_s),
                )  # fmt: skip
                with raw:
                    content, cut = read_body(raw, self._max_bytes)
                kept_headers = {k: str(raw.headers[k])[:2000] for k in KEPT if k in raw.headers}
                if deadline.passed:
                    return Failure(kind="unreachable", reason=_late(self._deadline_s))
                return Response(
                    url=url, status=raw.status_code, headers=kept_headers, content=content, cut=cut
                )
            except (*ERRORS, zlib.error) as error:
                if deadline.passed:
                    return Failure(kind="unreachable", reason=_late(self._deadline_s))
                return failure(error)

    @contextmanager
    def _watched(self, deadline: Deadline, turn: int) -> Iterator[None]:
        """Let `leave` end what `deadline` would, also where it was called since `turn` began."""
        with self._guard:
            self._live.add(deadline)
        if self._pace.turn != turn:
            deadline.shut()
        try:
            yield
        finally:
            with self._guard:
                self._live.discard(deadline)


def _late(seconds: float) -> str:
    return f"no whole answer within {seconds:g} s"
