"""The one guarded session: every request of kgraph to the network goes through `Session.get`."""

import email.utils
import hashlib
import random
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

from kgraph.enrich._addresses import Allowed
from kgraph.enrich._cache import Cache
from kgraph.enrich._connect import ERRORS, Answer, Deadline, Refused, open_session
from kgraph.enrich._exchange import Failure, Request, Response
from kgraph.enrich._pace import Pace

USER_AGENT = "kgraph/0.1 (+https://w3id.org/kgraph; reads the titles of cited pages)"
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
_MAX_HOPS = 10
_KEPT_HEADERS = ("content-type", "etag", "last-modified", "location", "retry-after", "x-robots-tag")
_RETRIED = frozenset({429, 500, 502, 503, 504})
_CHUNK = 16 * 1024


class Session:
    """Asks the network kindly and safely; what the network does is a value, never an exception.

    Only http and https, only public addresses (checked at connect time, at every hop) and hosts named in
    `allow_hosts`, no credentials, proxies, cookies or netrc; one request at a time to a host and `1 / rate`
    seconds between two; robots.txt where a request says so; `deadline_s` for a request with all its
    redirects, `max_bytes` of decoded body; `retries` after 429 and 5xx, waiting as the server asks.
    Answers are kept in `cache` and asked for again conditionally; `offline` only replays them.
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
        self._offline = offline
        self._pace = Pace(1.0 / rate)
        self._deadline_s, self._max_bytes, self._retries = deadline_s, max_bytes, retries
        self._user_agent = user_agent
        self._local = threading.local()
        self._robots: dict[str, Any] = {}
        self._robots_lock = threading.Lock()
        self.clock = clock

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cache.close()

    def get(self, request: Request) -> Response | Failure:
        """The answer to `request`; from the cache where the server says it still holds, or offline."""
        kept = self._cache.get(request)
        if self._offline:
            return kept or Failure(kind="offline", reason="not in the cache")
        answer = self._ask(request, kept)
        if isinstance(answer, Response) and answer.status < 500 and answer.status != 429:
            self._cache.put(request, answer, self.clock().isoformat(timespec="seconds"))
        return answer

    def _ask(self, request: Request, kept: Response | None) -> Response | Failure:
        answer: Response | Failure = Failure(kind="unreachable", reason="not asked")
        for attempt in range(self._retries + 1):
            answer = self._follow(request, kept)
            if not isinstance(answer, Response) or answer.status not in _RETRIED:
                return answer
            wait = _retry_after(answer.headers, self.clock()) or 2.0**attempt * random.uniform(0.5, 1.0)
            host = urlsplit(answer.url).netloc
            self._pace.hold(host, wait)
            if wait > self._deadline_s:
                break
        return answer

    def _follow(self, request: Request, kept: Response | None) -> Response | Failure:
        """One request with its redirects, within one deadline."""
        url, permanent = request.url, True
        chain: list[str] = []
        spent = 0.0
        for _ in range(_MAX_HOPS):
            refusal = self._refusal(url, request)
            if refusal:
                return Failure(kind="refused", reason=refusal, chain=tuple(chain))
            host = urlsplit(url).netloc
            with self._pace.lock(host):
                if not self._pace.wait(host):
                    return Failure(
                        kind="unreachable", reason=f"{host} asks to be left alone", chain=tuple(chain)
                    )
                began = time.monotonic()
                hop = self._once(
                    url, request, kept if kept and kept.url == url else None, self._deadline_s - spent
                )
                spent += time.monotonic() - began
                self._pace.rest(host, request.gap_s)
            if isinstance(hop, Failure):
                return Failure(kind=hop.kind, reason=hop.reason, chain=tuple(chain))
            location = hop.headers.get("location")
            if hop.status not in _REDIRECTS or not location:
                if hop.status == 304 and kept:
                    return Response(
                        url=url, status=kept.status, headers={**kept.headers, **{k: v for k, v in hop.headers.items() if k != "content-type"}},
                        content=kept.content, chain=tuple(chain), permanent=bool(chain) and permanent, cut=kept.cut, revalidated=True,
                    )  # fmt: skip
                return Response(
                    url=url, status=hop.status, headers=hop.headers, content=hop.content, chain=tuple(chain),
                    permanent=bool(chain) and permanent, cut=hop.cut,
                )  # fmt: skip
            permanent = permanent and _REDIRECTS[hop.status]
            chain.append(url)
            try:
                url = urljoin(url, location)
            except ValueError:
                return Failure(kind="refused", reason="a redirect to no URL", chain=tuple(chain))
            if spent >= self._deadline_s:
                return Failure(kind="unreachable", reason=_late(self._deadline_s), chain=tuple(chain))
        return Failure(kind="unreachable", reason=f"more than {_MAX_HOPS} redirects", chain=tuple(chain))

    def _refusal(self, url: str, request: Request) -> str | None:
        """Why `url` is not asked at all; None where it is."""
        try:
            parts = urlsplit(url)
            port = parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80
        except ValueError:
            return "no URL"
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return f"not a web address ({parts.scheme or 'no scheme'})"
        if "@" in parts.netloc or "\\" in url:
            return "credentials in the address"
        if not self._allowed.port(parts.hostname, port):
            return f"port {port}"
        if request.robots and not self._robots_allow(url):
            return "robots.txt"
        return None

    def _robots_allow(self, url: str) -> bool:
        """Whether the robots.txt of the host lets kgraph read `url`; yes where there is none (RFC 9309, 2.3.1)."""
        from protego import Protego

        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        with self._robots_lock:
            rules = self._robots.get(root)
        if rules is None:
            answer = self.get(Request(url=f"{root}/robots.txt", accept="text/plain"))
            text = ""
            if isinstance(answer, Response) and answer.status == 200:
                text = answer.content[: 512 * 1024].decode("utf-8", "replace")
            elif isinstance(answer, Response) and answer.status >= 500:
                text = "User-agent: *\nDisallow: /"
            rules = Protego.parse(text)
            with self._robots_lock:
                self._robots[root] = rules
            delay = rules.crawl_delay(self._user_agent)
            if delay:
                self._pace.slow(parts.netloc, min(float(delay), 30.0))
        return bool(rules.can_fetch(url, self._user_agent))

    def _once(self, url: str, request: Request, kept: Response | None, seconds: float) -> Response | Failure:
        if not hasattr(self._local, "session"):
            self._local.session = open_session(self._allowed, self._user_agent)
        headers = {"Accept": request.accept} | _conditions(kept)
        with Deadline(max(0.05, seconds)) as deadline:
            try:
                raw = self._local.session.request(
                    "POST" if request.body is not None else "GET", url, data=request.body, headers=headers, stream=True, allow_redirects=False,
                    timeout=(deadline.left_s, deadline.left_s),
                )  # fmt: skip
                with raw:
                    content, cut = _body(raw, self._max_bytes)
                kept_headers = {k: str(raw.headers[k])[:2000] for k in _KEPT_HEADERS if k in raw.headers}
                if deadline.passed:
                    return Failure(kind="unreachable", reason=_late(self._deadline_s))
                return Response(
                    url=url, status=raw.status_code, headers=kept_headers, content=content, cut=cut
                )
            except (*ERRORS, zlib.error) as error:
                if deadline.passed:
                    return Failure(kind="unreachable", reason=_late(self._deadline_s))
                refused = _cause(error, Refused)
                if refused:
                    return Failure(kind="refused", reason="private address")
                return Failure(kind="unreachable", reason=_words(error))


def _conditions(kept: Response | None) -> dict[str, str]:
    if kept is None:
        return {}
    etag, modified = kept.headers.get("etag"), kept.headers.get("last-modified")
    return ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})


def _body(raw: Answer, max_bytes: int) -> tuple[bytes, bool]:
    """The decoded body, at most `max_bytes` of it, and whether it was cut.

    Decoded here, with a cap on what each step may give: urllib3 inflates a whole chunk at once, and a
    chunk of a bomb grows a thousandfold.
    """
    encoding = raw.headers.get("content-encoding", "").strip().lower()
    inflate = None
    if encoding in ("gzip", "x-gzip"):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    elif encoding == "deflate":
        inflate = zlib.decompressobj()
    out = bytearray()
    while len(out) <= max_bytes:
        data = raw.raw.read(_CHUNK, decode_content=False)
        if not data:
            break
        if inflate is None:
            out += data
            continue
        while data and len(out) <= max_bytes:
            out += inflate.decompress(data, _CHUNK * 4)
            data = inflate.unconsumed_tail
            if inflate.eof:
                break
    return bytes(out[:max_bytes]), len(out) > max_bytes


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds a server asks to wait (RFC 9110, 10.2.3): a number or a date; None where it asks for none."""
    text = headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(min(int(text), 86_400))
    try:
        when = email.utils.parsedate_to_datetime(text) if text else None
    except (ValueError, IndexError, TypeError):
        return None
    if when is None:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, min((when - now).total_seconds(), 86_400.0))


def _late(seconds: float) -> str:
    return f"no whole answer within {seconds:g} s"


def _cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    seen = 0
    while error is not None and seen < 12:
        if isinstance(error, kind) or any(
            isinstance(a, kind) or isinstance(getattr(a, "reason", None), kind) for a in error.args
        ):
            return True
        error, seen = getattr(error, "reason", None) or error.__cause__ or error.__context__, seen + 1
    return False


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return (text or type(error).__name__)[:200]


def digest(content: bytes) -> str:
    """The sha256 of a body."""
    return hashlib.sha256(content).hexdigest()
