"""Who may come in, before anything is read: Host, Origin, method, size and pace. Pure ASGI.

Any page in the user's browser can reach 127.0.0.1. A foreign page's script is refused by its Origin (or by
Sec-Fetch-Site), a rebound name by its Host; what is too large or too slow is cut.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; "
    "connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`hosts` are the names (with port) the server answers to; `origins` those of foreign pages let in by CORS."""

    hosts: frozenset[str]
    origins: frozenset[str] = frozenset()
    body_bytes: int = 1024 * 1024 + 4096
    body_s: float = 10.0
    bodies_bytes: int = 32 * 1024 * 1024
    """Of all bodies together: each is held until its request is answered."""


class RequestGuard:
    """Wraps an application: refuses what `Rules` forbid, adds the security headers to every response."""

    def __init__(self, application: Application, rules: Rules) -> None:
        self._application = application
        self._rules = rules
        self._bodies = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        foreign = self._foreign_origin(headers)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [
                    *_HEADERS,
                    (b"cross-origin-resource-policy", b"cross-origin" if foreign else b"same-origin"),
                ]
                if foreign:
                    extra += [(b"access-control-allow-origin", foreign), (b"vary", b"Origin")]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        refused = self._refused(scope, headers, foreign)
        if refused:
            await _say(guarded, *refused)
            return
        if foreign and scope["method"] == "OPTIONS":
            allowed = [(b"access-control-allow-methods", b"GET, POST"), (b"access-control-allow-headers", b"accept, content-type"), (b"access-control-max-age", b"600")]  # fmt: skip
            await _say(guarded, 204, "", *allowed)
            return
        with self._counted() as count:
            body = await self._body(receive, headers, count)
            if isinstance(body, tuple):
                await _say(guarded, *body)
            else:
                await self._application(scope, _replay(body, receive), guarded)

    @contextmanager
    def _counted(self) -> Iterator[Callable[[int], bool]]:
        """Counts the bytes of one body among those of all, until its request is answered: False where they are too many."""
        own = 0

        def count(size: int) -> bool:
            nonlocal own
            own += size
            self._bodies += size
            return self._bodies <= self._rules.bodies_bytes

        try:
            yield count
        finally:
            self._bodies -= own

    def _foreign_origin(self, headers: dict[bytes, list[bytes]]) -> bytes | None:
        """The Origin, if it is one that CORS was asked to let in."""
        origin = headers.get(b"origin", [b""])[0]
        return origin if origin.decode("latin-1").lower() in self._rules.origins else None

    def _refused(
        self, scope: Message, headers: dict[bytes, list[bytes]], foreign: bytes | None
    ) -> tuple[int, str] | None:
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self._rules.hosts:
            return 421, "this server answers only to its own name. Open it as it was printed when it started."
        own = {f"http://{host}" for host in self._rules.hosts}
        for origin in headers.get(b"origin", []):
            if not foreign and origin.decode("latin-1").lower() not in own:
                return (
                    403,
                    "a page of another origin may not read this graph. To let it in: kgraph serve --cors ORIGIN.",
                )
        site = headers.get(b"sec-fetch-site", [b""])[0]
        opened = headers.get(b"sec-fetch-mode", [b""])[0] == b"navigate" and scope["path"] == "/"
        if site in (b"cross-site", b"same-site") and not foreign and not opened:
            return 403, "a page of another site may not read this graph."
        length = headers.get(b"content-length", [b"0"])[0]
        if length.isdigit() and int(length) > self._rules.body_bytes:
            return 413, f"the body is larger than {self._rules.body_bytes // 1024} kB."
        return None

    async def _body(
        self, receive: Receive, headers: dict[bytes, list[bytes]], count: Callable[[int], bool]
    ) -> bytes | tuple[int, str]:
        """The body; or status and sentence of a refusal."""
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            return b""
        chunks: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._rules.body_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return 400, "the request broke off."
                    chunks.append(message.get("body", b""))
                    size += len(chunks[-1])
                    if size > self._rules.body_bytes:
                        return 413, f"the body is larger than {self._rules.body_bytes // 1024} kB."
                    if not count(len(chunks[-1])):
                        return 503, "too many large requests at once. Try again in a moment."
                    if not message.get("more_body"):
                        return b"".join(chunks)
        except TimeoutError:
            return 408, f"the body took longer than {self._rules.body_s:g} s."


async def _say(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    body = text.encode() + b"\n" if text else b""
    own = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if status >= 400:
        own.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body})


def _replay(body: bytes, receive: Receive) -> Receive:
    """What the application receives: the body in one piece, then what else comes."""
    first = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def replay() -> Message:
        return next(first, None) or await receive()

    return replay
