"""Connections that check the address they connect to, and end at a deadline whatever the server does.

requests has no total timeout: a server that drips a byte a second keeps a read alive for ever. A timer
therefore shuts the socket at the deadline. Names are resolved here and the address is connected to, so that
a name cannot change between the check and the connection.
"""

import contextlib
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from kgraph.enrich.wire.addresses import Allowed, is_public
from kgraph.enrich.wire.exchange import Failure

Answer = requests.Response
ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError)
"""Everything that asking may raise."""

_RESOLVERS = ThreadPoolExecutor(64, thread_name_prefix="resolve")
_CURRENT = threading.local()


class Refused(OSError):
    """The address may not be connected to."""


class Deadline:
    """A moment after which the sockets opened in this thread are shut."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.passed = False
        self._timer = threading.Timer(seconds, self.shut)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        _CURRENT.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _CURRENT.deadline = None
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    @property
    def left_s(self) -> float:
        """How many seconds are left; at least a little, since a timeout of 0 means none at all."""
        return max(0.05, self._end - time.monotonic())

    def watch(self, connected: socket.socket) -> None:
        """Shut this socket, too, when the time has come. A duplicate survives its wrapping in TLS."""
        with self._lock:
            if self.passed:
                raise OSError("given up")
            self._sockets.append(socket.socket(fileno=os.dup(connected.fileno())))

    def shut(self) -> None:
        """End it now."""
        with self._lock:
            self.passed = True
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


def _connect(host: str, port: int, allowed: Allowed) -> socket.socket:
    deadline: Deadline = _CURRENT.deadline
    host = host.strip("[]").rstrip(".")
    try:
        found = _RESOLVERS.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(
            deadline.left_s
        )
    except FutureTimeout:
        raise OSError(f"{host}: its name was not resolved in time") from None
    except UnicodeError as error:
        raise OSError(f"{host}: no name of a host") from error
    private = 0
    failure: OSError | None = None
    for family, kind, protocol, _, address in found:
        if not (allowed.names(host, port) or is_public(str(address[0]))):
            private += 1
            continue
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(deadline.left_s)
        try:
            deadline.watch(connection)
            connection.connect(address)
        except OSError as error:
            connection.close()
            failure = error
            continue
        return connection
    if private and failure is None:
        raise Refused(f"{host}: a private address")
    raise failure or OSError(f"{host}: no address")


class GuardedAdapter(HTTPAdapter):
    """A transport adapter of requests whose connections are checked and watched; one connection a request."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make pools of guarded connections."""
        allowed = self._allowed

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self._dns_host, self.port or 80, allowed)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self._dns_host, self.port or 443, allowed)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager = PoolManager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def open_session(allowed: Allowed, user_agent: str) -> requests.Session:
    """A session without netrc, proxies, cookies or redirects of its own."""
    session = _Session()
    session.trust_env = False
    session.headers = requests.structures.CaseInsensitiveDict(
        {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
    )
    session.cookies.set_policy(_NoCookies())
    adapter = GuardedAdapter(allowed)
    session.adapters.clear()
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _Session(requests.Session):
    """requests reads the body of every redirect whole, also where it is told not to follow any: it sees none."""

    def get_redirect_target(self, resp: Answer) -> None:
        """No address, whatever the answer says."""


class _NoCookies(DefaultCookiePolicy):
    """No cookie is taken, nor is a `Set-Cookie` even parsed."""

    def __init__(self) -> None:
        super().__init__(allowed_domains=[], netscape=False, rfc2965=False)


def failure(error: BaseException) -> Failure:
    """What one of `ERRORS` means: refused by our rules, or nobody there; in one line."""
    if _cause(error, Refused):
        return Failure(kind="refused", reason="private address")
    text = " ".join(str(error).split())
    return Failure(kind="unreachable", reason=(text or type(error).__name__)[:200])


def _cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    seen = 0
    while error is not None and seen < 12:
        if isinstance(error, kind) or any(
            isinstance(a, kind) or isinstance(getattr(a, "reason", None), kind) for a in error.args
        ):
            return True
        error, seen = getattr(error, "reason", None) or error.__cause__ or error.__context__, seen + 1
    return False
