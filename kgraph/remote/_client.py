"""Requests to one server that a person named: with a deadline, a cap on what comes back, and patience.

No redirect is followed, no proxy taken and no netrc opened unasked: a password goes where it was sent and nowhere else.
"""

import os
import queue
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from kgraph.errors import NetworkError, UsageError
from kgraph.retry_after import retry_after

_CHUNK = 64 * 1024
_ATTEMPTS = 5
_FIRST_WAIT_S = 0.5
MOST_WAIT_S = 60.0
"""A server that asks to be left alone for longer is given up."""
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass (RFC 9110; RFC 6585 and 8470 for 429 and 425)."""
_AGENT = "kgraph (SPARQL client)"
PASSWORD, TOKEN = "KGRAPH_PASSWORD", "KGRAPH_TOKEN"
"""Environment variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: status, media type without parameters, where it redirects to, body; `wait_s` is its Retry-After."""

    status: int
    media_type: str = ""
    location: str = ""
    body: bytes = b""
    wait_s: float | None = None

    @property
    def ok(self) -> bool:
        """Whether it did what it was asked."""
        return 200 <= self.status < 300

    def why(self) -> str:
        """What it says, in a line: the status, and the first words of a text."""
        if self.location:
            return f"{self.status}, it redirects to {self.location[:200]}: name that address"
        words = " ".join(self.body[:2000].decode("utf-8", "replace").split())[:200] if "html" not in self.media_type else ""  # fmt: skip
        return f"{self.status}{': ' + words if words else ''}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: a name with a password, or a token; neither where nobody said so."""

    user: str | None = None
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)


def credentials(url: str, user: str | None, environment: Mapping[str, str] = os.environ) -> Credentials:
    """Whom a server is to take us for: `user` with the password of `KGRAPH_PASSWORD`, else of the netrc file; else the token `KGRAPH_TOKEN`.

    Errors: `UsageError` for a user without a password.
    """
    if user is None:
        return Credentials(token=environment.get(TOKEN) or None)
    if PASSWORD in environment:
        return Credentials(user, environment[PASSWORD])
    import requests

    found = requests.utils.get_netrc_auth(url)
    if found is None or found[0] != user:
        raise UsageError(f"--user {user}: no password. Put it into {PASSWORD}, or into the netrc file.")
    return Credentials(user, found[1])


def demand_plain(url: str) -> str:
    """`url`, which must be an http or https address without a password in it. Errors: `UsageError`."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(f"{url!r}: no address of a server (expected one such as http://localhost:7878/store).")  # fmt: skip
    if parts.username is not None or parts.password is not None:
        raise UsageError("the address holds a name or a password. Give --user, and the password in KGRAPH_PASSWORD.")  # fmt: skip
    if parts.fragment:
        raise UsageError(f"{url!r}: an address of a server has no part behind a #.")
    return url


class Client:
    """Asks servers; a context manager. `deadline_s` is for one request, its answer included.

    A request that may be asked again, and meets a server that is busy or away, is, up to five times: after as long as the
    server says (Retry-After), else after `first_wait_s`, and twice as long each time. `again` are the statuses that may pass.
    """

    def __init__(
        self, who: Credentials | None = None, *, deadline_s: float = 60.0, sleep: Callable[[float], None] = time.sleep,
        again: frozenset[int] = _AGAIN, first_wait_s: float = _FIRST_WAIT_S,
    ) -> None:  # fmt: skip
        self._again, self._first_wait_s = again, first_wait_s
        self._who, self._deadline_s, self._sleep = who or Credentials(), deadline_s, sleep
        self._session: Any = None
        self._hand: _Hand | None = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        if self._hand is not None:
            self._hand.end()
        if self._session is not None:
            self._session.close()

    def ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int,
    ) -> Answer:
        """The answer to a request. Errors: `NetworkError` where there is none in time, or a larger one than `max_bytes`."""
        wait_s = self._first_wait_s
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS
            try:
                answer = self._once(method, url, params, data, headers, max_bytes)
            except _Away as error:
                if last:
                    raise NetworkError(f"{url}: {error}. Is it running, and the address right?") from error
            else:
                if answer.status not in self._again or last:
                    return answer
                if answer.wait_s is not None:
                    if answer.wait_s > MOST_WAIT_S:
                        return answer
                    wait_s = max(wait_s, answer.wait_s)
            self._sleep(wait_s)
            wait_s = min(2 * wait_s, MOST_WAIT_S)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, method: str, url: str, *request: Any) -> Answer:
        """One attempt: whatever it hangs in, it is waited for no longer than the deadline."""
        self._hand = self._hand or _Hand()
        try:
            return self._hand.do(lambda: self._exchange(method, url, *request), self._deadline_s)
        except queue.Empty:
            self._hand = self._session = None  # they are busy still
            raise NetworkError(f"{url}: no whole answer after {self._deadline_s:g} s. Ask for less, or allow more.") from None  # fmt: skip

    def _exchange(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        data: bytes | Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        max_bytes: int,
    ) -> Answer:
        import requests

        session = self._opened()
        try:
            with session.request(
                method, url, params=params, data=data, headers=dict(headers or {}), timeout=(min(10.0, self._deadline_s), self._deadline_s),
                allow_redirects=False, stream=True, verify=_certificates(),
            ) as response:  # fmt: skip
                if self._wants_digest(response):
                    return self._exchange(method, url, params, data, headers, max_bytes)
                body = bytearray()
                for chunk in response.iter_content(_CHUNK):
                    body += chunk
                    if len(body) > max_bytes:
                        raise NetworkError(f"{url}: the answer is larger than {max_bytes // 1024**2} MB. Ask for less.")  # fmt: skip
                return Answer(
                    status=response.status_code, media_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    location=response.headers.get("Location", "") if 300 <= response.status_code < 400 else "", body=bytes(body),
                    wait_s=retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC)),
                )  # fmt: skip
        except requests.exceptions.SSLError as error:
            raise NetworkError(f"{url}: its certificate is not accepted ({_line(error)}). Name the authority's in SSL_CERT_FILE.") from error  # fmt: skip
        except (requests.RequestException, OSError) as error:
            raise _Away(_line(error)) from error

    def _wants_digest(self, response: Any) -> bool:
        """Whether a server refused the password as it is, and may want its digest (RFC 7616), which is tried once.

        Virtuoso says so only to those that send nothing.
        """
        session = self._session
        if response.status_code != 401 or self._who.user is None or session.auth is not None:
            return False
        from requests.auth import HTTPDigestAuth

        session.headers.pop("Authorization", None)
        session.auth = HTTPDigestAuth(self._who.user, self._who.password)
        return True

    def _opened(self) -> Any:
        if self._session is None:
            import requests

            session = requests.Session()
            session.trust_env = False
            session.headers["User-Agent"] = _AGENT
            if self._who.user is not None:
                pair = b64encode(
                    f"{self._who.user}:{self._who.password}".encode()
                ).decode()  # UTF-8: RFC 7617, 2.1
                session.headers["Authorization"] = f"Basic {pair}"
            elif self._who.token is not None:
                session.headers["Authorization"] = f"Bearer {self._who.token}"
            self._session = session
        return self._session


class _Hand:
    """A thread that asks, one request after the other, and is left behind where one takes too long."""

    def __init__(self) -> None:
        self._given: queue.SimpleQueue[Callable[[], Answer] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Answer | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def do(self, work: Callable[[], Answer], seconds: float) -> Answer:
        """What `work` gives, or raises. Errors: `queue.Empty` where it takes longer."""
        self._given.put(work)
        found = self._done.get(timeout=seconds)
        if isinstance(found, Exception):
            raise found
        return found

    def end(self) -> None:
        """Ask no more."""
        self._given.put(None)

    def _work(self) -> None:
        while (work := self._given.get()) is not None:
            try:
                self._done.put(work())
            except Exception as error:
                self._done.put(error)


class _Away(Exception):
    """Nobody answers, for now."""


def _certificates() -> str | bool:
    return os.environ.get("SSL_CERT_FILE") or True


def _line(error: BaseException) -> str:
    """The innermost reason in a line: what wraps it repeats the address."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return " ".join(str(error).split())[:160] or type(error).__name__
